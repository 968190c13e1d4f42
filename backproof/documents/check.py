"""Checking: a document, or one claim, becomes a report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from backproof.answers.syntax import Add, Call, Entry, Expr, Fold, Mul, Num, Sym, Transpose, children, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.any_layer import not_for_every_layer
from backproof.documents.arrows import Arrows
from backproof.documents.clauses import Clauses, by_cases, is_condition, is_range
from backproof.documents.constants import called
from backproof.documents.declarations import is_size_name
from backproof.documents.entropies import speaks_of_entropies
from backproof.documents.environment import Environment
from backproof.documents.extraction import Format, Formula, Page, extract
from backproof.documents.layer_factors import OF_ANY_LAYER
from backproof.documents.layering import with_ell
from backproof.documents.letters import with_letters
from backproof.documents.lexer import read_side
from backproof.documents.macros import Macro, macros_of
from backproof.documents.matrices.opinion import Opinion
from backproof.documents.matrices.tables import shape_statements, space
from backproof.documents.page_names import PageNames
from backproof.documents.parts import Parts
from backproof.documents.report import CheckedClaim, Origin, Report, Section
from backproof.documents.restrictions import restricted_by_words
from backproof.documents.samples import per_sample
from backproof.documents.settings import SETTINGS, Choice, choose, initial, layer_base, names_of
from backproof.documents.shapes import Network, network_of
from backproof.documents.shown import shown_arrays
from backproof.documents.spoken import equations_said
from backproof.documents.statements import Side, Statement, statements
from backproof.documents.targets import adding_to_one, says_one_hot
from backproof.documents.walk import Walker
from backproof.documents.worded import moments_said

Progress = Callable[[int, int], None]  # claims done, claims in all

_CONDITION_BEFORE = re.compile(r"\s*,?\s*(?:if|when|whenever|for|for all|for every|provided)\s*$")
_RANGING = re.compile(r"\b(?:for|for all|for each|layers?|where|with|of)\s*$", re.IGNORECASE)
_POSITIVE = re.compile(r"\s*(?:\\[A-Za-z]+|[A-W]|[cdhkr])\s*(?:>|\\gt)\s*0\s*")  # x > 0 is rather a case
_DECLARING = re.compile(r"\b(?:with|where)\s*$", re.IGNORECASE)
_APPLIED = ("sigma", "phi", "psi")
_AND = re.compile(r"\s*,?\s*(?:and|,)\s*")
_CASE = re.compile(r"\s*[a-z]\s*(?:=|\\neq?|\\not\s*=|≠)\s*[a-z]\s*[,:.]?\s*")
_IS = re.compile(
    r"\s*(?:(?:should|must|can|has to|needs to)\s+)?(?:be|is|are|equals|becomes|is equal to|be equal to|be chosen to be"
    r"|be set to|is given by|be chosen as|is then|is therefore)\s*"
)
_NEW_QUESTION = re.compile(r"\b(?:question|problem|exercise|part|task|aufgabe|frage|q)\s*\d", re.IGNORECASE)
INDEX_LETTERS = frozenset("ijkl")
_OF_CLASSES = frozenset(("softmax", "backpropagation"))  # settings whose labels have an entry for each class
_NETWORK = frozenset(("softmax", "logistic", "backpropagation", "activations", "general"))


@dataclass(frozen=True)
class Placed:
    """A statement with the words before it and the section in which it stands."""

    statement: Statement
    before: str
    section: int


def check_document(
    text: str, setting: str | None = None, format: Format | None = None, progress: Progress | None = None
) -> Report:
    """Check a document claim by claim.

    setting: one of `SETTINGS`; chosen section by section where it is None.
    format: guessed from the text where it is None.
    Raises ValueError for an unknown setting or format, and for a notebook that is not JSON.
    """
    _require_setting(setting)
    if format not in (None, "markdown", "latex", "notebook"):
        raise ValueError(f"format: {format!r} is not known; write markdown, latex or notebook")
    begin = perf_counter()
    page = extract(text, format)
    placed = _placed(page)
    sections = _sections(page, setting)
    lines = _Lines(page.text)
    claims: list[CheckedClaim] = []
    memory: dict[str, Walker] = {}
    opinion: Opinion | None = None
    for number, section in enumerate(sections):
        mine = [each for each in placed if each.section == number]
        if _NEW_QUESTION.search(section.title):
            memory.clear()
        walker = _walker(memory, section, mine, page.visible)
        walker.hoist([each.statement for each in mine], lines)
        if opinion is None or _NEW_QUESTION.search(section.title):
            last = _question(sections, number)
            about = [each.statement for each in placed if number <= each.section < last]
            start, end = page.parts[number].start, page.parts[last - 1].end
            opinion = Opinion(about, walker.env, page.text[start:end], start)
        part = page.parts[number]
        opinion.enter([each.statement for each in mine], page.text[part.start : part.end])
        for each in mine:
            if each.statement.relations:
                said = walker.check(each.statement, lines, each.before)
                found = opinion.on(each.statement, said, each.before, walker.env.arrays, walker.env.per_sample)
                claims += _for_every_layer(found, walker, page.text[each.statement.sides[-1].end :][:200])
            if progress is not None:
                progress(len(claims), len(placed))
    return Report(page.text, tuple(claims), sections, page.prose, perf_counter() - begin)


def check_claim(claim: str, setting: str | None = None, previous: str | None = None) -> CheckedClaim:
    """Check one claim; with `previous`, also whether it follows from that one."""
    _require_setting(setting)
    found = statements(_undressed(claim), 0)
    found = [each for each in found if each.relations]
    if not found:
        return CheckedClaim(1, claim, "unreadable", "no relation is claimed", setting=setting or "general")
    earlier = [] if previous is None else [each for each in statements(_undressed(previous), 0) if each.relations]
    choice = Choice(setting, "") if setting else choose(claim) or Choice("general", "")
    section = Section(1, 1, "", choice.setting, "option" if setting else "document", choice.why)
    walker = _walker({}, section, [Placed(each, "", 0) for each in (*earlier, *found)], claim)
    walker.strict = setting in ("softmax", "logistic")
    if earlier:
        found = [replace(found[0], connective=found[0].connective or "implies"), *found[1:]]
    lines = _Lines("")
    for each in earlier:
        walker.check(each, lines)
    claims = [each for statement in found for each in walker.check(statement, lines)]
    return _worst(claims, claim)


def _for_every_layer(found: list[CheckedClaim], walker: Walker, after: str) -> list[CheckedClaim]:
    """Claims that the words make of every layer, or of any depth, are not proved by the layers of one network."""
    out: list[CheckedClaim] = []
    for claim in found:
        open_still = claim.verdict == "proved" and OF_ANY_LAYER not in (claim.reason or "")
        lacks = not_for_every_layer(walker.sentence, after, claim.latex, walker.env) if open_still else None
        out.append(replace(claim, verdict="undecided", reason=lacks) if lacks else claim)
    return out


def _question(sections: tuple[Section, ...], number: int) -> int:
    """The section before which the question ends to which a section belongs."""
    later = range(number + 1, len(sections))
    return next((n for n in later if _NEW_QUESTION.search(sections[n].title)), len(sections))


def _undressed(claim: str) -> str:
    return re.sub(r"^\s*(?:\$\$?|\\\[|\\\()|(?:\$\$?|\\\]|\\\))\s*$", " ", claim.strip())


def _worst(claims: list[CheckedClaim], latex: str) -> CheckedClaim:
    """What is to be said of several links as one claim: the first wrong one, else the first open one, else the last."""
    for verdict in ("refuted", "unreadable", "undecided", "conditional"):
        for each in claims:
            if each.verdict == verdict:
                return replace(each, latex=latex)
    proved = [each for each in claims if each.verdict == "proved"]
    return replace((proved or claims)[-1], latex=latex)


def _require_setting(setting: str | None) -> None:
    if setting is not None and setting not in SETTINGS:
        raise ValueError(f"setting: {setting!r} is not known; write one of: {', '.join(SETTINGS)}")


class _Lines(dict[int, int]):
    """The line of an offset."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def get(self, key: int, default: int | None = None) -> int:  # type: ignore[override]
        """The line, counted from 1."""
        return bisect_right(self._starts, key)


