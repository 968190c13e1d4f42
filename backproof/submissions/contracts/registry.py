"""All contracts by the name that an assignment uses. Adding one is a module with its mirrored test, and a line here."""

from collections.abc import Callable, Mapping
from typing import Any

from backproof.submissions.contracts import (
    finite_difference,
    layered,
    layered_backward,
    layered_parts,
    losses,
    one_step,
    pointwise,
    three_layers,
    two_layer,
    two_layer_parts,
)  # fmt: skip
from backproof.submissions.contracts.core import Contract

Options = Mapping[str, Any]


def _fixed(contract: Contract) -> Callable[[Options], Contract]:
    return lambda options: contract


CONTRACTS: dict[str, Callable[[Options], Contract]] = {
    "sigmoid": _fixed(pointwise.SIGMOID),
    "dsigmoid": _fixed(pointwise.DSIGMOID),
    "softmax": _fixed(pointwise.SOFTMAX),
    "softmax-columns": _fixed(pointwise.SOFTMAX_COLUMNS),
    "softmax-rows": _fixed(pointwise.SOFTMAX_ROWS),
    "sigmoid-activation": _fixed(pointwise.SIGMOID_ACTIVATION),
    "relu-activation": _fixed(pointwise.RELU_ACTIVATION),
    "cross-entropy": _fixed(losses.CROSS_ENTROPY),
    "one-hot": losses.one_hot,
    "initial-weights": _fixed(three_layers.INITIAL_WEIGHTS),
    "feed-forward-sample": _fixed(three_layers.FEED_FORWARD_SAMPLE),
    "feed-forward-dataset": _fixed(three_layers.FEED_FORWARD_DATASET),
    "train-one-sample": _fixed(one_step.TRAIN_ONE_SAMPLE),
    "stable-softmax-columns": _fixed(pointwise.STABLE_SOFTMAX_COLUMNS),
    "two-layer-parameters": two_layer_parts.initial_parameters,
    "binary-cross-entropy": _fixed(two_layer_parts.BINARY_LOSS),
    "multiclass-cross-entropy": _fixed(two_layer_parts.MULTICLASS_LOSS),
    "two-layer-forward-binary": _fixed(two_layer.forward_contract(two_layer.BINARY)),
    "two-layer-forward-multiclass": _fixed(two_layer.forward_contract(two_layer.MULTICLASS)),
    "two-layer-backward-binary": _fixed(two_layer.backward_contract(two_layer.BINARY)),
    "two-layer-backward-multiclass": _fixed(two_layer.backward_contract(two_layer.MULTICLASS)),
    "gradient-descent": _fixed(two_layer_parts.GRADIENT_DESCENT),
    "finite-difference": _fixed(finite_difference.FINITE_DIFFERENCE),
    "layer-forward": _fixed(layered.LAYER_FORWARD),
    "forward-pass": _fixed(layered.FORWARD_PASS),
    "backward-pass": _fixed(layered_backward.BACKWARD_PASS),
    "logistic-loss": _fixed(layered_parts.LOGISTIC_LOSS),
    "weight-matrices": _fixed(layered_parts.WEIGHT_MATRICES),
    "bias-vectors": _fixed(layered_parts.BIAS_VECTORS),
    "network-finite-difference": _fixed(layered_parts.NETWORK_CHECK),
}
