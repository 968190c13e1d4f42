r"""Reading a side of a statement: the grammar of answers, with the names and the operators of a derivation.

Added to the grammar of answers: the operators of a derivation; layers W^{(l)}, W^{[l]}; primes of functions; one-hot
vectors 1_y.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from backproof.answers.alphabet import DISTRIBUTIONS, FUNCTIONS, SPECIAL_CALLS
from backproof.answers.latex_arguments import flattened
from backproof.answers.latex_tables import WORDS
from backproof.answers.names import Spelling
from backproof.answers.reading import DEEPEST_TREE, MOST_READINGS
from backproof.answers.syntax import Call, Derivative, Either, Expr, Mul, Sym, children, map_expr
from backproof.answers.tokens import FunctionRef, Unreadable
from backproof.documents.between_ends import between_ends, difference, is_an_entry_squared
from backproof.documents.constants import is_scale
from backproof.documents.euler import with_exponentials
from backproof.documents.limit_notation import limit, limit_of
from backproof.documents.macros import Macro, Notation, expanded
from backproof.documents.operators import BRACKET, MOMENTS, SPELLED_MOMENTS, OperatorLexer, moment_of
from backproof.documents.page_names import SUFFIXES, PageNames
from backproof.documents.spelling import THOUSANDS, respelled, with_thousands

_TURNED = r"T|\\top|\\mathsf\s*\{?T\}?|\\mathrm\s*\{?T\}?|\\intercal|\\mathtt\s*\{?T\}?"
_LAYER = re.compile(rf"[(\[]\s*((?:[A-Za-z0-9+\-\s]|\\ell(?![A-Za-z]))+?)\s*[)\]]\s*\\?[,;:!]?\s*({_TURNED})?")

_BRACED_ARRAY = re.compile(
    r"(?:\\left\s*)?\\\{\s*\\begin\{array\}\s*\{[^{}]*\}(.*)\\end\{array\}\s*(?:\\right\s*\.?)?\s*$", re.DOTALL
)
_BARE_ARGUMENT = (  # \mathbb{E}w, \mathbb{E}x_i^2, but not \mathbb{E}wx, which can be read in two ways
    r"\s*((?:[A-Za-z]|\\(?:sigma|delta|xi|eta)(?![A-Za-z]))(?:\s*_\s*(?:\{[^{}]*\}|\w))?(?:\s*\^\s*(?:\d|\{\d\}))?)"
    r"(?=\s*(?:[-+=)\]},.;]|\\(?:cdot|times|right|,|;|leq?|geq?|mathbb|text|operatorname)|$))"
)
_SPREAD = (  # a letter, its power, and what it may be applied to
    r"(?P<power>\s*'|\s*\^\s*(?:(?P<even>[2468]|\{\s*[2468]\w*\s*\})|\{[^{}]*\}|\\?\w+))?\s*"
    r"(?P<applied>(?:\\left|\\[bB]igg?l?)?\s*[(\[](?P<inside>[^()\[\]]*))?"
)
_STYLED_WORD = re.compile(r"\\(?:text|mathrm|textrm|operatorname)\s*\{(?P<styled>[a-z\s]+)\}|(?P<bare>[a-z\s]+)")


class PageLexer(OperatorLexer):
    """One side of a statement."""

    def step(self) -> None:
        """One token, or an antiderivative between its ends."""
        found = between_ends(self.text, self.at) if self.text[self.at] in "[\\" else None
        if found is None:
            super().step()
            return
        inside, low, high = (self.child(text, at).expr() for text, at in (found.inside, found.low, found.high))
        if is_an_entry_squared(inside, low, high):
            super().step()
            return
        value, start = difference(inside, low, high), self.at
        if isinstance(value, str):
            raise self.fail(value, start, r"write F(b) - F(a)")
        self.at = found.end
        self.emit("OPERAND", value, start)

    # -- words and letters

    def word(self, word: str, start: int) -> None:
        """A word in a style: a moment, a function, or a name."""
        if word in MOMENTS and self.match(r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?:\^\s*(?:\d|\{\d\}))?" + BRACKET):
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
            and any(letters in known for known in (self.names.words, FUNCTIONS, SPECIAL_CALLS, SPELLED_MOMENTS))
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

    def styled(self, command: str, start: int) -> None:
        r"""\mathbb{E}, \text{Var}, \mathbf{W}."""
        mark = self.at
        raw, _ = self.argument()
        word = raw.strip().strip("~").strip()
        if word in MOMENTS and (len(word) > 1 or command in (r"\mathbb", r"\mathrm", r"\operatorname", r"\text")):
            follows = self.match(r"\s*(?:_\s*(?:\{[^{}]*\}|\w))?\s*(?:\^\s*(?:\d|\{\d\}))?" + BRACKET)
            if follows:
                self.moment(MOMENTS[word], start)
                return
            if found := self.match(_BARE_ARGUMENT):
                inside = self.child(found[1], self.at + found.start(1) - found.start()).expr()
                self.at = found.end()
                self.emit("OPERAND", moment_of(MOMENTS[word], (inside,)), start)
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
                bare = self._is_bare_layer(spelling.base, raw)
                if (word := _word(raw)) and spelling.base != "e" and layer is None:
                    spelling = replace(spelling, base=f"{spelling.base}_{word}")  # g^{out}
                    continue
                if re.fullmatch(r"(?:\\prime\s*)+", raw):
                    primes += raw.count(r"\prime")
                elif layered and layer is None and (spelling.base != "e" or sub is not None):  # e_j^{(n)} is a name
                    layer = re.sub(r"\s", "", layered[1].replace(r"\ell", "l"))
                    transposed = bool(layered[2])
                elif bare and layer is None:
                    layer = re.sub(r"\s", "", raw.replace(r"\ell", "l"))
                else:
                    self.at = mark
                    break
            else:
                self.at = mark
                break
        return Spelling(spelling.base, primes, sub, layer), transposed, 0

    def _is_bare_layer(self, base: str, raw: str) -> bool:
        r"""W^2 where the layers of W are known; W^\ell, z^0 and W^1, which are no powers, where W is raised so."""
        if base in self.names.raised and re.fullmatch(r"[01]|(?:[lL]|\\ell)(?:\s*[+-]\s*1)?", raw):
            return True
        return base in self.names.layered and re.fullmatch(r"\d|[lL](?:\s*[+-]\s*1)?", raw) is not None

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
                index = self.child(text, at).expr()
                letters = index.factors if isinstance(index, Mul) else ()
                if len(letters) == 2 and all(isinstance(each, Sym) for each in letters):  # 1_{ij}, as \delta_{ij}
                    self.emit("OPERAND", Call("kronecker", letters), begin)
                else:
                    self.emit("OPERAND", Call("onehot", (index,)), begin)
                return
        self.at = mark
        super().indicator(length, start)

    def indicator_follows(self) -> bool:
        """Whether an indicator's condition or index comes next."""
        return self.match(r"\s*(?:_|\\left|\\[bB]igg?l?\b)?\s*(?:_|\(|\[|\{|\\\{)") is not None