def _placed(page: Page) -> list[Placed]:
    """Every statement of the page; a relation that restricts the formula before it joins that one."""
    out: list[Placed] = []
    starts = [part.start for part in page.parts]
    previous_end = 0
    placed_before: Formula | None = None
    clauses, arrows, restricted = Clauses(), Arrows(), False
    spoken = equations_said(page)
    for formula in page.formulas:
        section = bisect_right(starts, formula.start) - 1
        found = statements(page.text[formula.start : formula.end], formula.start)
        adjacent, previous_end = formula.start - previous_end - len(formula.before) < 6, formula.end
        if not found:
            continue
        is_case = len(found) == 1 and _CASE.fullmatch(page.text[formula.start : formula.end])
        text = page.text[formula.start : formula.end]
        said_of, only = arrows.read(found, formula.before)
        if said_of is not None:
            out[-1] = replace(out[-1], statement=said_of)
        if only:
            continue
        restricts = bool(_CONDITION_BEFORE.fullmatch(formula.before)) and not (is_case and not adjacent)
        restricts = restricts or (restricted and is_condition(found) and bool(_AND.fullmatch(formula.before)))
        restricted = restricts and adjacent and bool(out) and bool(out[-1].statement.relations)
        if restricted and not formula.display:
            last = out[-1]
            after = re.sub(r"^(?:\$|\\\))", "", page.visible[formula.end : formula.end + 200])
            joined = by_cases(last.statement, text, after) or replace(
                last.statement, conditions=(*last.statement.conditions, text)
            )
            out[-1] = replace(last, statement=joined)
            continue
        if _POSITIVE.fullmatch(text) and _DECLARING.search(formula.before):  # "p_i = ... with $T > 0$"
            out += [Placed(each, formula.before, section) for each in found]
            continue
        if not is_case and clauses.opened_by(formula, text, found):
            continue
        if re.search(r"\b(?:if|when|whenever|unless)\s*$", formula.before) and not is_case:
            clauses.suppose(text)
            continue
        if (is_condition(found) or is_range(text)) and _RANGING.search(formula.before) and not is_case:
            continue
        found = [arrows.on(clauses.on(each)) for each in found]
        before = formula.before
        if formula.start in spoken:
            out.append(Placed(arrows.on(clauses.on(spoken[formula.start])), before, section))
            continue
        said = _said(page.text, placed_before, formula)
        placed_before = formula if not any(each.relations for each in found) else None
        if said is not None and not any(each.relations for each in found):
            out.append(Placed(said, before, section))
            continue
        if worded := moments_said(page.text, formula):
            out += [Placed(each, before, section) for each in worded]
            continue
        if not formula.display:
            found = [*found[:-1], restricted_by_words(found[-1], formula.after)]
        for n, each in enumerate(found):
            out.append(Placed(each, before if n == 0 else "", section))
    for at, statement in shape_statements(page.text):
        out.append(Placed(statement, "", bisect_right(starts, at) - 1))
    out.sort(key=lambda each: each.statement.sides[0].start if each.statement.sides else 0)
    return out


