"""Backproof: machine-checked mathematics for neural networks."""
