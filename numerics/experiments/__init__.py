"""Published experiments as recipes, with the figures that they must reproduce."""
