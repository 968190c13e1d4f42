"""Initialization: how the variance of weights carries the variance of signals through a network."""

from .compromise import xavier_compromise
from .depth import depth
from .linear_layer import linear_layer_variance
from .means import gradient_means, input_means
from .relu import relu_factor
from .relu_backward import relu_backward
from .truncated import truncated_constant
from .truncated_normal import truncated_normal
from .uniform_limits import uniform_limits
from .wider_fan import wider_fan_rule
from .xavier import xavier_rule

THEOREMS = (
    linear_layer_variance,
    input_means,
    depth,
    relu_factor,
    relu_backward,
    xavier_rule,
    xavier_compromise,
    gradient_means,
    uniform_limits,
    truncated_normal,
    truncated_constant,
    wider_fan_rule,
)
