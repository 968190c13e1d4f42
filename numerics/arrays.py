"""The one array type of the numeric witness, and how a caller's value becomes one."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
"""float32, float64, or complex128 while a complex step is running."""


def as_inexact(name: str, value: npt.ArrayLike) -> Array:
    """Return `value` as a floating or complex array; integers and booleans become float64.

    An integer array would truncate everything computed in its dtype, so no function here works in one.
    Raises TypeError for values that are not numbers.
    """
    array = np.asarray(value)
    if np.issubdtype(array.dtype, np.inexact):
        return array
    if np.issubdtype(array.dtype, np.integer) or array.dtype == np.bool_:
        return array.astype(np.float64)
    raise TypeError(
        f"{name}: expected numbers, got dtype {array.dtype}; convert with numpy.asarray({name}, dtype=float)"
    )
