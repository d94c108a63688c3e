"""The document's tables of objects and enumerated types, as far as the routes need them."""
