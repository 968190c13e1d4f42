"""Witnesses: numeric checks of every part of every theorem, one module a chapter, found by name."""

from importlib import import_module
from pkgutil import iter_modules

from .testimony import REGISTRY, Witness


def all_witnesses() -> tuple[Witness, ...]:
    """Return every witness of the book."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return tuple(each for members in REGISTRY.values() for each in members)
