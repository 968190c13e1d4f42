r"""What ReLU makes of something symmetric: x = max(0, u) keeps half of the second moment of u, whatever the law of u.

    E[x_i^2] = \frac12 Var(u_i)                      as u^2 = max(0, u)^2 + max(0, -u)^2, and -u is distributed like u
    Var(sum_i w_i x_i) = n Var(w) \frac12 Var(u)     only E[x^2] counts where the weights have mean zero

Nothing else is known of x then: its mean m is any number, and its variance is Var(u)/2 - m^2.
"""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import ZERO, Add, Call, Div, Entry, Expr, Num, Pow, Sym, negative, walk
from backproof.documents.environment import Definition, Environment, Law
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned, named
from backproof.documents.named_variances import worked_out
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Passage

_TWO = Num(Fraction(2))
_MOMENTS = frozenset(("E", "Var", "Cov"))


def of_symmetric_inputs(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """A claim about max(0, u) that fails for some law of u, where the page says that u is symmetric."""
    sides = (*link.left, *link.right)
    open_or_wrong = outcome.verdict in ("refuted", "undecided") or (
        outcome.verdict == "conditional" and outcome.missing
    )
    if not open_or_wrong or link.relation != "=" or len(sides) != 2:
        return outcome
    spoken = mentioned(sides, env)
    for each in env.definitions.values():
        symmetric = _behind_relu(each, env) if each.line is not None and each.name in spoken else None
        if symmetric is None or not _is_called_symmetric(symmetric, passage.text):
            continue
        if _mixes(sides, each.name, symmetric, env):
            continue
        some = _with_half(sides, each.name, symmetric, env)
        if some is None:
            continue
        found = link.judged_in(some)
        if symmetric in env.definitions and found.verdict != "proved":
            continue
        words = f"ReLU keeps half of the second moment of {symmetric}, which is symmetric"
        if found.verdict in ("proved", "conditional", "refuted"):
            return replace(found, reason=f"{found.reason}; {words}")
        return Outcome("undecided", f"it fails for a law that is not symmetric, and the page says that {symmetric} is")
    return outcome


def _behind_relu(definition: Definition, env: Environment) -> str | None:
    """u, of x_i = max(0, u_i), where nothing but moments is known of u."""
    match definition.body:
        case Call("relu", (Sym(name) | Entry(name, _),)):
            pass
        case Call("max", (Num(value), Sym(name) | Entry(name, _))) if value == 0:
            pass
        case Call("max", (Sym(name) | Entry(name, _), Num(value))) if value == 0:
            pass
        case _:
            return None
    law = env.laws.get(name)
    known = law is not None and law.kind not in ("moments", "unknown")
    return None if known else name


def _is_called_symmetric(name: str, text: str) -> bool:
    letter = rf"\$\s*\\?{name}\s*(?:_\s*(?:\w|\{{\w+\}})\s*)?\$"
    plain = rf"(?<![\w$\\^{{]){name}(?:_\w)?"  # "u symmetric with variance 2", which "a symmetric law" is not
    called = (
        rf"{letter}[^.;$]{{0,40}}\bsymmetric",
        rf"\bsymmetric[^.;$]{{0,40}}{letter}",
        rf"{plain}\s+(?:(?:is|being|be)\s+)?symmetric\b(?=\s*(?:[.,;:)$]|\Z)|\s+(?:with|about|around|and|so)\b)",
        rf"\b(?:for|with|as)\s+(?:(?:any|every)\s+)?symmetric\s+{plain}(?=\s*(?:[.,;:)]|\Z))",
    )
    return any(re.search(each, text) for each in called) and not re.search(
        r"(?:\b(?:not|no longer|un|non)|n't)[\s-]*symmetric|\ba-?symmetric", text
    )


def _mixes(sides: tuple[Expr, ...], output: str, name: str, env: Environment) -> bool:
    """Whether a moment is taken of both, which are anything but independent."""
    nodes = (node for side in sides for node in walk(side) if isinstance(node, Call) and node.function in _MOMENTS)
    without = replace(env, definitions={each: known for each, known in env.definitions.items() if each != output})
    return any({output, name} <= mentioned(node.args, without) for node in nodes)


def _with_half(sides: tuple[Expr, ...], output: str, name: str, env: Environment) -> Environment | None:
    """The environment in which x is any random number with half of the second moment of u."""
    law = env.laws.get(name) or Law(name)
    own = Sym(f"Var({name})")
    known = env.definitions.get(name)
    if known is not None:  # a weighted sum: its variance is worked out
        entry = Entry(name, tuple(map(Sym, known.indices))) if known.indices else Sym(name)
        moments = worked_out((Call("Var", (entry,)),), env)
        others = (env.definitions.keys() | env.laws.keys()) - {output, name}
        if moments is None and others & {each for side in sides for node in walk(side) if (each := named(node))}:
            return None  # on which u may depend
        law = replace(law, variance=None if moments is None else moments[0])
    whole = law.variance or own
    mean = Sym(f"E({output})")
    variance = Add((Div(whole, _TWO), negative(Pow(mean, _TWO))))
    laws = {
        **env.laws,
        name: replace(law, mean=ZERO, variance=whole, kind="moments"),
        output: Law(output, mean, variance),
    }
    rest = {each: body for each, body in env.definitions.items() if each not in (output, name)}
    return replace(env, definitions=rest, laws=laws, positive=env.positive | {own.name})
