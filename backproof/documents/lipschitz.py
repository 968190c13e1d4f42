r"""Errors of staircases: bounds that rest on how fast a function can change.

    |f(x) - f(t_k)| \le L |x - t_k|        if f is Lipschitz with constant L
    |f(x) - f(t_k)| \le L \delta            if both of this and of the next hold
    L |x - t_k| \le L \delta               if |x - t_k| <= \delta
    |f(x) - f(t_k)| \le L (x - t_k)        if x >= t_k, too
    |f(x) - \hat f(x)| = |f(x) - f(t_k)|   if \hat f(x) = f(t_k)
    \|f - \hat f\|_\infty \le L \delta     if \hat f takes values of f at points no farther than \delta

The function is any one, so none of them is more than conditional.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from backproof.answers.printing import plain
from backproof.answers.syntax import Entry, Expr, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.layer_trees import without
from backproof.documents.lexer import read_side
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.page_names import PageNames
from backproof.documents.report import Counterexample

_SLOPE = r"\\(?:max|sup)(?:_\{[^{}]*\}|_\w)?(?:\|f'(?:\(\w+\))?\||‖\\nablaf(?:\(\w+\))?‖(?:_2)?)|‖f'‖_\{?\\infty\}?"
_CONSTANT = rf"(?P<constant>[A-Z](?:_\w|_\{{\w+\}})?|\\Lambda|\\lambda|{_SLOPE})"
_POINT = r"(?:[a-z](?:_\{?\w+\}?)?|\\xi)"
_NAME = r"(?:[a-zA-Z]|\\(?:hat|tilde|bar)\{?[a-zA-Z]\}?)"
_CHANGE = re.compile(rf"(?P<f>[a-zF])\((?P<a>{_POINT})\)-(?P=f)\((?P<b>{_POINT})\)")
_ERROR = re.compile(rf"(?P<first>{_NAME})\((?P<a>{_POINT})\)-(?P<second>{_NAME})\((?P=a)\)")
_SUP_ERROR = re.compile(rf"(?P<first>{_NAME})-(?P<second>{_NAME})")
_DISTANCE = re.compile(rf"{_CONSTANT}(?:\\cdot)?[|‖](?P<a>{_POINT})-(?P<b>{_POINT})[|‖](?:_2)?")
_FROM = re.compile(rf"{_CONSTANT}(?:\\cdot)?\|(?P<inside>[xtu]-[^|]+)\|")  # M |x - t_m - \delta/2|
_FROM_VALUE = re.compile(r"\|(?P<f>[a-zF])\((?P<x>[xtu])\)-(?P<value>[a-z]_\{?\w+\}?)\|")  # |f(x) - c_m|
_AHEAD = re.compile(rf"{_CONSTANT}(?:\\cdot)?\((?P<a>[xtu])-(?P<b>{_POINT})\)")  # L (x - x_k), of x > x_k
_BY_SLOPE = re.compile(rf"(?P<constant>{_SLOPE})(?:\\cdot)?(?P<rest>.+)")
_SLOPE_LAST = re.compile(rf"(?P<rest>.+?)(?:\\cdot)?(?P<constant>{_SLOPE})")
_LIPSCHITZ = re.compile(
    r"Lipschitz(?:continuous)?(?:with)?(?:constant)?\$(\\?[A-Za-z]+)|(\\?[A-Za-z]+)\$-Lipschitz"
    r"|(?:\|f'(?:\(\w\))?\||‖\\nablaf(?:\(\w\))?‖(?:_2)?)\$?(?:\\leq?(?![a-z])|<=?|≤)\$?(\\?[A-Za-z]+)"
    r"|\|f\([^()]*\)-f\([^()]*\)\|\\leq?(?![a-z])([A-Z])(?:\\cdot)?[|‖]"
    rf"|(?<![A-Za-z\\])([A-Z])=(?:{_SLOPE})"
    r"|(?:derivative|slope)s?(?:of\$?f\$?)?(?:is|are)[^.;$]{0,40}(?:bounded|atmost)[^.;$]{0,40}?(?:by)?\$?([A-Z])(?![a-z])"
)
_SLOPE_BOUNDED = re.compile(r"\|f'(?:\([a-z]\))?\|<=(?P<constant>[A-Z]|\\Lambda|\\lambda|\\ell)")
_NAMED_BEFORE = re.compile(r"(?<![A-Za-z\\])([A-Z])(?==)")
_INNER = rf"\|f'\((?P<xi>\\xi|c|\\zeta|\\eta|\w)\)\|(?:\\cdot)?\|(?P<a>{_POINT})-(?P<b>{_POINT})\|"
_SIGNED = rf"f'\((?P<xi>\\xi|c|\\zeta|\\eta|\w)\)(?:\\cdot)?\((?P<a>{_POINT})-(?P<b>{_POINT})\)"
_WIDTH = r"(?:\\sqrt\{?\w\}?(?:\\cdot)?)?\\?[A-Za-z]+(?:_\{?\w+\}?)?(?:/\d)?|\\t?frac\{?\\?[A-Za-z]+\}?\{?\w\}?"
_BOUND = re.compile(
    rf"{_CONSTANT}(?:\\cdot)?(?P<width>\\delta(?:/2)?|\\Delta(?:/2)?|\\frac\{{\\delta\}}\{{2\}}|h(?:/2)?)"
)
_HALF = re.compile(
    r"(?:\\[dt]?frac(?:\{1\}\{2\}|12)|1/2)(?:\\cdot)?(?P<rest>[A-Z\\].*)|\\[dt]?frac\{(?P<over>[A-Z\\][^{}]*)\}\{2\}"
)
_MARKS = re.compile(r"\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])|\\[,;:! ]|\\q?quad(?![A-Za-z])|\s|~")


@dataclass(frozen=True)
class ErrorBound:
    """|function(x) - other(x)| <= constant * width, the width as a tree where it can be read, and as it is shown."""

    function: str
    other: str
    constant: str
    width: Expr | None
    shown: str


def judge_bound(left: str, relation: str, right: str, text: str) -> Outcome | None:
    """What a bound rests on; None for anything else.  text: the page before it."""
    left, right, text = (_bare(each) for each in (left, right, text))
    if relation == "<=":
        if (named := _SLOPE_BOUNDED.fullmatch(f"{left}<={right}")) is not None and named["constant"] not in _taken(
            text
        ):
            return Outcome("definition", f"the slope is bounded by {named['constant']}, which is assumed here")
        found = _by_slope(left, right) or _by_distance(left, right) or _by_both(left, right) or _by_width(left, right)
        return found or _of_error(left, right, text)
    if relation == "=":
        found = _by_value(left, right) or _by_mean_value(left, right) or _by_mean_slope(left, right)
        return found or _largest_slope(left, right)
    return None


def _taken(text: str) -> set[str]:
    """The capitals that a page has given a value: B = \\pi, and L = \\frac{1}{2} of a loss."""
    return set(_NAMED_BEFORE.findall(text))


def _bare(latex: str) -> str:
    """Without blanks, with one sign for each kind of bar, primes and hats."""
    latex = re.sub(r"\\(?:lvert|rvert|vert|mid)(?![A-Za-z])", "|", latex)
    latex = re.sub(r"\\(?:lVert|rVert|Vert|\|)", "‖", latex)
    latex = _MARKS.sub("", latex)
    latex = re.sub(r"\^\{?\\prime\}?", "'", latex)
    return re.sub(r"\\(hat|tilde|bar)\{(\w)\}", r"\\\1\2", latex).replace(r"\epsilon", r"\varepsilon")


def _halved(bound: str) -> str:
    r"""`L\delta/2`, of `\frac{1}{2}L\delta` or `\frac{L\delta}{2}`."""
    found = _HALF.fullmatch(bound)
    return bound if found is None else f"{found['rest'] or found['over']}/2"


def _inside(latex: str) -> str | None:
    found = re.fullmatch(r"[|‖]([^|‖]*)[|‖](?:_\{?\\infty\}?|_2)?", latex)
    return None if found is None else found[1]


def _by_distance(left: str, right: str) -> Outcome | None:
    change, ahead = _CHANGE.fullmatch(_inside(left) or ""), _AHEAD.fullmatch(right)
    distance = ahead or _DISTANCE.fullmatch(right)
    if change is None or distance is None or {change["a"], change["b"]} != {distance["a"], distance["b"]}:
        return None
    words = f"{change['f']} is Lipschitz with constant {distance['constant']}"
    return lacking(words) if ahead is None else lacking(words, f"{ahead['a']} >= {ahead['b']}")


def _by_both(left: str, right: str) -> Outcome | None:
    change, bound = _CHANGE.fullmatch(_inside(left) or ""), _BOUND.fullmatch(_halved(right))
    if change is None or bound is None:
        return None
    words = (
        f"{change['f']} is Lipschitz with constant {bound['constant']},"
        f" and |{change['a']} - {change['b']}| <= {bound['width']}"
    )
    return lacking(words)


def _by_width(left: str, right: str) -> Outcome | None:
    ahead, right = _AHEAD.fullmatch(left), _halved(right)
    distance = ahead or _DISTANCE.fullmatch(left) or _FROM.fullmatch(left)
    if distance is None or not right.startswith(distance["constant"]):
        return None
    width = right[len(distance["constant"]) :].removeprefix(r"\cdot")
    if not re.fullmatch(_WIDTH, width):
        return None
    gap = distance["inside"] if distance.re is _FROM else f"{distance['a']} - {distance['b']}"
    return lacking(f"|{gap}| <= {width}" if ahead is None else f"{gap} <= {width}")


def _by_value(left: str, right: str) -> Outcome | None:
    error, change = _ERROR.fullmatch(_inside(left) or ""), _CHANGE.fullmatch(_inside(right) or "")
    if error is None or change is None or change["a"] != error["a"]:
        return None
    others = {error["first"], error["second"]} - {change["f"]}
    if len(others) != 1:
        return None
    words = f"{others.pop()}({error['a']}) = {change['f']}({change['b']})"
    return lacking(words)


def _by_mean_value(left: str, right: str) -> Outcome | None:
    """|f(x) - f(t)| = |f'(xi)| |x - t|: the mean value theorem, for some xi."""
    change, slope = _CHANGE.fullmatch(_inside(left) or ""), re.fullmatch(_INNER, right)
    if change is None or slope is None or change["f"] != "f":
        return None
    if {change["a"], change["b"]} != {slope["a"], slope["b"]} or slope["xi"] in (slope["a"], slope["b"]):
        return None
    between = f"between {slope['a']} and {slope['b']}"
    words = f"f is differentiable, and {slope['xi']} is the point of the mean value theorem {between}"
    return lacking(words)


