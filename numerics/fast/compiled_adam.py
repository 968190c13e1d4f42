"""Adam in one pass over the parameters, compiled by Numba; importing this needs the extra `backproof[fast]`."""

import numba
import numpy as np

from numerics.arrays import Array


@numba.njit(error_model="numpy", fastmath={"contract"}, cache=True)
def adam(p: Array, g: Array, m: Array, s: Array, beta1: float, beta2: float, c: float, d: float) -> None:
    """M <- b1 M + g,  S <- b2 S + g^2,  p <- p - c M / (sqrt(S) + d), with the scalars in the dtype of p."""
    for i in range(len(p)):
        m[i] = beta1 * m[i] + g[i]
        s[i] = beta2 * s[i] + g[i] * g[i]
        p[i] -= c * m[i] / (np.sqrt(s[i]) + d)