def _word(raw: str) -> str | None:
    r"""out, of g^{out}, g^{\text{out}} and g^{o u t}; None for a power."""
    found = _STYLED_WORD.fullmatch(raw)
    word = re.sub(r"\s", "", found["styled"] or found["bare"]) if found else ""
    return word if word in SUFFIXES else None


def _subscript(raw: str) -> str:
    return re.sub(r"\\(?:left|right)|[()\[\]]", "", flattened(raw))


def _is_spread(name: str, latex: str) -> bool:
    r"""Whether a letter of a function is a standard deviation here, whose square is taken: \sigma^2 v^2."""
    if not is_scale(name):
        return False
    after = list(re.finditer(rf"(?<![A-Za-z]){name}(?![A-Za-z])(?!\s*_){_SPREAD}", latex))
    if any(re.search(r"'|prime", each["power"] or "") for each in after):
        return False
    if any(each["applied"] and not (each["even"] and re.search(r"\^\s*\{?\s*2", each["inside"])) for each in after):
        return False
    return any(each["even"] for each in after)


def read_side(latex: str, names: PageNames) -> tuple[Expr, ...]:
    """The trees of one side, more than one where it can be read in two ways.  Raises Unreadable."""
    applied = {name: each for name, each in names.functions.items() if not _is_spread(name, latex)}
    functions, macros = frozenset(applied.items()), tuple(names.macros.items())
    latex = with_exponentials(latex) if "e" in names.words else latex
    found = _found(latex, functions, names.words, names.layered, macros, names.numbered, names.raised)
    if isinstance(found, Unreadable):
        raise found.with_traceback(None)
    return found


@lru_cache(maxsize=1 << 14)  # every question that is asked about a page reads it with the same names
def _found(
    latex: str,
    functions: frozenset[tuple[str, str]],
    words: frozenset[str],
    layered: frozenset[str],
    macros: tuple[tuple[str, Macro | Notation], ...],
    numbered: frozenset[str],
    raised: frozenset[str],
) -> tuple[Expr, ...] | Unreadable:
    names = PageNames(dict(functions), words, layered, dict(macros), numbered, raised)
    try:
        return _read(latex, names)
    except Unreadable as error:
        return error


def _read(latex: str, names: PageNames) -> tuple[Expr, ...]:
    if len(latex) > 4000:
        raise Unreadable("too long", 4000, latex[:20], "at most 4000 characters are read")
    latex = with_thousands(latex) if THOUSANDS in names.words else latex
    latex = respelled(expanded(_with_cases(_without_stray_brace(latex)), names.macros), names.functions)
    if (parts := limit_of(latex)) is not None:
        return _limits(*parts, names)
    try:
        lexer = PageLexer(latex, names)
        tree = _with_variables(lexer.expr(), names)
        _shallow(tree)
    except RecursionError:
        raise Unreadable("nested too deep", 0, latex[:20], "write it with fewer levels") from None
    return _readings(tree)


def _with_cases(latex: str) -> str:
    r"""An array behind a brace that nothing closes, `\left\{ \begin{array}{ll} ... \end{array} \right.`, as cases."""
    return _BRACED_ARRAY.sub(lambda found: rf"\begin{{cases}}{found[1]}\end{{cases}}", latex)


def _without_stray_brace(latex: str) -> str:
    """Without a brace that is closed at the end and was never opened."""
    bare = re.sub(r"\\[{}]", "", latex).rstrip()
    return latex.rstrip()[:-1] if bare.endswith("}") and bare.count("}") == bare.count("{") + 1 else latex


def _limits(variable: str, point: str, side: int, body: str, names: PageNames) -> tuple[Expr, ...]:
    """A limit, in each way in which what it is of can be read.  Raises Unreadable."""
    name = PageLexer(variable, names).expr()
    if not isinstance(name, Sym):
        raise Unreadable("the variable of this limit cannot be read", 0, variable, "write one letter")
    where = PageLexer(point, names).expr()
    return tuple(limit(each, name, where, side) for each in read_side(body, names))


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
