"""Jacobians by differences, with the error they make.

Convention: J[i, j] = d f_i / d x_j. In general J has shape f(x).shape + x.shape, so the Jacobian of x -> A x is A,
and the gradient of a loss with respect to a weight matrix has the shape of the matrix.

Central difference of f: R -> R, values computed with an error of at most delta, |f'''| <= M on [x - h, x + h]:

    (f(x+h) - f(x-h)) / 2h  =  f'(x) + h^2 f'''(xi)/6             (Taylor, the even terms cancel)
    error(h)  <=  h^2 M/6 + delta/h                               (two errors delta over 2h)
    least at h = (3 delta/M)^(1/3), where it is h^2 M/2.

Complex step: Im f(x + ih)/h = f'(x) - h^2 f'''/6 + ...; no subtraction, so h can be so small that the series ends
after its first term. It needs an f that is analytic and passes complex numbers through.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from numerics.arrays import Array

Function = Callable[[Array], npt.ArrayLike]

EPS = float(np.finfo(np.float64).eps)

COMPLEX_STEP = 1e-20
"""Small enough that h^2 f'''/6 is below rounding unless f''' exceeds 1e24 f'."""

COMPLEX_STEP_FLOOR = float(np.finfo(np.float64).smallest_subnormal) / COMPLEX_STEP
"""An imaginary part h f' below 2e-308 is rounded to multiples of 5e-324, so f' carries an absolute error of 5e-304."""


@dataclass(frozen=True, eq=False)
class CentralDifference:
    """A Jacobian with a bound on each of its errors; all of shape f(x).shape + x.shape, except `step`, x.shape."""

    jacobian: Array
    step: Array
    truncation: Array
    rounding: Array

    @property
    def bound(self) -> Array:
        """|jacobian - true Jacobian| is at most this, entry by entry."""
        return np.asarray(self.truncation + self.rounding)


def jacobian_central(f: Function, x: npt.ArrayLike, h: npt.ArrayLike | None = None) -> Array:
    """J[i, j] = d f_i / d x_j by central differences; shape f(x).shape + x.shape.

    h is a scalar or one step per coordinate. By default h_j = (3 eps)^(1/3) max(1, |x_j|): the best step above for
    values rounded once, delta = eps |f|, when f varies on the scale of its argument, f''' = f / max(1, |x_j|)^3.
    For an error bound use `central_difference`.
    """
    point = _point(x)
    scale = np.maximum(1.0, np.abs(point))
    return _differences(f, point, np.cbrt(3 * EPS) * scale if h is None else _steps(h, point))[0]


def central_difference(
    f: Function,
    x: npt.ArrayLike,
    *,
    third_derivative: npt.ArrayLike,
    evaluation_error: npt.ArrayLike,
    h: npt.ArrayLike | None = None,
) -> CentralDifference:
    """Central differences at the best step, with a bound on the error of every entry.

    third_derivative: bound on |d^3 f_i / d x_j^3| within h_j of x, broadcast to f(x).shape + x.shape.
    evaluation_error: bound on |computed f_i - f_i| there, broadcast to f(x).shape; k eps |f_i| for k roundings.
    Both are the caller's promise, and the bound is as good as they are. The step of a coordinate serves its worst
    entry; it stays within [sqrt(eps), 1] max(1, |x_j|), where a vanishing delta or M would make it 0 or infinite.
    """
    point = _point(x)
    value = np.asarray(f(point.copy()), dtype=np.float64)
    third = np.broadcast_to(np.asarray(third_derivative, dtype=np.float64), value.shape + point.shape)
    delta = np.broadcast_to(np.asarray(evaluation_error, dtype=np.float64), value.shape)
    for name, bound in (("third_derivative", third), ("evaluation_error", delta)):
        if not (np.isfinite(bound).all() and (bound >= 0).all()):
            raise ValueError(f"{name}: expected finite bounds >= 0, got values from {bound.min()} to {bound.max()}")
    if h is None:
        worst = third.reshape(-1, *point.shape).max(axis=0)
        scale = np.maximum(1.0, np.abs(point))
        ideal = np.cbrt(3 * delta.max() / np.maximum(worst, np.finfo(np.float64).tiny))
        steps = np.clip(ideal, np.sqrt(EPS) * scale, scale)
    else:
        steps = _steps(h, point)
    jacobian, steepest, steps = _differences(f, point, steps)
    # Subtraction and division round once each: 2 eps |J|. An abscissa is off by at most eps h (see _abscissae), which
    # moves a value by at most eps h sup|f'|; the parabola through the three values has slope at most twice the
    # steeper chord, and |f' - slope| <= h^2 M.
    delta = delta.reshape(value.shape + (1,) * point.ndim)
    abscissae = EPS * (2 * steepest + steps**2 * third)
    return CentralDifference(
        jacobian=jacobian,
        step=steps,
        truncation=np.asarray(steps**2 * third / 6),
        rounding=np.asarray(delta / steps + 2 * EPS * np.abs(jacobian) + abscissae),
    )


