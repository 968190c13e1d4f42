"""Hypotheses that nobody declared, but under which a claim would hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    Call,
    Cond,
    Expr,
    Fold,
    Num,
    Pow,
    Sym,
    children,
    walk,
)
from backproof.documents.constants import is_scale
from backproof.documents.conversion import Converter
from backproof.documents.environment import Environment, Law
from backproof.documents.laws import unsaid_scales
from backproof.documents.mentions import behind, bound_names, free_indices, named, reach
from backproof.documents.outcomes import Outcome, lacking
from backproof.documents.unsaid_sizes import ended
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim
from proofs.kernel.verdicts import Proved

_WEIGHTS = frozenset(("w", "W", "w'", "W'"))
_MOST_LETTERS = 3


def with_missing(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Would it hold under a hypothesis that nobody declared?  A mean of zero is what is usually forgotten."""
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    names |= {each for name in names for each in reach(name, env)}
    used = {name: law for name in sorted(names) if (law := env.laws.get(name))}
    centred = dict(env.laws)
    means = [name for name, law in used.items() if law.mean is None and law.kind in ("moments", "unknown")]
    for name in means:
        centred[name] = replace(used[name], mean=Num(Fraction(0)))
    strangers = any(law.kind == "unknown" for law in used.values())
    together = (
        [f"{', '.join(used)} are independent"]
        if len(used) > 1 and (strangers or not env.independent or used.keys() & env.dependent)
        else []
    )
    zero = [f"E[{name}] = 0" for name in means]
    known = {name: replace(law, kind="moments") if law.kind == "unknown" else law for name, law in env.laws.items()}
    known_centred = {name: replace(law, mean=centred[name].mean) for name, law in known.items()}
    fixed = sorted(_no_moments(used, (left, right)) - env.random)
    without = {name: law for name, law in env.laws.items() if name not in fixed}
    constant = [f"{', '.join(fixed)} {'is a constant' if len(fixed) == 1 else 'are constants'}"] if fixed else []
    attempts = [
        (replace(env, laws=without), constant),
        (replace(env, laws=centred), zero),
        (replace(env, laws=known, independent=True, dependent=frozenset()), together),
        (
            replace(env, laws=known_centred, independent=True, dependent=frozenset()),
            [*zero, *together] if zero and together else [],
        ),
    ]
    for changed, missing in attempts:
        if not missing:
            continue
        problem = Converter(changed, conditions).problem((left, right))
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
        if isinstance(verdict, Proved):
            return lacking(*missing)
    return None


def with_unknown_laws(strangers: frozenset[str], env: Environment) -> Environment:
    """The environment in which names are random; a variance that was the square of one has a name of its own."""
    unknown = {name: Law(name, kind="unknown") for name in sorted(strangers)}
    laws, scales = dict(env.laws), set[str]()
    for name, law in env.laws.items():
        match law.variance:
            case Pow(Sym(scale), _) if scale in strangers and name not in strangers and law.line is None:
                laws[name] = replace(law, variance=Pow(Sym(f"sigma_{name}"), Num(Fraction(2))))
                scales.add(f"sigma_{name}")
            case _:
                pass
    return replace(env, laws={**laws, **unknown}, positive=(env.positive - strangers) | scales)


def with_usual_weights(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment, strangers: frozenset[str]
) -> Outcome | None:
    """Would it hold for weights of mean 0 and variance sigma^2, where nothing is said of the weights of this layer?"""
    spread = Sym("sigma")
    spoken = {node for side in (left, right) for node in walk(side)}
    if env.setting != "initialization" or len(strangers) != 1 or not strangers <= _WEIGHTS or spread not in spoken:
        return None
    (name,) = strangers
    if "sigma" in env.definitions or any("sigma" in _letters(law) for law in env.laws.values() if law.name == name):
        return None
    usual = Law(name, Num(Fraction(0)), Pow(spread, Num(Fraction(2))))
    wide = replace(env, laws={**env.laws, name: usual}, independent=True, positive=env.positive | {"sigma"})
    counted = ended(left, right, wide)
    if counted is not None:
        left, right, wide, _ = counted
    problem = Converter(wide, conditions).problem((left, right))
    verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
    if not isinstance(verdict, Proved):
        return None
    missing = (f"E[{name}] = 0", f"Var({name}) = sigma^2")
    return lacking(*missing)


