"""Faster engines, each yielding the networks of `numerics.training.epochs` up to rounding."""
