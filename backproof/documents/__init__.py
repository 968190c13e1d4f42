"""Documents: somebody's derivation, checked claim by claim."""
