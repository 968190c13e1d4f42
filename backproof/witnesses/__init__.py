"""The numeric witness of each theorem: one module a chapter, found by name."""
