r"""Reading a side of a statement: the grammar of answers, with the names and the operators of a derivation.

An answer is read in declared names; a document declares as it goes.  So every letter is a name here, a subscript is an
index (or part of the name, as in `n_{in}`), and what stands behind a name is settled later, when all of its uses are
known.  Added to the grammar of answers: E, Var, Cov; derivatives \frac{d y_i}{d z_j}; gradients \nabla_W L; layers
W^{(l)}, W^{[l]}; primes of functions; one-hot vectors 1_y.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.alphabet import DISTRIBUTIONS, FUNCTIONS, SPECIAL_CALLS
from backproof.answers.given import Given
from backproof.answers.latex import LatexLexer
from backproof.answers.latex_arguments import flattened
from backproof.answers.latex_tables import WORDS
from backproof.answers.names import Names, Spelling
from backproof.answers.reading import DEEPEST_TREE, MOST_READINGS
from backproof.answers.syntax import Add, Call, Derivative, Either, Entry, Expr, Num, Sym, children, map_expr, negative
from backproof.answers.tokens import Binder, FunctionRef, Piece, Unreadable
from backproof.documents.integration import bound, differential
from backproof.documents.limit_notation import limit, limit_of
from backproof.documents.macros import Macro, expanded
from backproof.documents.spelling import respelled

MOMENTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("E", "Exp", "Expectation", "expectation", "mean", "Mean"), "E"),
        **dict.fromkeys(("Var", "var", "VAR", "V", "Variance", "variance"), "Var"),
        **dict.fromkeys(("Cov", "cov", "COV"), "Cov"),
    }
)
MOMENT_ARITY = {"E": 1, "Var": 1, "Cov": 2}
VOCABULARY = frozenset(
    [
        "Loss",
        "loss",
        "LOSS",
        "Cost",
        "cost",
        "BCE",
        "CE",
        "MSE",
        "NLL",
        "KL",
        "softmax",
        "Softmax",
        "logits",
        "logit",
        "fan",
        "fanin",
        "fanout",
        "gain",
        "scale",
        "std",
        "bias",
        "label",
        "target",
        "score",
        "pred",
        "true",
    ]
)
SUFFIXES = frozenset(
    [
        "in",
        "out",
        "i",
        "n",
        "total",
        "tot",
        "max",
        "min",
        "data",
        "train",
        "test",
        "hidden",
        "input",
        "output",
        "prev",
        "next",
        "new",
        "old",
        "true",
        "pred",
        "relu",
        "fan",
        "avg",
    ]
) - {"i", "n"}
PARAMETERS = frozenset(["sigma", "mu", "tau", "eta", "lambda", "alpha", "beta", "gamma", "kappa", "rho"])
NO_INDICES = frozenset("wxyzahbuvfgWXYZAHBUVFGdD")  # letters that do not count anything
_BRACKET = r"\s*(?:\\left|\\[bB]igg?[lr]?)?\s*([(\[]|\\\{|\{)"
_TURNED = r"T|\\top|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?|\\intercal|\\mathtt\s*\{?T\}?"
_LAYER = re.compile(rf"[(\[]\s*((?:[A-Za-z0-9+\-\s]|\\ell(?![A-Za-z]))+?)\s*[)\]]\s*\\?[,;:!]?\s*({_TURNED})?")
_D = r"(?:d|\\partial|∂|\\mathrm\s*(?:\{\s*d\s*\}|d)|\\text\s*\{\s*d\s*\}|\\mathbf\{d\})"


class PageNames(Names):
    """Every letter is a name; `functions` says which names are functions, `layered` which carry a layer as W^1,
    `numbered` which letters make names of their own with a number, as h_1.

    variables: what derivatives are taken with respect to, by the marks that stand for them in the tree.
    """

    def __init__(
        self,
        functions: Mapping[str, str],
        words: frozenset[str],
        layered: frozenset[str],
        macros: Mapping[str, Macro] = MappingProxyType({}),
        numbered: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(Given({}))
        object.__setattr__(self, "macros", macros)
        object.__setattr__(self, "functions", functions)
        object.__setattr__(self, "words", words | VOCABULARY)
        object.__setattr__(self, "layered", layered)
        object.__setattr__(self, "numbered", numbered)
        object.__setattr__(self, "variables", {})

    __slots__ = ("functions", "layered", "macros", "numbered", "variables", "words")
    macros: Mapping[str, Macro]
    functions: Mapping[str, str]
    words: frozenset[str]
    layered: frozenset[str]
    numbered: frozenset[str]
    variables: dict[str, Expr]

    def knows(self, name: str) -> bool:
        """Whether a word is one name."""
        return name in self.words or name in self.functions

    def resolve(self, spelling: Spelling, at: int) -> Expr | FunctionRef | None:
        """A function, an entry of a family, or a symbol."""
        base = spelling.base
        layer = "" if spelling.layer is None else f"^({spelling.layer})"
        function = self.functions.get(base)
        if function is not None and spelling.sub is None and not layer:
            return FunctionRef(function + "'" * spelling.primes)
        if base == "e" and spelling == Spelling("e") and "e" not in self.words:
            return Call("exp", (Num(Fraction(1)),))
        if base == "pi" and spelling == Spelling("pi"):
            return super().resolve(spelling, at)
        if spelling.sub is not None and not layer and f"{base}_{spelling.sub}" in self.functions:
            return FunctionRef(f"{base}_{spelling.sub}" + "'" * spelling.primes)  # h_1(x)
        name = base + "'" * spelling.primes + layer
        if spelling.sub is None:
            return Sym(name)
        parts = re.split(r",", spelling.sub)
        if any(re.fullmatch(r"[A-Za-z]{2,}", part) and part in SUFFIXES for part in parts):
            return Sym(f"{name}_{spelling.sub}")
        if base in PARAMETERS and spelling.sub in NO_INDICES:
            return Sym(f"{name}_{spelling.sub}")  # sigma_w: that of the weights
        if base in self.numbered and spelling.sub.isdigit():
            return Sym(f"{name}_{spelling.sub}")
        if base == "delta" and not layer and len(spelling.sub.replace(",", "")) == 2 and "," not in layer:
            return Call("kronecker", self.indices(spelling.sub, 2, at))
        rank = len(parts) if len(parts) > 1 else len(_index_letters(spelling.sub))
        return Entry(name, self.indices(spelling.sub, rank, at))

    def indices(self, sub: str, rank: int, at: int) -> tuple[Expr, ...]:
        """The indices of a subscript: `ij`, `i,j`, `i+1`, `y_i`, `12`."""
        parts = sub.split(",") if "," in sub else _index_letters(sub)
        if len(parts) != rank and rank == 1:
            parts = [sub]
        return tuple(self._index(part.strip(), at) for part in parts)

    def _index(self, text: str, at: int) -> Expr:
        terms = re.findall(r"([+-]?)(\d+|[A-Za-z]\w*'*)", text)
        if not terms or "".join(a + b for a, b in terms) != text:
            raise Unreadable("this index cannot be read", at, "_" + text, "write letters and numbers, as in y_{i+1}")
        out: list[Expr] = []
        for sign, term in terms:
            value: Expr = Num(Fraction(term)) if term.isdigit() else _index_name(term)
            out.append(negative(value) if sign == "-" else value)
        return out[0] if len(out) == 1 else Add(tuple(out))

    def unknown(self, name: str, at: int, follows: str = "") -> Unreadable:
        """Nothing is unknown to a page; what gets here has scripts that make no name."""
        return Unreadable(f"{name} cannot be read", at, name, "write one index, one layer and one power at most")


def _index_letters(sub: str) -> list[str]:
    """`ij` is two indices, `12` two, `i+1` one, `y_i` and `true` one."""
    if re.search(r"[+\-_]", sub) or sub in SUFFIXES:
        return [sub]
    if re.fullmatch(r"\d+", sub):
        return [sub]
    letters = re.findall(r"ell|\d|[A-Za-z]'*", sub)  # \ell is one letter
    return letters if "".join(letters) == sub and 2 <= len(letters) <= 3 else [sub]


def _index_name(text: str) -> Expr:
    base, _, sub = text.partition("_")
    if sub and len(sub) == 1:
        return Entry(base, (Num(Fraction(sub)) if sub.isdigit() else Sym(sub),))
    return Sym(text)


class PageLexer(LatexLexer):
    """One side of a statement."""

    names: PageNames

    # -- words and letters

    def word(self, word: str, start: int) -> None:
        """A word in a style: a moment, a function, or a name."""
        if word in MOMENTS and self.match(r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?:\^\s*(?:\d|\{\d\}))?" + _BRACKET):
            self.moment(MOMENTS[word], start)
        elif word in self.names.words or len(word) == 1:
            self.name(word, start)
        elif word in FUNCTIONS and word not in self.names.functions:
            self.function(FUNCTIONS[word], start)
        elif word in DISTRIBUTIONS:
            self.emit("FUN", FunctionRef(DISTRIBUTIONS[word]), start)
        elif word in SPECIAL_CALLS:
            self.emit("FUN", FunctionRef(SPECIAL_CALLS[word]), start)
        else:
            self.name(word, start)

    def word_or_letter(self) -> None:
        """Letters without a backslash: a known word, or one letter."""
        start = self.at
        found = self.match(r"[A-Za-z]+")
        letters = found[0] if found else ""
        known = (
            len(letters) > 1
            and letters not in ("d",)
            and (letters in self.names.words or letters in FUNCTIONS or letters in SPECIAL_CALLS or letters in MOMENTS)
        )
        if known and letters not in WORDS:
            self.at = start + len(letters)
            self.word(letters, start)
            return
        if letters[:1] in ("E", "V") and self.match(r"[EV]\s*(?:\\left)?\s*[\[(]"):
            self.at = start + 1
            if letters[0] == "E" or self.match(r"\s*(?:\\left)?\s*\["):
                self.moment(MOMENTS[letters[0]], start)
                return
            self.at = start
        super().word_or_letter()

    def moment(self, kind: str, start: int) -> None:
        """E[...], Var(...), Cov(..., ...), with a power between the name and the bracket."""
        if found := self.match(r"\s*_\s*"):
            self.at = found.end()
            self.script()
        power: Expr | None = None
        if found := self.match(r"\s*\^\s*"):
            self.at = found.end()
            text, at = self.script()
            power = self.child(text, at).expr()
        found = self.match(_BRACKET)
        if found is None:
            raise self.fail(f"{kind} has no argument", start, f"write {kind}(x)")
        opening = found.end() - 1
        closing = _closing(self.text, opening)
        if closing < 0:
            raise self.fail("a bracket is not closed", opening, "close it")
        end = closing
        inner = self.text[opening + 1 : closing]
        tail = re.search(r"\\right\s*\\?$|\\[bB]igg?r?\s*$|\\$", inner)
        if tail:
            inner = inner[: tail.start()]
        arguments = split_arguments(inner)
        if len(arguments) != MOMENT_ARITY[kind]:
            raise self.fail(f"{kind} has {len(arguments)} arguments", start, f"it takes {MOMENT_ARITY[kind]}")
        self.at = end + 1
        values = tuple(self.child(text, opening + 1 + offset).expr() for text, offset in arguments)
        self.emit("OPERAND", Call(kind, values), start)
        if power is not None:
            self.emit("CARET", "^", start)
            self.emit("OPERAND", power, start)

    def styled(self, command: str, start: int) -> None:
        r"""\mathbb{E}, \text{Var}, \mathbf{W}."""
        mark = self.at
        raw, _ = self.argument()
        word = raw.strip().strip("~").strip()
        if word in MOMENTS and (len(word) > 1 or command in (r"\mathbb", r"\mathrm", r"\operatorname", r"\text")):
            follows = self.match(r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?:\^\s*(?:\d|\{\d\}))?" + _BRACKET)
            if follows:
                self.moment(MOMENTS[word], start)
                return
        if found := re.fullmatch(r"\(\s*([A-Za-z]\w*)\s*\)", word):
            word = found[1]
        if re.fullmatch(r"[A-Za-z][A-Za-z]+", word) and command in (r"\mathbf", r"\boldsymbol", r"\bm", r"\vec"):
            self.at = mark  # bold letters side by side are a product
            raw, raw_at = self.argument()
            self.emit_group(raw, raw_at, start)
            return
        self.at = mark
        super().styled(command, start)

    # -- commands

    def command(self) -> None:
        """Gradients and blanks that answers do not have; all else as in answers."""
        start, command = self.at, self.peek_command()
        if command == r"\nabla":
            self.at += len(command)
            self.gradient(start)
        elif command in (r"\mathcal", r"\mathscr", r"\mathfrak", r"\mathbit", r"\pmb", r"\underline"):
            self.at += len(command)
            self.styled(r"\mathcal", start)
        elif command in (r"\underbrace", r"\overbrace"):
            self.at += len(command)
            raw, raw_at = self.argument()
            if found := self.match(r"\s*[_^]\s*"):
                self.at = found.end()
                self.argument()
            self.emit_group(raw, raw_at, start)
        elif command == r"\langle":
            self.inner_product(start)
        elif command == r"\int":
            self.at += len(command)
            self.integral(start)
        else:
            super().command()

    def integral(self, start: int) -> None:
        r"""\int_a^b f(x) \, dx; without ends, or over \mathbb{R}, it is over the whole line."""
        ends: dict[str, tuple[str, int]] = {}
        while found := self.match(r"\s*\\(?:limits|nolimits)(?![A-Za-z])|\s*([_^])\s*"):
            self.at = found.end()
            if found[1]:
                ends[found[1]] = self.script()
        where = differential(self.text[self.at :])
        if where is None:
            raise self.fail("this integral has no dx", start, r"write \int_a^b f(x) \, dx")
        begin, end, variable = where
        name = self.child(variable, self.at).expr()
        body_at = self.at
        inside = self.text[body_at : body_at + begin]
        applied = re.search(rf"(?<![A-Za-z\\])([A-Za-z])(?:_\{{?\w+\}}?)?\s*\(\s*{re.escape(variable)}\s*\)", inside)
        if applied and applied[1] not in self.names.functions:
            raise self.fail(f"it is not said what the function {applied[1]} is", start, "define it before")
        body = self.child(self.text[body_at : body_at + begin], body_at).expr() if begin else Num(Fraction(1))
        self.at = body_at + end
        if not isinstance(name, Sym):
            raise self.fail("the variable of this integral cannot be read", start, r"write dx")
        line = not ends or re.fullmatch(r"\s*\\mathbb\s*\{?\s*R\s*\}?\s*", ends.get("_", ("", 0))[0])
        if not line and len(ends) < 2:
            raise self.fail("this integral has one end only", start, r"write \int_a^b")
        infinity = Sym("infty")
        low = negative(infinity) if line else self.child(*ends["_"]).expr()
        high: Expr = infinity if line else self.child(*ends["^"]).expr()
        self.emit("OPERAND", bound(body, name, low, high), start)

    def inner_product(self, start: int) -> None:
        r"""\langle w, x \rangle."""
        end = self.text.find(r"\rangle", self.at)
        if end < 0:
            raise self.fail("an angle bracket is not closed", start, r"write \rangle")
        inner_at = self.at + len(r"\langle")
        arguments = split_arguments(self.text[inner_at:end])
        if len(arguments) != 2:
            raise self.fail("an inner product has two factors", start, r"write \langle w, x \rangle")
        self.at = end + len(r"\rangle")
        values = tuple(self.child(text, inner_at + offset).expr() for text, offset in arguments)
        self.emit("OPERAND", Call("dot", values), start)

    def gradient(self, start: int) -> None:
        r"""\nabla_W L: the factor that follows, differentiated."""
        found = self.match(r"\s*_\s*")
        if found is None:
            raise self.fail("this gradient does not say with respect to what", start, r"write \nabla_W L")
        self.at = found.end()
        text, at = self.script()
        variable = self.child(text, at).expr()
        before = len(self.out)
        while len(self.out) == before and self.at < len(self.text):
            self.step()
        if len(self.out) == before:
            raise self.fail("nothing follows the gradient", start, r"write \nabla_W L")
        body = self.out.pop()
        if body.kind == "LP":
            closing = _closing(self.text, self.at - 1)
            if closing < 0:
                raise self.fail("a bracket is not closed", self.at, "close it")
            value: Expr = self.child(self.text[self.at : closing], self.at).expr()
            self.at = closing + 1
        elif body.kind == "OPERAND":
            value = body.value  # type: ignore[assignment]
        else:
            raise self.fail("this gradient cannot be read", start, r"write \nabla_W L")
        del self.out[before:]
        self.emit("OPERAND", Call("D", (value, variable)), start)

    def fraction(self, start: int) -> None:
        """A fraction, a derivative, or the operator d/dz before what it differentiates."""
        mark = self.at
        over, over_at = self.argument()
        under, under_at = self.argument()
        head = re.fullmatch(rf"\s*{_D}\s*(?:\^\s*\{{?([23])\}}?)?\s*(.*)", over, re.DOTALL)
        tail = re.fullmatch(rf"\s*{_D}\s*(?![A-Za-z]*\s*[_^]\s*\{{?[a-z]?[d]\b)(.+)", under, re.DOTALL)
        if not (head and tail) or (head[2].startswith("_") or tail[1].startswith("_")):
            self.at = mark
            super().fraction(start)
            return
        order = int(head[1] or 1)
        below = tail[1]
        if order > 1 and (parts := re.split(rf"\s*{_D}\s*(?=\\?[A-Za-z])", below)) and len(parts) == order:
            value = self.child(head[2], over_at + head.start(2)).expr()
            for part in reversed(parts):  # by different variables
                variable = self.child(part, under_at).expr()
                value = Call("D", (value, variable))
            self.emit("OPERAND", value, start)
            return
        if order > 1:
            below = re.sub(rf"\^\s*\{{?{order}\}}?\s*$", "", below)
        variable = self.child(below, under_at + tail.start(1)).expr()
        if isinstance(variable, Either):
            variable = variable.first
        if not head[2].strip():
            marks = f"§{len(self.names.variables)}"
            self.names.variables[marks] = variable
            for _ in range(order):
                self.emit("BIG", Binder("diff", (marks,)), start)
            return
        value = self.child(head[2], over_at + head.start(2)).expr()
        for _ in range(order):
            value = Call("D", (value, variable))
        self.emit("OPERAND", value, start)

    # -- scripts

    def has_layer(self, base: str) -> bool:
        """A superscript in brackets is a layer."""
        return True

    def scripts(self, spelling: Spelling) -> tuple[Spelling, bool, int]:
        """Primes, index and layer after a name; a power is left where it is."""
        primes, sub, layer, transposed = 0, None, None, False
        while found := self.match(r"\s*('+|_|\^)"):
            mark, token = self.at, found[1]
            self.at = found.end()
            if token.startswith("'"):
                primes += len(token)
            elif token == "_" and sub is None:
                sub = _subscript(self.script()[0])
            elif token == "^":
                raw = self.script()[0].strip()
                layered = _LAYER.fullmatch(re.sub(r"\\(?:left|right)\b", "", raw))
                bare = re.fullmatch(r"\d|[lL](?:\s*[+-]\s*1)?", raw) if spelling.base in self.names.layered else None
                if re.fullmatch(r"(?:\\prime\s*)+", raw):
                    primes += raw.count(r"\prime")
                elif layered and layer is None and spelling.base != "e":
                    layer = re.sub(r"\s", "", layered[1].replace(r"\ell", "l"))
                    transposed = bool(layered[2])
                elif bare and layer is None:
                    layer = re.sub(r"\s", "", raw)
                else:
                    self.at = mark
                    break
            else:
                self.at = mark
                break
        return Spelling(spelling.base, primes, sub, layer), transposed, 0

    def function_scripts(self, ref: FunctionRef, start: int) -> None:
        """Primes belong to the function's name."""
        base, power, primes = ref.base, ref.power, ref.primes
        while found := self.match(r"\s*(?:('+)|(_)|(\^))"):
            self.at = found.end()
            if found[1]:
                primes += len(found[1])
                continue
            text, at = self.script()
            if found[3] and re.fullmatch(r"\s*(?:\\prime\s*)+", text):
                primes += text.count(r"\prime")
            elif found[3]:
                power = self.child(text, at).expr()
            elif ref.name == "log":
                base = self.child(text, at).expr()
        self.emit("FUN", FunctionRef(ref.name + "'" * primes, 0, power, base), start)

    def indicator(self, length: int, start: int | None = None) -> None:
        """1_{x>0}, 1(y = c), and the one-hot vector 1_y."""
        begin = self.at if start is None else start
        mark = self.at
        self.at += length
        if found := self.match(r"\s*_"):
            self.at = found.end()
            text, at = self.script()
            if not re.search(r"[<>=]|\\(?:l|g|n)eq?|\\in|\\\{", text):
                self.emit("OPERAND", Call("onehot", (self.child(text, at).expr(),)), begin)
                return
        self.at = mark
        super().indicator(length, start)

    def indicator_follows(self) -> bool:
        """Whether an indicator's condition or index comes next."""
        return self.match(r"\s*(?:_|\\left|\\[bB]igg?l?\b)?\s*(?:_|\(|\[|\{|\\\{)") is not None


