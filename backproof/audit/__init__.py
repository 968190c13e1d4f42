"""The audit: what libraries document about initializers and gains, held against the theorems of the book."""
