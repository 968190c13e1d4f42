"""Diagnosis by reproduction: a misconception is named only if it gives exactly what the submission gives.

The comparison runs on fresh inputs. Every one must be reproduced to rounding, NaN for NaN and exception for
exception, and on several of them the wrong variant must differ from what is right: otherwise nothing is said.
"""

from typing import Any

import numpy as np

from backproof.submissions import search
from backproof.submissions.channel import SubmissionFault
from backproof.submissions.compare import Anything, Choice, Close, Judged, Number, Threw, agrees, as_array
from backproof.submissions.contracts.core import Bench, Contract, Kind, Misconception, Property, Raises

FRESH = 14
TELLING = 3
# Two orders of the same few hundred floating-point operations; far below any difference between two variants.
EXACT = 1e-8


def diagnose(bench: Bench, contract: Contract, failed: Property, random_seed: int) -> Misconception | None:
    """The misconception that reproduces the submission, if one does. The failed property's own ones come first."""
    by_property: dict[str, list[tuple[Any, Any]]] = {}
    ordered = sorted(contract.misconceptions, key=lambda item: item.on != failed.name)
    for misconception in ordered:
        prop = next((item for item in contract.properties if item.name == misconception.on), None)
        if prop is None:
            continue
        if prop.name not in by_property:
            try:
                cases = search.draw(prop, FRESH, random_seed)
                by_property[prop.name] = [(case, search.observe(bench, prop, case)) for case in cases]
            except SubmissionFault:
                by_property[prop.name] = []
        if _reproduced(misconception, prop, by_property[prop.name]):
            return misconception
    return None


def _reproduced(misconception: Misconception, prop: Property, observed: list[tuple[Any, Any]]) -> bool:
    telling = TELLING if prop.kind is Kind.PROBE and observed else 0  # that the promise is broken is known already
    for case, got in observed:
        if not same(got, misconception.variant(case)):
            return False
        telling += not agrees(got, prop.expect(case))
    return telling >= TELLING


def same(got: Any, variant: Any) -> bool:
    """Whether an observation is what a wrong variant gives, to rounding, with NaN equal to NaN."""
    match variant:
        case Raises(type_name=name):
            return isinstance(got, Threw) and got.type_name == name
        case tuple():
            pairs = isinstance(got, tuple | list) and len(got) == len(variant)
            return pairs and all(same(item, right) for item, right in zip(got, variant, strict=True))
        case Anything():
            return not isinstance(got, Threw)
        case Close(value=value, shapes=shapes):
            array = as_array(got)
            if array is None or array.shape not in (np.shape(value), *shapes):
                return False
            return _equal(array.astype(float).reshape(np.shape(value)), value)
        case Number(value=number):
            array = as_array(got)
            return array is not None and array.size == 1 and _equal(array.astype(float).ravel(), np.array([number]))
        case Choice() | Judged():
            return agrees(got, variant)
        case _:
            return False


def _equal(got: Any, right: Any) -> bool:
    return bool(np.allclose(got, right, rtol=EXACT, atol=1e-11, equal_nan=True))
