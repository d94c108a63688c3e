"""What we know about repairs: category → sub-area → repair code."""
