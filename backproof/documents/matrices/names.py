r"""Names of arrays as pages write them, and as one name each.

W_2, W^{(2)}, W^{[2]}, W_\ell        W^(2), W^(2), W^(2), W^(l): a weight matrix of its own, no entry
x^{(n)}, x_n                         the n-th sample
\mathbf 1, \mathbf 1_N               a column of ones
dZ, \bar s                           the gradient by Z, by s
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from backproof.answers.syntax import (
    Add,
    Call,
    Compare,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Part,
    Sym,
    Truth,
    children,
    map_expr,
    negative,
    walk,
)

ONES = "ones"
_STYLED = r"\\(?P<style>mathbf|mathbb|boldsymbol|bm|vec|mathrm|pmb|mathds)"
_BARE_ONE = re.compile(_STYLED + r"\s*1")
_BLACK = rf"(?:{_STYLED}\s*\{{\s*1\s*\}})"
_ONES = re.compile(
    _BLACK + r"(?!\s*(?:\[|\(|\\left|\\\{|\\big|_\s*\{[^{}]*[=<>\\]|_\s*\{?\s*[cty](?![A-Za-z])))"
)  # 1_y is one-hot
_BAR = r"\\(?:\||lVert|rVert|Vert)"
_FROBENIUS = re.compile(
    rf"(?:\\left\s*)?{_BAR}(?P<inside>(?:(?!{_BAR}).)+?)(?:\\right\s*)?{_BAR}"
    r"\s*_\s*(?:\{\s*(?:\\(?:text|mathrm)\s*\{)?\s*F\s*\}?\s*\}|F)",
    re.DOTALL,
)
_CALLIGRAPHIC = re.compile(r"\\(mathcal|mathbf|mathbb|boldsymbol|bm|mathsf|mathrm)\s+([A-Za-z])(?![A-Za-z])")
_UP = r"\^\s*(?:\{\s*(?:\\top|T|\\mathsf\s*\{?T\}?|\\intercal)\s*\}|\\top|T)"
_TURNED_FIRST = re.compile(rf"(?P<up>{_UP})\s*(?P<sub>_\s*(?:\{{[^{{}}]*\}}|\w))")
_INDICATOR = re.compile(
    r"(?<![\w}.^\\])(?:1|I|\\(?:mathbb|mathbf|mathrm|mathcal|mathds)\s*(?:\{\s*I\s*\}|I))\s*(?=(?:\\left)?\s*(?:\[|\\\{|\()(?:[^\])}]|\{[^{}]*\})*(?:[<>]|\\[gl](?:e|eq|t)(?![a-z]))[^\])}]*(?:\]|\\\}|\)))"
)
_BY = r"(?P<by>\{(?:[^{}]|\{[^{}]*\})*\}|\\?[A-Za-z]+)"
_TWICE = re.compile(rf"\\nabla\s*(?:_\s*{_BY}\s*\^\s*\{{?2\}}?|\^\s*\{{?2\}}?\s*_\s*{_BY.replace('by', 'other')})")
_OF_NORM = re.compile(
    rf"(?P<nabla>\\nabla\s*_\s*{_BY})\s*(?P<norm>(?:\\left\s*)?{_BAR}(?:(?!{_BAR}).)+(?:\\right\s*)?{_BAR}"
    r"(?:\s*_\s*(?:\{[^{}]*\}|\w))?(?:\s*\^\s*(?:\{\d\}|\d))?)",
    re.DOTALL,
)
_SHOWN = re.compile(
    r"(?P<loss>\\mathcal\s*\{?\s*L\s*\}?|\\ell(?![A-Za-z])|(?<![A-Za-z\\])[JLC](?![A-Za-z]))\s*"
    r"(?:\\left|\\[bB]igl?)?\(\s*(?P<names>(?:[^()=+*/-]|\([A-Za-z0-9]\))*?)\s*(?:\\right|\\[bB]igr?)?\)"
)
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\s+|.", re.DOTALL)
_PLACE = re.compile(r"_\s*\{?\s*([ijkmnrst])\s*\}?(?![\w^])|\^\s*\{?\s*\(\s*([ijkmnrst])\s*\)\s*\}?")
LAYERS = frozenset(("l", "L"))  # the letters that count layers, unless they are indices
_SMALL = str.maketrans("0123456789+-lLDniktm", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ˡᴸᴰⁿⁱᵏᵗᵐ")
_LABEL = re.compile(r"\^\((?P<label>[^()]+)\)")
_SAMPLE = re.compile(r"(?P<name>.+?)\^\((?P<index>[ijkmnrst])\)")
UPPER = {"delta": "Delta", "sigma": "Sigma", "phi": "Phi", "lambda": "Lambda", "theta": "Theta", "gamma": "Gamma"}
FUNCTIONS = {
    "softmax": "softmax",
    "Softmax": "softmax",
    "tr": "tr",
    "Tr": "tr",
    "trace": "tr",
    "rank": "rank",
    "rk": "rank",
    "Rang": "rank",
    "rang": "rank",
    "fro": "fro",
}


_BOLD = r"\\(?:mathbf|boldsymbol|bm|vec)\s*(?:\{\s*[a-z]\s*\}|[a-z])"
_OF_VECTOR = re.compile(rf"(?P<entry>{_BOLD}\s*_\s*(?:\w|\{{\s*\w\s*\}}))\s*\(\s*{_BOLD}\s*\)")  # p_c(z): no product


def spelled(latex: str) -> str:
    """Notations of matrices in the form that the reader of a side takes."""
    latex = _OF_VECTOR.sub(r"\g<entry>", _SHOWN.sub(_without_names, latex))
    latex = _with_ell(latex).lstrip(" :")
    latex = _INDICATOR.sub(r"\\mathbb{1}", _BARE_ONE.sub(r"\\\g<style>{1}", latex))
    latex = _ONES.sub(r"\\text{ones}", latex)
    latex = _TWICE.sub(lambda found: rf"\nabla_{found['by'] or found['other']} " * 2, latex)
    latex = _OF_NORM.sub(r"\g<nabla> (\g<norm>)", latex)
    latex = _FROBENIUS.sub(r"\\operatorname{fro}\\left(\g<inside>\\right)", latex)
    latex = _CALLIGRAPHIC.sub(r"\\\1{\2}", latex)
    latex = re.sub(r"\\(?:mathbf|boldsymbol|bm|mathrm)\s*\{\s*(?:I|Id)\s*\}", "I", latex)
    latex = re.sub(r"(?<=[}\w)])\s*\^\s*\{?\s*\\(?:dagger|intercal)\s*\}?", r"^{\\top}", latex)
    return _TURNED_FIRST.sub(r"\g<sub>\g<up>", latex)


def _with_ell(latex: str) -> str:
    r"""\ell as l where it is an index, W^{(\ell)}, and as a name of its own where it is a loss: \partial \ell."""
    out: list[str] = []
    groups: list[bool] = []  # for each open brace, whether it stands in an index
    raised = False  # whether an index begins here
    for token in _TOKEN.findall(latex):
        within = raised or any(groups)
        if token == "{":
            groups.append(raised)
        elif token == "}" and groups:
            groups.pop()
        out.append(token if token != r"\ell" else " l " if within else r"\text{ell}")
        raised = token in ("_", "^") or (raised and token.isspace())
    return "".join(out)


def _without_names(found: re.Match[str]) -> str:
    """J(w, b) as J, and L(y_i, z_i) as L_i: the loss of a sample."""
    names = re.split(r"[,;]", found["names"])
    if not all(re.search(r"[A-Za-z]", each) for each in names) or re.search(
        r"\\(?!hat|bar|vec|mathbf|theta|bm|bold|math)", found["names"]
    ):
        return found[0]
    places = {one or other for each in names for one, other in _PLACE.findall(each)}
    if not places:
        return found["loss"] + " "
    return f"{found['loss']}_{places.pop()} " if len(places) == 1 else found[0]


def layer_letters(trees: Iterable[Expr]) -> frozenset[str]:
    """The letters that count layers: l, but where entries are summed over it, exp(z_nl), or exp(z_l) beside z_k."""
    indices, counts = set[str](), set[str]()
    nodes = [node for tree in trees for node in walk(tree)]
    entries_of = {node.family for node in nodes if isinstance(node, Entry) and _has_letter(node)}
    for node in nodes:
        match node:
            case Fold(var=var, body=body) if var in LAYERS:
                entries = [each for each in walk(body) if isinstance(each, Entry) and Sym(var) in each.indices]
                indices |= {var for each in entries if len(each.indices) > 1 or each.family in entries_of}
            case Entry(name, (Sym(letter),)) if name[:1].isupper():
                counts.add(letter)
            case Entry(_, indexed):
                counts |= {name for each in indexed if isinstance(each, Add) for name in names_in(each)}
            case _:
                pass
        found = label(node.name if isinstance(node, Sym) else node.family) if isinstance(node, Sym | Entry) else None
        counts |= set(re.findall("[A-Za-z]", found or ""))
    return LAYERS - (indices - counts)


def _has_letter(entry: Entry) -> bool:
    """Whether an entry has one index, a letter that counts no layers: z_k."""
    match entry:
        case Entry(_, (Sym(letter),)):
            return letter not in LAYERS and entry.family[:1].islower()
        case _:
            return False


def labelled(
    trees: Iterable[Expr], weights: frozenset[int] = frozenset(), layers: frozenset[str] = LAYERS
) -> frozenset[str]:
    """The letters whose number counts layers or things, not entries: W_1, W_2 and with them b_1, z_2, z_{2,n}.

    weights: the numbers of weights that other formulas show.
    """
    trees = list(trees)
    numbers: dict[str, set[int]] = {}
    leading: dict[str, set[int]] = {}  # of z_{2,n}, where z_2 is written, too
    for node in (node for tree in trees for node in walk(tree)):
        match node:
            case Entry(name, (Num(value),)) if value.denominator == 1:
                numbers.setdefault(name, set()).add(int(value))
            case Entry(name, (Num(value), *_)) if _has_number(node):
                leading.setdefault(name, set()).add(int(value))
            case _:
                pass
    indexed = indexed_names(trees, layers)
    big = {name for name in numbers if name[:1].isupper() and len(re.sub(r"hat|bar|tilde", "", name)) == 1}
    weights |= weights_in(trees)
    known = set(range(max(weights, default=-1) + 2))
    small = {
        name
        for name, seen in numbers.items()
        if name not in indexed and ((weights and seen <= known) or name in leading)
    }
    doubly = {
        node.family
        for node in (node for tree in trees for node in walk(tree))
        if isinstance(node, Entry) and len(node.indices) > 1 and all(isinstance(each, Sym) for each in node.indices)
    }
    below = {name for name, seen in leading.items() if weights and seen <= known and name not in doubly}
    return frozenset(big | small | below)  # z_{1,m}: of the first layer, also beside entries z_c of the last


def weights_in(trees: Iterable[Expr]) -> frozenset[int]:
    """The numbers of the weights that are written with one: W_1, W_2."""
    nodes = (node for tree in trees for node in walk(tree) if isinstance(node, Entry))
    return frozenset(
        int(node.indices[0].value)
        for node in nodes
        if node.family[:1] in ("W", "V", "U", "A")
        and len(re.sub(r"hat|bar|tilde", "", node.family)) == 1
        and len(node.indices) == 1
        and isinstance(node.indices[0], Num)
        and node.indices[0].value.denominator == 1
    )


def indexed_names(trees: Iterable[Expr], layers: frozenset[str] = LAYERS) -> frozenset[str]:
    """The letters that are written with the index of an entry: b_i."""
    nodes = (node for tree in trees for node in walk(tree) if isinstance(node, Entry))
    return frozenset(
        node.family
        for node in nodes
        if not (len(node.indices) == 1 and isinstance(node.indices[0], Num))
        and not all(_is_layer(each, layers) for each in node.indices)
        and not _has_number(node)
    )


def _has_number(node: Entry) -> bool:
    """Whether the first of several indices is a number, and the only one: z_{2,n}."""
    first, *rest = node.indices
    is_number = isinstance(first, Num) and first.value.denominator == 1
    return is_number and bool(rest) and not any(isinstance(each, Num) for each in rest)


def _is_layer(index: Expr, layers: frozenset[str]) -> bool:
    match index:
        case Sym(name):
            return name in layers
        case Add((Sym(name), Num())) | Add((Sym(name), Mul((Num(), Num())))):
            return name in layers
        case _:
            return False


def _layer(index: Expr) -> str:
    match index:
        case Num(value):
            return str(value)
        case Sym(name):
            return name
        case Add((Sym(name), Num(value))):
            return f"{name}{'+' if value > 0 else '-'}{abs(value)}"
        case _:
            raise AssertionError(index)


def canonical(tree: Expr, labels: frozenset[str], layers: frozenset[str] = LAYERS) -> Expr:
    """The tree where what has a label is one name, and the index of a sample comes first."""
    tree = map_expr(tree, lambda each: canonical(each, labels, layers))
    match tree:
        case Entry("ones", _):
            return Sym(ONES)
        case Part(Sym(name), indices):  # (W_2)_{ij}
            return Entry(name, indices)
        case Call("max", (Num(zero), inside)) | Call("max", (inside, Num(zero))) if zero == 0:
            return Call("relu", (inside,))
        case Truth(Compare(">" | ">=", inside, Num(zero))) if zero == 0:  # the slope of the ReLU, wherever it has one
            return Call("relu'", (inside,))
        case Truth(Compare("<" | "<=", inside, Num(zero))) if zero == 0:
            return Call("relu'", (negative(inside),))
        case Entry(name, (index,)) if name in labels and isinstance(index, Num):
            return Sym(f"{name}^({_layer(index)})")
        case Call("kronecker", (Num() as index, Sym() as place)) if "delta" in labels:  # delta_{2,j}, beside delta_2
            return Entry(f"delta^({_layer(index)})", (place,))
        case Entry(name, (Num() as index, first, *rest)) if name in labels:  # Z_{2,ki}
            letters = [Sym(each) for each in first.name] if isinstance(first, Sym) and not rest else [first, *rest]
            return Entry(f"{name}^({_layer(index)})", tuple(letters))
        case Entry(name, (index, *rest)) if _is_layer(index, layers) and "^(" not in name:
            whole = f"{name}^({_layer(index)})"
            return Entry(whole, tuple(rest)) if rest else Sym(whole)
        case Sym(name) if (found := _SAMPLE.fullmatch(name)) is not None:
            return Entry(found["name"], (Sym(found["index"]),))
        case Entry(name, indices) if (found := _SAMPLE.fullmatch(name)) is not None:
            return Entry(found["name"], (Sym(found["index"]), *indices))
        case _:
            return tree


def with_layer_letter(tree: Expr, labels: frozenset[str]) -> Expr:
    r"""The tree with l for a letter that counts layers, W_i beside W_1 and W_2: one that indexes nothing else."""
    entries = [node for node in walk(tree) if isinstance(node, Entry)]
    letters = {each.indices[0].name for each in entries if len(each.indices) == 1 and isinstance(each.indices[0], Sym)}
    for letter in letters - LAYERS:
        own = [each for each in entries if any(letter in names_in(index) for index in each.indices)]
        counts = all(each.indices == (Sym(letter),) and each.family.removeprefix("d") in labels for each in own)
        weights = any(each.family.removeprefix("d")[:1] in ("W", "V", "U") for each in own)
        if counts and weights and not LAYERS & {*names_in(tree), *index_letters([tree])}:
            return _relettered(tree, letter, "l")
    return tree


def _relettered(tree: Expr, letter: str, new: str) -> Expr:
    tree = map_expr(tree, lambda each: _relettered(each, letter, new))
    match tree:
        case Sym(name) if name == letter:
            return Sym(new)
        case Fold() if tree.var == letter:
            return replace(tree, var=new)
        case _:
            return tree


def at_depth(tree: Expr, depth: str) -> Expr:
    """The tree where the last layer L has its number."""
    tree = map_expr(tree, lambda each: at_depth(each, depth))
    match tree:
        case Sym(name):
            return Sym(_numbered(name, depth))
        case Entry(name, indices):
            return Entry(_numbered(name, depth), indices)
        case _:
            return tree


def _numbered(name: str, depth: str) -> str:
    found = re.fullmatch(r"L(?:-(\d))?", label(name) or "")
    return with_label(name, str(int(depth) - int(found[1] or 0))) if found else name


def shown(name: str) -> str:
    """W^(2) as W², for a person: the kernel reads no meaning into it."""
    return _LABEL.sub(lambda found: "⁽" + found["label"].translate(_SMALL) + "⁾", name)


def all_shown(tree: Expr) -> Expr:
    """The same tree with names that a person reads."""
    tree = map_expr(tree, all_shown)
    match tree:
        case Sym(name):
            return Sym(shown(name))
        case Entry(name, indices):
            return Entry(shown(name), indices)
        case _:
            return tree


def label(name: str) -> str | None:
    """The label of a name, such as 2 or l-1."""
    found = _LABEL.search(name)
    return found["label"] if found else None


def base(name: str) -> str:
    """The name without its label."""
    return _LABEL.sub("", name)


def with_label(name: str, new: str) -> str:
    """The same letter with another label."""
    return f"{base(name)}^({new})"


def shifted(of: str, by: str) -> str:
    """The label `of` = l, l+1 or l-1, where l is `by`: 2, 3 or 1 where it is 2."""
    found = re.fullmatch(r"l(?:([+-])(\d+))?", of)
    if not found:
        return of
    step = int((found[1] or "+") + (found[2] or "0"))
    known = re.fullmatch(r"(?:(\d+)|([lLD])(?:([+-])(\d+))?)", by)
    if not known:
        return of
    if known[1]:
        return str(int(known[1]) + step)
    total = step + int((known[3] or "+") + (known[4] or "0"))
    return known[2] + (f"{total:+d}" if total else "")


def lower(name: str) -> str | None:
    """What the columns or rows of an array are called: x for X, delta^(2) for Delta^(2), yhat for Yhat."""
    letter, rest = re.fullmatch(r"(Delta|Sigma|Phi|Theta|[A-Z])?(.*)", name, re.DOTALL).groups()  # type: ignore[union-attr]
    if letter is None:
        return None
    small = next((one for one, other in UPPER.items() if other == letter), letter.lower())
    return small + rest


def names_in(tree: Expr) -> Iterator[str]:
    """Every name of a tree."""
    for node in walk(tree):
        match node:
            case Sym(name) | Entry(name, _):
                yield name
            case _:
                pass


def places(trees: Iterable[Expr]) -> set[str]:
    """The letters that are nothing but indices of entries, of sums, or compared with such: m in o_m = [m = k]."""
    trees = list(trees)
    letters = {name for name in index_letters(trees) if len(name) == 1}

    def bare(tree: Expr) -> Iterator[str]:
        match tree:
            case Sym(name):
                yield name
            case Entry() | Truth():
                return
            case _:
                for each in children(tree):
                    yield from bare(each)

    return letters - {name for tree in trees for name in bare(tree)}


def index_letters(trees: Iterable[Expr]) -> set[str]:
    """The letters that index something."""
    nodes = [node for tree in trees for node in walk(tree)]
    sums = {node.var for node in nodes if isinstance(node, Fold)}
    places = [each for node in nodes if isinstance(node, Entry) for each in node.indices]
    return sums | {name for each in places for name in names_in(each)}
