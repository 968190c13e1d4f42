"""The first mention of a name defines it: what an equation changes in the environment, or that it asserts something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from backproof.answers.syntax import (
    Add,
    All,
    Call,
    Cases,
    Cond,
    Div,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Pow,
    Sym,
    map_expr,
    walk,
)
from backproof.documents.arrays import Shapeless
from backproof.documents.constants import is_scale
from backproof.documents.conversion import is_built_positive, sizes_in
from backproof.documents.declarations import LOSSES
from backproof.documents.dimensions import replaced
from backproof.documents.environment import Definition, Environment, FunctionDefinition
from backproof.documents.inlining import inlined
from backproof.documents.judgement import judge_relation
from backproof.documents.laws import give_moment, give_second_moment, name_moment, parameters
from backproof.documents.mentions import entry_inside, free_indices, is_moment, named, reach
from backproof.documents.opening import array_definition, reopened
from backproof.documents.outcomes import Outcome
from backproof.documents.parts import parameters_of
from backproof.documents.preactivations import with_preactivation
from backproof.documents.recursions import from_first
from backproof.documents.same_sizes import SAME, are_sizes
from backproof.documents.samples import layers
from backproof.documents.sides import DEFINED, defines_function, is_index_equation, name_of
from backproof.documents.step_sums import values_at_points
from backproof.documents.targets import with_targets

_DEFINING = re.compile(
    r"\b(?:let|defin\w+|denot\w+|call\w*|write|use|be|where|with|now|new|instead|given by|as follows|following"
    r"|equations?)\b",
    re.IGNORECASE,
)
_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_INDEX_LETTERS = frozenset("cijklmr")
_CONCLUDES = re.compile(
    r"\b(?:then|thus|hence|so|therefore|consequently|always|we (?:get|have|obtain|find|see))\s*[,:]?[\s$]*$",
    re.IGNORECASE,
)
_ANEW_BEFORE = re.compile(
    r"\b(?:anew|redefin\w+|from now on|instead|another|alternatively|this time|differently|friend|colleague|classmate"
    r"|(?:second|other|different|alternative) (?:solution|way|option|possibility|version|construction|choice|network)"
    r"|now (?:let|use|take|write|denote|define|consider|call)|a new)\b"
    r"|(?:\bwe (?:now|then|can|could|may) (?:also )?(?:use|take|define|consider)"
    r"|\b(?:with|for|using) (?:the|a) [\w\s-]*(?:error|loss|cost|entropy)|\bdefault)\s*[,:]?[\s$]*$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"\b(?:for|take|consider) an? (?:\w+[- ]){1,4}(?:with|where|whose)[\s$]*$", re.IGNORECASE)
_OF_LOSS = re.compile(
    r"\b(?:for|with|using) (?:the |a |an )?(?:(?P<entropy>(?:[\w-]+[ -])?cross[- ]entropy)"
    r"|(?:mean )?squared?(?:[- ]error)?|mse)(?: loss| cost| error)?\s*[,:]?[\s$]*$",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"\bwe (?:use|take|define|consider)\s*[,:]?[\s$]*$", re.IGNORECASE)
_PARAMETER = re.compile(r"\b(?:temperature|scal(?:ed?|ing)|sharpness|parameter|generali[sz]\w+)\b", re.IGNORECASE)
_WITH_PARAMETER = re.compile(
    r"\s*(?:now |next )?(?:(?:with|for|using) (?:the |a |an )?(?:\w+ )?"
    r"|(?:if|when)\b[^$.;=]{0,60}\b(?:divided|multiplied|scaled)\b[^$.;=]{0,20}?)(?:temperature|sharpness|scale|parameter)\b"
    r"(?![^$]*\b(?:then|thus|hence|so|therefore|still|same)\b)",
    re.IGNORECASE,
)
MOVED = re.compile(
    r"\b(?:chang|shift|mov)(?:e|es|ed|ing)?\s+(?:the |its |both |only |two )*(?:bias|threshold|weight|box|step)",
    re.IGNORECASE,
)
_ANEW_AFTER = re.compile(r"\W{0,4}\s*(?:for (?:the )?[A-Z][a-z]+|instead)\b")  # r = sqrt(6/n) for He


_BIAS = re.compile(r"\b(?:bias|weight)(?: (?:is|of|becomes|term|for|the|output|neuron|unit))*\s*\$?\s*$", re.IGNORECASE)
_OPERATORS = frozenset(("E", "Var", "D", "log"))
_LINES_OF_A_NETWORK = 4


@dataclass(frozen=True)
class Occasion:
    """Where an equation stands that may define a name.

    line: that of its right-hand side, counted from 1;  later: whether it is a later link of a chain.
    required: whether the words ask for it;  sentence: these words;  after: those that follow.
    strict: whether the names of the setting mean what the setting says.
    unchanged: the definitions without what only the clause around the statement says; empty where that is the same.
    whole: the sentence from its beginning, with its formulas.
    moved: whether the sentence changes or moves parts of a network, so that the name means the new one.
    """

    line: int
    later: bool = False
    required: bool = False
    sentence: str = ""
    after: str = ""
    strict: bool = False
    unchanged: Mapping[str, Definition] | None = None
    moved: bool = False
    whole: str = ""


def define(
    left: tuple[Expr, ...],
    right: tuple[Expr, ...],
    conditions: tuple[Cond, ...],
    occasion: Occasion,
    env: Environment,
) -> tuple[Environment, Outcome | None]:
    """The environment after `left = right`, and what to report; None where it defines nothing and is to be judged.

    A first mention of a name defines it; a moment of a random name declares its law.
    """
    target, body = left[0], right[0]
    match target:
        case Call("sqrt", (Call("Var", (Sym() | Entry(),)) as variance,)) if isinstance(body, Sym | Num):  # std(x) = s
            target, body = variance, Pow(body, Num(Fraction(2)))
        case Call("E", (Pow(Sym() | Entry() as random, Num(Fraction(numerator=2, denominator=1))),)):
            return give_second_moment(random, body, occasion.line, occasion.required, env)
        case _:
            pass
    if isinstance(target, Call) and defines_function(target):
        return _define_function(target, body, conditions, occasion.line, env)
    if isinstance(target, Call) and is_moment(target):
        return give_moment(target, body, occasion.line, occasion.required, env)
    if (named_so := name_moment(target, body, occasion.line, occasion.required, env)) is not None:
        return named_so
    if not isinstance(target, Sym | Entry):
        return env, None
    if isinstance(target, Sym) and isinstance(body, Sym) and {target.name, body.name} <= _INDEX_LETTERS:
        return env, Outcome("out-of-scope", "a case is named: two indices are equal")
    if are_sizes(target, body, env):
        return env, Outcome("definition", SAME)
    target, body = _shifted(target, body)
    name = name_of(target)
    indices = target.indices if isinstance(target, Entry) else ()
    letters = tuple(each.name for each in indices if isinstance(each, Sym))
    if len(letters) < len(indices) or len(set(letters)) < len(letters):
        return env, None
    if isinstance(body, Num):
        outcome = _value(left, right, conditions, occasion, env)
        known = env.definition(name, len(indices))
        if (
            not conditions
            and _is_of_neuron(target, occasion.sentence, env)
            and (known is None or isinstance(known.body, Num))
        ):
            env = env.defining(Definition(name, (), body, occasion.line))
        return env, outcome
    if is_index_equation(target, body):
        return env, Outcome("out-of-scope", "a case of the indices, not a claim")
    if (values := values_at_points(target, body, env)) is not None:
        body, right = values, (values,)
    if len(letters) == 1 and (formula := from_first(name, letters[0], body, env)) != body:
        body, right = formula, (formula,)
    if any(isinstance(node, Sym) and node.name == name for node in walk(body)):
        return env, None
    known = env.definition(name, len(indices))
    if known is None and name in env.arrays:
        known = env.definitions.get(name)  # defined entry by entry
    if known is None and not indices and _is_whole_of_entries(left, right, conditions, env):
        known = env.definitions[name]
    if known is None and not indices:
        asked = name in parameters(env)  # a law of the page speaks of it: a value is asked for, not given
        if name in env.positive and (occasion.required or asked):
            return env, None
        if name in env.positive:
            env = _with_sign(body, env)
            if not is_built_positive(body, _positive_in(body, env)):
                return env, Outcome("definition", f"{name} is given a value")  # it stays a positive number
        if asked:
            return env, None
    if re.search(r"\^\([lL][+-]?\d?\)", name):
        if env.any_depth and name.startswith("delta") and not is_gradient(body):
            return env, None  # the setting says what delta is
        if not is_gradient(body) and _is_gradient_elsewhere(name, env):
            return env, None  # delta^(l), where the page says of delta^(2) what it is
        if is_gradient(body):
            env = replace(env, derivatives=env.derivatives | {name.split("^")[0]})
        return _define_layers(name, letters, body, occasion.line, env)
    if known is None and not is_gradient(body) and name.split("^(")[0] in env.derivatives and "^(" in name:
        return env, None  # delta^(1), where the page has said what delta^(l) is
    if known is not None and indices and _is_one_number(body) and not _is_one_number(known.body) and known.line:
        return env, _value(left, right, conditions, occasion, env)  # if it knows nothing, p_c = 1/10: so it is there
    if known is None and (of_sample := _as_loss_of_sample(name, right, conditions, env)) is not None:
        return env.defining(replace(of_sample[0], line=occasion.line)), of_sample[1]
    meaning = "new" if known is None else _meaning(known, left, right, conditions, occasion, env)
    if meaning == "known":
        return replace(env, here=env.here | {name}), None
    of_last_layer = known is None and name in env.laws and _is_activation(body)
    if of_last_layer and any(each.line is not None for each in _resting_on(name, body, env)):
        env, body = _with_former_inputs(name, body, env)
    if circle := _resting_on(name, body, env):
        if any(each.line is not None for each in circle):
            return env, None
        if judge_relation(left, "=", right, conditions, env).verdict == "proved":
            return env, None
        gone = {each.name for each in circle}  # what the setting says gives way
        env = replace(env, definitions={key: each for key, each in env.definitions.items() if key not in gone})
    env, body = _apart(name, body, occasion.unchanged, env)
    env, outcome = _define_name(name, letters, body, occasion.line, env)
    if meaning == "conflict" and outcome.verdict == "definition":
        assert known is not None
        return env, _conflict(name, known)
    return env, outcome


def _is_whole_of_entries(
    left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...], env: Environment
) -> bool:
    """Whether a name stands for the vector whose entries the section has defined: of them it is the vector form.

    So it is where they are gradients, whatever it is said to be; else where the two can be compared.
    """
    known = env.definitions.get(name_of(left[0]))
    if known is None or known.line is None or not known.indices or known.name not in env.here:
        return False
    if is_gradient(known.body):
        return True
    whole = env.shaping(known.name, len(known.indices))
    return judge_relation(left, "=", right, conditions, whole).verdict in ("proved", "refuted")


def _shifted(target: Sym | Entry, body: Expr) -> tuple[Sym | Entry, Expr]:
    """x_k and what it is, of x_{k-1} = -B + (k-1) d."""
    match target:
        case Entry(name, (Add((Sym(letter), Num(value))),)) if value.denominator == 1:
            back = Add((Sym(letter), Num(-value)))
            return Entry(name, (Sym(letter),)), replaced(body, {letter: back})
        case _:
            return target, body


def _is_activation(body: Expr) -> bool:
    """Whether a formula is a function of one entry: max(0, a_j)."""
    return (
        isinstance(body, Call)
        and body.function in ("max", "relu", "tanh", "sigmoid")
        and entry_inside(body) is not None
    )


def _with_former_inputs(name: str, body: Expr, env: Environment) -> tuple[Environment, Expr]:
    """x_j = max(0, a_j), with a_j made of the x_i: these get a name of their own, and x is the next input."""
    former = f"{name}_before"

    def renamed(expr: Expr) -> Expr:
        if isinstance(expr, Entry) and expr.family == name:
            return Entry(former, tuple(map(renamed, expr.indices)))
        return Sym(former) if expr == Sym(name) else map_expr(expr, renamed)

    law = replace(env.laws[name], name=former)
    others = {each: known for each, known in env.laws.items() if each != name}
    env = replace(env.rewritten(renamed), laws={**others, former: law})
    return env, renamed(body)


def _is_of_neuron(target: Expr, sentence: str, env: Environment) -> bool:
    """Whether a name is that of a weight or a bias, b_1 = 0 or "its bias is $c = 0$", in a network of steps."""
    if not isinstance(target, Sym) or env.setting != "step-networks":
        return False
    return re.fullmatch(r"[a-z]_\d", target.name) is not None or _BIAS.search(sentence) is not None


def _value(
    left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...], occasion: Occasion, env: Environment
) -> Outcome:
    """`name = number`: a value that it is given, or, where the words conclude it, one that it has."""
    name = name_of(left[0])
    known = env.definition(name, len(left[0].indices) if isinstance(left[0], Entry) else 0)
    if known is None or known.line is None or not _CONCLUDES.search(occasion.sentence):
        return Outcome("definition", f"{name} is given a value")
    if (outcome := judge_relation(left, "=", right, conditions, env)).verdict == "proved":
        return outcome
    return Outcome("undecided", f"{name} is defined in line {known.line}; it is not said where it has this value")


def _as_loss_of_sample(
    name: str, right: tuple[Expr, ...], conditions: tuple[Cond, ...], env: Environment
) -> tuple[Definition, Outcome] | None:
    r"""\ell = \log(1 + e^z) - y z, where \ell_i is -y \log p - (1 - y) \log(1 - p): it is another form of that one."""
    singles = [each for key, each in env.definitions.items() if key.startswith(f"{name}_") and each.line is not None]
    if name not in LOSSES or len(singles) != 1 or any(isinstance(node, Fold | Entry) for node in walk(right[0])):
        return None
    (single,) = singles
    found = judge_relation((Sym(single.name),), "=", right, conditions, env)
    return (replace(single, name=name), found) if found.verdict == "proved" and not single.indices else None


def _is_one_number(body: Expr) -> bool:
    """Whether a formula has no names in it: 1/10."""
    return not any(isinstance(node, Sym | Entry | Fold) for node in walk(body))


def _resting_on(name: str, body: Expr, env: Environment) -> tuple[Definition, ...]:
    """The definitions by which a body rests on the name that it is to define: z = log(p/(1-p)), where p = sigma(z)."""
    found: list[Definition] = []
    seen, waiting = set[str](), [body]
    while waiting:
        for node in walk(waiting.pop()):
            known = env.definitions.get(name_of(node))
            if known is None or known.name in seen or known.name == name:
                continue
            seen.add(known.name)
            waiting.append(known.body)
            if any(name_of(each) == name for each in walk(known.body)):
                found.append(known)
    return tuple(found)


def _positive_in(body: Expr, env: Environment) -> frozenset[str]:
    """The names in a body that are positive, also because they are sizes."""
    return env.positive | sizes_in(body, env)


def _with_sign(body: Expr, env: Environment) -> Environment:
    """The environment where one number is positive because delta = 2B/N is."""
    positive = _positive_in(body, env)
    known = positive | env.definitions.keys() | env.laws.keys() | env.arrays.keys()
    unknown = {node.name for node in walk(body) if isinstance(node, Sym)} - known
    if len(unknown) != 1 or not is_built_positive(body, positive | unknown):
        return env
    return replace(env, positive=env.positive | unknown)


def _meaning(
    known: Definition,
    left: tuple[Expr, ...],
    right: tuple[Expr, ...],
    conditions: tuple[Cond, ...],
    occasion: Occasion,
    env: Environment,
) -> Literal["new", "known", "conflict"]:
    """What an equation for a known name does: it gives it another meaning, or speaks of the one that it has.

    A second meaning that no word announces is a conflict with the first: the page goes on with the second.
    """
    target, body = left[0], right[0]
    if is_gradient(known.body) and not is_gradient(body):
        return "known"  # delta is the gradient by z: what else it is said to be is a claim
    if known.line is None and (occasion.later or occasion.strict):
        outcome = judge_relation(left, "=", right, conditions, env)
        speaks = outcome.verdict == "proved" or (occasion.strict and outcome.verdict == "refuted")
        return "known" if speaks else "new"
    if known.line is None or occasion.later:
        return "new"
    outcome = judge_relation(left, "=", right, conditions, env)
    if outcome.verdict == "proved":
        return "known"
    if _is_of_another_network(known, body, occasion.line, env):
        return "new"
    name = name_of(target)
    of_entries = any(isinstance(node, Entry) and node.family == name for node in walk(body))
    if occasion.moved or _ANEW_BEFORE.search(occasion.sentence) or _ANEW_AFTER.match(occasion.after):
        return "new"
    if _OF_ANOTHER.search(occasion.sentence) or _is_of_another_loss(name, known.body, occasion.sentence):
        return "new"
    if isinstance(target, Sym) and of_entries:  # the loss of a sample, and then the mean
        return "new"
    if _is_single_neuron(known.body) and not _is_single_neuron(body) and _brings_a_name(body, known, env):
        return "new"  # the form of any neuron, and then the output of a network
    if _DEFINING.search(occasion.sentence) and _adds_parameter(known, body, occasion.sentence, env):
        return "new"
    if _WITH_PARAMETER.match(occasion.whole) and _adds_parameter(known, body, occasion.whole, env):
        return "new"  # "With temperature $T > 0$, p_i = ..."
    taken = _TAKEN.search(occasion.sentence) is not None
    if taken and _brings_a_name(body, known, env):
        return "new"
    elsewhere = name not in env.here  # another section begins, which may speak of something else
    words = (
        occasion.whole if occasion.sentence.strip(" $,") in ("", "and") else occasion.sentence
    )  # with L = ..., y = ...
    if elsewhere and _DEFINING.search(words) is not None:
        return "conflict" if _is_of_the_same(body, known) else "new"
    of_sizes = set() < _names_in(body) <= sizes_in(body, env) and not is_scale(name)  # a ratio, or a bound
    if elsewhere and (outcome.verdict == "undecided" or of_sizes) and not _rests_on_the_same(body, known, env):
        return "new"
    return "conflict" if taken else "known"


def _is_of_another_loss(name: str, body: Expr, sentence: str) -> bool:
    """Whether words name a cross-entropy where the page has defined a loss without logarithms, or the other way."""
    said = _OF_LOSS.search(sentence) if name in LOSSES | {"E"} else None
    has_log = any(isinstance(node, Call) and node.function == "log" for node in walk(body))
    return said is not None and has_log != (said["entropy"] is not None)


def _is_of_another_network(known: Definition, body: Expr, line: int, env: Environment) -> bool:
    """Whether a name rests on what got its meaning just here, long after it: z = W_2 h + b_2, p = softmax(z).

    It does not where it rests also on what it was made of before: p_c = e^(z_c - m) / ..., where m = max z is new.
    """
    names = _names_in(body)
    used = {name: env.definitions.get(name) for name in names}
    lines = {name: each.line for name, each in used.items() if each is not None and each.line is not None}
    new = {name for name, at in lines.items() if line - at <= _LINES_OF_A_NETWORK < at - (known.line or line)}
    return bool(new) and not reach(known.name, env) & (names - new)


def _is_single_neuron(body: Expr) -> bool:
    """Whether a formula is a function of a weighted input and a bias, all of them names: sigma(w x + b)."""
    match body:
        case Call(function, (Add((Mul((Sym(), Sym())), Sym())),)):
            return function not in _OPERATORS
        case _:
            return False


def _brings_a_name(body: Expr, known: Definition, env: Environment) -> bool:
    """Whether a second formula has a parameter that the first has not: "we use s_i = e^(x_i/T) / ..."."""
    before = reach(known.name, env) | {known.name}
    return any(name not in env.definitions and name not in env.arrays for name in _names_in(body) - before)


def _names_in(body: Expr) -> set[str]:
    """The names in a formula that are no indices."""
    bound = free_indices(body) | {node.var for node in walk(body) if isinstance(node, Fold)}
    return {name for node in walk(body) if (name := named(node))} - bound


def _numbers_of_indices(body: Expr) -> dict[str, set[int]]:
    """With how many indices the families of a formula are written."""
    found: dict[str, set[int]] = {}
    for node in walk(body):
        if isinstance(node, Entry):
            found.setdefault(node.family, set()).add(len(node.indices))
    return found


def _rests_on_the_same(body: Expr, known: Definition, env: Environment) -> bool:
    """Whether a body is made of nothing but what a name is made of: p by z, and then by z and m = max z."""
    now, then = _numbers_of_indices(body), _numbers_of_indices(known.body)
    if any(now[name].isdisjoint(then[name]) for name in now.keys() & then.keys()):
        return False  # p_n of one output, and then p_nk of ten
    before = reach(known.name, env)
    grounds, waiting = set[str](), sorted(_names_in(body))
    while waiting:
        name = waiting.pop()
        if (definition := env.definitions.get(name)) is None or name in before:
            grounds.add(name)
        else:
            waiting += sorted(_names_in(definition.body) - set(definition.indices))
    return bool(grounds) and (grounds - sizes_in(body, env) or grounds) <= before


def _is_of_the_same(body: Expr, known: Definition) -> bool:
    """Whether another body is made of the same names: 2 (y - t) and then y - t."""
    before = known.written or known.body
    names = ({name for node in walk(each) if (name := named(node))} for each in (body, before))
    one, other = (each - set(known.indices) for each in names)
    gradients = any(isinstance(node, Call) and node.function == "D" for node in walk(body))
    return body != before and bool(one) and one == other and not gradients


def _conflict(name: str, known: Definition) -> Outcome:
    said = f"{name} was defined in line {known.line} already, and this is not seen to be the same"
    return Outcome("undecided", f"{said}: say so if it is meant anew")


def _adds_parameter(known: Definition, body: Expr, sentence: str, env: Environment) -> bool:
    """Whether a body is like the known one but for a positive number of which that did not speak: a temperature."""
    added = parameters_of(Definition(known.name, known.indices, body), {known.name: known}, env)
    declared = added <= env.positive or bool(_PARAMETER.search(sentence))
    return len(added) == 1 and declared and not isinstance(body, Sym | Num)


def is_gradient(body: Expr) -> bool:
    """Whether a body is a derivative as a whole."""
    return isinstance(body, Call) and body.function == "D"


def _is_gradient_elsewhere(name: str, env: Environment) -> bool:
    """Whether the page has defined this letter of some layer as a gradient."""
    letter = name.split("^(")[0]
    return any(
        is_gradient(each.body) for key, each in env.definitions.items() if key.split("^(")[0] == letter and each.line
    )


def _define_name(
    name: str, letters: tuple[str, ...], body: Expr, line: int, env: Environment
) -> tuple[Environment, Outcome]:
    """`name_letters := body`."""
    letters, body = (letters, body) if letters else _entry_by_entry(name, body, env)
    try:
        definition, rank = array_definition(name, body, env, letters)
    except Shapeless as error:
        return env, Outcome("undecided", str(error))
    before = env
    stays = bool(letters) and env.arrays.get(name) == len(letters)  # an array, of which the entries are given here
    env = env if rank or stays else env.forgetting_shape(name)
    same = before.definitions.get(name)
    anew = same is not None and same.line is not None
    definition = replace(definition, line=line)
    env = with_preactivation(definition, before.definitions.get(name), env.defining(definition))
    if rank or stays:
        env = env.shaping(name, rank or len(letters))
    if before.definition(name, len(definition.indices)) is None:
        env = reopened(name, env)
    layer = re.search(r"\^\((\d+)\)", name)
    if layer and int(layer[1]) >= 1:
        env = replace(env, layers=tuple(sorted({*env.layers, int(layer[1])})))
    outcome = Outcome("definition", f"{name} is defined {'anew' if anew else 'here'}")
    return replace(env, here=env.here | {name}), outcome


def _entry_by_entry(name: str, body: Expr, env: Environment) -> tuple[tuple[str, ...], Expr]:
    """W_ij = c G_ij, which W = c G says where W has random entries and G is random."""
    nodes = list(walk(body))
    random = {node.name for node in nodes if isinstance(node, Sym) and node.name in env.laws}
    bodies = (node for each in env.definitions.values() for node in walk(each.body))
    ranks = {len(node.indices) for node in bodies if isinstance(node, Entry) and node.family == name}
    scaled = all(isinstance(node, Mul | Div | Pow | Num | Sym) or _is_root(node) for node in nodes)
    if name not in env.laws or len(random) != 1 or len(ranks) != 1 or not scaled:
        return (), body
    letters = tuple(each for each in ("i", "j", "r", "s") if Sym(each) not in nodes)[: ranks.pop()]
    (one,) = random
    return letters, replaced(body, {one: Entry(one, tuple(map(Sym, letters)))})


def _is_root(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "sqrt"


def _apart(
    name: str, body: Expr, unchanged: Mapping[str, Definition] | None, env: Environment
) -> tuple[Environment, Expr]:
    """L = 1/N sum_n L_n, where L was the loss of one sample until now: that one gets a name of its own."""
    known = replace(env, definitions=unchanged or env.definitions).definition(name, 0)
    own = [node for node in walk(body) if isinstance(node, Entry) and node.family == name]
    if known is None or not own:
        return env, body
    single = f"{name}·one"

    def renamed(expr: Expr) -> Expr:
        if isinstance(expr, Entry) and expr.family == name:
            return Entry(single, expr.indices)
        return map_expr(expr, renamed)

    apart = env.defining(replace(known, name=single, body=with_targets(known.body, env.labels)))
    return replace(apart, labels={}), renamed(body)  # each sample has a class of its own


def _define_layers(
    name: str, letters: tuple[str, ...], body: Expr, line: int, env: Environment
) -> tuple[Environment, Outcome | None]:
    """A definition for each layer l, `name_letters := body`; None where the page has defined all of them."""
    defined = False
    for _, one, other in layers(Sym(name), body, env):
        assert isinstance(one, Sym)
        first = env.definitions.get(one.name)
        if first is not None and first.line is not None:
            said = Entry(one.name, tuple(map(Sym, letters))) if letters else one
            if judge_relation((said,), "=", (other,), (), env).verdict == "refuted":
                return env, None if is_gradient(first.body) else _conflict(one.name, first)
            continue
        try:
            definition, rank = array_definition(one.name, other, env, letters)
        except Shapeless:
            continue
        env = env.defining(replace(definition, line=line))
        if rank or letters:
            env = env.shaping(one.name, rank or len(letters))
        defined = True
    return env, Outcome("definition", f"{name} is defined here") if defined else None


def _define_function(
    target: Call, body: Expr, conditions: tuple[Cond, ...], line: int, env: Environment
) -> tuple[Environment, Outcome]:
    """f(x) := body; a step function by one of its two values."""
    name = target.function.removeprefix(DEFINED)
    (parameter,) = target.args
    assert isinstance(parameter, Sym)
    if body in (_ZERO, _ONE) and len(conditions) == 1 and env.functions.get(name) == "step":
        body = Cases(((conditions[0], body),), _ONE if body == _ZERO else _ZERO)  # a step has two values
    elif conditions and not any(isinstance(node, Cases) for node in walk(body)):
        body = Cases(
            ((All(conditions) if len(conditions) > 1 else conditions[0], body),), None
        )  # nothing is said of it elsewhere
    if parameter not in walk(body):
        body = _with_units(body, parameter, env)
    if parameter not in walk(body):
        return env, Outcome("definition", f"{name} is given a value")
    if Sym(name) in walk(body):  # p(x) = p(-x)
        return env, Outcome("definition", f"it says how values of {name} are related")
    env = env.naming(FunctionDefinition(name, parameter.name, body, line))
    return env, Outcome("definition", f"the function {name} is defined here")


def _with_units(body: Expr, parameter: Sym, env: Environment) -> Expr:
    """The body with what the hidden units are of the input in their place: h z_1 - h z_2, where z_1 = \\sigma(x)."""
    if env.setting != "step-networks":
        return body
    plain_functions = replace(env, functions={})
    units = {
        name: each for name, each in env.definitions.items() if parameter in walk(inlined(each.body, plain_functions))
    }
    return inlined(body, replace(plain_functions, definitions=units))


def is_fresh(side: Expr, env: Environment) -> bool:
    """Whether a side is a name of which nothing is known."""
    if not isinstance(side, Sym):
        return False
    known = (env.definitions, env.laws, env.arrays, env.functions, env.positive)
    return not any(side.name in each for each in known)


def is_mentioned(side: Expr, env: Environment) -> bool:
    """Whether a definition of the page speaks of a name already, so that a result cannot name it."""
    bodies = [each.body for each in env.definitions.values() if each.line is not None]
    functions = env.functions.values()
    bodies += [each.body for each in functions if not isinstance(each, str) and each.line is not None]
    return any(named(node) == name_of(side) for body in bodies for node in walk(body))


def is_settled(
    left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...], strict: bool, env: Environment
) -> bool:
    """Whether the setting or the page says of a name already what is said here, or something else."""
    name = name_of(right[0])
    known = {name, re.sub(r"\^\(l\)", "^(1)", name)} & env.definitions.keys()
    if known and strict:
        return True
    settled = ("proved", "refuted", "conditional")
    return bool(known) and judge_relation(left, "=", right, conditions, env).verdict in settled
