r"""Gates of named bits: "NOT $a$ is $H(0.5 - a)$", "$a \Rightarrow b$: $H(b - a + 0.5)$", $a \oplus b = H(...)$,
$\text{AND}(a, b) = H(...)$.

What the words or the left side say is read as a Boolean function; both sides are worked out for all values of the bits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise, product
from types import MappingProxyType

from backproof.answers.syntax import Call, Entry, Expr, Num, Sym
from backproof.documents.cases_at_numbers import at_numbers
from backproof.documents.dimensions import replaced as with_names
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.outcomes import Outcome
from backproof.documents.piecewise import NotANumber, put_in
from backproof.documents.rationals import rational
from backproof.documents.report import Counterexample
from backproof.documents.rewriting import nodes, replaced

Values = Mapping[str, bool]
Truth = Callable[[Values], bool]

_MOST_BITS = 6
_DEEP = 3  # gates of gates
_TOKEN = re.compile(
    r"\s*(?:(?P<open>\()|(?P<close>\))|(?P<comma>,)"
    r"|(?P<nand>NAND\b)|(?P<nor>NOR\b)"
    r"|(?P<xor>XOR\b|\\oplus(?![A-Za-z])|⊕)"
    r"|(?P<and>AND\b|\\(?:wedge|land)(?![A-Za-z])|∧)"
    r"|(?P<or>OR\b|\\(?:vee|lor)(?![A-Za-z])|∨)"
    r"|(?P<not>NOT\b|\\(?:neg|lnot)(?![A-Za-z])|¬)"
    r"|(?P<if>IMPLIES\b|implies\b|\\(?:Rightarrow|implies|rightarrow|to)(?![A-Za-z])|⇒|→)"
    r"|(?P<name>[A-Za-z](?:_(?:\{\s*\w+\s*\}|\w))?(?![A-Za-z])))"
)
_PLAIN = re.compile(r"\\(?:text|mathrm|textsf|mathsf|texttt|operatorname|textbf)\s*\{\s*([A-Z]+)\s*\}|[*$`~]|\\[,;:! ]")
_ROW = re.compile(
    r"(?:\A|\n)[ \t]*(?:\||[-*+]\s|\d+[.)]\s)\s*(?:(?:[Tt]he\s+)?(?:gate|function|implication)\s+)?"
    r"(?P<said>[^|\n]*?)\s*(?::|\||=|is|by|as)?\s*\Z"
)
_BITS = re.compile(r"\\in\s*\\\{\s*0\s*,\s*1\s*\\\}|\bbits?\b|\bbinary\b|\bBoolean\b|\b0/1\b", re.IGNORECASE)
_SIGNED = re.compile(r"\\\{\s*-\s*1\s*,|\\pm\s*1|±\s*1")  # bits of another kind
_SIGNS = re.compile(r"\\(?:oplus|wedge|vee|land|lor|neg|lnot)(?![A-Za-z])|\b(?:AND|OR|NOT|XOR|NAND|NOR)\b")
_TWO: Mapping[str, Callable[[bool, bool], bool]] = MappingProxyType(
    {
        "and": lambda a, b: a and b, "nand": lambda a, b: not (a and b),
        "or": lambda a, b: a or b, "nor": lambda a, b: not (a or b),
        "xor": lambda a, b: a != b, "if": lambda a, b: not a or b,
    }
)  # fmt: skip
_ORDER = (("if",), ("or", "nor", "xor"), ("and", "nand"))  # the loosest first


class NotBoolean(ValueError):
    """Words or a formula that are no Boolean function of named bits."""


def row_of(before: str) -> str:
    """What stands before a formula, from the beginning of its row where it stands in a table."""
    line = before.rpartition("\n")[2]
    return line if line.lstrip().startswith("|") else before


def of_another_row(defined: int | None, line: int, text: str) -> bool:
    """Whether two lines are different rows of one table: each of them has a unit of its own, called the same."""
    if defined is None or not 0 < defined < line:
        return False
    return all(each.lstrip().startswith("|") for each in text.split("\n")[defined - 1 : line])


def said_in_row(before: str) -> str:
    """What stands before a formula in its row of a table, or in its item of a list; empty elsewhere."""
    found = _ROW.search("\n" + before.rpartition("\n")[2].rstrip("$ "))
    return found["said"] if found else ""


def is_named_in_words(left: Expr, right: Expr) -> bool:
    """Whether a unit is called by a word below a letter, as g_{or} is, which is read as several indices, or as one."""
    return isinstance(right, Call) and isinstance(left, Entry) and all(isinstance(each, Sym) for each in left.indices)


def is_boolean(latex: str) -> bool:
    """Whether a side is written with the signs of logic."""
    return _SIGNS.search(latex) is not None


def judge_boolean(said: str, neuron: Expr, gates: Mapping[Expr, Expr], text: str, env: Environment) -> Outcome | None:
    """Whether a network of steps is the Boolean function of its inputs that is said; None where that is not read.

    gates: what the page has called by names that are words, such as g_{or}.
    """
    if not is_boolean(said) and not _BITS.search(text):  # what AND stands between are bits
        return None
    if not _BITS.search(text) and _SIGNED.search(text):
        return None
    for _ in range(_DEEP):
        for name, body in gates.items():
            neuron = replaced(neuron, name, body)
    try:
        wanted, names = _read(said)
        neuron = _of_bits(neuron, names)
        free = {name: each for name, each in env.definitions.items() if name not in names}  # x_2 = 0 is of an example
        body = put_in(neuron, replace(env, definitions=free))
    except (NotBoolean, NotANumber):
        return None
    inputs = {node.name for node in nodes(body) if isinstance(node, Sym)}
    if not any(isinstance(node, Call) for node in nodes(neuron)) or not inputs <= names or len(names) > _MOST_BITS:
        return None
    if not _are_own(neuron, env):
        return None
    for bits in product((False, True), repeat=len(names)):
        at = dict(zip(sorted(names), bits, strict=True))
        value = _value(body, {name: Fraction(bit) for name, bit in at.items()})
        if value is None:
            return None
        if value != wanted(at):
            where = tuple((name, str(int(bit))) for name, bit in at.items())
            shown = Counterexample(where, str(int(wanted(at))), str(value), "=")
            return Outcome("refuted", "it is not the gate that is named: for these bits it is something else", shown)
    return Outcome("proved", f"it is the gate that is named, for all {2 ** len(names)} values of the bits")


def _of_bits(neuron: Expr, names: frozenset[str]) -> Expr:
    """The neuron where x_1 is a name of its own, also on a page that has a vector x."""
    for node in nodes(neuron):
        match node:
            case Entry(family, (Num(value),)) if f"{family}_{value}" in names:
                neuron = replaced(neuron, node, Sym(f"{family}_{value}"))
            case _:
                pass
    return neuron


def _are_own(neuron: Expr, env: Environment) -> bool:
    """Whether the page itself says what each step is, at its jump too."""
    return all(
        isinstance(env.functions.get(node.function), FunctionDefinition)
        for node in nodes(neuron)
        if isinstance(node, Call)
    )


def _read(said: str) -> tuple[Truth, frozenset[str]]:
    """A Boolean function, and the names of its bits.  Raises NotBoolean."""
    rest, tokens = _PLAIN.sub(lambda found: f" {found[1] or ''} ", said).strip(), list[tuple[str, str]]()
    at = 0
    while at < len(rest):
        found = _TOKEN.match(rest, at)
        if found is None:
            raise NotBoolean(rest[at:])
        tokens.append((str(found.lastgroup), re.sub(r"[{}\s]", "", found[0])))
        at = found.end()
    names = frozenset(text for kind, text in tokens if kind == "name")
    if not names or len(tokens) < 2:
        raise NotBoolean("nothing is joined")
    return _function(tokens), names


def _function(tokens: Sequence[tuple[str, str]]) -> Truth:
    for signs in _ORDER:
        for at in _outside(tokens):
            if tokens[at][0] in signs and at:
                if sum(tokens[n][0] in signs for n in _outside(tokens)) > 1 and set(signs) != {"and"}:
                    kinds = {tokens[n][0] for n in _outside(tokens) if tokens[n][0] in signs}
                    if len(kinds) > 1 or kinds & {"if", "nand", "nor"}:
                        raise NotBoolean("brackets are missing")
                sign, left, right = _TWO[tokens[at][0]], _function(tokens[:at]), _function(tokens[at + 1 :])
                return lambda values: sign(left(values), right(values))
    match list(tokens):
        case [("not", _), *rest] if rest:
            inside = _function(rest)
            return lambda values: not inside(values)
        case [("open", _), *rest, ("close", _)] if rest:
            return _function(rest)
        case [(gate, _), ("open", _), *rest, ("close", _)] if rest and gate in _TWO and gate != "if":
            commas = [-1, *(n for n in _outside(rest) if rest[n][0] == "comma"), len(rest)]
            bits = [_function(rest[one + 1 : other]) for one, other in pairwise(commas)]
            return _gate(gate, bits)
        case [("name", name)]:
            return lambda values: values[name]
        case _:
            raise NotBoolean("this is no gate")


def _gate(sign: str, bits: Sequence[Truth]) -> Truth:
    """AND(a, b, ...) and the like, of all bits.  Raises NotBoolean for a gate of one, and XOR of more than two."""
    if len(bits) < 2 or (sign == "xor" and len(bits) > 2):
        raise NotBoolean("not a gate of so many bits")
    if sign == "xor":
        return lambda values: bits[0](values) != bits[1](values)
    several = all if sign in ("and", "nand") else any
    return lambda values: several(each(values) for each in bits) == (sign in ("and", "or"))


def _outside(tokens: Sequence[tuple[str, str]]) -> list[int]:
    """Where the tokens stand that are in no brackets.  Raises NotBoolean where brackets do not close."""
    depth, found = 0, list[int]()
    for n, (kind, _) in enumerate(tokens):
        depth += (kind == "open") - (kind == "close")
        if depth == 0 and kind != "close":
            found.append(n)
        if depth < 0:
            raise NotBoolean("a bracket too much")
    if depth:
        raise NotBoolean("a bracket is open")
    return found


def _value(expr: Expr, at: Mapping[str, Fraction]) -> Fraction | None:
    """The exact value of a network of steps; None where it has none."""
    return rational(at_numbers(with_names(expr, {name: Num(value) for name, value in at.items()})))
