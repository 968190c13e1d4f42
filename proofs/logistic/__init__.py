"""The logistic unit: sigmoid, tanh, logistic loss, and the forms of them that do not overflow."""

from .forms import sigmoid_curvature, sigmoid_symmetry, softplus, stable_sigmoid
from .unit import logistic_loss_gradient, sigmoid_derivative, stable_logistic_loss, tanh_identities

THEOREMS = (
    sigmoid_derivative,
    sigmoid_symmetry,
    sigmoid_curvature,
    tanh_identities,
    softplus,
    logistic_loss_gradient,
    stable_sigmoid,
    stable_logistic_loss,
)