def with_spreads(
    left: Expr, relation: str, right: Expr, conditions: tuple[Cond, ...], env: Environment
) -> Outcome | None:
    """Would it hold if letters of which the page says nothing are the spreads of what it gives no variance?

    n s^2 v^2, after "all have mean 0", where nobody says that the variances are s^2 and v^2.
    """
    names = {name for side in (left, right) for node in walk(side) if (name := named(node))}
    random = {name for each in names for name in (each, *reach(each, env)) if name in env.laws}
    open_ones = sorted(
        each for each in random if "Var" not in env.laws[each].given and env.laws[each].kind == "moments"
    )
    known = env.definitions.keys() | env.laws.keys() | env.sizes | env.arrays.keys() | _scales(env)
    nodes = {*walk(left), *walk(right)}
    known |= {node.var for node in nodes if isinstance(node, Fold)} | set(free_indices(left)) | set(free_indices(right))
    letters = sorted(node.name for node in nodes if isinstance(node, Sym) and node.name not in known)
    letters = [name for name in letters if not env.is_size(name)]
    if not open_ones or not len(open_ones) <= len(letters) <= _MOST_LETTERS:
        return None
    for chosen in permutations(letters, len(open_ones)):
        spreads = {name: Pow(Sym(each), Num(Fraction(2))) for name, each in zip(open_ones, chosen, strict=True)}
        laws = {name: replace(env.laws[name], variance=each) for name, each in spreads.items()}
        wide = replace(env, laws={**env.laws, **laws}, positive=env.positive | set(letters))
        problem = Converter(wide, conditions).problem((left, right))
        verdict = decide(Claim(problem.sides[0], relation, problem.sides[1]), problem.setting)  # type: ignore[arg-type]
        if isinstance(verdict, Proved):
            missing = tuple(f"Var({name}) = {plain(each)}" for name, each in spreads.items())
            return lacking(*missing)
    return None


def _scales(env: Environment) -> set[str]:
    """The letters in the moments that the page itself has said."""
    moments = ((law.mean, "E" in law.given) for law in env.laws.values())
    spreads = ((law.variance, "Var" in law.given) for law in env.laws.values())
    said = [each for each, given in (*moments, *spreads) if given and each is not None]
    return {name for each in said for node in walk(each) if (name := named(node))}


def _letters(law: Law) -> set[str]:
    values = (law.mean, law.variance, law.low, law.high)
    return {name for value in values if value is not None for node in walk(value) if (name := named(node))}


def _no_moments(used: Mapping[str, Law], sides: tuple[Expr, Expr]) -> set[str]:
    """The names without a law of which no mean or variance is spoken: they may be constants."""
    nodes = [node for side in sides for node in walk(side)]
    moments = [node for node in nodes if isinstance(node, Call) and node.function in ("E", "Var", "Cov")]
    alone = {named(each) for node in moments for each in node.args}
    unknown = {name for name, law in used.items() if law.kind == "unknown"}
    return unknown - alone if unknown & alone or used.keys() - unknown else set()


def without_law(trees: Sequence[Expr], env: Environment) -> frozenset[str]:
    """Names inside E and Var of which nothing is known: they are random, but nobody says how.

    A name is a constant if the page calls it one, takes it for a parameter of a law or for a positive number, if it
    stands outside of E and Var as well, or by custom (c, alpha, sigma).
    """
    inside: set[str] = set()
    outside: set[str] = set()
    alone: set[str] = set()  # whose own mean or variance is spoken of: no scale and no constant
    for tree in trees:
        outside |= _names(tree, env, outside=True)
        for node in walk(tree):
            if isinstance(node, Call) and node.function in ("E", "Var", "Cov"):
                for argument in node.args:
                    alone |= {name} if (name := named(argument)) else set()
                    inside |= _names(argument, env)
    numbers = env.constants | outside | (env.positive - unsaid_scales(env)) | {"c", "alpha", "beta"}
    numbers |= {name for name in inside if is_scale(name) or env.is_size(name)} | _ends_of_sums(trees, env)
    known = env.laws.keys() | (env.definitions.keys() - _in_another_sense(trees, env)) | env.sizes | bound_names(env)
    return frozenset(inside - known - (numbers - alone - env.random))


def _ends_of_sums(trees: Sequence[Expr], env: Environment) -> set[str]:
    r"""The names up to which sums run: d, of a = \sum_{i=1}^d w_i x_i, is a number of terms and nothing random."""
    folds = [node for tree in behind(trees, env) for node in walk(tree) if isinstance(node, Fold)]
    return {node.name for each in folds if each.high is not None for node in walk(each.high) if isinstance(node, Sym)}


def _in_another_sense(trees: Sequence[Expr], env: Environment) -> set[str]:
    """The names that stand for a number where the page has defined a family: that says nothing of this number."""
    bare = {node.name for tree in behind(trees, env) for node in walk(tree) if isinstance(node, Sym)}
    families = {name for name, each in env.definitions.items() if each.indices}
    return bare & families - env.arrays.keys()


def _names(expr: Expr, env: Environment, outside: bool = False) -> set[str]:
    """The names in an expression and in what defines them, without indices; `outside`: those outside of E and Var."""
    indices = free_indices(expr) | {each.var for each in walk(expr) if isinstance(each, Fold)}
    waiting, found = [expr], set[str]()
    while waiting:
        each = waiting.pop()
        if outside and isinstance(each, Call) and each.function in ("E", "Var", "Cov"):
            continue
        if name := named(each):
            found.add(name)
        waiting.extend(children(each))
    found -= indices
    return found if outside else found | {each for name in found for each in reach(name, env)}
