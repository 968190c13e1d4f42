"""Back-propagation: one layer, any depth, batches, and the heads that a course uses."""

from .batch import averaging_first, batch_gradient, rank_one
from .heads import logistic_head, softmax_head, squared_error_head
from .layer import delta_recursion, elementwise_rule, layer_gradients
from .network import backpropagation

THEOREMS = (
    layer_gradients,
    delta_recursion,
    backpropagation,
    batch_gradient,
    rank_one,
    averaging_first,
    softmax_head,
    logistic_head,
    squared_error_head,
    elementwise_rule,
)
