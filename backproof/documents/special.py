r"""Special cases that the words of a sentence make: the class of a one-hot label, logits that are all alike.

    if the correct class is $c$ then $L = -\log y_c$      the label t is 1 at c and 0 elsewhere
    if all logits are 0 then $y_i = 1/n$                  every z_k is 0
    at the start all classes are equally likely           every z_k is the same number
    with all weights zero                                 the same

Such a sentence speaks of what is known already, so it defines nothing anew, and it binds nobody after its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from backproof.answers.syntax import ONE, Add, Call, Cases, Compare, Cond, Entry, Expr, Fold, Num, Pow, Sym, Truth, walk
from backproof.documents.environment import Definition, Environment
from backproof.documents.mentions import free_indices, labels_behind
from backproof.documents.targets import called_one_hot

_CLASS = re.compile(
    r"\b_KIND (?:class|label|category)(?: label)?(?: (?:is|be|was|=)\s*(?:called )?| *,? *)_LETTER(?![A-Za-z_^])"
    r"|\bclass _LETTER(?![A-Za-z_^]) (?:is|be|was) (?:the )?_KIND"
    r"|(?:^|[\s,(])_LETTER (?:is|denotes|be) the (?:index of the )?_KIND (?:class|label)".replace(
        "_KIND", r"(?:correct|true|right|target|actual)"
    ).replace("_LETTER", r"\$?\s*(?:[a-z]\s*=\s*)?([a-z])(?!\s*=)\s*\$?"),
    re.IGNORECASE,
)  # class $t$, and class $c = t$: c runs over the classes, and t is the one
_CALLS_CLASS = re.compile(
    r"\b(?:call|denote|write|let)\s+_CLASS\s+(?:by\s+|as\s+|be\s+)?\$?\s*([a-z])\s*\$?(?=[\s.,;])"
    r"|\b(?:let|where|with|and)\s+\$?\s*([a-z])\s*\$?\s+(?:be|is|denotes?|stands? for)\s+_CLASS\b".replace(
        "_CLASS",
        r"(?:the\s+)?(?:true|correct|right|actual)\s+(?:class|label)(?:\s+of\s+(?:this|the)\s+(?:sample|example))?",
    ),
    re.IGNORECASE,
)
_ALIKE = re.compile(
    r"\ball (?:of )?(?:the )?"
    r"(?:logits|scores|pre-?activations|inputs of the softmax|\$\s*(?P<name>[a-z])_\{?\w\}?\s*\$)"
    r"(?: \$\s*(?P<named>[a-z])_\{?\w\}?\s*\$)? (?:are|were|is|be|equal|have)"
    r"(?: (?:set|equal|near|close|roughly|about|almost|nearly|approximately|very small))?"
    r"(?: to)?"
    r"(?: (?:the )?same(?: value)?| identical| alike| equal|\s*\$?\s*(?P<zero>0|zero)\b)"
    r"|\b(?:all (?:of )?(?:the )?)?(?:(?P<classes>classes)|outputs|predictions|predicted probabilities)"
    r" (?:are|were|is|be|have)(?: (?:roughly|about|nearly|almost|approximately|still))?"
    r" (?:equally (?:likely|probable)|(?:the )?same probability|uniform)\b"
    r"|\b(?:with|when|if|where|since|because|as) (?:all (?:of )?)?(?:the )?"
    r"(?:weights|parameters)(?: and (?:the )?biases)?"
    r"(?: (?:are|is|being|set|equal|initiali[sz]ed|to|at|with|as|all))* (?:zeros?|\$?\s*0)\b",
    re.IGNORECASE,
)
_START = re.compile(
    r"\b(?:start|begin\w*|initial\w*|untrained|guess\w*|(?:small|zero|random) weights)\b", re.IGNORECASE
)
_OF_OTHERS = (
    r"(?:for|in|at|of|with|while) (?:all |any |every |each )?(?:of )?(?:the )?"
    r"(?:others?(?! (?:words?|hand|way|ways|side|terms)\b)|rest|remaining|wrong|incorrect|false|different)\b"
)
_OTHERS = re.compile(rf"\b{_OF_OTHERS}(?:[^$.!?;]|\$\s*[a-z]\s*\$)*$", re.IGNORECASE)
_OTHERS_AFTER = re.compile(rf"[\s,$)]*{_OF_OTHERS}", re.IGNORECASE)
_THE_OTHERS = re.compile(r"[\s,$)]*(?:for|in|at) (?:all )?(?:of )?(?:the )?(?:others?|rest|remaining)\b", re.IGNORECASE)
_CASE = re.compile(r"\$\s*([a-z])\s*=\s*([a-z])\s*\$")
_CLASS_LETTERS = frozenset(("y", "t", "ell"))  # by custom no index that runs over classes
_EULER = Call("exp", (ONE,))
_COMMON = "common·value"
_ELSEWHERE = re.compile(
    r"\s*\$?\s*,?\s*(?:otherwise|elsewhere|else|for (?:all |every |each |any |the )*others?)\b", re.IGNORECASE
)
_NEXT = re.compile(
    r"(?<=[.!?])(?<!i\.e\.)(?<!e\.g\.)\s+(?=[A-Z*(])"
    r"|\n\s*\n(?=\s*(?:[A-Z#*(\d-]|\\(?:textbf|emph|paragraph|noindent)\b))|\n[ \t]*[-*+]\s"
)
_REACH = 400  # characters before a formula that may belong to its sentence


def sentence_before(text: str, at: int) -> str:
    """The words and formulas of a sentence before a place of the page."""
    return _NEXT.split(text[max(0, at - _REACH) : at])[-1]


def in_special_case(sentence: str, env: Environment) -> Environment:
    """The environment of a sentence; the same one where its words make no special case."""
    return _with_class(sentence, _with_logits(sentence, env))


def _with_class(sentence: str, env: Environment) -> Environment:
    """A one-hot label whose class is named: t_i is 1 for i = c and 0 otherwise."""
    letter = class_said(sentence)
    targets = sorted(targets_of(env))
    if letter is None or len(targets) != 1:
        return env
    if letter in env.definitions or letter == targets[0]:
        return env
    return replace(env, labels={**env.labels, targets[0]: Sym(letter)})


def class_said(words: str) -> str | None:
    """The letter by which words call the class of the label: c, of "if the correct class is $c$"."""
    found = _CLASS.search(words)
    return None if found is None else next(each for each in found.groups() if each)


def class_called(words: str, text: str, env: Environment) -> Environment:
    """The environment after "call the true class $t$", where the loss speaks of the class y: from here on t is y.

    So it is after "let $t$ be the one-hot target and let $y$ be the true class": of t, y is the class.

    text: the page so far.
    """
    if (found := _CALLS_CLASS.search(words)) is None:
        return env
    letter = next(each for each in found.groups() if each)
    labels = {
        node.condition.left.name
        for each in env.definitions.values()
        for node in walk(each.body)
        if isinstance(node, Truth) and isinstance(node.condition, Compare) and isinstance(node.condition.left, Sym)
    }
    if letter == "i" or letter in labels | env.definitions.keys() | env.arrays.keys():
        return env
    if len(labels) == 1:
        return replace(env, called={**env.called, letter: Sym(labels.pop())})
    targets = targets_of(env)
    if labels or len(targets) != 1 or letter in targets or not targets <= called_one_hot(text):
        return env
    return replace(env, labels={**env.labels, targets.pop(): Sym(letter)})


def class_named(left: Expr, right: Expr, behind: str, env: Environment) -> Environment | None:
    """The environment after `t_y = 1`, where t is one-hot: y is the class of the example from here on; else None.

    An index that counts classes elsewhere, t_k = 1, names the class in its sentence alone, unless the words behind
    the formula say that it does: "for the true class $k$".
    """
    match left, right:
        case Entry(name, (Sym(letter) as label,)), Num(value) if value == 1 and (
            letter in _CLASS_LETTERS or class_said(_NEXT.split(behind)[0]) == letter
        ):
            if name in targets_of(env) and letter != name and letter not in env.definitions:
                return replace(env, labels={**env.labels, name: label})
    return None


def is_zero_elsewhere(left: Expr, right: Expr, behind: str, env: Environment) -> bool:
    """Whether `t_k = 0`, which is delta_kc then, is said of the other classes: "and $t_k = 0$ otherwise"."""
    match left, right:
        case Call("kronecker", (Sym() as index, Sym() as label)), Num(value) if value == 0:
            return index != label and label in env.labels.values() and _ELSEWHERE.match(behind) is not None
        case _:
            return False


def indicator_of_class(left: Expr, right: Expr, sentence: str, env: Environment) -> Environment | None:
    r"""The environment after $y_m = 1$ if $m = t$ and 0 otherwise: y is one-hot from here on, and t its class.

    Only where t is a letter for a class by custom, or words call it the true one: an index has no value; else None.
    """
    match left, right:
        case Entry(name, (Sym(index),)), Cases(((Compare("=", Sym(one), Sym(other)), Num(value)), *rest), otherwise):
            pass
        case _:
            return None
    elsewhere = [each for _, each in rest] + ([] if otherwise is None else [otherwise])
    if value != 1 or index not in (one, other) or len(elsewhere) != 1 or elsewhere[0] != Num(Fraction(0)):
        return None
    letter = other if index == one else one
    named = _CLASS.search(sentence)
    known = env.definition(name, 1)
    if letter not in _CLASS_LETTERS and (named is None or letter not in named.groups()):
        return None
    if letter in (index, name) or letter in env.definitions or (known is not None and known.line is not None):
        return None
    others = {each: body for each, body in env.definitions.items() if each != name}  # what a setting says gives way
    return replace(env, definitions=others, labels={**env.labels, name: Sym(letter)})


def targets_of(env: Environment) -> set[str]:
    """The families whose entries are assumed to add up to 1: labels."""
    return {
        cond.left.body.family
        for cond in env.assumptions
        if isinstance(cond, Compare) and isinstance(cond.left, Fold) and isinstance(cond.left.body, Entry)
    } - env.definitions.keys()


def _with_logits(sentence: str, env: Environment) -> Environment:
    """Every logit has one value."""
    found = _ALIKE.search(sentence)
    if found is None or (found["classes"] and not _START.search(sentence)):  # those of the data may be so too
        return env
    families = set(_logits(env))
    named = found["name"] or found["named"]
    if named is not None:
        families &= {named}
    if len(families) != 1:
        return env
    (family,) = families
    value: Expr = Num(Fraction(0)) if found["zero"] else Sym(_COMMON)
    alike = env.defining(Definition(family, ("i",), value))
    return replace(alike, explained=env.explained | {_COMMON} | targets_of(env))


def _logits(env: Environment) -> Iterator[str]:
    """The families of numbers that a softmax takes."""
    for each in env.definitions.values():
        for node in walk(each.body):
            is_exp = isinstance(node, Call) and node.function in ("exp", "softmax")
            if not is_exp and not (isinstance(node, Pow) and node.base == _EULER):
                continue
            for inner in walk(node):
                match inner:
                    case Entry(name, (_,)) if name not in env.definitions or _is_of_layer(name, env):
                        yield name
                    case Sym(name) if env.arrays.get(name) == 1 and name not in env.definitions:
                        yield name
                    case _:
                        pass


def _is_of_layer(name: str, env: Environment) -> bool:
    """Whether the entries are those of a layer, sum_j W_kj x_j + b_k, which may all be alike."""
    known = env.definition(name, 1)
    if known is None:
        return False
    index = Sym(known.indices[0])
    terms = known.body.terms if isinstance(known.body, Add) else (known.body,)
    biases = any(isinstance(term, Entry) and term.indices == (index,) for term in terms)
    weights = any(
        isinstance(node, Entry) and len(node.indices) == 2 and index in node.indices for node in walk(known.body)
    )
    return biases or (weights and len(terms) == 1)


def of_the_others(before: str, after: str, trees: Iterable[Expr], env: Environment) -> Cond | None:
    """i is not c, of "and $dL/dz_i = y_i$ for the other classes", where c is the class of the label; else None.

    Also of "... for $i = c$, and ... for the others", whatever c is.  before, after: the words around the formula.
    """
    if not _OTHERS.search(before.rstrip(" $(")) and not _OTHERS_AFTER.match(after):
        return None
    trees = list(trees)
    classes = {label.name for label in env.labels.values()}
    classes = classes or {name for tree in trees for name in labels_behind(tree, env)}  # c, of a loss -log p_c
    cases = set(_CASE.findall(before))
    indices = {name for tree in trees for name in free_indices(tree)}
    if len(cases) == 1 and len({*indices} & {*(case := cases.pop())}) == 1:
        return Compare("!=", *map(Sym, case))
    if len(classes) != 1 or len(indices - classes) != 1:
        return None
    return Compare("!=", Sym((indices - classes).pop()), Sym(classes.pop()))


def speaks_of_others(before: str, after: str) -> bool:
    """Whether a formula is said of the others alone: "for the others ...", "... for the others"."""
    return _OTHERS.search(before.rstrip(" $(")) is not None or _THE_OTHERS.match(after) is not None


def afterwards(env: Environment, special: Environment, whole: Environment) -> Environment:
    """The environment after a sentence for which `in_special_case` had made `special` of `whole`."""
    if special is whole:
        return env
    return replace(
        env,
        labels=whole.labels,
        explained=whole.explained,
        assumptions=whole.assumptions,
        shown=env.shown or whole.shown,
        laws={**whole.laws, **env.laws} if special.laws != whole.laws else env.laws,
        positive=env.positive | (whole.positive - special.positive),
    )