def _said(text: str, subject: Formula | None, formula: Formula) -> Statement | None:
    """An equation that words make: "the variance of a is b", "sigma^2 should be b", "the variance should be b"."""
    value = text[formula.start : formula.end]
    if re.search(r"[<>=,]|\\(?:sim|in|le|ge|to)\b", value):
        return None
    if subject is not None and _IS.fullmatch(formula.before):
        name = text[subject.start : subject.end]
        if re.search(r"[<>=,]|\\(?:sim|in|le|ge|to)\b", name):
            return None
        words = subject.before[-60:]
        if (dimensions := space(value)) is not None:
            return Statement(
                (Side(subject.start, subject.end, name), Side(formula.start, formula.end, dimensions)), ("in",)
            )
        left = name if re.search(r"(?:^|[.;:]|\b(?:so|that|then|thus|hence|therefore|choose))\s*$", words) else None
        asked = re.search(r"should|must", formula.before) and not re.search(
            r"\b(?:of|and|or|between|from|for)\s*$", words
        )
        if left is None and asked:
            left = name
        if left is None:
            return None
        side = Side(subject.start, subject.end, left)
    elif re.search(
        r"\bvariance (?:of the weights )?(?:should|must|needs to|has to|is chosen to)(?: be)?(?: chosen| set)?"
        r"(?: to be| as| to)?\s*$",
        formula.before,
    ):
        side = Side(formula.start, formula.start, r"\sigma^2")
    else:
        return None
    return Statement((side, Side(formula.start, formula.end, value.strip(" ."))), ("=",))