def _subscript(raw: str) -> str:
    return re.sub(r"\\(?:left|right)|[()\[\]]", "", flattened(raw))


def _closing(text: str, opening: int) -> int:
    """Where a bracket is closed, or -1; half-open brackets are no brackets here."""
    level, n = 0, opening
    while n < len(text):
        if text[n] == "\\" and n + 1 < len(text) and text[n + 1] not in "{}":
            n += 2
            continue
        level += (text[n] in "([{") - (text[n] in ")]}")
        if level == 0:
            return n
        n += 1
    return -1


def split_arguments(inner: str) -> list[tuple[str, int]]:
    """Arguments between commas outside brackets."""
    out: list[tuple[str, int]] = []
    level = begin = 0
    for n, char in enumerate(inner):
        if n and inner[n - 1] == "\\":  # a blank as in `c\, x`, or a brace
            continue
        level += (char in "([{") - (char in ")]}")
        if char == "," and level == 0:
            out.append((inner[begin:n], begin))
            begin = n + 1
    return [*out, (inner[begin:], begin)]


def read_side(latex: str, names: PageNames) -> tuple[Expr, ...]:
    """The trees of one side, more than one where it can be read in two ways.  Raises Unreadable."""
    if len(latex) > 4000:
        raise Unreadable("too long", 4000, latex[:20], "at most 4000 characters are read")
    latex = respelled(expanded(latex, names.macros))
    if (parts := limit_of(latex)) is not None:
        return _limits(*parts, names)
    try:
        lexer = PageLexer(latex, names)
        tree = _with_variables(lexer.expr(), names)
        _shallow(tree)
    except RecursionError:
        raise Unreadable("nested too deep", 0, latex[:20], "write it with fewer levels") from None
    return _readings(tree)


