"""Diagnosis of a refuted equation: the misconception whose wrong variant the kernel proves to be what was claimed."""

from __future__ import annotations

from backproof.answers.syntax import Call, Cond, Div, Entry, Expr, Fold, Num, Pow, Sym, map_expr
from backproof.documents.arrays import Shapeless
from backproof.documents.biased import with_free_sums
from backproof.documents.conversion import Converter
from backproof.documents.declarations import ANY, NotConverted
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.limits import TooLong, budget, time_limit
from backproof.documents.misconceptions import diagnose
from backproof.documents.opening import opened
from backproof.documents.piecewise import judge_numbers
from backproof.documents.rewriting import everywhere, nodes, replaced
from backproof.documents.samples import layers
from backproof.documents.variants.claimed import Claimed
from backproof.documents.verdicts import decide
from proofs.kernel.claims import Claim, equal
from proofs.kernel.instances import compare
from proofs.kernel.terms import NotATerm
from proofs.kernel.verdicts import is_proved

SECONDS = 4.0


def misconception_of(left: Expr, right: Expr, conditions: tuple[Cond, ...], env: Environment) -> str | None:
    """The name of the misconception that leads to a refuted equation; None if there is none that is proved to."""
    env = with_free_sums((left, right), env)

    def proves(one: Expr, other: Expr) -> bool:
        """For every layer that a claim about a layer l may speak of."""
        instances = list(layers(one, other, env))
        return bool(instances) and all(proves_instance(left, right) for _, left, right in instances)

    def proves_instance(one: Expr, other: Expr) -> bool:
        try:
            problem = Converter(env, conditions).problem(opened(one, other, env))
            claim: Claim = equal(*problem.sides)
            if problem.opaque or compare(claim, problem.setting).counterexample is not None:
                return False  # seen at the first point, before anything is reduced
            return is_proved(decide(claim, problem.setting))
        except (NotConverted, Shapeless, NotATerm, RecursionError):
            found = judge_numbers(one, "=", other, conditions, env)
            return found is not None and found.verdict == "proved" and not found.exceptions

    claimed = Claimed(
        with_exponentials(left),
        with_exponentials(right),
        sizes=_sizes((left, right), env),
        softmax=tuple(name for name, each in env.definitions.items() if is_softmax(with_exponentials(each.body))),
        between=tuple(name for name, each in env.definitions.items() if not each.indices),
        scales=tuple(sorted(env.positive)),
        uniform=any(law.kind == "uniform" for law in env.laws.values()),
        unfold=lambda expr: with_exponentials(_unfolded(expr, env)),
    )
    try:
        with budget(SECONDS), time_limit(SECONDS):
            found = diagnose(claimed, proves, SECONDS)
    except TooLong:
        return None
    return None if found is None else found.name


def with_exponentials(expr: Expr) -> Expr:
    """An expression in which e to a power is written as the function exp."""

    def change(node: Expr) -> Expr:
        match node:
            case Pow(Call("exp", (Num(value),)), exponent) if value == 1:
                return Call("exp", (exponent,))
            case Call(name, args) if name.startswith(ANY):
                return Call(name.removeprefix(ANY), args)
            case _:
                return node

    return everywhere(expr, change)


def _sizes(sides: tuple[Expr, ...], env: Environment) -> tuple[str, ...]:
    """The names of numbers of terms, in the claim or in a definition behind one of its names."""
    found: dict[str, None] = {}
    waiting, known = list(sides), set[str]()
    while waiting:
        for node in nodes(waiting.pop()):
            if isinstance(node, Fold) and isinstance(node.high, Sym):
                found[node.high.name] = None
            name = node.name if isinstance(node, Sym) else node.family if isinstance(node, Entry) else ""
            if name in env.sizes or name in ("n", "n_in", "n_out", "N"):
                found[name] = None
            if name in env.definitions and name not in known:
                known.add(name)
                waiting.append(env.definitions[name].body)
    return tuple(found)


def is_softmax(body: Expr) -> bool:
    """Whether what defines an entry is that of a softmax."""
    match body:
        case Div(Call("exp", _), Fold("sum", _, _, _, _, Call("exp", _))):
            return True
        case Call("softmax", _):
            return True
        case _:
            return False


def _unfolded(expr: Expr, env: Environment) -> Expr:
    """An expression with the definitions of the page and of the setting put in, once."""
    match expr:
        case Sym(name) if name in env.definitions and not env.definitions[name].indices:
            return env.definitions[name].body
        case Entry(name, indices) if name in env.definitions:
            definition = env.definitions[name]
            body = definition.body
            for letter, index in zip(definition.indices, indices, strict=False):
                body = replaced(body, Sym(letter), index)
            return body
        case Call(name, (argument,)) if isinstance(found := env.functions.get(name), FunctionDefinition):
            return replaced(found.body, Sym(found.parameter), argument)
        case _:
            return map_expr(expr, lambda each: _unfolded(each, env))
