"""Activations of a standard normal pre-activation: means, second moments, gains.

    z ~ N(0, 1),     gain^2 E[f(z)^2] = 1

A gain is the factor of the weights' standard deviation that keeps the second moment of the layers; the backward gain
is that of the slope f'.
"""

from .enclosed import elu_gains, sigmoid_moments, silu_moments, softplus_moments, tanh_moments
from .exponential import elu_moments, selu_fixed_point
from .leaky import leaky_relu_moments, relu_gain
from .normal_cdf import erf_moments, gelu_moments, normal_cdf_moments

THEOREMS = (
    leaky_relu_moments,
    relu_gain,
    normal_cdf_moments,
    erf_moments,
    gelu_moments,
    elu_moments,
    selu_fixed_point,
    tanh_moments,
    sigmoid_moments,
    silu_moments,
    softplus_moments,
    elu_gains,
)