def _by_mean_slope(left: str, right: str) -> Outcome | None:
    """f(x) - f(t) = f'(c) (x - t): the same without bars, where the order counts."""
    change, slope = _CHANGE.fullmatch(left), re.fullmatch(_SIGNED, right)
    if change is None or slope is None or change["f"] != "f" or slope["xi"] in (slope["a"], slope["b"]):
        return None
    if (change["a"], change["b"]) == (slope["b"], slope["a"]):
        shown = Counterexample((("f", "f(t) = t"), (change["a"], "1"), (change["b"], "0")), "1", "-1", "=")
        return Outcome("refuted", "it has the wrong sign, already for a straight line", shown)
    if (change["a"], change["b"]) != (slope["a"], slope["b"]):
        return None
    words = f"f is differentiable, and {slope['xi']} is the point of the mean value theorem"
    words = f"{words} between {slope['a']} and {slope['b']}"
    return lacking(words)


def _by_slope(left: str, right: str) -> Outcome | None:
    """|f'(xi)| |x - t| <= M delta."""
    slope, bound = re.fullmatch(_INNER, left), _BOUND.fullmatch(_halved(right))
    if slope is None or bound is None:
        return None
    words = f"|f'| <= {bound['constant']}, and |{slope['a']} - {slope['b']}| <= {bound['width']}"
    return lacking(words)


