"""Claims about whole matrices: shapes that must fit, and entries that must be equal."""
