"""Connect's operations, one method for each: Connect's objects in and out, or one of the four errors."""
