"""The commands, one module each; `backproof.cli` only names them."""