def jacobian_complex_step(f: Function, x: npt.ArrayLike, *, step: float = COMPLEX_STEP) -> Array:
    """J[i, j] = Im f_i(x + i h e_j) / h; shape f(x).shape + x.shape, exact up to the rounding inside f.

    Subtractions inside f still cancel: softmax's y_i (1 - y_i) comes out with an error of eps, not of eps (1 - y_i).
    Raises TypeError when f returns real values: it dropped the imaginary part (abs, max, float, math.exp do).
    """
    point = _point(x)
    if not step > 0:
        raise ValueError(f"step: expected a positive number, got {step}")
    columns = []
    for index in np.ndindex(point.shape):
        shifted = point.astype(np.complex128)
        shifted[index] += 1j * step
        value = np.asarray(f(shifted))
        if not np.iscomplexobj(value):
            raise TypeError(
                f"f: returned {value.dtype} for complex input, so the derivative is lost; "
                "use numpy functions that accept complex numbers, or jacobian_central"
            )
        columns.append(value.imag / step)
    return _assemble(columns, point)


def _differences(f: Function, point: Array, steps: Array) -> tuple[Array, Array, Array]:
    """The difference quotients, the steeper of the two one-sided slopes, and the steps really taken."""
    quotients, slopes, taken = [], [], np.empty_like(point)
    middle = np.asarray(f(point.copy()))
    if np.iscomplexobj(middle):
        raise TypeError(
            f"f: returned {middle.dtype}; central differences need a real function, take its .real or .imag"
        )
    for index in np.ndindex(point.shape):
        right, left, h = _abscissae(float(point[index]), float(steps[index]))
        upper, lower = (_value(f, point, index, at, middle.shape) for at in (right, left))
        quotients.append((upper - lower) / (2 * h))
        slopes.append(np.maximum(np.abs(upper - middle), np.abs(middle - lower)) / h)
        taken[index] = h
    return _assemble(quotients, point), _assemble(slopes, point), taken


def _abscissae(x: float, h: float) -> tuple[float, float, float]:
    """Floats (x + h, x - h, h) with h adjusted so that neither sum is off by more than eps h.

    Go away from zero first and let h be the distance covered, which Sterbenz's lemma makes exact when h <= |x|; the
    way back is then a multiple of ulp(x) below |x|, hence exact too. When h > |x| both sums round by at most eps h.
    """
    outward = x + h if x >= 0 else x - h
    if h <= abs(x):
        h = abs(outward - x)
        if h == 0:
            raise ValueError(f"h: too small to move x = {x}; choose at least {np.spacing(abs(x))}")
    return x + h, x - h, h


def _value(f: Function, point: Array, index: tuple[int, ...], at: float, shape: tuple[int, ...]) -> Array:
    shifted = point.copy()
    shifted[index] = at
    value = np.asarray(f(shifted))
    if value.shape != shape:
        raise ValueError(f"f: returned shape {value.shape} after shape {shape}; its shape must not depend on x")
    return value


def _assemble(columns: list[Array], point: Array) -> Array:
    """Put the derivative by x_j at position j of the trailing axes."""
    stacked = np.stack(columns, axis=-1)
    return np.asarray(stacked.reshape(stacked.shape[:-1] + point.shape))


def _point(x: npt.ArrayLike) -> Array:
    point = np.asarray(x)
    if np.iscomplexobj(point):
        raise TypeError(f"x: expected real numbers, got {point.dtype}; differentiate by real and imaginary part")
    point = np.array(point, dtype=np.float64)
    if point.size == 0 or not np.isfinite(point).all():
        raise ValueError(
            f"x: expected finite numbers, got shape {point.shape} with {np.sum(~np.isfinite(point))} others"
        )
    return point


def _steps(h: npt.ArrayLike, point: Array) -> Array:
    steps = np.asarray(h, dtype=np.float64)
    if steps.shape not in ((), point.shape) or not (np.isfinite(steps).all() and (steps > 0).all()):
        raise ValueError(f"h: expected one positive step or an array of shape {point.shape}, got {steps}")
    return np.broadcast_to(steps, point.shape)
