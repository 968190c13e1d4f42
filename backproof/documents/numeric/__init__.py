"""Examples in numbers: literal arrays are read, and what a page says of them is decided exactly."""