def _limits(variable: str, point: str, side: int, body: str, names: PageNames) -> tuple[Expr, ...]:
    """A limit, in each way in which what it is of can be read.  Raises Unreadable."""
    name = PageLexer(variable, names).expr()
    if not isinstance(name, Sym):
        raise Unreadable("the variable of this limit cannot be read", 0, variable, "write one letter")
    where = PageLexer(point, names).expr()
    return tuple(limit(each, name, where, side) for each in read_side(body, names))


def read_condition(latex: str, names: PageNames) -> list[Piece]:
    """The tokens of a condition.  Raises Unreadable."""
    return PageLexer(latex, names).pieces()


def _with_variables(expr: Expr, names: PageNames) -> Expr:
    changed = map_expr(expr, lambda each: _with_variables(each, names))
    if isinstance(changed, Derivative) and changed.var in names.variables:
        return Call("D", (changed.body, names.variables[changed.var]))
    return changed


def _shallow(tree: Expr) -> None:
    level, depth = [tree], 0
    while level:
        depth += 1
        if depth > DEEPEST_TREE:
            raise Unreadable("nested too deep", 0, "", "write it with fewer levels")
        level = [child for node in level for child in children(node)]


def _readings(tree: Expr) -> tuple[Expr, ...]:
    out = [tree]
    while any(_choice(each) is not None for each in out):
        step: list[Expr] = []
        for each in out:
            choice = _choice(each)
            step += [each] if choice is None else [_chosen(each, choice, c) for c in (choice.first, choice.second)]
        out = step
        if len(out) > MOST_READINGS:
            raise Unreadable("this can be read in too many ways", 0, "", "add brackets")
    return tuple(dict.fromkeys(out))


def _choice(tree: Expr) -> Either | None:
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, Either):
            return node
        stack.extend(children(node))
    return None


def _chosen(tree: Expr, choice: Either, chosen: Expr) -> Expr:
    return chosen if tree is choice else map_expr(tree, lambda each: _chosen(each, choice, chosen))
