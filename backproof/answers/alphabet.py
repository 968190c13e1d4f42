"""The alphabet: how symbols, functions and operators are spelled in Unicode, text and LaTeX."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GREEK: Mapping[str, str] = MappingProxyType(
    {
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
        "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
        "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
        "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
        "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega", "ℓ": "ell",
    }
)  # fmt: skip
GREEK_NAMES = frozenset(GREEK.values()) | {"varepsilon", "vartheta", "varphi", "varsigma", "varrho"}
VARIANTS: Mapping[str, str] = MappingProxyType(
    {
        "varepsilon": "epsilon",
        "vartheta": "theta",
        "varphi": "phi",
        "varsigma": "sigma",
        "varrho": "rho",
    }
)

ACCENTS: Mapping[str, str] = MappingProxyType(
    {
        "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
        "dot": "dot",
    }
)  # fmt: skip
COMBINING: Mapping[str, str] = MappingProxyType({"\u0302": "hat", "\u0304": "bar", "\u0303": "tilde", "\u0307": "dot"})

SUPERSCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
        "⁻": "-", "⁺": "+", "⁽": "(", "⁾": ")", "ⁿ": "n", "ⁱ": "i", "ᵀ": "T", "ᵗ": "t", "ᵏ": "k", "ˡ": "l", "ᴸ": "L",
        "ˣ": "x", "ᶻ": "z", "ʸ": "y", "ᵃ": "a", "ᵇ": "b", "ᵐ": "m",
    }
)  # fmt: skip
SUBSCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
        "ᵢ": "i", "ⱼ": "j", "ₖ": "k", "ₗ": "l", "ₘ": "m", "ₙ": "n", "ₜ": "t", "ₓ": "x", "ₚ": "p", "ₐ": "a", "ₒ": "o",
        "ᵤ": "u", "ₛ": "s", "ₑ": "e", "ₕ": "h", "ᵣ": "r", "ᵥ": "v", "₊": "+", "₋": "-",
    }
)  # fmt: skip
FRACTIONS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
        "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8), "⅐": (1, 7),
        "⅑": (1, 9), "⅒": (1, 10),
    }
)  # fmt: skip

# kind of token, and its value, for single characters (both formats)
CHARACTERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "+": ("PLUS", "+"), "-": ("MINUS", "-"), "−": ("MINUS", "-"), "–": ("MINUS", "-"), "‐": ("MINUS", "-"),
        "*": ("TIMES", "*"), "·": ("TIMES", "."), "⋅": ("TIMES", "."), "×": ("TIMES", "x"), "∙": ("TIMES", "."),
        "∗": ("TIMES", "*"), "/": ("SLASH", "/"), "÷": ("SLASH", "/"), "∕": ("SLASH", "/"), "⁄": ("SLASH", "/"),
        "(": ("LP", "("), ")": ("RP", ")"), "[": ("LP", "["), "]": ("RP", "]"),
        ",": ("COMMA", ","), "!": ("FACT", "!"), "@": ("MATMUL", "@"),
        "<": ("REL", "<"), ">": ("REL", ">"), "≤": ("REL", "<="), "⩽": ("REL", "<="), "≥": ("REL", ">="),
        "⩾": ("REL", ">="), "≠": ("REL", "!="), "=": ("REL", "="), "∈": ("IN", "in"),
        "∧": ("AND", "and"), "∨": ("OR", "or"), "¬": ("NOT", "not"), "⊙": ("ODOT", "o"), "∘": ("ODOT", "o"),
        "⌊": ("LFLOOR", "⌊"), "⌋": ("RFLOOR", "⌋"), "⌈": ("LCEIL", "⌈"), "⌉": ("RCEIL", "⌉"), "‖": ("NORM", "‖"),
        "∥": ("NORM", "‖"), "|": ("BAR", "|"),
    }
)  # fmt: skip

# spelling of a known function -> its name in the syntax tree
FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "exp": "exp", "log": "log", "ln": "log", "Log": "log", "Ln": "log", "lg": "lg", "sqrt": "sqrt", "cbrt": "cbrt",
        "abs": "abs", "Abs": "abs", "sign": "sign", "sgn": "sign", "floor": "floor", "ceil": "ceil", "ceiling": "ceil",
        "max": "max", "Max": "max", "min": "min", "Min": "min", "maximum": "max", "minimum": "min", "clip": "clip",
        "sin": "sin", "cos": "cos", "tan": "tan", "cot": "cot", "sec": "sec", "csc": "csc",
        "arcsin": "arcsin", "arccos": "arccos", "arctan": "arctan", "asin": "arcsin", "acos": "arccos",
        "atan": "arctan", "sinh": "sinh", "cosh": "cosh", "tanh": "tanh", "coth": "coth", "sech": "sech",
        "csch": "csch", "arsinh": "arsinh", "arcsinh": "arsinh", "asinh": "arsinh", "arcosh": "arcosh",
        "arccosh": "arcosh", "acosh": "arcosh", "artanh": "artanh", "arctanh": "artanh", "atanh": "artanh",
        "sigmoid": "sigmoid", "expit": "sigmoid", "logistic": "sigmoid", "logit": "logit", "softplus": "softplus",
        "Softplus": "softplus", "SoftPlus": "softplus", "logsigmoid": "logsigmoid", "LogSigmoid": "logsigmoid",
        "log1p": "log1p", "expm1": "expm1", "relu": "relu", "ReLU": "relu", "Relu": "relu", "RELU": "relu",
        "erf": "erf", "erfc": "erfc", "normcdf": "Phi", "normpdf": "phi", "heaviside": "step", "Heaviside": "step",
        "step": "step", "KroneckerDelta": "kronecker", "kronecker": "kronecker", "softmax": "softmax",
        "Softmax": "softmax", "factorial": "factorial", "silu": "silu", "SiLU": "silu", "swish": "silu",
        "log2": "log2", "log10": "log10", "square": "square", "norm": "norm", "transpose": "transpose",
        "diag": "diag", "logsumexp": "logsumexp", "dot": "dot", "matmul": "dot", "trace": "trace", "tr": "trace",
        "inv": "inverse", "reciprocal": "reciprocal", "pow": "pow", "Mod": "mod",
    }
)  # fmt: skip

# functions of a call with conditions or binders among its arguments
SPECIAL_CALLS: Mapping[str, str] = MappingProxyType(
    {
        "Sum": "sum",
        "sum": "sum",
        "Product": "prod",
        "product": "prod",
        "prod": "prod",
        "Piecewise": "cases",
        "piecewise": "cases",
        "where": "where",
        "Heaviside": "step",
        "I": "indicator",
        "indicator": "indicator",
        "Indicator": "indicator",
        "And": "and",
        "Or": "or",
        "Not": "not",
        "Eq": "=",
        "Ne": "!=",
        "Lt": "<",
        "Le": "<=",
        "Gt": ">",
        "Ge": ">=",
        "diff": "diff",
        "Derivative": "diff",
    }
)
DISTRIBUTIONS: Mapping[str, str] = MappingProxyType(
    {
        "U": "uniform",
        "Uniform": "uniform",
        "Unif": "uniform",
        "uniform": "uniform",
        "N": "normal",
        "normal": "normal",
        "Normal": "normal",
    }
)
MOMENTS: Mapping[str, str] = MappingProxyType(
    {
        "E": "expectation",
        "Var": "variance",
        "var": "variance",
        "Cov": "covariance",
        "cov": "covariance",
    }
)
BEFORE_BRACKETS: Mapping[str, str] = MappingProxyType({**DISTRIBUTIONS, **MOMENTS})

# characters that look like nothing and change what is read
INVISIBLE: Mapping[str, str] = MappingProxyType(
    {
        "\x00": "NUL", "\u200b": "ZERO WIDTH SPACE", "\u200c": "ZERO WIDTH NON-JOINER", "\u200d": "ZERO WIDTH JOINER",
        "\u2060": "WORD JOINER", "\ufeff": "BYTE ORDER MARK", "\u00ad": "SOFT HYPHEN",
        "\u200e": "LEFT-TO-RIGHT MARK", "\u200f": "RIGHT-TO-LEFT MARK", "\u202a": "LEFT-TO-RIGHT EMBEDDING",
        "\u202b": "RIGHT-TO-LEFT EMBEDDING", "\u202c": "POP DIRECTIONAL FORMATTING",
        "\u202d": "LEFT-TO-RIGHT OVERRIDE", "\u202e": "RIGHT-TO-LEFT OVERRIDE", "\u2066": "LEFT-TO-RIGHT ISOLATE",
        "\u2067": "RIGHT-TO-LEFT ISOLATE", "\u2068": "FIRST STRONG ISOLATE", "\u2069": "POP DIRECTIONAL ISOLATE",
        "\u061c": "ARABIC LETTER MARK", "\u2061": "FUNCTION APPLICATION", "\u2062": "INVISIBLE TIMES",
        "\u2063": "INVISIBLE SEPARATOR",
    }
)  # fmt: skip
