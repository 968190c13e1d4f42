"""How a section begins: what its setting, its words and the sections before make of the names that it uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Mul, Sym, Transpose, children, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.applied_letters import is_only_applied, with_applied_letters
from backproof.documents.batches import with_index
from backproof.documents.claims import Writer
from backproof.documents.constants import called
from backproof.documents.declarations import ANY
from backproof.documents.entries_of_samples import AS_USUAL, Written
from backproof.documents.entropies import entropies_of
from backproof.documents.environment import Environment, FunctionDefinition
from backproof.documents.euler import is_name, is_pi_name
from backproof.documents.free_vectors import free_vectors
from backproof.documents.independence import declared, says_independent
from backproof.documents.layering import with_ell
from backproof.documents.leaky import with_leaky
from backproof.documents.letters import with_classes, with_letters
from backproof.documents.lexer import read_side
from backproof.documents.macros import Macros, macros_of
from backproof.documents.matrices.functions import function_letters
from backproof.documents.matrices.one_output import Kind, kinds_of_last_layer
from backproof.documents.mentions import named
from backproof.documents.numbered_names import biases_before, numbered_names
from backproof.documents.numbers_of_samples import declared_of_batch, numbers_before
from backproof.documents.page_names import PageNames
from backproof.documents.parts import Parts
from backproof.documents.placing import Placed
from backproof.documents.recursions import starts_said, stepped
from backproof.documents.report import Section
from backproof.documents.samples import per_sample
from backproof.documents.sandwiched import sandwiched
from backproof.documents.settings import initial, layer_base, names_of
from backproof.documents.shapes import Network, network_of
from backproof.documents.shown import bold_names, shown_arrays, transposed
from backproof.documents.sizes_said import counts_named, ends_of_sums, fans_said
from backproof.documents.spelling import THOUSANDS, has_thousands, samples_behind_layers
from backproof.documents.statements import Statement
from backproof.documents.supposed import bounds_said
from backproof.documents.targets import USUAL, adding_to_one, called_one_hot, says_one_hot
from backproof.documents.walk import Walker

_ABOUT_ZERO = re.compile(r"\[\s*-\s*(?P<end>[A-Za-z])\s*,\s*(?P=end)\s*\]")
_WIDTH = re.compile(r"\bwidth\s+(?:of\s+|is\s+)?\$\s*(?P<name>\\?[A-Za-z]+)\s*\$")
_SAID_POSITIVE = re.compile(  # the points of the line, x > 0, are cases
    r"\b(?:where|with|assum\w+|suppose|let|that|need|requires?|for(?: (?:any|all|every))?)\s+(?:(?:the|a) \w+ )?"
    r"\$?\s*(?P<name>[a-jm-swA-W])\s*(?:>|\\gt(?![A-Za-z]))\s*0(?![.\d])"
)
_SAID_NEGATIVE = re.compile(r"(?<![A-Za-z\\])([a-zA-Z])\s*(?:<|\\leq?(?:slant)?|\\lt|≤)\s*0(?![.\d])")
_HEIGHT = re.compile(r"(?<![A-Za-z\\])H(?!\s*(?:'|\\left|\\[bB]igl?)?\s*\(|[A-Za-z])")
_APPLIED = ("sigma", "phi", "psi")
_OF_CLASSES = frozenset(("softmax", "backpropagation"))  # settings whose labels have an entry for each class
_OF_LOGITS = frozenset(("softmax", "logistic"))
_NETWORK = frozenset(("softmax", "logistic", "backpropagation", "activations", "general"))
_LAYERS = 3  # a network has as many equations at least
_INDEX_LETTERS = frozenset("ijkl")
_SIZE = re.compile(r"[A-Za-z](?:_\w+)?|\d+")  # of R^{q x p}, whatever the letters
_NUMBERS = re.compile(r"\s*\\\{\s*[-+]?\s*\d+\s*,[^{}]*\\\}\s*\Z")  # {0, 1}


def walker_of(
    memory: dict[str, Walker],
    section: Section,
    placed: list[Placed],
    words: str,
    lines: Mapping[int, int],
    head: Iterable[Walker] = (),
    written: Written = AS_USUAL,
) -> Walker:
    """The walker of a section: what the page has defined so far on top of what the setting says.

    lines: the line of an offset of the page, counted from 1;  head: the walkers of what stands before all questions.
    written: how the formulas of the page are to be read.
    """
    text = " ; ".join(side.latex for each in placed for side in each.statement.sides)
    macros = macros_of(words)
    earlier = memory.get(_group(section.setting)) or _network_before(memory, section.setting)
    before = (set(earlier.env.per_sample.values()) if earlier is not None else set()) or samples_behind_layers(words)
    found = [each.statement for each in placed]
    seen, parameters, own, bracketed_samples = _seen(found, macros, before, written)
    bracketed = frozenset(layer_base(name) for name in seen if "^(" in name)
    if earlier is not None:
        bracketed |= {name for name in earlier.env.bracketed if not _has_layers(name, text)}
    environment = replace(
        initial(section.setting, seen, parameters, words),
        macros=macros,
        bracketed=bracketed,
        numbered=numbered_names(found, section.setting) | biases_before(None if earlier is None else earlier.env),
        raised=with_ell(text),
        entropies=entropies_of(words),
        per_sample=own,
        starts=starts_said(words),
        stepped=stepped(words),
        bracketed_samples=bracketed_samples,
        of_samples=written.samples,
        fans=fans_said(words, seen),
        counts=counts_named(words),
        ends=ends_of_sums(text, seen) if section.setting == "initialization" else frozenset(),
        variables=frozenset(parameters),
    )
    marks = frozenset([THOUSANDS] if has_thousands(words) else [])
    environment = replace(environment, words=environment.words | written.own | marks)
    counted = {name for name in environment.definitions if _is_size(name, text)}
    kept = {name: each for name, each in environment.definitions.items() if name not in counted}
    environment = replace(environment, definitions=kept)
    if written.samples:  # the page says itself what everything is, with the index of the sample
        environment = replace(environment, definitions={}, arrays={})
    equations = [each for each in found if each.relations[:1] in (("=",), (":=",))]
    named_before = any("e" in walker.env.words for walker in head)
    if named_before or is_name([(each.sides[0].latex, each.sides[1].latex) for each in equations], text):
        environment = replace(environment, words=environment.words | {"e"})  # a name of the page, no Euler's number
    if any("pi" in walker.env.words for walker in head) or is_pi_name(text):
        environment = replace(environment, words=environment.words | {"pi"})  # probabilities, no half of a turn
    ranks, scalars = shown_arrays(seen, found, own, section.setting)
    known_ranks = {name: rank for name, rank in environment.arrays.items() if name not in scalars}
    environment = with_classes(replace(environment, arrays={**known_ranks, **ranks}), text, seen)
    for name in _APPLIED:  # a letter that is applied to something is a function, even if nobody says which
        known = name in environment.functions or name in environment.positive or name in environment.laws
        if not known and re.search(rf"\\{'(?:var)?phi' if name == 'phi' else name}\s*(?:\\left|\\bigl?)?\s*\(", text):
            environment = replace(environment, functions={**environment.functions, name: name})
    for name, meaning in function_letters(words).items():  # s(t) = 1/(1 + e^-t), wherever the page says so
        known = name in environment.functions or not is_only_applied(name, text)
        if not known and not meaning.startswith(ANY) and name not in environment.definitions:
            environment = replace(environment, functions={**environment.functions, name: meaning})
    environment = with_applied_letters(environment, text, words)
    for name in ("softmax", "Softmax"):  # no factor, whatever the section is about
        if name not in environment.functions and re.search(rf"{name}\}}?\s*(?:\\left|\\bigl?)?\s*\(", text):
            environment = replace(environment, functions={**environment.functions, name: "softmax"})
    for name, each in ((name, each) for walker in head for name, each in _own_functions(walker.env).items()):
        if is_only_applied(name, re.sub(rf"(?:(?<=; )|\A)\\?{name}(?= ;|\Z)", "", text)):  # "H" alone is its name
            environment = replace(environment, functions={**environment.functions, name: each})
    if section.setting == "step-networks":
        letters = set(re.findall(r"(?<![\\A-Za-z_^{])[a-zA-Z](?=\s*\()", text)) - environment.functions.keys()
        steps = {each for each in letters if is_only_applied(each, text, 2) and _is_step(each, words)}
        if steps and _HEIGHT.search(text):  # H u(x) - H u(x - w): where u is the step, H is the height of a box
            environment = replace(environment, functions={k: f for k, f in environment.functions.items() if k != "H"})
        environment = replace(environment, functions={**environment.functions, **dict.fromkeys(sorted(steps), "step")})
    if says_independent(words):
        environment = replace(environment, independent=True)
    else:  # a setting speaks of its own names alone
        letters = {name for name, indices in seen.items() if name[:1].isupper() and 0 in indices}
        dependent = frozenset(letters | called("random", words)) - environment.laws.keys()
        environment = replace(environment, dependent=dependent)
    independents = called("independent", declared(words))
    random = called("random", words) | called("independent", words)
    constants = called("constant", words) - random
    laws = {name: law for name, law in environment.laws.items() if name not in constants}
    printed_bold = bold_names(text)
    environment = replace(environment, positive=environment.positive - printed_bold)  # a vector is no slope of a ReLU
    bold = {name for name in printed_bold if name[:1].isupper()}  # \mathbf{J} is no loss
    strangers = constants | random | bold
    definitions = {
        name: each
        for name, each in environment.definitions.items()
        if name not in strangers and (each.indices or name not in transposed(text))  # nor is J, of J^T
    }
    environment = replace(
        environment,
        definitions=definitions,
        laws=laws,
        constants=constants,
        random=random,
        independents=independents,
    )
    numbers = {name for name, each in environment.definitions.items() if not each.indices}
    arrays = {name: rank for name, rank in environment.arrays.items() if name not in numbers}
    environment = _with_bounds(environment, bounds_said(words))
    if section.setting in _OF_LOGITS:
        environment = replace(environment, free=free_vectors(words))
    if section.setting == "step-networks":  # B, of a function on [-B, B], and the width w of a box
        lengths = {found["end"] for found in _ABOUT_ZERO.finditer(words)}
        lengths |= {found["name"].removeprefix("\\") for found in _WIDTH.finditer(words)}
        lengths |= {found["name"] for found in _SAID_POSITIVE.finditer(words)} - set(_SAID_NEGATIVE.findall(words))
        environment = replace(environment, positive=environment.positive | (lengths - environment.definitions.keys()))
    inner, columns = _beside_inner_products(found, names_of(environment))
    arrays = {name: rank for name, rank in arrays.items() if name not in inner}
    arrays |= dict.fromkeys(sorted(columns - inner - numbers), 1) if own else {}
    between = sandwiched(found, names_of(environment)) - numbers
    environment = replace(environment, arrays={**arrays, **dict.fromkeys(sorted(between), 2)})
    last_layer = kinds_of_last_layer(_equations(found, names_of(environment)), frozenset(own.values()))
    environment = _with_last_layer(last_layer, environment)
    if earlier is not None:
        environment = _carried(earlier.env, environment)
    elif section.setting == "initialization" and (other := memory.get("network")) is not None:
        environment = _with_layers_of(other.env, environment)
    environment = _with_one_hot(environment, seen, _said_with_formulas(placed), words)
    if (
        earlier is not None
        and {earlier.env.setting, environment.setting} <= _OF_CLASSES
        and not environment.assumptions
    ):
        environment = replace(environment, assumptions=earlier.env.assumptions)
    matrices = [name for name, rank in environment.arrays.items() if rank == 2]
    network = network_of((each.statement for each in placed), names_of(environment), matrices)
    if network.declared:
        kinds = {_without_sample(name, environment): kind for name, kind in network.kinds().items()}
        arrays = {**environment.arrays, **{name: rank for name, (rank, _) in kinds.items() if rank}}
        arrays = {name: rank for name, rank in arrays.items() if kinds.get(name, (1, False))[0]}
        arrays = {name: rank for name, rank in arrays.items() if name not in _INDEX_LETTERS}
        environment = replace(environment, spaces=_spaces(network))
        sizes = {size for each in environment.spaces.values() for size in each if not size.isdigit()}
        environment = replace(environment, sizes=environment.sizes | sizes)
        rows = (environment.rows - kinds.keys()) | {name for name, (_, row) in kinds.items() if row}
        environment = replace(environment, arrays=arrays, rows=frozenset(rows))
    numbers_of_sample = frozenset[str]() if earlier is None else numbers_before(own, seen, earlier.env)
    for name in (
        numbers_of_sample | declared_of_batch(own, words) | _in_sets_of_numbers(found)
    ):  # y_i is a number, and so is the y of one sample
        environment = environment.forgetting_shape(name)
    environment = with_leaky(environment, words)
    part = " ".join(f"{each.before} " + " ".join(side.latex for side in each.statement.sides) for each in placed)
    environment = with_letters(environment, part, [name for name, indices in seen.items() if 0 in indices], words)
    parts = earlier.parts if earlier is not None and earlier.text == words else Parts(words)  # of one question
    walker = Walker(environment, Writer(section.setting, section.origin, lines), network, text=words, parts=parts)
    if earlier is not None:
        walker.choices = walker.lasting = earlier.lasting
    memory[_group(section.setting)] = walker
    return walker


def _with_last_layer(kinds: Mapping[str, Kind], env: Environment) -> Environment:
    """The environment in which the last layer has one output, and its weights are a row or a column."""
    ranks = {name: int(kind != "number") for name, kind in kinds.items()}
    arrays = {name: rank for name, rank in {**env.arrays, **ranks}.items() if rank}
    return replace(env, arrays=arrays, rows=env.rows | {name for name, kind in kinds.items() if kind == "row"})


def _in_sets_of_numbers(found: Iterable[Statement]) -> frozenset[str]:
    """What is a number: t, of t \\in \\{0, 1\\}."""
    sets = (each for each in found if each.relations == ("in",) and _NUMBERS.match(each.sides[1].latex))
    return frozenset(each.sides[0].latex.strip().lstrip("\\") for each in sets)


def _equations(found: Iterable[Statement], names: PageNames) -> Iterator[tuple[Expr, Expr]]:
    """Both sides of each link of the equations of a section that are read."""
    for statement in found:
        for n, relation in enumerate(statement.relations):
            if relation not in ("=", ":="):
                continue
            try:
                one, other = (read_side(side.latex, names)[0] for side in statement.sides[n : n + 2])
            except Unreadable:
                continue
            yield one, other


def _with_layers_of(before: Environment, env: Environment) -> Environment:
    """The environment in which a layer of the setting, such as a_j, is what a network of the page has said before."""
    layers = {
        name: before.definition(name, len(each.indices)) for name, each in env.definitions.items() if not each.line
    }
    known = {
        name: each
        for name, each in layers.items()
        if each is not None and each.line and not any(isinstance(node, Call) for node in walk(each.body))
    }
    return replace(env, definitions={**env.definitions, **known}) if known else env


def _without_sample(name: str, env: Environment) -> str:
    """x for x^{(i)}, where that is sample i."""
    lifted = with_index(Sym(name)) if env.bracketed_samples else None
    return lifted.family if isinstance(lifted, Entry) else name


def _with_bounds(env: Environment, bounds: frozenset[str]) -> Environment:
    """The environment in which bounds of uniform laws are positive numbers, and not what the setting calls so."""
    given = {name for name in bounds if name in env.definitions and not env.definitions[name].indices}
    definitions = {name: each for name, each in env.definitions.items() if name not in given}
    return replace(env, definitions=definitions, positive=env.positive | given)


def _spaces(network: Network) -> dict[str, tuple[str, ...]]:
    """The sizes of the indices of arrays, by their declarations, where these fit together and name them."""
    if network.suspects():
        return {}
    sizes: dict[str, set[tuple[str, ...]]] = {}
    for each in network.declared:
        written = (each.rows, each.columns)
        found = tuple(re.sub(r"\\(?:text|mathrm)|[{}\s]", "", size) for size in written if size != "1")
        sizes.setdefault(each.name, set()).add(found)
    known = {name: each for name, shapes in sizes.items() if len(shapes) == 1 for each in shapes}
    return {name: each for name, each in known.items() if all(map(_SIZE.fullmatch, each))}


def _is_size(name: str, text: str) -> bool:
    """Whether formulas count with a letter: a sum runs to it, or it stands in a shape, R^{H x p}."""
    letter = rf"(?<![A-Za-z\\]){name}(?![A-Za-z_(])"
    of_sum = rf"\\sum\s*(?:\\limits\s*)?_\s*\{{[^{{}}]*=\s*1\s*\}}\s*\^\s*(?:\{{\s*{letter}\s*\}}|{letter})"
    of_shape = rf"\\mathbb\s*(?:\{{\s*R\s*\}}|R)\s*\^\s*(?:\{{[^{{}}]*{letter}[^{{}}]*\}}|{letter})"
    return len(name) == 1 and re.search(rf"{of_sum}|{of_shape}", text) is not None


def _has_layers(name: str, text: str) -> bool:
    """Whether formulas have W^1 or W^3 without brackets, which are no squares."""
    return (
        re.search(rf"(?<![A-Za-z]){re.escape(name)}(?:\s*\}})?(?:_\{{?\w+\}}?)?\s*\^\s*\{{?\s*[lL013-9]", text)
        is not None
    )


def _is_step(name: str, words: str) -> bool:
    """Whether the words call a letter the step: "I use the step activation and call it u"."""
    said = rf"\bstep\b[^.;]{{0,90}}\bcall (?:it|this|them) \$?{name}\b|\b{name}\$?\s*(?:is|be|denotes) (?:the|a) step"
    one = rf"(?<![A-Za-z\\]){name}\s*\(\s*(?P<at>[a-z])\s*\)\s*=\s*1\s*\$?\s*(?:for|if|when)"
    above = r"\s+\$?\s*(?P=at)\s*>\s*0(?![.\d])"
    return re.search(said, words) is not None or re.search(one + above, words) is not None


def _network_before(memory: dict[str, Walker], setting: str) -> Walker | None:
    """The walker of the sections about initialization, if they say what the network is of which this one speaks."""
    other = memory.get("initialization")
    if setting not in _NETWORK or other is None:
        return None
    said = [each for each in other.env.definitions.values() if each.line is not None]
    return replace(other, env=replace(other.env, laws={}, first_laws={})) if len(said) >= _LAYERS else None


def _group(setting: str) -> str:
    """Sections of one group speak of the same things."""
    return "network" if setting in _NETWORK else setting


def _carried(before: Environment, fresh: Environment) -> Environment:
    """What the page itself has said before, on top of the setting of the new section."""
    definitions = {name: each for name, each in before.definitions.items() if each.line is not None}
    functions = _own_functions(before)
    laws = {name: each for name, each in {**before.laws, **before.first_laws}.items() if each.line is not None}
    if any("^(" in name for name in definitions):  # the page has a network of its own
        own = {name: each for name, each in fresh.definitions.items() if "^(" not in name}
        arrays = {name: rank for name, rank in fresh.arrays.items() if not re.search(r"\^\(\d", name)}
        fresh = replace(fresh, definitions=own, arrays=arrays, layers=(), any_depth=before.any_depth)
    return replace(
        fresh,
        definitions={**{name: each for name, each in fresh.definitions.items() if name not in laws}, **definitions},
        functions={**fresh.functions, **functions},
        laws={**fresh.laws, **laws},
        shown=before.shown,
        sums=before.sums,
        arrays={
            name: rank
            for name, rank in {**fresh.arrays, **before.arrays}.items()
            if name not in definitions or definitions[name].indices
        },
        rows=before.rows,
        positive=fresh.positive | before.positive,
        layers=tuple(sorted({*fresh.layers, *before.layers})),
        words=fresh.words | before.words,
        values=before.values,
        labels=before.labels,
        variables=fresh.variables | before.variables,
    )


def _own_functions(env: Environment) -> dict[str, FunctionDefinition]:
    """The functions that the page itself defines."""
    return {name: each for name, each in env.functions.items() if not isinstance(each, str) and each.line is not None}


def _seen(
    found: Iterable[Statement], macros: Macros, before: Iterable[str], written: Written
) -> tuple[Mapping[str, frozenset[int]], tuple[str, ...], Mapping[str, str], bool]:
    """The names of a section with the numbers of indices they have, what is differentiated by, what each sample has,
    and whether the index of the sample stands in brackets.

    before: the index of the sample in the sections before;  written: how they are to be read.
    """
    names: dict[str, set[int]] = {}
    parameters: list[str] = []
    reader = PageNames({}, written.own, frozenset(), macros)
    trees, losses, unread = list[Expr](), list[Expr](), list[str]()
    for statement in found:
        for n, side in enumerate(statement.sides):
            try:
                tree = read_side(side.latex, reader)[0]
            except Unreadable:
                unread.append(side.latex)
                continue
            trees.append(tree)
            losses += [tree] if n == 0 else []
            losses += [node.args[0] for node in walk(tree) if isinstance(node, Call) and node.function == "D"]
    lifted, of_lifted = [with_index(each) for each in trees], [with_index(each) for each in losses]
    own = {} if written.samples else per_sample(lifted, of_lifted, unread, before)
    bracketed = (bool(own) or bool(written.samples)) and lifted != trees
    trees = lifted if bracketed else trees
    bound = {node.var for tree in trees for node in walk(tree) if isinstance(node, Fold)}
    limits = {
        node.high.name for tree in trees for node in walk(tree) if isinstance(node, Fold) and isinstance(node.high, Sym)
    }
    for tree in trees:
        for node in _outside_indices(tree):
            match node:
                case Sym(name):
                    names.setdefault(name, set()).add(0)
                case Entry(name, indices):
                    names.setdefault(name, set()).add(len(indices) - (name in own))
                case Call("D", (_, Sym(name) | Entry(name, _))):
                    parameters.append(name)
                case _:
                    pass
    for name in bound - limits:  # an index is no size
        names.get(name, set()).discard(0)
    names = {name: ranks for name, ranks in names.items() if ranks}
    return {name: frozenset(ranks) for name, ranks in names.items()}, tuple(dict.fromkeys(parameters)), own, bracketed


def _beside_inner_products(found: Iterable[Statement], names: PageNames) -> tuple[frozenset[str], frozenset[str]]:
    """z and b of z = w^T x + b, which are numbers, and w, which is a vector, as x is."""
    numbers, columns = set[str](), set[str]()
    for statement in found:
        try:
            trees = [read_side(side.latex, names)[0] for side in statement.sides]
        except Unreadable:
            continue
        columns |= {name for tree in trees for node in walk(tree) for name in _columns_of(node)}
        if not set(statement.relations) <= {"=", ":="}:
            continue
        if any(_is_inner_product(term) for tree in trees for term in _terms(tree)):
            numbers |= {term.name for tree in trees for term in _terms(tree) if isinstance(term, Sym)}
        for node in (node for tree in trees for node in walk(tree) if isinstance(node, Add)):  # g(w^T x + b)
            if any(map(_is_inner_product, node.terms)):
                numbers |= {term.name for term in node.terms if isinstance(term, Sym)}
    return frozenset(numbers), frozenset(columns)


def _columns_of(node: Expr) -> Iterator[str]:
    """w and x of w^T x, whatever stands before them."""
    for one, other in pairwise(node.factors) if isinstance(node, Mul) else ():
        if _is_inner_product(Mul((one, other))):
            yield from (
                name for each in (one, other) if (name := named(each.array if isinstance(each, Transpose) else each))
            )


def _terms(tree: Expr) -> tuple[Expr, ...]:
    return tree.terms if isinstance(tree, Add) else (tree,)


def _is_inner_product(term: Expr) -> bool:
    match term:
        case Mul((Transpose(Sym(left)), Sym(right) | Entry(right, (_,)))):
            return left[:1].islower() and right[:1].islower()
        case _:
            return False


def _said_with_formulas(placed: list[Placed]) -> str:
    return " ".join(f"{each.before} ${' = '.join(side.latex for side in each.statement.sides)}$" for each in placed)


def _with_one_hot(env: Environment, seen: Mapping[str, frozenset[int]], said: str, words: str) -> Environment:
    """The entries of a label that is said to be one-hot add up to 1."""
    called = {  # the one-hot rows of Y are the labels y
        name.lower() if name.isupper() and name.lower() in seen else name for name in called_one_hot(words)
    }
    if env.assumptions and not called - set(USUAL):
        return env
    letters = (*(USUAL if says_one_hot(said) and not env.assumptions else ()), *sorted(called))
    labels = [name for name in dict.fromkeys(letters) if seen.get(name, frozenset()) & {0, 1}]
    labels = [name for name in labels if name not in env.definitions]
    labels = [name for name in labels if name in called] or labels  # y is the output beside the one-hot t
    if len(labels) != 1 or 2 in seen.get(labels[0], frozenset()):
        return env
    return replace(env, assumptions=(adding_to_one(labels[0]),))


def _outside_indices(expr: Expr) -> Iterator[Expr]:
    """The nodes of a tree without those in indices."""
    yield expr
    if not isinstance(expr, Entry):
        for child in children(expr):
            yield from _outside_indices(child)