def _sections(page: Page, setting: str | None) -> tuple[Section, ...]:
    out: list[Section] = []
    lines = _Lines(page.text)
    whole = choose(page.visible)
    previous: Section | None = None
    for part in page.parts:
        title, text = part.title, page.visible[part.start : part.end]
        origin: Origin = "option"
        if setting is not None:
            choice = Choice(setting, "--setting says so")
        else:
            found = choose(text)
            origin = "document"
            if found is not None:
                choice = found
            elif previous is not None and not _NEW_QUESTION.search(title):
                choice, origin = Choice(previous.setting, "as in the section before"), previous.origin
            elif whole is not None:
                choice = Choice(whole.setting, "as in most of the document: " + whole.why)
            else:
                choice, origin = Choice("general", "nothing speaks for another setting"), "default"
        first, last = lines.get(part.start), lines.get(max(part.start, part.end - 1))
        previous = Section(first, last, title, choice.setting, origin, choice.why)
        out.append(previous)
    return tuple(out)


def _walker(memory: dict[str, Walker], section: Section, placed: list[Placed], words: str) -> Walker:
    """The walker of a section: what the page has defined so far on top of what the setting says."""
    text = " ; ".join(side.latex for each in placed for side in each.statement.sides)
    macros = macros_of(words)
    earlier = memory.get(_group(section.setting))
    before = set(earlier.env.per_sample.values()) if earlier is not None else ()
    found = [each.statement for each in placed]
    seen, parameters, own = _seen(found, macros, before)
    numbered = _numbered(each.statement for each in placed) if section.setting == "step-networks" else frozenset()
    bracketed = frozenset(layer_base(name) for name in seen if "^(" in name)
    environment = replace(
        initial(section.setting, seen, parameters, words),
        macros=macros,
        bracketed=bracketed,
        numbered=numbered,
        raised=with_ell(text),
        entropies=speaks_of_entropies(words),
        per_sample=own,
    )
    if re.search(r"(?:^|;)\s*(?:\\mathbf\s*\{?)?e\}?\s*;", text) and not re.search(r"(?<![A-Za-z\\])e\s*\^", text):
        environment = replace(environment, words=environment.words | {"e"})  # a name of the page, no Euler's number
    ranks, scalars = shown_arrays(seen, found, own, section.setting)
    known_ranks = {name: rank for name, rank in environment.arrays.items() if name not in scalars}
    environment = replace(environment, arrays={**known_ranks, **ranks})
    for name in _APPLIED:  # a letter that is applied to something is a function, even if nobody says which
        known = name in environment.functions or name in environment.positive or name in environment.laws
        if not known and re.search(rf"\\{'(?:var)?phi' if name == 'phi' else name}\s*(?:\\left|\\bigl?)?\s*\(", text):
            environment = replace(environment, functions={**environment.functions, name: name})
    if words and re.search(r"\b(?:independent|i\.?i\.?d)", words, re.IGNORECASE):
        environment = replace(environment, independent=True)
    independents = called("independent", words)
    random = called("random", words) | independents
    constants = called("constant", words) - random
    laws = {name: law for name, law in environment.laws.items() if name not in constants}
    definitions = {name: each for name, each in environment.definitions.items() if name not in constants | random}
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
    inner = _beside_inner_products(found, names_of(environment))
    environment = replace(environment, arrays={name: rank for name, rank in arrays.items() if name not in inner})
    if earlier is not None:
        environment = _carried(earlier.env, environment)
    environment = _with_one_hot(environment, seen, _said_with_formulas(placed))
    if (
        earlier is not None
        and {earlier.env.setting, environment.setting} <= _OF_CLASSES
        and not environment.assumptions
    ):
        environment = replace(environment, assumptions=earlier.env.assumptions)
    matrices = [name for name, rank in environment.arrays.items() if rank == 2]
    network = network_of((each.statement for each in placed), names_of(environment), matrices)
    if network.declared:
        kinds = network.kinds()
        arrays = {**environment.arrays, **{name: rank for name, (rank, _) in kinds.items() if rank}}
        arrays = {name: rank for name, rank in arrays.items() if kinds.get(name, (1, False))[0]}
        arrays = {name: rank for name, rank in arrays.items() if name not in INDEX_LETTERS}
        environment = replace(environment, spaces=_spaces(network))
        rows = (environment.rows - kinds.keys()) | {name for name, (_, row) in kinds.items() if row}
        environment = replace(environment, arrays=arrays, rows=frozenset(rows))
    part = " ".join(f"{each.before} " + " ".join(side.latex for side in each.statement.sides) for each in placed)
    environment = with_letters(environment, part, [name for name, indices in seen.items() if 0 in indices], words)
    parts = Parts(words) if earlier is None else earlier.parts
    walker = Walker(environment, section.origin, network, text=words, parts=parts)
    memory[_group(section.setting)] = walker
    return walker


