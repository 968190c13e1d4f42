r"""An example of two samples on a page whose batches have 64: N is 2 where T, of R^{64 x 10}, has two rows."""

from __future__ import annotations

from flint import fmpq

from backproof.documents.matrices.names import base
from backproof.documents.matrices.network import PARAMETERS
from backproof.documents.matrices.page import Page
from backproof.documents.numeric.example import Batch, Example, alternative


def batch_shown(example: Example, page: Page) -> Batch | None:
    """How many samples the arrays of an example show; None where it is what the page says, or not one number."""
    known = page.network.shapes.items()
    shapes = {name: page.sizes_of(shape) for name, shape in known if base(name) not in PARAMETERS}
    for name in (page.batch, "N", "m", "M", "B", "n"):
        given = None if name is None else example.given(name)
        if name is None or given is None or not given.is_number or not isinstance(given.number.value, fmpq):
            continue
        written = {name, str(given.number.value)}
        axes = {
            array: axis
            for each, sizes in shapes.items()
            for axis, size in enumerate(sizes)
            if size in written
            for array in (each, alternative(each))
        }
        values = {axis: example.given(array) for array, axis in axes.items() if array in example.arrays}
        sizes = {value.shape[axis] for axis, value in values.items() if value is not None and not value.is_number}
        if len(sizes) == 1 and fmpq(size := sizes.pop()) != given.number.value:
            return Batch(name, size, frozenset(axes))
    return None
