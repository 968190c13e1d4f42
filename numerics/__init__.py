"""The numeric witness: what a network really computes, in plain NumPy."""
