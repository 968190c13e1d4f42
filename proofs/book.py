"""The book: every chapter and its theorems, in reading order.

A chapter is a module of this package that names its theorems in `THEOREMS`; nothing else is to be registered.
"""

from importlib import import_module
from pkgutil import iter_modules

from . import __path__ as _here
from .kernel.derivations import Theorem

_READING_ORDER = (
    "softmax",
    "logistic",
    "initialization",
    "activations",
    "backpropagation",
    "step_networks",
    "differentiation",
)


def chapters() -> dict[str, tuple[Theorem, ...]]:
    """Return the theorems of each chapter; chapters without a place in the reading order come last, by name."""
    names = sorted(
        (each.name for each in iter_modules(_here)),
        key=lambda name: (_READING_ORDER.index(name) if name in _READING_ORDER else len(_READING_ORDER), name),
    )
    modules = ((name, import_module(f"proofs.{name}")) for name in names if name not in ("book", "kernel"))
    return {name: module.THEOREMS for name, module in modules if hasattr(module, "THEOREMS")}


def theorems() -> dict[str, Theorem]:
    """Return every theorem by name.  Raises ValueError if two have the same name."""
    result: dict[str, Theorem] = {}
    for chapter, members in chapters().items():
        for theorem in members:
            if theorem.name in result:
                raise ValueError(f"chapter {chapter!r} names a second theorem {theorem.name!r}: rename one")
            result[theorem.name] = theorem
    return result
