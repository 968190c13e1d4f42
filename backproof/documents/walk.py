"""From the statements of a section to checked claims: what defines, what declares a law, what asserts, what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import (
    Add,
    All,
    Call,
    Compare,
    Cond,
    Entry,
    Expr,
    Fold,
    Mul,
    Num,
    Sym,
    Transpose,
    sides,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.batches import with_index
from backproof.documents.boxes import judge_box
from backproof.documents.choices import (
    choice,
    chooses,
    concluded,
    follows_in_words,
    solves_behind_comma,
    supposes,
    takes_back,
    words_since_equation,
)
from backproof.documents.claims import Writer
from backproof.documents.clauses import is_hypothetical, is_range, other_case, paragraph_at
from backproof.documents.coordinates import judge_in_coordinates
from backproof.documents.cubes import judge_distance
from backproof.documents.defining import MOVED, Occasion, define, is_fresh, is_gradient, is_mentioned, is_settled
from backproof.documents.denied import as_words_say
from backproof.documents.denominators import with_named_denominators
from backproof.documents.densities import with_densities
from backproof.documents.depth import Depths
from backproof.documents.difference_quotients import judge_numerical
from backproof.documents.discrete import WITH_CHANCE, given_chance
from backproof.documents.discrete import said as said_values
from backproof.documents.ellipsis import are_own_entries
from backproof.documents.ends_behind import with_ends_behind
from backproof.documents.enough import inequality, is_of_choice, judge_enough
from backproof.documents.entries_apart import with_entry_apart, with_range_said
from backproof.documents.entries_of_samples import targets_adding_up, with_losses_of_samples
from backproof.documents.environment import Definition, Environment, Law
from backproof.documents.equivalences import (
    NOT_DECIDED,
    RELATIONS,
    as_equivalence,
    everywhere,
    judge_equivalence,
    speaks_of_steps,
    stands_alone,
)
from backproof.documents.example_laws import OF_THIS_LAW
from backproof.documents.expansions import judge_expansion
from backproof.documents.former_meanings import before_remark
from backproof.documents.functions_anew import called_anew
from backproof.documents.gates import NAMES, OF_BITS, judge_gate, judge_gate_of_all
from backproof.documents.held import Naming, held_against_words
from backproof.documents.how_many import is_number
from backproof.documents.implied_orders import ORDERS, follows_from
from backproof.documents.independence import independent_in, says_independent, supposed_before, with_independence_of
from backproof.documents.judgement import judge_relation
from backproof.documents.largest_exponents import judge_exponents
from backproof.documents.laws import confirming, draw, parameters, taking_values
from backproof.documents.layering import UNITS
from backproof.documents.leaky import with_leaky_units
from backproof.documents.letters import (
    anew,
    applied_to_something,
    beside_bold,
    bold_again,
    declared_positive,
    forgetting,
    of_unread,
    unsaid,
)
from backproof.documents.lexer import read_side
from backproof.documents.limiting import speaks_of_large
from backproof.documents.limits import SECONDS_PER_CLAIM, SECONDS_PER_STATEMENT, budget, time_limit, why_open
from backproof.documents.links import IN_ITSELF, Link, judge_link, of_all_cases
from backproof.documents.lipschitz import judge_bound
from backproof.documents.lists import listed, of_list
from backproof.documents.maxima import judge_maximum
from backproof.documents.mentions import free_indices, is_moment, mentioned
from backproof.documents.moved_boxes import judge_moved
from backproof.documents.named_gates import is_boolean, is_named_in_words, judge_boolean, of_another_row, said_in_row
from backproof.documents.named_slopes import judge_named
from backproof.documents.neurons import judge_neuron
from backproof.documents.numbers_of_layers import with_numbers_of_layers
from backproof.documents.opinions import considered
from backproof.documents.outcomes import NOT_JUDGED, UNREAD_CONDITION, Outcome
from backproof.documents.parts import Parts
from backproof.documents.passages import Equation, Former, Inequality, Passage, Same, Wanted
from backproof.documents.plainly import letters_of
from backproof.documents.points_listed import is_of_neighbours, lists_points
from backproof.documents.products_set import set_by_product
from backproof.documents.purposes import law_against_purpose
from backproof.documents.ranges import says_several
from backproof.documents.recursions import judge_sequence
from backproof.documents.report import CheckedClaim, Step
from backproof.documents.rereading import (
    as_example,
    as_known_function,
    at_last_layer,
    for_any_sample,
    with_arguments,
    with_labels,
    with_unit_vectors,
)
from backproof.documents.restrictions import says_where
from backproof.documents.rounded_counts import Bound, bound_on, judge_count
from backproof.documents.said_in_plain import said_in_plain
from backproof.documents.same_sizes import are_sizes
from backproof.documents.scope import Scope, narrowed
from backproof.documents.settings import names_of
from backproof.documents.shapes import Network, is_space, judge_shape
from backproof.documents.short_names import in_full
from backproof.documents.showing import in_space, showing
from backproof.documents.shown import of_all_samples
from backproof.documents.sides import (
    Reading,
    clause_in,
    conditions_in,
    function_of,
    is_bare,
    is_index_equation,
    is_of_parameter,
    name_of,
    read,
    why,
    with_ranges_of_parameters,
)
from backproof.documents.signed_labels import judge_signed
from backproof.documents.single_units import with_single_units
from backproof.documents.some_values import unless_for_some
from backproof.documents.special import (
    class_called,
    class_named,
    indicator_of_class,
    is_zero_elsewhere,
    sentence_before,
)
from backproof.documents.spoken_activations import with_spoken, without_spoken
from backproof.documents.staircase_errors import with_grid
from backproof.documents.statements import Side, Statement
from backproof.documents.sum_ranges import with_all_inputs, with_right_range
from backproof.documents.supposed import ends_supposition, supposed_means, supposes_mean
from backproof.documents.supposed_values import SUPPOSED_HERE, is_supposed
from backproof.documents.targets import adding_to_one
from backproof.documents.universal import generality, is_restricted, judge_any, where_independent
from backproof.documents.updates import judge_update
from backproof.documents.usual_errors import BY_CONVENTION
from backproof.documents.wanted import ASKED, law_against_what_is_wanted, turns

_SAME_AS = re.compile(
    r"\b(?:(?:is|are|means?) (?:just |exactly )?the same as|equivalent to|equivalently|if and only if|iff)[\s,$]*$",
    re.IGNORECASE,
)
_AT = re.compile(r"\bat\s*(?:\$[^$]{1,40}\$\s*(?:,|and|or)\s*){0,2}\$?\s*$")  # at x = a and x = b
_INPUTS = frozenset("xtuz")
_BELOW = re.compile(
    r"\b(?:below|from (?:now|here) on|in (?:the following|what follows)|hereafter|afterwards)\b[^.;]*$", re.IGNORECASE
)
_BY_DEFAULT = re.compile(r"\bdefault\s*$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:outside|inside (?:of )?it\b"
    r"|otherwise(?!,?\s+(?:we|I|you|one|take|use|choose|pick|set|the|an?)\b)|elsewhere|in the other cases?"
    r"|everywhere else)\b"
    r"|\b(?:the )?others?(?: rows?| cases?)?\s*:"
    r"|\b(?:\w*(?:first|second|third|fourth|last|middle|\dst|\dnd|\drd|\dth)) (?:row|case|line|part|piece|region)\s*:",
    re.IGNORECASE,
)
_REQUIREMENT = re.compile(
    r"\b(?:want|wants|need|needs|require[sd]?|should|must|choose|chosen|set(?:ting)?|pick|goal|desired?|ensures?|ensuring"
    r"|keep|keeps|preserve[sd]?|so that|such that|in order|stable|would like|let us|equal to|constant|maintain)\b",
    re.IGNORECASE,
)
_RANGE_BEHIND = re.compile(  # c_k = f(x_k) - f(x_{k-1}), \quad k = 1, \ldots, N - 1
    r"(?:[\s,;(]|\\[,;:!]|\\q?quad(?![A-Za-z])|\\text\s*\{\s*for\s*\})*(?P<range>[a-zA-Z]\s*=\s*\d\s*,\s*(?:\d\s*,\s*)?\\[lc]?dots)"
)
_SO_THAT = re.compile(r"\s*so that (?=(?:the|its|their|this|it|each)\b)")
_OF_ALL_CASES = re.compile(r"\b(?:otherwise|combin|both cases|together|in general|overall|summary|compact)")
_NEAR = 300  # characters
_FAR = 1000
_RULE = re.compile(
    r"\b(?:rule|choice|recipe|requirement)(?: (?:is|says|reads|gives|would be))?\s*:?\s*\$*\s*$", re.IGNORECASE
)
_AND_ALSO = re.compile(r"\s*,?\s*(?:and|or|as well as)\b[^.!?;:]*$", re.IGNORECASE)  # we want A = 1, and backward B = 1
_SHOWING = re.compile(
    r"\b(?:(?:show|prove|derive|compute|find|calculate|note|see|know)|(?<!\bto )(?:get|obtain|have))\b[^.]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Place:
    """The link n of a statement, its relation, and the trees that each of its sides may be."""

    statement: Statement
    n: int
    relation: str
    left: tuple[Expr, ...]
    right: tuple[Expr, ...]


@dataclass
class Walker:
    """Reads the statements of one section in order; the environment grows as the page defines names."""

    env: Environment
    writer: Writer
    network: Network | None = None
    hoisted: set[int] = field(default_factory=set)  # where statements stand that were defined early
    strict: bool = False  # the names of the setting mean what the setting says
    case: Cond | None = None  # the case of the indices that the page treats now
    last: Equation | None = None  # the equation before
    sentence: str = ""  # the words before the formula
    generality: str = ""  # the words that make the formulas of this sentence claims about any random variables
    text: str = ""  # the whole page
    before: str = ""  # the words just before the formula
    before_last: str = ""  # those before the last equation
    choices: Mapping[str, Compare] = field(default_factory=dict)  # values that the page has chosen, the last one last
    supposed: frozenset[str] = frozenset()  # whose values are supposed, until the words take that back
    lasting: Mapping[str, Compare] = field(default_factory=dict)  # those that count in later sections, too
    same_sizes: tuple[Same, ...] = ()  # what words make equal
    chosen: tuple[Compare, ...] = ()  # all equations by which the page has chosen something
    depths: Depths | None = None  # what the page has said of its layers
    unchanged: Mapping[str, Definition] = field(default_factory=dict)  # without what only this clause says
    parts: Parts = field(default_factory=lambda: Parts(""))
    forms: Mapping[str, Expr] = field(default_factory=dict)  # what names are equal to, as the page has proved
    reached: int = 0  # up to where the words have been read for values that names take
    former: Mapping[str, Former] = field(default_factory=dict)  # what names meant before a remark
    wanted: Wanted | None = None  # what the page asks for, until it turns to something else
    centered: Mapping[str, Law] = field(default_factory=dict)  # the laws of names whose mean is supposed here only
    asking: bool = False  # the words ask for what stands here
    stated: tuple[tuple[Compare, int], ...] = ()  # inequalities that claim nothing, and where they end on the page
    gates: Mapping[Expr, Expr] = field(default_factory=dict)  # steps that are called by words: g_{or}
    bound: Bound | None = None  # the last one of a name by a number
    inequality: Inequality | None = None  # the last one, or the last bound on an error

    def check(self, statement: Statement, before: str = "") -> list[CheckedClaim]:
        """The claims of one statement, a link of a chain each."""
        self.before = before
        if statement.sides:
            self.env = self.parts.enter(statement.sides[0].start, self.env)
            at = statement.sides[0].start
            if self.supposed and takes_back(self.text[self.reached : at]):
                self.choices = {name: each for name, each in self.choices.items() if name not in self.supposed}
            if self.centered and ends_supposition(self.text[self.reached : at]):
                self.env, self.centered = replace(self.env, laws={**self.env.laws, **self.centered}), {}
            self.env = as_words_say(self.text, max(self.reached, at - _FAR), at, self.env)
        everywhere = self.env
        if statement.sides:
            self.env = independent_in(self.text, statement.sides[0].start, statement.sides[-1].end, self.env)
            self.env = beside_bold(self.text, at, " ".join(side.latex for side in statement.sides), self.env)
        try:
            with time_limit(SECONDS_PER_STATEMENT):
                return self._checked(statement)
        except Exception as error:  # a fault of ours in one formula must not take the rest of the page with it
            fault = Outcome("undecided", why_open(error))
            return [self._claim(statement, n, fault) for n in range(len(statement.relations))]
        finally:
            self.centered = {**supposed_means(self.sentence, everywhere, self.env), **self.centered}
            self.env = bold_again(everywhere, with_independence_of(everywhere, self.env))

    def equivalent(self, one: Statement, other: Statement, before: str) -> tuple[list[CheckedClaim], ...]:
        """The claims of `one \\iff other`, if it is a claim about steps that is decided; empty for any other."""
        if not stands_alone(one, other, self.text) or not (one.relations and other.relations):
            return ()
        at = one.sides[0].start
        self.env = self.parts.enter(at, self.env)
        with time_limit(SECONDS_PER_STATEMENT):
            try:
                conditions = conditions_in((*one.conditions, *other.conditions), self.env)
            except Unreadable:
                return ()
            clause, understood = clause_in((*one.clause, *other.clause), self.env)
            truths = [self._truth(each) for each in (one, other)]
            if not understood or truths[0] is None or truths[1] is None:
                return ()
            given = (*conditions, *clause)
            found = judge_equivalence(truths[0], truths[1], given, self.text[:at], self.env)
            if found is None and any(speaks_of_steps(each, self.env) for each in truths if each is not None):
                found = NOT_DECIDED
        if found is None:
            return ()
        self.before = before
        claims = [[self._claim(each, n, found) for n in range(len(each.relations))] for each in (one, other)]
        return (claims[0], claims[1] if found.verdict == "proved" else self._ranges(other))

    def _called_anew(self, left: Expr, right: Expr, said: Statement) -> Environment | None:
        """The environment with another function under the name of the last, where a statement gives one."""
        above = self.text[: said.sides[0].start][-_FAR:].rpartition("\n\n")[2]
        return called_anew(left, right, re.sub(r"\$\Z", "", above), self.writer.line(said, 1), self.env)

    def _truth(self, statement: Statement) -> Cond | None:
        """What a chain of relations says, as a condition; None where it is not read."""
        readings = [self.read(side, False) for side in statement.sides]
        trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
        if len(trees) < len(readings) or not set(statement.relations) <= RELATIONS or statement.words:
            return None
        links = zip(trees, statement.relations, trees[1:], strict=False)
        parts = tuple(Compare(relation, left, right) for left, relation, right in links)  # type: ignore[arg-type]
        return parts[0] if len(parts) == 1 else All(parts)

    def _ranges(self, statement: Statement) -> list[CheckedClaim]:
        """The claims of the second side of an equivalence that is wrong: where the first is said to hold."""
        said = Outcome("out-of-scope", "a range of a number, not a claim")
        return [self._claim(statement, n, said) for n in range(len(statement.relations))]

    def define_early(
        self, statement: Statement, left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...]
    ) -> None:
        """Define what a statement defines that stands further down."""
        if self._defining(Place(statement, 0, "=", left, right), conditions) is not None:
            self.hoisted.add(statement.sides[0].start)

    def defined_elsewhere(self, statement: Statement) -> None:
        """The page defines a name by arrays that are not read here: it is not what the setting says."""
        reading = self.read(statement.sides[0], True)
        if not isinstance(reading, Unreadable) and isinstance(reading[0], Sym):
            self.env = forgetting(reading[0].name, self.env)

    def wrongly_defined(self, statement: Statement) -> None:
        """What seemed to define a name is wrong of it: the name means what it meant, and nothing here says what."""
        reading = self.read(statement.sides[0], True)
        name = "" if isinstance(reading, Unreadable) else name_of(reading[0]) or function_of(reading[0])
        others = {each: body for each, body in self.env.definitions.items() if each != name}
        functions = {each: known for each, known in self.env.functions.items() if each != name}
        self.env = replace(self.env, definitions=others, functions=functions)

    def speaks_of_defined(self, statement: Statement) -> bool:
        """Whether the left side of a statement mentions what the page itself has defined."""
        reading = self.read(statement.sides[0], False)
        names = frozenset[str]() if isinstance(reading, Unreadable) else mentioned(reading, self.env)
        return any((known := self.env.definitions.get(each)) and known.line is not None for each in names)

    def read(self, side: Side, first: bool) -> Reading:
        """A side of a statement; first: whether it may define a function."""
        whole = of_all_samples(side.latex, self.env.per_sample, self.env.arrays)
        if whole is not None:
            return Unreadable(f"{whole} in bold stands for the numbers of all samples here", 0, whole)
        reading, self.env = read(side.latex, self.env, defining=first)
        if self.env.bracketed_samples and not isinstance(reading, Unreadable):
            reading = tuple(map(with_index, reading))
        if self.env.of_samples and not isinstance(reading, Unreadable):
            reading = tuple(with_losses_of_samples(each, self.env.of_samples) for each in reading)
        return reading

    # -- statements

    def _checked(self, statement: Statement) -> list[CheckedClaim]:
        sentence = self._listen(statement)
        return self._apart(statement) or self._in_scope(statement, sentence)

    def _listen(self, statement: Statement) -> str:
        """The sentence before a statement, and what follows from it for those to come."""
        words = " ".join((self.before[-160:], *statement.words))
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*[-*+•]\s+", words)[-1]
        if words.strip():  # a second statement of one formula shares the words before the first
            self.sentence = sentence
        for name in anew(self.before):
            self.env = unsaid(name, self.env)
        at = statement.sides[0].start if statement.sides else 0
        self.env = said_values(self.text[max(self.reached, at - 400) : at], self.writer.line(statement, 0), self.env)
        self.env = class_called(self.text[max(self.reached, at - 400) : at], self.text[:at], self.env)
        self.reached = at
        self.generality = generality(self.before, sentence, self.generality)
        follows = _SO_THAT.match(sentence)  # from what was displayed, if nothing was asked for there
        if follows and not _REQUIREMENT.search(self.text[max(0, at - _NEAR) : at].rpartition(follows[0].strip())[0]):
            sentence = sentence[follows.end() :]
        asked = bool(_REQUIREMENT.search(sentence)) or (self.asking and bool(_AND_ALSO.match(self.before)))
        self.asking = asked and not _SHOWING.search(sentence)
        return sentence

    def _apart(self, statement: Statement) -> list[CheckedClaim]:
        """The claims of statements that are read in a manner of their own; empty for any other."""
        relation = statement.relations[0]
        if relation == "<-" or (len(statement.relations) == 1 and relation in (":=", "=", "->")):
            step = judge_update(statement.sides[0].latex, statement.sides[1].latex, self.text)
            if step is not None:
                return self._with_rest(statement, step)
        if lists_points(statement):
            points = Outcome("definition", "points are named, in their order")
            return [self._claim(statement, n, points) for n in range(len(statement.relations))]
        if (named := judge_named(statement, self.text, self.env)) is not None:
            return [self._claim(statement, n, each) for n, each in enumerate(named)]
        if (numerical := judge_numerical(statement, self.text, self.env)) is not None:
            return [self._claim(statement, 0, numerical)]
        if opened := self._expansions(statement) or self._layers(statement):
            return opened
        if statement.relations[0] in ("in", "~", "<-", "->", "prop"):
            return self._with_rest(statement, self._special(statement))
        if (case := self.case_in(statement)) is not None:
            self.case = case
            return [self._claim(statement, 0, Outcome("out-of-scope", "a case of the indices, not a claim"))]
        return []

    def _with_rest(self, statement: Statement, first: Outcome) -> list[CheckedClaim]:
        """The claims of a statement of which the first link is judged; behind an assignment there may be equations."""
        behind = range(1, len(statement.relations)) if statement.relations[0] == "<-" else ()
        return [self._claim(statement, 0, first), *(self._claim(statement, n, NOT_JUDGED) for n in behind)]

    def _in_scope(self, statement: Statement, sentence: str) -> list[CheckedClaim]:
        """The claims of an equation or an inequality, where it stands."""
        if _OF_ALL_CASES.search(self.before[-120:]):
            self.case = None
        statement = with_ranges_of_parameters(statement)
        self.env = declared_positive(statement.conditions, self.text, self.env)
        try:
            conditions = conditions_in(statement.conditions, self.env)
        except Unreadable as error:
            unread = Outcome("unreadable", f"the condition cannot be read: {error.reason}")
            return [self._claim(statement, n, unread) for n in range(len(statement.relations))]
        at = statement.sides[0].start
        elsewhere = bool(_ELSEWHERE.search(sentence)) and not statement.claimed
        elsewhere = elsewhere or (self.env.setting == "step-networks" and says_where(sentence))
        if elsewhere and (case := other_case(self.text[max(0, at - 200) : at].rstrip("$ \n"))) is not None:
            statement, elsewhere = replace(statement, clause=(*statement.clause, case)), False
        clause, understood = clause_in(statement.clause, self.env)
        elsewhere = elsewhere and not WITH_CHANCE.search(self.text[max(0, at - 120) : at])
        clause, self.env = with_labels(clause, self.text, self.env)
        limits = not understood or bool(elsewhere)
        readings = self._readings(
            statement, lambda side: limits or any(not is_of_parameter(each, side) for each in clause)
        )
        readings, clause = in_full(readings, clause, self.env)
        trees = [each[0] for each in readings if isinstance(each, tuple)]
        labelled = indicator_of_class(trees[0], trees[1], self.sentence, self.env) if len(trees) == 2 else None
        if labelled is not None and statement.relations in (("=",), (":=",)) and not statement.claimed:
            self.env = labelled
            return [self._claim(statement, 0, Outcome("definition", "the class of the example is named"))]
        readings = with_single_units(with_unit_vectors(readings, self.env), self.env)
        readings, self.env = with_numbers_of_layers(readings, self.env)
        readings, conditions = for_any_sample(readings, conditions, self.env)
        readings, clause, self.env = at_last_layer(readings, clause, self.env)
        before = self.env
        readings, self.env = with_spoken(readings, self.sentence, self.env)
        trees = [each[0] for each in readings if isinstance(each, tuple)]
        said = (self.sentence, self.text[:at])
        self.env = spoken = with_leaky_units(trees, (*conditions, *clause), *said, self.env)
        self.env = self.parts.taking_up((each[0] for each in readings if isinstance(each, tuple)), self.env)
        self.unchanged = self.env.definitions
        given = (conditions, clause, understood and not elsewhere)
        last = () if self.last is None else (self.last.left, self.last.right)
        place = (self.text, at, statement.sides[-1].end)
        scope = narrowed(readings, given, place, self.parts, self.forms, last, self.env)
        self.env = scope.env
        found: list[CheckedClaim] = []
        for n in range(len(statement.relations)):
            found.append(self._link(statement, n, scope, found))
        found[0] = self._enough(statement, scope.readings, found[0])
        if (exponents := judge_exponents(statement, self.text, self.env)) is not None:
            found[0] = self._claim(statement, 0, exponents)
        self.env = without_spoken(scope.leave(self.env), spoken, before)
        if found[0].verdict == "definition":  # for d > 0 the box is ...: so it is wherever the page speaks of it
            self.env = declared_positive(statement.clause, self.text, self.env)
        if statement.relations[0] in ("=", ":=") and isinstance(scope.readings[0], tuple):
            self.env = of_unread(scope.readings[0][0], found[0].verdict, self.env)
        return scope.said(found)

    def _enough(self, statement: Statement, sides: Sequence[Reading], claim: CheckedClaim) -> CheckedClaim:
        """The claim of a first link, held against the inequality before it if it says how large something is."""
        end, latex = statement.sides[-1].end, [side.latex for side in statement.sides]
        here = inequality(sides[:2], statement.relations[:1], latex, end)
        chosen = here is not None and here.relation != "=" and is_of_choice(here.left, self.env)
        if here is not None and (chosen or claim.verdict in ("out-of-scope", "undecided", "definition")):
            start = statement.sides[0].start
            said = judge_enough(here, self.inequality, statement.connective, self.before, start, self.env)
            said = said or (Outcome("out-of-scope", "how large a number is to be, not a claim") if chosen else None)
            claim = claim if said is None else self._claim(statement, 0, said)
        count = judge_count(sides, self.bound, statement, self.text, self.env)
        if count is not None and claim.verdict in ("out-of-scope", "undecided", "definition"):
            claim = self._claim(statement, 0, count)
        self.bound = bound_on(sides, statement) or self.bound
        whole = inequality(sides, statement.relations, latex, end)
        if whole is not None and whole.relation != "=":
            self.inequality = whole
        return claim

    def _readings(self, statement: Statement, restricted: Callable[[Reading], bool]) -> list[Reading]:
        """The sides, as the words around them have them; restricted: whether these limit what is said of the first."""
        readings = [self.read(side, n == 0) for n, side in enumerate(statement.sides)]
        readings = with_ends_behind(readings, self.text[statement.sides[-1].end :][:80], self.env)
        if restricted(readings[0]):
            readings = as_known_function(readings, self.env)
        readings = as_example(readings, self.sentence, self.env)
        readings, self.env = with_arguments(readings, (side.latex for side in statement.sides), self.env)
        trees = (tree for each in readings if isinstance(each, tuple) for tree in each)
        said, line = self.text[: statement.sides[0].start], self.writer.line(statement, 0)
        self.env = with_named_denominators(trees, said, line, self.env)
        if r"\int" in " ".join(side.latex for side in statement.sides):
            means = iter(with_densities([each for each in readings if isinstance(each, tuple)], self.env))
            readings = [next(means) if isinstance(each, tuple) else each for each in readings]
        return readings

    # -- links

    def _link(self, statement: Statement, n: int, scope: Scope, found: list[CheckedClaim]) -> CheckedClaim:
        """The claim of a link of a chain; found: those of the links before it."""
        left, right = scope.readings[n], scope.readings[n + 1]
        if (bound := self._bound(statement, n, (*scope.conditions, *scope.clause))) is not None:
            return self._claim(statement, n, bound)
        if (named := self._named_gate(statement, n, right)) is not None:
            if not n and isinstance(left, tuple) and isinstance(right, tuple) and is_named_in_words(left[0], right[0]):
                self.gates = {**self.gates, left[0]: right[0]}
            elif not n and isinstance(left, tuple) and is_bare(left) and isinstance(right, tuple):
                self.env = define(left, right, (), Occasion(self.writer.line(statement, n)), self.env)[0]
            return self._claim(statement, n, named)
        if not n and isinstance(left, tuple) and isinstance(right, tuple) and is_named_in_words(left[0], right[0]):
            self.gates = {**self.gates, left[0]: right[0]}
        if isinstance(left, Unreadable) or isinstance(right, Unreadable):
            self._define_by_chain(statement, n, scope)
            return self._claim(statement, n, _unread(statement, n, left, right))
        place = Place(statement, n, statement.relations[n], left, right)
        if (said := judge_in_coordinates(left[0], right[0], scope.clause, self.env)) is not None:
            return self._claim(statement, n, said)
        if (gate := self._gate(place)) is not None:
            if not n and statement.sides[0].start < statement.sides[0].end:
                self.env = define(left, right, (), Occasion(self.writer.line(statement, n)), self.env)[0]
            return self._claim(statement, n, gate)
        if n == 0 and (opened := self._opening(place)) is not None:
            return self._claim(statement, n, opened)
        return self._naming(place, scope) or self._judged(place, scope, found)

    def _define_by_chain(self, statement: Statement, n: int, scope: Scope) -> None:
        """Where what defines a new name is not read, it is what the chain goes on to say of it."""
        name, rest = scope.readings[0], scope.readings[2:]
        if n or isinstance(name, Unreadable) or statement.clause or set(statement.relations) != {"="}:
            return
        known = next((each for each in rest if not isinstance(each, Unreadable)), None)
        if known is not None and is_fresh(name[0], self.env):
            self._defining(Place(statement, 0, "=", name, known), scope.conditions)

    def _opening(self, place: Place) -> Outcome | None:
        """What is to be said of a first link that defines something in a manner of its own; None for any other."""
        left, right = place.left[0], place.right[0]
        if isinstance(left, Sym) and isinstance(right, Num) and place.relation == "=" and _BELOW.search(self.before):
            self._choose(left.name, Compare("=", left, right))
            self.lasting = {**self.lasting, left.name: self.choices[left.name]}
        if place.statement.sides[0].start in self.hoisted:
            return Outcome("definition", "it is defined here")
        if place.relation == ">" and is_fresh(left, self.env) and right == Num(Fraction(0)):
            assert isinstance(left, Sym)
            self.env = replace(self.env, positive=self.env.positive | {left.name})
            return Outcome("definition", f"{left.name} is positive")
        words = self.text[max(0, place.statement.sides[0].start - _NEAR) : place.statement.sides[0].start]
        if place.statement.relations == ("=",) and (
            drawn := given_chance(left, right, self.writer.line(place.statement, 0), words, self.env)
        ):
            self.env = drawn
            return Outcome("definition", "the distribution is given here")
        if place.relation == "=" and supposes_mean(left, right, self.env):
            return Outcome("definition", "another mean is supposed here")
        if place.relation == "=" and (named := set_by_product(left, right, self.before, self.env)) is not None:
            self.env = define((named[0],), (named[1],), (), Occasion(0), self.env)[0]
            return Outcome("definition", f"{named[0].name} is what makes it so")
        if place.relation == "=" and (targets := targets_adding_up(left, right, self.env)) is not None:
            self.env = replace(self.env, assumptions=(*self.env.assumptions, adding_to_one(targets)))
            return Outcome("definition", f"the entries of {targets} add up to 1 for each sample")
        said = place.statement
        apart = not letters_of(" ".join(said.clause)) & letters_of(" ".join(side.latex for side in said.sides))
        alone = said.relations == ("=",) and not said.conditions and apart
        if alone and (anew := self._called_anew(left, right, said)) is not None:
            self.env = anew
            return Outcome("definition", "another function is called so from here on")
        if (
            labelled := class_named(left, right, self.text[said.sides[-1].end :][:80], self.env)
        ) is not None and place.relation == "=":
            self.env = labelled
            return Outcome("definition", "the class of the example is named")
        if place.relation == "=" and is_zero_elsewhere(left, right, self.text[said.sides[-1].end :][:80], self.env):
            return Outcome("definition", "it is 1 for the class of the example alone")
        written = " = ".join(side.latex for side in place.statement.sides[:2])
        if (UNITS.fullmatch(written) or self._is_example_of_size(left, right)) and not self._is_defined(left):
            return Outcome("definition", f"{place.statement.sides[0].latex} is given a value")
        known = judge_sequence(left, right, self.env) if place.relation in ("=", ":=") else None
        if known is None and self.env.setting == "step-networks" and place.relation == "=":
            at = place.statement.sides[0].start
            neuron = judge_moved(left, right, at, self.text, self.env)
            neuron = neuron or judge_neuron(left, right, at, self.text, self.env)
            known = None if neuron is None else (neuron, define((left,), (right,), (), Occasion(0), self.env)[0])
        if known is None:
            return None
        outcome, self.env = known
        if outcome.verdict == "refuted" and (place.statement.conditions or place.statement.clause):
            return Outcome("undecided", "it is no formula for every term, and is said of some")
        return outcome

    def _naming(self, place: Place, scope: Scope) -> CheckedClaim | None:
        """The claim of a link that defines the name on one of its sides; None where it is to be judged."""
        statement, n, left, right = place.statement, place.n, place.left, place.right
        earlier = [each[0] for each in scope.readings[:n] if isinstance(each, tuple)]
        bare = len(earlier) == n and all(is_bare((each,)) or is_of_neighbours(each, self.env) for each in earlier)
        bare = bare and not statement.claimed and not is_hypothetical(statement)  # if p = sigma(z), then z = ...
        bare = bare and not (is_moment(left[0]) and mentioned((left[0],), self.env) & self.env.unsaid)
        restricted = bool(statement.clause or statement.conditions)
        bare = bare and not (restricted and name_of(left[0]) in self.env.unsaid)
        value = restricted and isinstance(right[0], Num) and self._is_defined(left[0])
        value = value or (scope.is_special and self._known(left[0]) is not None)
        value = value or (name_of(left[0]) in self.choices and is_number(right[0]))  # that of an example
        if bare and not value and place.relation in ("=", ":=") and (n == 0 or not self._known_here(left[0])):
            asked = self.asking or (is_moment(left[0]) and self._follows_what_is_asked(statement))
            if n == 0 and (wrong := self._concluded(place)) is not None:
                return self._claim(statement, n, wrong)
            if is_fresh(left[0], self.env) and self._is_of_a_part(scope):
                words = f"{name_of(left[0])} is given a value on a part of the line"
                return self._claim(statement, n, Outcome("definition", words))
            env = self.env  # in which the name is not yet what is said here
            claim = self._defining(place, scope.conditions, asked)
            if claim is not None:
                in_case = bool(scope.conditions or scope.clause)
                naming = Naming(left[0], right[0], statement.sides[n].latex, later=n > 0, in_case=in_case)
                is_definition = claim.verdict == "definition"
                held = held_against_words(naming, self._passage(statement), env) if is_definition else None
                if self.last is None or not self.last.required:  # what is asked for outlasts a definition
                    self.last = Equation(left[0], right[0], claim.line, end=statement.sides[-1].end)
                if held is None:
                    return claim
                if held.verdict == "refuted" or held.reason.startswith(BY_CONVENTION):
                    self.wrongly_defined(statement)
                if held.verdict == "refuted" and isinstance(left[0], Sym):
                    self.env = unsaid(left[0].name, self.env)  # it is what the words call it, and no free name
                return self._claim(statement, n, held)
        names_it = place.relation == "=" and not is_bare(left) and is_bare(right)
        names_it = names_it and not (self.asking or statement.claimed or r"\sum" in statement.sides[n + 1].latex)
        names_it = names_it and not (is_mentioned(right[0], self.env) or scope.conditions or statement.clause)
        names_it = names_it and not (isinstance(right[0], Sym) and right[0].name in parameters(self.env))
        names_it = names_it and not self._known_here(right[0]) and right[0] != Sym("infty")
        names_it = names_it and not self.env.is_size(name_of(right[0]))
        if not names_it or is_settled(left, right, scope.conditions, self.strict, self.env):
            return None
        if is_of_neighbours(left[0], self.env) and is_fresh(right[0], self.env):
            if statement.relations[n + 1 : n + 2] != ("=",):  # else what follows says what it is
                self.env = replace(self.env, positive=self.env.positive | {name_of(right[0])})
            words = f"{name_of(right[0])} is how far neighbours are apart"
            return self._claim(statement, n, Outcome("definition", words))
        return self._defining(replace(place, left=right, right=left), scope.conditions, self.asking)

    def _is_of_a_part(self, scope: Scope) -> bool:
        """Whether a statement about steps holds for some inputs alone: x > 0 says what y is there."""
        given = (*scope.conditions, *scope.clause)
        orders = [each for each in given if not (isinstance(each, Compare) and each.relation in ("=", "!="))]
        named = {name_of(side) for each in orders for side in sides(each)}
        return self.env.setting == "step-networks" and not named.isdisjoint(_INPUTS)

    def _judged(self, place: Place, scope: Scope, found: list[CheckedClaim]) -> CheckedClaim:
        """The claim of a link that asserts something."""
        statement, n, left, right = place.statement, place.n, place.left, place.right
        first = scope.readings[0] if n and isinstance(scope.readings[0], tuple) else None
        link = Link(
            left,
            "=" if place.relation == ":=" else place.relation,
            right,
            self.writer.line(statement, n),
            scope.conditions,
            scope.clause,
            required=self.asking or (is_moment(left[0]) and not n and self._follows_what_is_asked(statement)),
            later=n > 0,
            first=first,
            good=all(each.verdict not in ("refuted", "undecided") for each in found),
            universal=self._of_any(place, (*scope.conditions, *scope.clause)),
            latex=(statement.sides[n].latex, statement.sides[n + 1].latex),
            several=says_several(self.text),
            large=speaks_of_large(self.text[: statement.sides[0].start]),
        )
        with budget(SECONDS_PER_CLAIM):
            outcome, step = self._opinions(link, statement)
        outcome = self._as_said_of_steps(link, place, outcome)
        implied = self._with_inequalities_before(link, outcome, statement)
        if implied is not outcome and step is not None:
            step = replace(step, verdict="follows", reason=implied.reason)
        outcome = implied
        outcome = self._but_for_words(link, place, outcome, scope.understood)
        claim = replace(self._claim(statement, n, outcome, step), read=link.written)
        if outcome.verdict == "proved" and outcome.reason.startswith(IN_ITSELF):  # of a = b = c, it is a = c
            claim = replace(claim, latex=f"{statement.sides[0].latex} = {statement.sides[n + 1].latex}")
        self._remember(link, claim, statement)
        return claim

    def _opinions(self, link: Link, statement: Statement) -> tuple[Outcome, Step | None]:
        """What the kernel says of a link, and what is to be said of it after that."""
        passage = self._passage(statement)
        outcome, step = judge_link(link, self.case, self.last, passage.connected, self.env)
        if outcome.verdict in ("undecided", "refuted") and link.relation == "=" and not link.later:
            signed = judge_signed(link.left[0], link.right[0], self.writer.line(statement, 1), self.env)
            outcome, self.env = signed or (outcome, self.env)
        said = considered(link, outcome, passage, self.env)
        if step is not None and link.later and said.verdict == "proved" and not said.reason.startswith(IN_ITSELF):
            step = replace(step, verdict="follows", reason=said.reason)
        return said, step

    def _with_inequalities_before(self, link: Link, outcome: Outcome, statement: Statement) -> Outcome:
        """No refutation of an inequality that follows from those before it in its paragraph, which claim nothing."""
        start = statement.sides[0].start
        self.stated = tuple(each for each in self.stated if "\n\n" not in self.text[each[1] : start])
        if link.relation not in ORDERS or outcome.verdict not in ("out-of-scope", "refuted"):
            return outcome
        claim = Compare(link.relation, link.left[0], link.right[0])  # type: ignore[arg-type]
        found = follows_from(claim, [each for each, _ in self.stated])
        concluded = outcome.verdict == "refuted" or link.later or follows_in_words(self.before, self.before_last)
        if outcome.verdict == "out-of-scope":
            self.stated = (*self.stated, (claim, statement.sides[-1].end))
        return found if found is not None and concluded else outcome

    def _as_said_of_steps(self, link: Link, place: Place, outcome: Outcome) -> Outcome:
        """What is said of a claim that the words make of all inputs, or of some and no others."""
        end = place.statement.sides[-1].end
        sides, after = (link.left[0], link.relation, link.right[0]), self.text[end : end + 200]
        said = self.text[: place.statement.sides[0].start]
        if len(place.statement.relations) == 1:
            outcome = as_equivalence(sides, link.given, after, said, outcome, self.env)
        return everywhere(sides, link.given, after, said, outcome, self.env)

    def _passage(self, statement: Statement) -> Passage:
        """Where a statement stands, and what the page has said before it."""
        return Passage(
            self.text,
            statement.sides[0].start,
            self.before,
            self.sentence,
            self.last,
            self._is_connected(statement),
            self.choices,
            self.chosen,
            self.same_sizes,
            self.former,
            self.inequality,
            self.wanted,
        )

    def _but_for_words(self, link: Link, place: Place, outcome: Outcome, understood: bool) -> Outcome:
        """No refutation where words that are not read, or another choice of the page, may make the claim right.

        What speaks of numbers alone holds under every condition or under none.
        """
        if outcome.verdict != "refuted":
            return outcome
        left, right = link.left[0], link.right[0]
        if place.statement.claimed and not place.n and (unknown := self._unknown(place.left[0], link.clause)):
            return Outcome("undecided", f"it is not said what {min(unknown)} stands for")
        if strange := mentioned((link.left[0], link.right[0]), self.env) & self.env.unsaid:
            return Outcome("undecided", f"what {min(strange)} stands for is said in words that are not read")
        if link.relation != "=" and not (link.given or link.clause) and _SAME_AS.search(self.before):
            return Outcome("undecided", "the words call it the same as a condition, which is not followed")
        if (spoken := said_in_plain((link.left[0], link.right[0]), self.text, self.env)) is not None:
            return Outcome("undecided", f"what {spoken} stands for is said in words that are not read")
        if not understood and any(isinstance(node, Sym | Entry) for side in (left, right) for node in walk(side)):
            condition = "; ".join(place.statement.clause)  # empty for a label, such as "the others:"
            return Outcome("undecided", f"{UNREAD_CONDITION}: {condition}" if condition else UNREAD_CONDITION)
        is_value = isinstance(left, Entry) and all(isinstance(each, Num) for each in (*left.indices, right))
        if is_value and link.relation == "=" and is_supposed(self.text, place.statement.sides[0].start):
            return Outcome("undecided", SUPPOSED_HERE)
        known = self.env.definitions.get(name_of(link.left[0])) if not link.later else None
        if (
            known is not None
            and known.line is not None
            and known.name.startswith("delta^(")
            and not is_gradient(known.body)
        ):
            words = f"line {known.line} says of {known.name} what is not the same: one of the two is wrong"
            return Outcome("undecided", words)
        line = self.writer.line(place.statement, place.n + 1)
        own = self.env.definitions.get(left.name) if isinstance(left, Sym) and not link.later else None
        if own is not None and line is not None and of_another_row(own.line, line, self.text):
            return Outcome("undecided", f"line {own.line} of the table calls something else so")
        of_law = outcome.reason.startswith(OF_THIS_LAW)
        if not of_law and (chosen := self._law_chosen_before(link.left[0], link.right[0], line)):
            wanted = f"{plain(link.left[0])} = {plain(link.right[0])}"
            words = f"holds exactly if {wanted}: another choice than that of line {chosen.line}"
            return Outcome("conditional", words, condition=wanted)
        is_known = mentioned((left, right), self.env) & self.choices.keys()  # what the page has chosen for a name
        return outcome if is_known else unless_for_some(outcome)

    def _unknown(self, side: Expr, given: tuple[Cond, ...]) -> set[str]:
        """The names of a side that nothing says what they are, nor where they lie."""
        located = {node.name for cond in given for each in sides(cond) for node in walk(each) if isinstance(node, Sym)}
        names = {name_of(node) for node in walk(side) if isinstance(node, Sym | Entry)} - free_indices(side)
        known = self.env.definitions.keys() | self.env.positive | self.env.sizes
        return (names - located - known) | applied_to_something(mentioned((side,), self.env) - known, self.text)

    def _remember(self, link: Link, claim: CheckedClaim, statement: Statement) -> None:
        """What the rest of the page may build upon."""
        left, right = link.left[0], link.right[0]
        if claim.verdict == "proved" and link.relation == "=":
            self.env = confirming(left, claim.line, self.env)
        if claim.verdict == "proved" and self.case is not None and of_all_cases((left, right), self.case):
            self.case = None
        if claim.verdict == "proved":
            self.env = showing((left, right), self.env)
            named = isinstance(left, Sym) and self._known(left) is not None
            if link.relation == "=" and named and not link.conditions:
                self.forms = {**self.forms, name_of(left): right}
        if link.relation != "=":
            return
        whole = left if link.first is None else link.first[0]  # of a chain, the first side
        asked = claim.verdict == "conditional" and not claim.missing  # what only lacks a hypothesis asks for nothing
        if link.first is not None and self.last is not None and self.last.left == whole and claim.verdict == "proved":
            asked = self.last.required  # of a chain a = b = c, the first link has asked for it
        self.last = Equation(whole, right, claim.line, asked, statement.sides[-1].end)
        self.wanted = self._wanted_after(claim, statement)
        self.before_last = words_since_equation(self.text, statement.sides[0].start, self.before)
        if claim.verdict == "conditional" and not claim.missing:
            self.chosen = (*self.chosen, Compare("=", left, right))
        given = choice(left, right) if claim.verdict == "conditional" and not link.later else None
        if given is not None:
            self._choose(*given)
            self.supposed = self.supposed | {given[0]} if supposes(self.sentence) else self.supposed - {given[0]}

    def _choose(self, name: str, value: Compare) -> None:
        """The page gives a name a value, the last one that counts."""
        self.choices = {**{other: each for other, each in self.choices.items() if other != name}, name: value}

    def _wanted_after(self, claim: CheckedClaim, statement: Statement) -> Wanted | None:
        """What the page wants after an equation: that, if it asks for it; nothing after one that may not hold."""
        if claim.verdict == "conditional" and not claim.missing and self.asking:
            assert self.last is not None
            the_same = self.wanted is not None and self.wanted.solution == claim.condition
            if the_same:
                return self.wanted
            return Wanted(self.last, statement.sides[-1].end, claim.condition or "", alone=self.wanted is None)
        holds = claim.verdict in ("proved", "definition", "conditional") or claim.reason.startswith(ASKED)
        return self.wanted if holds else None

    def _is_connected(self, statement: Statement) -> bool:
        """Whether words or an arrow say that a statement follows from the equation before."""
        if statement.connective:
            return True
        asked_before = self.last is not None and self.last.required
        if self.last is not None and asked_before and turns(self.text[self.last.end : statement.sides[0].start]):
            return False
        if follows_in_words(self.before, self.before_last):
            return True
        asked = (self.last.left, self.last.right) if self.last is not None and self.last.required else None
        left = self.read(statement.sides[0], False)
        return not isinstance(left, Unreadable) and solves_behind_comma(self.before, asked, left[0])

    def _follows_what_is_asked(self, statement: Statement) -> bool:
        """Whether the words say that an equation follows from one that was asked for: "so Var(w) = 1/n"."""
        return self._is_connected(statement) and self.last is not None and self.last.required

    def _concluded(self, place: Place) -> Outcome | None:
        """What is wrong with the value that a new name is said to have because of what is asked for before it."""
        new = not self._is_defined(place.left[0]) and len(place.left) + len(place.right) == 2
        if not new or self.last is None or not self._follows_what_is_asked(place.statement):
            return None
        return concluded(place.left[0], place.right[0], (self.last.left, self.last.right), self.env)

    def case_in(self, statement: Statement) -> Cond | None:
        """i = j or i \\neq j alone in a formula: a case for what follows."""
        if len(statement.relations) != 1 or statement.relations[0] not in ("=", "!=") or statement.conditions:
            return None
        readings = [self.read(side, False) for side in statement.sides]
        if any(isinstance(each, Unreadable) for each in readings):
            return None
        left, right = (each[0] for each in readings if not isinstance(each, Unreadable))
        if not is_index_equation(left, right) and not self._are_indices(left, right):
            return None
        return Compare("=" if statement.relations[0] == "=" else "!=", left, right)

    def _are_indices(self, left: Expr, right: Expr) -> bool:
        """Whether the page has indexed something by one of two letters, and says nothing of the other."""
        letters = {index for each in self.env.definitions.values() for index in each.indices}
        if any(each in self.env.called.values() for each in (left, right)):  # j is the class, which the words call t
            return any(isinstance(each, Sym) and is_index_equation(each, each) for each in (left, right))
        env = self.env
        known = env.definitions.keys() | env.laws.keys() | env.arrays.keys() | env.positive | env.sizes
        names = {each.name for each in (left, right) if isinstance(each, Sym) and len(each.name) == 1}
        return len(names) == 2 and bool(names & letters) and not names & known

    # -- definitions and laws

    def _expansions(self, statement: Statement) -> list[CheckedClaim]:
        """The links of a chain of Taylor expansions; empty for anything else."""
        sides = [side.latex for side in statement.sides]
        found = [
            judge_expansion(sides[n], relation, sides[n + 1], self.env)
            for n, relation in enumerate(statement.relations)
        ]
        claims = [self._claim(statement, n, outcome) for n, outcome in enumerate(found) if outcome is not None]
        return claims if len(claims) == len(found) else []

    def _layers(self, statement: Statement) -> list[CheckedClaim]:
        """The links of a chain of equations between moments of layers; empty for anything else."""
        if self.env.setting != "initialization" or set(statement.relations) != {"="}:
            return []
        self.depths = self.depths or Depths(self.text)
        given, understood = clause_in((*statement.clause, *statement.conditions), self.env)
        chosen = tuple(self.choices.values())
        found = self.depths.chain(statement.sides, self.env, given, chosen, self.asking or not understood)
        return [self._claim(statement, n, each) for n, each in found]

    def _bound(self, statement: Statement, n: int, conditions: tuple[Cond, ...]) -> Outcome | None:
        """What is to be said of a bound on the error of a staircase; None for anything else."""
        if self.env.setting != "step-networks":
            return None
        before = self.text[: statement.sides[0].start]
        if (distance := judge_distance(statement, n, before)) is not None:
            return distance
        left, right = statement.sides[n : n + 2]
        found = judge_bound(left.latex, statement.relations[n], right.latex, before)
        if statement.relations[n] != "<=":
            return found
        return with_grid((left.latex, right.latex), found, conditions, before, self.env)

    def _named_gate(self, statement: Statement, n: int, right: Reading) -> Outcome | None:
        """What is to be said of a network of steps that is said to be a Boolean function of named bits."""
        if statement.relations[n] not in ("=", ":=") or isinstance(right, Unreadable):
            return None
        side = statement.sides[n]
        if not n:
            of_all = judge_gate_of_all(side.latex, right[0], self.text[: side.start], self.env)
            if of_all is not None:
                return of_all
        said = side.latex if is_boolean(side.latex) else "" if n else said_in_row(self.text[: side.start])
        return judge_boolean(said, right[0], self.gates, self.text, self.env) if said else None

    def _gate(self, place: Place) -> Outcome | None:
        """What is to be said of a step neuron that words call a gate; None for anything else."""
        left = place.left[0]
        if (place.n and not (isinstance(left, Fold) and left.kind in OF_BITS)) or place.relation not in ("=", ":="):
            return None
        side, after = place.statement.sides[0], self.text[place.statement.sides[-1].end :][:160]
        if side.start == side.end and "box" in side.latex:  # words say that it is one
            said = judge_box(place.left[0], "=", place.right[0], side.latex, self.text[: side.start], self.env)
            return said or Outcome("undecided", "it is not seen whether it is the box of which the words speak")
        before = self.text[max(0, side.start - _NEAR) : side.start]
        gate = judge_gate((left, place.right[0]), side.latex, before, after, self.text, self.env)
        if gate is None and side.start == side.end and side.latex in NAMES:
            return Outcome("undecided", "it is not seen whether it is the gate of which the words speak")
        return gate

    def _of_any(self, place: Place, conditions: tuple[Cond, ...]) -> Outcome | None:
        """What is to be said of a claim about any random variables; None for one about those of the page."""
        if not self.generality or len(place.left) + len(place.right) > 2:
            return None
        if is_restricted(self.text[place.statement.sides[-1].end :][:200]):
            return None
        independent = says_independent(self.text)
        left, right = place.left[0], place.right[0]
        found = judge_any(left, place.relation, right, conditions, self.env, self.generality, independent)
        if found is None or found.verdict != "refuted" or independent:
            return found
        if not supposed_before(self.text, place.statement.sides[0].start):
            return found
        return where_independent(left, place.relation, right, conditions, self.env) or found

    def _defining(self, place: Place, conditions: tuple[Cond, ...], required: bool = False) -> CheckedClaim | None:
        """The claim that an equation makes which defines its left side; None where it is to be judged."""
        statement, n, left = place.statement, place.n, place.left
        if _BY_DEFAULT.search(self.sentence) and isinstance(left[0], Sym) and left[0].name not in self.env.definitions:
            words = f"the value that {left[0].name} has by default"
            return self._claim(statement, n, Outcome("definition", words))
        if not n and self._is_solved(statement, left[0]):
            return None
        if not n and (wrong := self._against_logarithm(statement, left[0], place.right[0])) is not None:
            return self._claim(statement, n, wrong)
        start = statement.sides[0].start
        is_input = not n and isinstance(left[0], Sym) and left[0].name in _INPUTS
        if is_input and (self._is_point(place) or _AT.search(self.text[max(0, start - 120) : start])):
            return self._claim(statement, n, Outcome("out-of-scope", "a point is named, no claim"))
        after = self.text[statement.sides[-1].end :][:40]
        line = self.writer.line(statement, n + 1)
        whole = sentence_before(self.text, start)
        moved = self.env.setting == "step-networks" and MOVED.search(whole) is not None
        occasion = Occasion(line, n > 0, required, self.sentence, after, self.strict, self.unchanged, moved, whole)
        value = place.right[0]
        if isinstance(left[0], Sym) and isinstance(value, Num) and left[0].name in parameters(self.env):
            self._choose(left[0].name, Compare("=", left[0], value))
        before = self.env.definitions
        if (apart := with_entry_apart(left[0], value, self.env)) is not None:
            self.env = apart
            given = f"{statement.sides[n].latex} is given here, apart from the others"
            return self._claim(statement, n, Outcome("definition", given))
        if are_sizes(left[0], value, self.env):
            self.same_sizes = (*self.same_sizes, Same(name_of(left[0]), name_of(value), statement.sides[-1].end))
        said, right = self.env, place.right
        if (ended := with_all_inputs(left[0], value, said)) is not None:
            right, value = (ended,), ended
        self.env, outcome = define(left, right, conditions, occasion, said)
        if outcome is not None and outcome.verdict == "definition":
            ranged = with_right_range(left[0], value, said)
            if ranged is not None and not self.same_sizes:
                self.env, outcome = define(left, (ranged[0],), conditions, occasion, said)[0], ranged[1]
            if isinstance(left[0], Entry):
                behind = _RANGE_BEHIND.match(self.text, statement.sides[-1].end)
                ranges = (*statement.conditions, *([behind["range"]] if behind else []))
                self.env = with_range_said(left[0], ranges, self.env)
        start, end = statement.sides[0].start, statement.sides[-1].end
        self.former = {**self.former, **before_remark(before, self.env.definitions, self.text, start, end)}
        return None if outcome is None else self._claim(statement, n, outcome)

    def _is_example_of_size(self, left: Expr, right: Expr) -> bool:
        r"""Whether a number is named for how many inputs there are: d = 784, where a_j = \sum_{i=1}^d w_ji x_i."""
        if self.env.setting != "initialization" or not isinstance(left, Sym) or not isinstance(right, Num):
            return False
        bodies = (each.body for each in self.env.definitions.values() if each.line is not None)
        return any(isinstance(node, Fold) and node.high == left for body in bodies for node in walk(body))

    def _is_point(self, place: Place) -> bool:
        """Whether a number is named that the input of a network of steps may be: the end of a box is $x = d$."""
        left, names = place.left[0], {name_of(node) for node in walk(place.right[0]) if isinstance(node, Sym | Entry)}
        on_line = isinstance(left, Sym) and left.name == "x" and names.isdisjoint(_INPUTS)
        return self.env.setting == "step-networks" and on_line

    def _law_chosen_before(self, left: Expr, right: Expr, line: int) -> Law | None:
        """The law of w in Var(w) = 2/(n + m), if another paragraph has chosen one in terms of sizes too."""
        law = self.env.laws.get(name_of(left.args[0])) if isinstance(left, Call) and left.function == "Var" else None
        names = [node for node in walk(right) if isinstance(node, Sym | Entry)]
        sized = bool(names) and all(isinstance(node, Sym) and self.env.is_size(node.name) for node in names)
        if law is None or law.line is None or not sized:
            return None
        between = self.text.split("\n")[law.line : line - 1]
        said = " ".join((*between, self.before))
        another = any(not each.strip() for each in between) and chooses(said)
        return law if another or _RULE.search(self.before) else None

    def _is_solved(self, statement: Statement, side: Expr) -> bool:
        """Whether a number that nothing defines is what the equation before comes to: n a^2 = 3, so a = ..."""
        if self.last is None or not isinstance(side, Sym) or side.name not in self.env.positive:
            return False
        in_it = any(node == side for each in (self.last.left, self.last.right) for node in walk(each))
        return (
            self._is_connected(statement) and in_it and side.name not in self.env.definitions and self.last.left != side
        )

    def _against_logarithm(self, statement: Statement, left: Expr, right: Expr) -> Outcome | None:
        """That C is not e^A, where the equation before has chosen log C = A; None where it is not seen to be wrong."""
        if self.last is None or self.last.left != Call("log", (left,)) or not self._is_connected(statement):
            return None
        value = Call("exp", (self.last.right,))
        found = judge_relation((value,), "=", (right,), (), self.env)
        if found.verdict == "undecided":
            found = judge_maximum(value, "=", right, (), self.env, False) or found
        if found.verdict != "refuted":
            return None
        return replace(found, reason=f"its logarithm was chosen before: {found.reason}")

    def _is_defined(self, side: Expr) -> bool:
        """Whether the page says what a name is, so that a value under a condition is a claim about it."""
        known = self._known(side)
        return known is not None and known.line is not None

    def _known(self, side: Expr) -> Definition | None:
        return self.env.definition(name_of(side), len(side.indices) if isinstance(side, Entry) else 0)

    def _known_here(self, side: Expr) -> bool:
        return name_of(side) in self.env.here

    # -- distributions, sets, updates

    def _special(self, statement: Statement) -> Outcome:
        """What is to be said of a distribution, a set, a space, an assignment or an arrow."""
        relation = statement.relations[0]
        side = statement.sides[1].latex
        if relation == "<-":
            return Outcome("definition", "an assignment: it changes a value, it claims nothing")
        if relation == "~":
            return self._law(statement)
        if relation != "in":
            return Outcome("out-of-scope", "an arrow or a proportion is not judged")
        if len(names := listed(statement.sides[0])) > 1 and len(statement.sides) == 2:
            sides = [replace(statement, sides=(each, statement.sides[1])) for each in names]
            return of_list([self._special(each) for each in sides])
        if is_space(side):
            return self._shape(statement)
        name = self.read(statement.sides[0], False)
        if not isinstance(name, Unreadable):
            self.env = taking_values(name[0], side, self.env)
        return Outcome("definition", "a set is named")

    def _law(self, statement: Statement) -> Outcome:
        """What is to be said of a distribution that a name is drawn from."""
        at, line = statement.sides[0].start, self.writer.line(statement, 1)
        written, distribution = (side.latex for side in statement.sides[:2])
        env, given = draw(written, distribution, line, self.env, paragraph_at(self.text, at))
        for name in [name for name, law in env.laws.items() if self.env.laws.get(name) != law]:
            if (wrong := law_against_what_is_wanted(name, self.wanted, self.text, at, env)) is not None:
                return wrong
            if (wrong := law_against_purpose(name, self._passage(statement), env)) is not None:
                return wrong
        self.env = env
        return given

    def _shape(self, statement: Statement) -> Outcome:
        """What is to be said of the space in which an array lies."""
        try:
            target = read_side(statement.sides[0].latex, names_of(self.env))[0]
        except Unreadable as error:
            return Outcome("unreadable", why(error))
        if statement.claimed or isinstance(target, Mul | Add | Transpose):
            return Outcome("undecided", "it is not seen which shape it has")
        outcome = judge_shape(name_of(target), self.network)
        if outcome.verdict != "refuted":
            self.env = in_space(name_of(target), statement.sides[1].latex, self.env)
        return outcome

    def _claim(self, statement: Statement, n: int, outcome: Outcome, step: Step | None = None) -> CheckedClaim:
        return self.writer.claim(statement, n, outcome, step)


def _unread(statement: Statement, n: int, left: Reading, right: Reading) -> Outcome:
    """What is to be said of a link of which a side cannot be read."""
    trouble = right if isinstance(right, Unreadable) else left
    assert isinstance(trouble, Unreadable)
    if is_range(f"{statement.sides[0].latex} = {statement.sides[-1].latex}"):
        return Outcome("out-of-scope", "a range of an index, not a claim")
    if trouble is right and are_own_entries(statement.sides[n].latex, statement.sides[n + 1].latex):
        return Outcome("definition", "its entries are named")
    if trouble is right and r"\arg" in statement.sides[n + 1].latex and is_bare(left):
        return Outcome("definition", "a name is defined; what by is not read")
    return Outcome("unreadable", why(trouble))
