r"""Gates of step neurons that words name: "$\sigma(\sum_{i=1}^d \beta_i - d + \frac{1}{2})$ is the AND of d bits".

An AND of m bits fires when all m are on and not when m - 1 are; an OR fires when one is on and not when none is.  The
product of bits is their AND: \prod_{i=1}^d \beta_i = \sigma(\sum_{i=1}^d \beta_i - d + \frac{1}{2}).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeGuard

from backproof.answers.printing import plain
from backproof.answers.syntax import ONE, ZERO, Add, Call, Entry, Expr, Fold, Mul, Num, Sym, map_expr, walk
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.extraction import Formula, Page
from backproof.documents.grid_cells import steps_of
from backproof.documents.judgement import judge_relation
from backproof.documents.named_gates import row_of, said_in_row
from backproof.documents.outcomes import Outcome
from backproof.documents.report import Counterexample
from backproof.documents.statements import Side, Statement

_ALL = (
    r"\bAND\b|\blogical and\b|\bconjunction\b"
    r"|\b(?:if|when|iff|once|unless) all\b"
    r"|\ball (?:of )?(?:the |these |its |\$[^$]{1,9}\$ )?\w+ (?:are|have to be|must be) (?:on|active|one|true|1|\$1\$)"
)
_ANY = r"\bOR\b|\blogical or\b|\bdisjunction\b|\bat least one\b|\b(?:if|when|iff) (?:any|one or more|some)\b"
_NOT = re.compile(
    r"\bNAND\b|\bNOR\b|\bXOR\b|\bnot (?:an? )?(?:AND|OR)\b|\bmajority\b|\bno neuron\b|\bwrong\b", re.IGNORECASE
)
_GATE = re.compile(f"(?P<all>{_ALL})|(?P<any>{_ANY})")
_AFTER = re.compile(
    r"[\s$.,;]*(?:\(|which |that |this |it |so it )?\s*(?:is |gives |outputs |fires |equals )?"
    r"(?:the |an? |1 |one |on |active )*"
    rf"(?:only |exactly |precisely )?(?:{_GATE.pattern})"
)
_BITS = re.compile(r"\\in\s*\\\{\s*0\s*,\s*1\s*\\\}|\bbits?\b|\bbinary\b|\bindicators?\b", re.IGNORECASE)
_INSIDE = r"(?:_\s*\{[^{}]*\}|[^=<>])*"
_ALONE = re.compile(rf"\\sigma\s*(?:\\left|\\bigl?|\\Bigl?)?\s*\((?P<inside>{_INSIDE}[-+]{_INSIDE})\)\s*")
_TAG = re.compile(r"\\(?:tag|label)\*?\s*\{[^}]*\}")
_ONE_STEP = r"\\?[A-Za-z]+\s*(?:\\left|\\bigl?)?\s*\([^()=]*\)"
_SAID_BIT = (  # every $r_i$ is 0 or 1; let $r_i(x_i)$ be the box of height 1 along coordinate i
    r"(?:\s*\([^()$]{1,9}\))?\s*\$\s*(?:(?:is|are|be)\s+(?:always\s+|either\s+)?\$?(?:0\$?\s+or\s+\$?1|1\$?\s+or\s+\$?0)(?!\.?\d)"
    r"|(?:is|be)\s+(?:the|an?)\s+(?:[\w-]+\s+){0,3}box\s+of\s+height\s+(?:\$?1(?!\.?\d)|one\b))"
)
_MATH = re.compile(r"\$[^$]{1,12}\$")
_COUNTED = re.compile(
    r"(?:fires (?:if|when) |(?:if|when|iff) )?"
    r"(?:(?P<least>at least)|(?P<more>more than)|(?P<most>at most)|(?P<less>fewer than|less than)"
    r"|(?P<gate>NAND|NOR|AND|OR|[Mm]ajority)(?: gate)?)"
    r"\s*(?(gate)|(?P<number>[kmr]|\d{1,2}))"
    r"(?:\s*(?:out )?of\s*(?:the\s+)?(?P<all>[a-zA-Z](?![a-zA-Z])|\d{1,2})"
    r"|\s+(?:inputs?|bits?|are|on|active|of|the|them|ones?))*"
)
GATES = {"all": r"\text{AND}", "any": r"\text{OR}"}
_KINDS = {"AND": "all", "OR": "any"}
OF_BITS = {"prod": "all", "min": "all", "max": "any"}
NAMES = frozenset(GATES.values())
_OF_ALL = re.compile(  # \text{AND}(x_1, \dots, x_n), \text{OR}(x)
    r"\\(?:text|mathrm|operatorname)\s*\{\s*(?P<gate>AND|OR)\s*\}\s*(?:\\left)?\("
    r"\s*(?:\\mathbf\s*\{?)?(?P<bit>[a-zA-Z])\}?\s*(?:_\s*\{?1\}?[^()]*\\[lc]?dots[^()]*_\s*\{?(?P<number>\w)\}?\s*)?(?:\\right)?\)"
)
_HOW_MANY = re.compile(r"\$\s*(?P<number>[a-zA-Z])\s*\$\s+(?:binary\s+|Boolean\s+)?(?:bits|inputs)\b")
_NAME = re.compile(r"\\text\s*\{\s*(AND|OR)\s*\}")


@dataclass(frozen=True)
class _Count:
    """Fires when at least `threshold` bits are on, and one less is `last`; below: when they are not.

    gate: what sets the threshold where no number does;  inputs: how many there are, where that is said.
    """

    threshold: Expr | None
    last: Expr | None
    gate: str
    below: bool
    inputs: Expr | None


def gate_said(page: Page, formula: Formula) -> Statement | None:
    r"""The statement of "AND of two bits is $\sigma(u_1 + u_2 - 1.5)$", a formula without a relation."""
    text = _TAG.sub("", page.text[formula.start : formula.end]).strip(" .,;&\n")
    if not _ALONE.fullmatch(text):
        return None
    kind = _kind(formula.before, "")
    if kind is None or not re.search(
        r"\b(?:is|neuron|unit|as|by|with|gate|use|take|AND|OR|bits)\b[^.]{0,30}$", formula.before
    ):
        return None
    return Statement(
        (Side(formula.start, formula.start, GATES[kind]), Side(formula.start, formula.end, text)),
        ("=",),
    )


def judge_gate_of_all(latex: str, neuron: Expr, before: str, env: Environment) -> Outcome | None:
    r"""Whether a step neuron is \text{AND}(x_1, \dots, x_n), or \text{OR}(x); None where that is not said, or not seen.

    A sum over i alone runs over all bits: up to n here, or as many as the words before the claim say.
    latex: the gate;  before: the words before it.
    """
    found = _OF_ALL.fullmatch(latex.strip())
    if found is None:
        return None
    said = [*_HOW_MANY.finditer(before)]
    number = found["number"] or (said[-1]["number"] if said else "")

    def run(expr: Expr) -> Expr:
        if isinstance(expr, Fold) and expr.low is None and expr.high is None and number.isalpha():
            return replace(expr, low=ONE, high=Sym(number))
        return map_expr(expr, run)

    own = {found["bit"], number}  # whatever the page called so before
    env = replace(env, definitions={name: each for name, each in env.definitions.items() if name not in own})
    return _judge_all_or_any(_KINDS[found["gate"]], run(neuron), "bits", env)


def judge_gate(
    sides: tuple[Expr, Expr], latex: str, before: str, after: str, text: str, env: Environment
) -> Outcome | None:
    """Whether a step neuron is the gate that the words say it is; None where they say none, or it is no such neuron.

    latex: the left-hand side as it is written;  before, after: the words around the equation;  text: the page.
    """
    named = _NAME.fullmatch(latex.strip())
    before = row_of(before)
    counted_kind = _counted_kind(before)
    kind = _KINDS[named[1]] if named else "count" if counted_kind else _kind(before, after)
    left, right = sides[0], _without_height(sides[1])
    if isinstance(left, Fold) and left.kind in OF_BITS:
        kind = OF_BITS[left.kind] if replace(left, kind="sum") in walk(right) else None
    if kind is None:
        return None
    if counted_kind is not None and kind == "count":
        return _judge_count(counted_kind, right, text, env) if _is_step(right, env) else None
    return _judge_all_or_any(kind, right, text, env)


def _is_step(neuron: Expr, env: Environment) -> TypeGuard[Call]:
    return isinstance(neuron, Call) and neuron.function in steps_of(env) and len(neuron.args) == 1


def _judge_all_or_any(kind: str, right: Expr, text: str, env: Environment) -> Outcome | None:
    """Whether a neuron fires when all bits are on, and only then, or when any is; None where it is no step of bits."""
    if not _is_step(right, env):
        return None
    steps = steps_of(env)
    counted = _bits(right.args[0], text, env)
    if counted is None:
        return None
    bits, rest = counted
    counts = {node.name for node in walk(bits) if isinstance(node, Sym)}
    definitions = {name: each for name, each in env.definitions.items() if name not in counts}
    env = replace(env, sizes=env.sizes | counts, definitions=definitions)
    on, off = (bits, _sum(bits, _number(-1))) if kind == "all" else (ONE, ZERO)
    reached, below = _sum(on, rest), _sum(off, rest)
    word = "AND" if kind == "all" else "OR"
    strict, loose = ("<", "<=") if steps[right.function] == 0 else ("<=", "<")
    fires = judge_relation((ZERO,), strict, (reached,), (), env)
    stays = judge_relation((below,), loose, (ZERO,), (), env)
    if fires.verdict == stays.verdict == "proved":
        return Outcome("proved", f"it fires as the {word} does, and only then: two engines of the kernel agree")
    if fires.verdict == "refuted":
        when = "all are on" if kind == "all" else "one is on"
        return _wrong(f"it is no {word}: it does not fire when {when}", fires.counterexample)
    if stays.verdict == "refuted":
        when = "one is off" if kind == "all" else "none is on"
        return _wrong(f"it is no {word}: it fires although {when}", stays.counterexample)
    return None


def _counted_kind(before: str) -> _Count | None:
    """What the row of a table, or the item of a list, says of how many bits are on; None where it does not."""
    said = said_in_row(before)
    found = _COUNTED.fullmatch(re.sub(r"[$*]", "", said).strip())
    if found is None:
        return None
    number, inputs = _size(found["number"]), _size(found["all"])
    more = found["more"] is not None or found["most"] is not None  # than the number
    gate = (found["gate"] or "").lower()
    below = found["most"] is not None or found["less"] is not None or gate in ("nand", "nor")
    if number is None:
        return _Count(None, None, gate, below, inputs)
    threshold, last = (_sum(number, ONE), number) if more else (number, _sum(number, _number(-1)))
    return _Count(threshold, last, gate, below, inputs)


def _size(written: str | None) -> Expr | None:
    return None if written is None else Num(Fraction(written)) if written.isdigit() else Sym(written)


def _judge_count(said: _Count, right: Call, text: str, env: Environment) -> Outcome | None:
    """Whether a step neuron fires when so many bits are on, or so few, and only then."""
    steps = steps_of(env)
    factor, argument = _with_one_factor(right.args[0])
    counted = _bits(argument, text, env) if _are_different(argument) else None
    if counted is None:
        return None
    bits, rest = counted
    threshold = said.threshold or {"nand": bits, "and": bits, "or": ONE, "nor": ONE}.get(said.gate) or _half(bits)
    if threshold is None:
        return None
    last = said.last or _sum(threshold, _number(-1))
    counts = {
        node.name for each in (bits, threshold, said.inputs or ONE) for node in walk(each) if isinstance(node, Sym)
    }
    definitions = {name: each for name, each in env.definitions.items() if name not in counts}
    env = replace(env, sizes=env.sizes | counts, definitions=definitions)
    if said.inputs is not None and judge_relation((bits,), "=", (said.inputs,), (), env).verdict != "proved":
        return None
    on, off = (last, threshold) if said.below else (threshold, last)
    strict, loose = ("<", "<=") if steps[right.function] == 0 else ("<=", "<")
    at_on, at_off = (Mul((Num(factor), _sum(each, rest))) for each in (on, off))
    fires = judge_relation((ZERO,), strict, (at_on,), (), env)
    stays = judge_relation((at_off,), loose, (ZERO,), (), env)
    if fires.verdict == stays.verdict == "proved":
        words = "it fires for these numbers of bits, and only for them: two engines of the kernel agree"
        return Outcome("proved", words) if (factor < 0) == said.below else None
    own = isinstance(env.functions.get(right.function), FunctionDefinition)
    for found, at, count, words in ((fires, at_on, on, "does not fire"), (stays, at_off, off, "fires")):
        if found.verdict == "refuted":
            at_jump = judge_relation((at,), "=", (ZERO,), (), env).verdict == "proved"
            if at_jump and not own:
                return None  # the page does not say what its step is there
            return _wrong(f"it is not what is said: it {words} when {plain(count)} are on", found.counterexample)
    return None


def _are_different(argument: Expr) -> bool:
    """Whether no bit stands in a sum twice: one sum over all of them, or single ones that differ."""
    terms = [_flat(term)[1] for term in (argument.terms if isinstance(argument, Add) else (argument,))]
    bits = [each for each in terms if isinstance(each, Fold | Entry | Call)]
    folds = sum(isinstance(each, Fold) for each in bits)
    return len(set(bits)) == len(bits) and (not folds or len(bits) == 1)


def _with_one_factor(argument: Expr) -> tuple[Fraction, Expr]:
    """The factor that all sums and bits of an argument have, and the argument without it."""
    terms = [_flat(term) for term in (argument.terms if isinstance(argument, Add) else (argument,))]
    factors = {factor for factor, rest in terms if isinstance(rest, Fold | Entry | Call)}
    if len(factors) != 1 or not (factor := factors.pop()):
        return Fraction(1), argument
    parts = [Num(each / factor) if rest == ONE else _scaled(each / factor, rest) for each, rest in terms]
    return factor, _sum(*parts)


def _flat(term: Expr) -> tuple[Fraction, Expr]:
    """A term as a number times the rest."""
    match term:
        case Num(value):
            return value, ONE
        case Mul((Num(value), *others)):
            factor, rest = _flat(others[0] if len(others) == 1 else Mul(tuple(others)))
            return value * factor, rest
        case _:
            return Fraction(1), term


def _scaled(factor: Fraction, rest: Expr) -> Expr:
    return rest if factor == 1 else Mul((Num(factor), rest))


def _half(bits: Expr) -> Expr | None:
    """How many of an odd number of bits are more than half of them."""
    parts = bits.terms if isinstance(bits, Add) else (bits,)
    if not all(isinstance(each, Num) for each in parts):
        return None
    number = sum((each.value for each in parts if isinstance(each, Num)), Fraction(0))
    return _number((int(number) + 1) // 2) if number % 2 else None


def _wrong(words: str, shown: Counterexample | None) -> Outcome:
    return Outcome("refuted", words, shown)


def _kind(before: str, after: str) -> str | None:
    """The gate that the words before a formula name, or those just behind it."""
    words = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*\n(?=\s*\S+\s)", before)[-1][-160:]
    behind = _AFTER.match(after[:120])
    if _NOT.search(words) or _NOT.search(after[:60]):
        return None
    found = [*_GATE.finditer(words)]
    last = found[-1] if found else behind
    if last is None or (found and len({each.lastgroup for each in found}) > 1):
        return None
    return last.lastgroup


def _bits(argument: Expr, text: str, env: Environment) -> tuple[Expr, Expr] | None:
    """How many bits a sum adds up, and what is added to them; None where it adds up anything else."""
    terms = argument.terms if isinstance(argument, Add) else (argument,)
    bits: list[Expr] = []
    rest: list[Expr] = []
    for term in terms:
        if isinstance(term, Fold) and term.kind == "sum" and term.low is not None and term.high is not None:
            each = None if term.where is not None else _in_term(term.body, text, env)
            if each is None:
                return None
            length = _sum(term.high, Mul((_number(-1), term.low)), ONE)
            bits.append(Mul((_number(each), length)))
        elif (each := _in_term(term, text, env)) is not None and not _is_threshold(term, env):
            bits.append(_number(each))
        elif _is_threshold(term, env):
            rest.append(term)
        else:
            return None
    return (_sum(*bits), _sum(*rest)) if bits else None


def _in_term(term: Expr, text: str, env: Environment) -> int | None:
    """How many bits a term adds up at most, where it may also be one less."""
    steps = steps_of(env)
    match term:
        case Call(name, (_,)) if name in steps:
            return 1
        case Add((Call(one, (_,)), Mul((Num(sign), Call(other, (_,)))))) if (
            one in steps and other in steps and sign == -1
        ):
            return 1
        case Add(parts):
            counts = [_in_term(each, text, env) for each in parts]
            return len(parts) if all(each == 1 for each in counts) else None
        case Mul((Entry(name, indices), Entry(_, others))) if indices == others and name not in env.definitions:
            return 1 if _is_box(name, text) else None  # B_j(x_j)
        case Entry(name, _) | Sym(name):
            known = env.definitions.get(name)
            inside = None if known is None else _in_term(known.body, text, env)
            if inside is not None:
                return inside if inside == 1 else None
            return 1 if known is None and (_BITS.search(text) or _is_box(name, text)) else None
        case _:
            return None


def _is_box(name: str, text: str) -> bool:
    """Whether the page makes a family of steps, or of boxes of height 1, each along a coordinate."""
    argument = r"\s*\(\s*[a-z]_\{?\w\}?\s*\)\s*&?:?="
    entry = rf"(?<![A-Za-z\\]){re.escape(name)}_\{{?\w\}}?"
    box = rf"{entry}{argument}\s*{_ONE_STEP}(?:\s*-\s*{_ONE_STEP})?\s*[$.,]"
    return re.search(box, text) is not None or re.search(rf"{entry}{_SAID_BIT}", text) is not None


def _is_threshold(term: Expr, env: Environment) -> bool:
    """Whether a term is made of numbers and sizes only."""
    names = {node.name for node in walk(term) if isinstance(node, Sym)}
    plain = all(not isinstance(node, Entry | Call | Fold) for node in walk(term))
    return (
        plain and (not names or isinstance(term, Mul)) and names <= {"d", "n", "m", "D", "N", "K", "k"} - _defined(env)
    )


def _defined(env: Environment) -> set[str]:
    """The names that stand for something; d = 784 is but an example of how many there are."""
    return {name for name, each in env.definitions.items() if any(isinstance(node, Sym) for node in walk(each.body))}


def _without_height(right: Expr) -> Expr:
    """The neuron of a product with the height of a box."""
    if isinstance(right, Mul) and len(right.factors) == 2 and isinstance(right.factors[0], Sym):
        return right.factors[1]
    return right


def _number(value: int) -> Expr:
    return Num(Fraction(value))


def _sum(*terms: Expr) -> Expr:
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(terms)
