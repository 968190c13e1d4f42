"""Initialization: how the variance of weights carries the variance of signals through a network."""

from .linear_layer import linear_layer_variance
from .relu import relu_factor
from .xavier import xavier_rule

THEOREMS = (linear_layer_variance, relu_factor, xavier_rule)