def _spaces(network: Network) -> dict[str, tuple[str, ...]]:
    """The sizes of the indices of arrays, by their declarations, where these fit together and name them."""
    if network.suspects():
        return {}
    sizes = {
        each.name: tuple(
            re.sub(r"\\(?:text|mathrm)|[{}\s]", "", size) for size in (each.rows, each.columns) if size != "1"
        )
        for each in network.declared
    }
    return {name: found for name, found in sizes.items() if all(map(is_size_name, found))}


def _group(setting: str) -> str:
    """Sections of one group speak of the same things."""
    return "network" if setting in _NETWORK else setting


def _carried(before: Environment, fresh: Environment) -> Environment:
    """What the page itself has said before, on top of the setting of the new section."""
    definitions = {name: each for name, each in before.definitions.items() if each.line is not None}
    functions = {
        name: each for name, each in before.functions.items() if not isinstance(each, str) and each.line is not None
    }
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
    )


def _seen(
    found: Iterable[Statement], macros: Mapping[str, Macro], before: Iterable[str] = ()
) -> tuple[Mapping[str, frozenset[int]], tuple[str, ...], Mapping[str, str]]:
    """The names of a section with the numbers of indices they have, what is differentiated by, what each sample has.

    before: the index of the sample in the sections before.
    """
    names: dict[str, set[int]] = {}
    parameters: list[str] = []
    reader = PageNames({}, frozenset(), frozenset(), macros)
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
    own = per_sample(trees, losses, unread, before)
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
    return {name: frozenset(ranks) for name, ranks in names.items()}, tuple(dict.fromkeys(parameters)), own


def _beside_inner_products(found: Iterable[Statement], names: PageNames) -> frozenset[str]:
    """z and b of z = w^T x + b, where w is a vector: numbers."""
    numbers: set[str] = set()
    for statement in found:
        try:
            trees = [read_side(side.latex, names)[0] for side in statement.sides]
        except Unreadable:
            continue
        if set(statement.relations) <= {"=", ":="} and any(
            _is_inner_product(term) for tree in trees for term in _terms(tree)
        ):
            numbers |= {term.name for tree in trees for term in _terms(tree) if isinstance(term, Sym)}
    return frozenset(numbers)


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


def _with_one_hot(env: Environment, seen: Mapping[str, frozenset[int]], said: str) -> Environment:
    """The entries of a label that is said to be one-hot add up to 1."""
    if env.assumptions or not says_one_hot(said):
        return env
    labels = [name for name in ("y", "t") if seen.get(name, frozenset()) & {0, 1} and name not in env.definitions]
    if len(labels) != 1 or 2 in seen.get(labels[0], frozenset()):
        return env
    return replace(env, assumptions=(adding_to_one(labels[0]),))


def _numbered(found: Iterable[Statement]) -> frozenset[str]:
    """The letters that a section uses with a number only and defines so, as in h_1 = sigma(x)."""
    reader = PageNames({}, frozenset(), frozenset())
    lettered, defined = set[str](), set[str]()
    for statement in found:
        for n, side in enumerate(statement.sides):
            try:
                tree = read_side(side.latex, reader)[0]
            except Unreadable:
                continue
            entries = [node for node in walk(tree) if isinstance(node, Entry)]
            lettered |= {each.family for each in entries if not all(isinstance(index, Num) for index in each.indices)}
            if (
                n == 0
                and isinstance(tree, Entry)
                and len(tree.indices) == 1
                and statement.relations[:1] in (("=",), (":=",))
            ):
                defined.add(tree.family)
    return frozenset(defined - lettered)


def _outside_indices(expr: Expr) -> Iterator[Expr]:
    """The nodes of a tree without those in indices."""
    yield expr
    if not isinstance(expr, Entry):
        for child in children(expr):
            yield from _outside_indices(child)