def _largest_slope(left: str, right: str) -> Outcome | None:
    """M = max |f'|."""
    if re.fullmatch(r"[A-Z](?:_\w)?", left) and re.fullmatch(_SLOPE, right):
        return Outcome("definition", f"{left} is the largest slope of f")
    return None


def _of_error(left: str, right: str, text: str) -> Outcome | None:
    bound = _error_bound(left, right, text)
    if bound is None:
        return None
    words = f"{bound.other} takes at every point a value of {bound.function} no farther away than {bound.shown}"
    words = f"{words}, and {bound.function} has slopes up to {bound.constant}"
    return lacking(words)


def error_bound(left: str, right: str, text: str) -> ErrorBound | None:
    """The bound on an error that an inequality is; None for anything else.  text: the page before it."""
    return _error_bound(*(_bare(each) for each in (left, right, text)))


def value_bound(left: str, right: str) -> tuple[str, str, str, str] | None:
    """M, f, c_m and the point t of |f(x) - c_m| <= M |x - t|; None for anything else."""
    value, distance = _FROM_VALUE.fullmatch(_bare(left)), _FROM.fullmatch(_bare(right))
    if value is None or distance is None or not distance["inside"].startswith(value["x"]):
        return None
    return distance["constant"], value["f"], value["value"], f"{value['x']}-({distance['inside']})"


