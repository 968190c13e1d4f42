"""The untrusted side: what runs next to a submission. NumPy and the standard library only, no answers."""
