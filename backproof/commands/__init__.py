"""The commands behind `backproof`, one module each."""
