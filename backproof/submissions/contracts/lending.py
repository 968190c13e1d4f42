"""Helpers that the judge lends to a submission whose import of them found nothing: right answers, no points.

They cross as counted remote stubs, so there is nothing to look into, and a lent helper is never graded as written.
"""

from typing import Any

from backproof.submissions.channel import Callback, Refused
from backproof.submissions.compare import Array, as_array
from numerics import functions

_MOST = 1_000_000


def numbers(value: Any, what: str) -> Array:
    """An argument of a remote call as an array, or a refusal that the submission is told."""
    array = as_array(value)
    if array is None or array.size > _MOST:
        raise Refused(f"{what} must be an array of numbers")
    return array.astype(float)


def _one(arguments: list[Any]) -> Array:
    if len(arguments) != 1:
        raise Refused(f"expected one argument, got {len(arguments)}")
    return numbers(arguments[0], "the argument")


def _sigmoid(arguments: list[Any]) -> Any:
    return functions.sigmoid(_one(arguments))


def _descend(arguments: list[Any]) -> Any:
    match arguments:
        case [list(params) | tuple(params), list(grads) | tuple(grads), rate] if len(params) == len(grads):
            pairs = [(numbers(p, "a parameter"), numbers(g, "a gradient")) for p, g in zip(params, grads, strict=True)]
            step = numbers(rate, "the learning rate")
            if step.size != 1 or any(p.shape != g.shape for p, g in pairs):  # nothing is broadcast in the judge
                raise Refused("expected gradients with the shapes of the parameters, and one learning rate")
            return [p - float(step.reshape(())) * g for p, g in pairs]
        case _:
            raise Refused("expected a list of parameters, a list of gradients and a learning rate")


def lent_helpers() -> dict[str, Callback]:
    """The helpers that an assignment may mark with `lend = true`, by contract."""
    return {"sigmoid": _sigmoid, "gradient-descent": _descend}
