"""Lies about difference quotients and the complex step, for the table of `lies`."""

from sympy import Expr

from proofs.differentiation import M, eps, f1, h, s, u, y
from proofs.kernel.claims import Claim

WRONG_TERMS: dict[tuple[str, str], dict[str, Expr]] = {
    ("complex-step", "complex-error"): {
        "sign": h**2 * u / 6,
        "no error": h - h,
        "third power": -(h**3) * u / 6,
        "one half": -(h**2) * u / 2,
        "second derivative": -h * u / 2,
        "not divided": y - f1,
    },
}

WRONG_RULES: dict[tuple[str, str], dict[str, tuple[Expr, Expr]]] = {
    ("best-step-size", "only-best"): {"twice": (h, 2 * s), "root of epsilon": (h**2, eps), "cube": (h**3, eps)},
}

WRONG_ORDERS: dict[tuple[str, str], dict[str, Claim]] = {
    ("central-difference", "rounded-below"): {
        "no rounding": Claim(-(h**2) * M / 6, "<=", h**2 * u / 12 - eps / h),
        "the wrong way round": Claim(h**2 * u / 12, "<=", -(h**2) * M / 6 - eps / h),
    },
    ("complex-step", "complex-above"): {
        "half the bound": Claim(-(h**2) * u / 6, "<=", h**2 * M / 12),
        "strictly": Claim(-(h**2) * u / 6, "<", h**2 * M / 6),
        "negative bound": Claim(-(h**2) * u / 6, "<=", -(h**2) * M / 6),
    },
    ("complex-step", "complex-below"): {
        "half the bound": Claim(-(h**2) * M / 12, "<=", -(h**2) * u / 6),
        "strictly": Claim(-(h**2) * M / 6, "<", -(h**2) * u / 6),
        "positive bound": Claim(h**2 * M / 6, "<=", -(h**2) * u / 6),
    },
}