def distance_bound(left: str, right: str) -> tuple[str, str, str] | None:
    r"""x, the point and the width of |x - x_k| <= d, L |x - x_k| <= L d, |f(x) - f(x_k)| <= L d; else None."""
    left, right = _bare(left), _bare(right)
    change, bound = _CHANGE.fullmatch(_inside(left) or ""), _BOUND.fullmatch(_halved(right))
    if change is not None and bound is not None:
        return change["a"], change["b"], bound["width"]
    if alone := re.fullmatch(rf"\|(?P<a>{_POINT})-(?P<b>{_POINT})\|", left):
        return alone["a"], alone["b"], right
    scaled, right = _DISTANCE.fullmatch(left), _halved(right)
    if scaled is None or not right.startswith(scaled["constant"]):
        return None
    return scaled["a"], scaled["b"], right[len(scaled["constant"]) :].removeprefix(r"\cdot")


def _error_bound(left: str, right: str, text: str) -> ErrorBound | None:
    inside = _inside(left) or ""
    error = _ERROR.fullmatch(inside) or (_SUP_ERROR.fullmatch(inside) if left.startswith("‖") else None)
    if error is None or error["first"] == error["second"]:
        return None
    function, other = sorted((error["first"], error["second"]), key=lambda each: (len(each), each != "f"))
    if slope := _BY_SLOPE.fullmatch(right) or _SLOPE_LAST.fullmatch(right):
        return ErrorBound(function, other, slope["constant"], _tree(slope["rest"]), slope["rest"])
    constants = {name for found in _LIPSCHITZ.findall(text) for name in found if name}
    widths = {name: tree for name in sorted(constants) if (tree := _over(right, name)) is not None}
    if len(widths) != 1:
        return None
    ((constant, tree),) = widths.items()
    return ErrorBound(function, other, constant, tree, plain(tree))


def _over(latex: str, constant: str) -> Expr | None:
    """What a bound multiplies the constant by."""
    tree, name = _tree(latex), _tree(constant)
    if tree is None or name is None or not isinstance(name, Sym | Entry):
        return None
    return without(tree, lambda node: node == name) if sum(node == name for node in walk(tree)) == 1 else None


def _tree(latex: str) -> Expr | None:
    try:
        return read_side(latex, PageNames({}, frozenset(), frozenset()))[0]
    except Unreadable:
        return None
