"""From the statements of a section to checked claims: what defines, what declares a law, what asserts, what follows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from backproof.answers.printing import plain
from backproof.answers.syntax import Call, Compare, Cond, Entry, Expr, Num, Sym, walk
from backproof.answers.tokens import Unreadable
from backproof.documents.behind_relu import behind_relu
from backproof.documents.boxes import judge_box
from backproof.documents.choices import at_values_before, choice, follows_in_words, under_choices
from backproof.documents.clauses import is_hypothetical, is_range
from backproof.documents.declarations import is_size_name
from backproof.documents.defining import Occasion, define, is_fresh, is_mentioned, is_settled
from backproof.documents.denominators import with_named_denominators
from backproof.documents.densities import but_for_symmetry, with_densities
from backproof.documents.depth import Depths
from backproof.documents.discrete import WITH_CHANCE
from backproof.documents.discrete import said as said_values
from backproof.documents.environment import Definition, Environment, Law, called
from backproof.documents.expansions import judge_expansion
from backproof.documents.laws import draw, parameters, taking_values
from backproof.documents.letters import anew, declared_positive, forgetting, unsaid
from backproof.documents.lexer import read_side
from backproof.documents.limiting import speaks_of_large
from backproof.documents.limits import SECONDS_PER_CLAIM, budget
from backproof.documents.links import IN_ITSELF, Equation, Link, judge_link
from backproof.documents.lipschitz import judge_bound
from backproof.documents.mentions import is_moment, mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.parts import Parts
from backproof.documents.ranges import says_several
from backproof.documents.recursions import judge_sequence
from backproof.documents.report import FAULT, CheckedClaim, Origin, Step
from backproof.documents.rereading import (
    as_example,
    as_known_function,
    at_last_layer,
    at_numbers,
    for_any_sample,
    forgotten,
    with_arguments,
    with_labels,
)
from backproof.documents.sandwiched import with_columns, without_columns
from backproof.documents.settings import names_of
from backproof.documents.shapes import Network, is_space, judge_shape
from backproof.documents.showing import in_space, showing
from backproof.documents.shown import of_all_samples
from backproof.documents.sides import (
    Reading,
    clause_in,
    conditions_in,
    is_bare,
    is_index_equation,
    name_of,
    read,
    why,
)
from backproof.documents.signed_labels import judge_signed
from backproof.documents.special import afterwards, in_special_case, sentence_before
from backproof.documents.staircases import judge_staircase
from backproof.documents.statements import Side, Statement
from backproof.documents.supposed import no_longer, sentences_before, supposing
from backproof.documents.symmetric import of_symmetric
from backproof.documents.two_classes import in_terms_of, size_of_two, with_two_classes
from backproof.documents.universal import generality, is_restricted, judge_any, says_independent
from backproof.documents.updates import judge_update

_PARAGRAPHS = 4  # a display or two may stand between a name and the words that say what it is
_WHERE = re.compile(r"\b(?:where|here|in which|denot\w+|writing)\b[^.]{0,60}$|\bwith\s*\$?\s*$", re.IGNORECASE)
_SPOKEN_OF = re.compile(
    r"\b(?:for|with|using|case of)\s+(?:the\s+|a\s+)?"
    r"(?:(?P<relu>relu)|(?P<sigmoid>sigmoid|logistic)|(?P<tanh>tanh|hyperbolic tangent))\b",
    re.IGNORECASE,
)
_BY_DEFAULT = re.compile(r"\bdefault\s*$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:outside|otherwise(?!,?\s+(?:we|I|you|one)\b)|elsewhere|in the other cases?|everywhere else)\b", re.IGNORECASE
)
_ACTIVATIONS = ("phi", "psi", "sigma")
_REQUIREMENT = re.compile(
    r"\b(?:want|wants|need|needs|require[sd]?|should|must|choose|chosen|set(?:ting)?|pick|goal|desired?|ensures?|ensuring"
    r"|keep|keeps|preserve[sd]?|so that|such that|in order|stable|would like|let us|equal to|constant|maintain)\b",
    re.IGNORECASE,
)
_AND_ALSO = re.compile(r"\s*,?\s*(?:and|or|as well as)\b[^.!?;:]*$", re.IGNORECASE)  # we want A = 1, and backward B = 1
_SHOWING = re.compile(
    r"\b(?:show|prove|derive|compute|find|calculate|note|see|know|get|obtain|have)\b[^.]*$", re.IGNORECASE
)


@dataclass
class Walker:
    """Reads the statements of one section in order; the environment grows as the page defines names."""

    env: Environment
    origin: Origin
    network: Network | None = None
    hoisted: set[int] = field(default_factory=set)
    strict: bool = False  # the names of the setting mean what the setting says
    case: Cond | None = None  # the case of the indices that the page treats now
    last: Equation | None = None  # the equation before
    sentence: str = ""  # the words before the formula
    generality: str = ""  # the words that make the formulas of this sentence claims about any random variables
    text: str = ""  # the whole page
    before: str = ""  # the words just before the formula
    before_last: str = ""  # those before the last equation
    choices: Mapping[str, Compare] = field(default_factory=dict)  # values that the page has chosen, the last one last
    depths: Depths | None = None  # what the page has said of its layers
    unchanged: Mapping[str, Definition] = field(default_factory=dict)  # without what only this clause says
    parts: Parts = field(default_factory=lambda: Parts(""))
    forms: Mapping[str, Expr] = field(
        default_factory=dict
    )  # what a name is equal to, as the page has written and proved
    reached: int = 0  # up to where the words have been read for values that names take
    asking: bool = False  # the words have asked for the equation before
    is_special: bool = False  # the sentence speaks of a special case: it defines nothing anew

    def check(self, statement: Statement, line_of: dict[int, int], before: str = "") -> list[CheckedClaim]:
        """The claims of one statement, a link of a chain each."""
        self.line_of = line_of
        self.before = before
        if statement.sides:
            self.env = self.parts.enter(statement.sides[0].start, self.env)
        try:
            return self._checked(statement, before)
        except Exception as error:  # a fault of ours in one formula must not take the rest of the page with it
            words = f"{FAULT} ({type(error).__name__}); please report it"
            return [self._claim(statement, n, "undecided", words) for n in range(len(statement.relations))]

    def defined_elsewhere(self, statement: Statement) -> None:
        """The page defines a name by arrays that are not read here: it is not what the setting says."""
        reading = self._read(statement.sides[0], True)
        if not isinstance(reading, Unreadable) and isinstance(reading[0], Sym):
            self.env = forgetting(reading[0].name, self.env)

    def _checked(self, statement: Statement, before: str) -> list[CheckedClaim]:
        words = " ".join((before[-160:], *statement.words))
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n\s*[-*+•]\s+", words)[-1]
        if words.strip():  # a second statement of one formula shares the words before the first
            self.sentence = sentence
        for name in anew(before):
            self.env = unsaid(name, self.env)
        at = statement.sides[0].start if statement.sides else 0
        self.env = said_values(self.text[max(self.reached, at - 400) : at], self._line(statement, 0), self.env)
        self.reached = at
        self.generality = generality(before, sentence, self.generality)
        required = bool(_REQUIREMENT.search(sentence)) or (self.asking and bool(_AND_ALSO.match(before)))
        self.asking = required = required and not _SHOWING.search(sentence)
        if len(statement.relations) == 1 and statement.relations[0] in ("<-", ":=", "=", "->"):
            step = judge_update(statement.sides[0].latex, statement.sides[1].latex, self.text)
            if step is not None:
                return [self._claim(statement, 0, step.verdict, step.reason, step)]
        if opened := self._expansions(statement):
            return opened
        if layers := self._layers(statement, required):
            return layers
        if statement.relations[0] in ("in", "~", "<-", "->", "prop"):
            return [self._special(statement)]
        if case := self._case(statement, before):
            self.case = case[0]
            return [self._claim(statement, 0, "out-of-scope", "a case of the indices, not a claim")] if case[1] else []
        if re.search(r"\b(?:otherwise|combin|both cases|together|in general|overall|summary|compact)", before[-120:]):
            self.case = None
        conditions: tuple[Cond, ...] = ()
        self.env = declared_positive(statement.conditions, self.env)
        try:
            conditions = conditions_in(statement.conditions, self.env)
        except Unreadable as error:
            return [
                self._claim(statement, n, "unreadable", f"the condition cannot be read: {error.reason}")
                for n in range(len(statement.relations))
            ]
        clause, understood = clause_in(statement.clause, self.env)
        elsewhere = _ELSEWHERE.search(sentence) and not WITH_CHANCE.search(self.text[max(0, at - 120) : at])
        understood = understood and not elsewhere
        clause, self.env = with_labels(clause, self.text, self.env)
        readings = [self._read(side, n == 0) for n, side in enumerate(statement.sides)]
        if clause or not understood:
            readings = as_known_function(readings, self.env)
        readings = as_example(readings, self.sentence, self.env)
        readings, self.env = with_arguments(readings, (side.latex for side in statement.sides), self.env)
        trees = (tree for each in readings if isinstance(each, tuple) for tree in each)
        said = self.text[: statement.sides[0].start]
        self.env = with_named_denominators(trees, said, self._line(statement, 0), self.env)
        if r"\int" in " ".join(side.latex for side in statement.sides):
            means = iter(with_densities([each for each in readings if isinstance(each, tuple)], self.env))
            readings = [next(means) if isinstance(each, tuple) else each for each in readings]
        readings, conditions = for_any_sample(readings, conditions, self.env)
        readings = at_last_layer(readings, self.env)
        readings = self._with_activation(readings)
        self.env = self.parts.taking_up((each[0] for each in readings if isinstance(each, tuple)), self.env)
        whole = self.env
        self.unchanged = whole.definitions
        special = in_special_case(sentence_before(self.text, statement.sides[0].start), whole)
        self.is_special = special is not whole
        size = size_of_two(self.text, self.parts.mark or 0, statement.sides[0].start)
        two = None if size is None or self.is_special else with_two_classes(readings, size, whole)
        if two is not None:
            readings, special = two
        readings = [
            each if isinstance(each, Unreadable) else tuple(in_terms_of(self.forms, tree, special) for tree in each)
            for each in readings
        ]
        readings, clause, narrow = at_numbers(readings, clause, special)
        shown = [tree for each in readings if not isinstance(each, Unreadable) for tree in each]
        columns = with_columns(shown, narrow)
        said = sentences_before(self.text, statement.sides[0].start)
        about = [each[0] for each in readings if isinstance(each, tuple)]
        last = () if self.last is None else (self.last.left, self.last.right)
        self.env = supposed = supposing(said, about, last, columns)
        found = self._links(statement, readings, conditions, clause, understood, required)
        self.env = without_columns(no_longer(self.env, supposed, columns), columns, narrow)
        self.env = afterwards(forgotten(self.env, narrow, whole), special, whole)
        if two is not None:
            found = [
                replace(each, reason=f"for two classes: {each.reason}") if each.verdict == "proved" else each
                for each in found
            ]
        return found

    def _links(
        self,
        statement: Statement,
        readings: list[Reading],
        conditions: tuple[Cond, ...],
        clause: tuple[Cond, ...],
        understood: bool,
        required: bool,
    ) -> list[CheckedClaim]:
        """The claims of the links of a chain."""
        found: list[CheckedClaim] = []
        first = None if isinstance(readings[0], Unreadable) else readings[0]
        good = True  # every link so far is right
        for n, relation in enumerate(statement.relations):
            left, right = readings[n], readings[n + 1]
            if (bound := self._bound(statement, n)) is not None:
                found.append(self._claim(statement, n, bound.verdict, bound.reason, bound))
                continue
            if isinstance(left, Unreadable) or isinstance(right, Unreadable):
                trouble = right if isinstance(right, Unreadable) else left
                assert isinstance(trouble, Unreadable)
                if is_range(f"{statement.sides[0].latex} = {statement.sides[-1].latex}"):
                    found.append(self._claim(statement, n, "out-of-scope", "a range of an index, not a claim"))
                    continue
                if trouble is right and r"\arg" in statement.sides[n + 1].latex and is_bare(left):
                    found.append(self._claim(statement, n, "definition", "a name is defined; what by is not read"))
                    continue
                found.append(self._claim(statement, n, "unreadable", why(trouble)))
                continue
            if n == 0 and statement.sides[0].start in self.hoisted:
                found.append(self._claim(statement, 0, "definition", "it is defined here"))
                continue
            if n == 0 and relation == ">" and is_fresh(left[0], self.env) and right[0] == Num(Fraction(0)):
                assert isinstance(left[0], Sym)
                self.env = replace(self.env, positive=self.env.positive | {left[0].name})
                found.append(self._claim(statement, 0, "definition", f"{left[0].name} is positive"))
                continue
            if (
                n == 0
                and relation in ("=", ":=")
                and (known := judge_sequence(left[0], right[0], self.env)) is not None
            ):
                found.append(self._claim(statement, 0, known[0].verdict, known[0].reason, known[0]))
                self.env = known[1]
                continue
            bare = n == 0 or all(is_bare(each) for each in readings[:n])
            bare = bare and not is_hypothetical(statement)  # if p = sigma(z), then z = ...
            bare = bare and not (is_moment(left[0]) and mentioned((left[0],), self.env) & self.env.unsaid)
            restricted = bool(statement.clause or statement.conditions)
            value = restricted and isinstance(right[0], Num) and self._is_defined(left[0])
            value = value or (self.is_special and self._known(left[0]) is not None)
            if bare and not value and relation in ("=", ":=") and (n == 0 or not self._known_here(left[0])):
                asked = required or (is_moment(left[0]) and self._follows_what_is_asked(statement))
                claim = self._defining(statement, left, right, conditions, asked, n)
                if claim is not None:
                    found.append(self._as_box(statement, n, claim, left[0], right[0]))
                    if self.last is None or not self.last.required:  # what is asked for outlasts a definition
                        self.last = Equation(left[0], right[0], claim.line)
                    continue
            names_it = relation == "=" and not is_bare(left) and is_bare(right) and not required
            names_it = names_it and not (is_mentioned(right[0], self.env) or conditions or statement.clause)
            names_it = names_it and not (isinstance(right[0], Sym) and right[0].name in parameters(self.env))
            names_it = names_it and not self._known_here(right[0]) and right[0] != Sym("infty")
            names_it = names_it and not is_size_name(name_of(right[0]))
            if names_it and not is_settled(left, right, conditions, self.strict, self.env):
                claim = self._defining(statement, right, left, conditions, required, n)
                if claim is not None:
                    found.append(claim)
                    continue
            link = Link(
                left,
                "=" if relation == ":=" else relation,
                right,
                self._line(statement, n),
                conditions,
                clause,
                required=required or (is_moment(left[0]) and not n and self._follows_what_is_asked(statement)),
                later=n > 0,
                first=first if n else None,
                good=good,
                universal=self._of_any(statement, left, relation, right, (*conditions, *clause)),
                latex=(statement.sides[n].latex, statement.sides[n + 1].latex),
                several=says_several(self.text),
                large=speaks_of_large(self.text[: statement.sides[0].start]),
            )
            connected = bool(statement.connective) or follows_in_words(self.before, self.before_last)
            with budget(SECONDS_PER_CLAIM):
                outcome, step = judge_link(link, self.case, self.last, connected, self.env)
                outcome = under_choices(link, outcome, self.choices, self.env)
                outcome = behind_relu(link, outcome, self.sentence, self.env)
                if r"\int" in "".join(link.latex):
                    outcome = but_for_symmetry(outcome, self.text)
                if outcome.verdict in ("undecided", "refuted") and relation == "=" and not n:
                    signed = judge_signed(left[0], right[0], self._line(statement, 1), self.env)
                    outcome, self.env = signed or (outcome, self.env)
                if outcome.verdict == "undecided":
                    outcome = self._staircase(link, statement.sides[0].start) or outcome
                outcome = at_values_before(link, outcome, self.text[: statement.sides[0].start], self.env)
                outcome = of_symmetric(link, outcome, self.text, self.env)
            claim = replace(
                self._claim(statement, n, outcome.verdict, outcome.reason, outcome, step), read=link.written
            )
            if outcome.verdict == "proved" and outcome.reason.startswith(IN_ITSELF):  # of a = b = c, it is a = c
                claim = replace(claim, latex=f"{statement.sides[0].latex} = {statement.sides[n + 1].latex}")
            strange = mentioned((left[0], right[0]), self.env) & self.env.unsaid
            if (not understood or strange) and claim.verdict == "refuted":
                words = "it stands under a condition that is not understood: " + "; ".join(statement.clause)
                if strange:
                    words = f"what {min(strange)} stands for is said in words that are not read"
                claim = self._claim(statement, n, "undecided", words)
            if claim.verdict == "proved":
                self.env = showing((left[0], right[0]), self.env)
                if relation == "=" and isinstance(left[0], Sym) and self._known(left[0]) is not None and not conditions:
                    self.forms = {**self.forms, left[0].name: right[0]}
            if claim.verdict == "refuted" and (chosen := self._law_chosen_before(left[0], right[0], claim.line)):
                wanted = " = ".join(plain(each[0]) for each in (left, right))
                words = f"holds exactly if {wanted}: another choice than that of line {chosen.line}"
                claim = self._claim(statement, n, "conditional", words, Outcome("conditional", words, condition=wanted))
            good = good and claim.verdict in ("proved", "definition", "conditional")
            found.append(claim)
            if relation == "=":
                whole = first if n and first is not None else left  # of a chain, the first side
                asked = (
                    claim.verdict == "conditional" and not claim.missing
                )  # what only lacks a hypothesis asks for nothing
                self.last = Equation(whole[0], right[0], claim.line, asked)
                self.before_last = self.before
                given = choice(left[0], right[0]) if claim.verdict == "conditional" and not n else None
                if given is not None:
                    others = {name: each for name, each in self.choices.items() if name != given[0]}
                    self.choices = {**others, given[0]: given[1]}
        return found

    def _follows_what_is_asked(self, statement: Statement) -> bool:
        """Whether the words say that an equation follows from one that was asked for: "so Var(w) = 1/n"."""
        connected = bool(statement.connective) or follows_in_words(self.before, self.before_last)
        return connected and self.last is not None and self.last.required

    def _case(self, statement: Statement, before: str) -> tuple[Cond, bool] | None:
        """i = j or i \\neq j alone in a formula: a case for what follows."""
        if len(statement.relations) != 1 or statement.relations[0] not in ("=", "!=") or statement.conditions:
            return None
        readings = [self._read(side, False) for side in statement.sides]
        if any(isinstance(each, Unreadable) for each in readings):
            return None
        left, right = (each[0] for each in readings if not isinstance(each, Unreadable))
        if not is_index_equation(left, right) and not self._are_indices(left, right):
            return None
        return Compare("=" if statement.relations[0] == "=" else "!=", left, right), True

    def _are_indices(self, left: Expr, right: Expr) -> bool:
        """Whether the page has indexed something by one of two letters, and says nothing of the other."""
        letters = {index for each in self.env.definitions.values() for index in each.indices}
        env = self.env
        known = env.definitions.keys() | env.laws.keys() | env.arrays.keys() | env.positive | env.sizes
        names = {each.name for each in (left, right) if isinstance(each, Sym) and len(each.name) == 1}
        return len(names) == 2 and bool(names & letters) and not names & known

    def _with_activation(self, readings: list[Reading]) -> list[Reading]:
        """For the sigmoid, phi' = phi (1 - phi): a function of which the page says no more is the one just named."""
        spoken = [each.lastgroup for each in _SPOKEN_OF.finditer(self.sentence)]
        unknown = (f"any:{name}" for name in _ACTIVATIONS)
        if not spoken or spoken[-1] is None:
            return readings
        change = dict.fromkeys(unknown, spoken[-1])
        return [
            each if isinstance(each, Unreadable) else tuple(called(change, tree) for tree in each) for each in readings
        ]

    def hoist(self, found: list[Statement], lines: dict[int, int]) -> None:
        """Define early what the section uses before it says what it is: "..., where delta = ..."."""
        self.line_of = lines
        asked = _in_laws(found)  # a number in a law is asked for, and given a value where it is
        used: dict[str, int] = {}
        defined: set[str] = set()
        for statement in found:
            if statement.relations[:1] not in (("=",), (":=",)) or is_hypothetical(statement):
                continue  # what is said under a hypothesis defines nothing
            readings = [self._read(side, n == 0) for n, side in enumerate(statement.sides)]
            if any(isinstance(each, Unreadable) for each in readings[:2]):
                if isinstance(readings[0], tuple) and isinstance(readings[0][0], Sym):
                    defined.add(readings[0][0].name)
                continue
            readings, conditions = for_any_sample(readings, (), self.env)
            left, right = readings[0], readings[1]
            assert not isinstance(left, Unreadable)
            assert not isinstance(right, Unreadable)
            target = name_of(left[0])
            known = self.env.definitions.get(target)
            fresh = known is None or known.line is None
            if (
                target
                and fresh
                and target in used
                and target not in asked
                and self._explains(used[target], statement.sides[0].start, is_moment(right[0]))
                and target not in defined
                and not is_index_equation(left[0], right[0])
                and self._defining(statement, left, right, conditions, False) is not None
            ):
                self.hoisted.add(statement.sides[0].start)
            if target:
                defined.add(target)
            for reading in readings:
                for node in () if isinstance(reading, Unreadable) else walk(reading[0]):
                    if name := name_of(node):
                        used.setdefault(name, statement.sides[0].start)

    def _explains(self, use: int, at: int, of_moment: bool) -> bool:
        """Whether an equation says what was meant before: "..., where delta = ...", or in the same paragraph.

        of_moment: whether it names a mean or a variance, which "then v = Var(x)" may as well conclude.
        """
        between = self.text[use:at]
        near = len(re.findall(r"\n\s*\n", between)) <= _PARAGRAPHS and _WHERE.search(between) is not None
        if of_moment or near:
            return near
        return not re.search(r"\n\s*\n(?!\s*(?:\$\$|\\\[|\\begin))", between)

    # -- definitions and laws

    def _expansions(self, statement: Statement) -> list[CheckedClaim]:
        """The links of a chain of Taylor expansions; empty for anything else."""
        sides = [side.latex for side in statement.sides]
        found = [
            judge_expansion(sides[n], relation, sides[n + 1], self.env)
            for n, relation in enumerate(statement.relations)
        ]
        claims = [
            self._claim(statement, n, outcome.verdict, outcome.reason, outcome)
            for n, outcome in enumerate(found)
            if outcome is not None
        ]
        return claims if len(claims) == len(found) else []

    def _layers(self, statement: Statement, required: bool) -> list[CheckedClaim]:
        """The links of a chain of equations between moments of layers; empty for anything else."""
        if self.env.setting != "initialization" or set(statement.relations) != {"="}:
            return []
        self.depths = self.depths or Depths(self.text)
        given, understood = clause_in((*statement.clause, *statement.conditions), self.env)
        chosen = tuple(self.choices.values())
        found = self.depths.chain(statement.sides, self.env, given, chosen, required or not understood)
        return [self._claim(statement, n, each.verdict, each.reason, each) for n, each in found]

    def _bound(self, statement: Statement, n: int) -> Outcome | None:
        """What is to be said of a bound on the error of a staircase; None for anything else."""
        if self.env.setting != "step-networks":
            return None
        left, right = statement.sides[n : n + 2]
        return judge_bound(left.latex, statement.relations[n], right.latex, self.text[: statement.sides[0].start])

    def _as_box(self, statement: Statement, n: int, claim: CheckedClaim, left: Expr, right: Expr) -> CheckedClaim:
        """The definition of a network that words call a box, or whether it is one."""
        side = statement.sides[n]
        box = (
            judge_box(left, "=", right, side.latex, self.text[: side.start], self.env) if "box" in side.latex else None
        )
        return claim if box is None else self._claim(statement, n, box.verdict, box.reason, box)

    def _staircase(self, link: Link, start: int) -> Outcome | None:
        """What is to be said of a network of steps on a grid, or of one that is a box; None for anything else."""
        if len(link.left) + len(link.right) > 2:
            return None
        conditions = tuple(dict.fromkeys((*link.conditions, *link.clause)))
        said = self.text[:start]
        box = judge_box(link.left[0], link.relation, link.right[0], link.latex[0], said, self.env)
        return box or judge_staircase(link.left[0], link.relation, link.right[0], conditions, said, self.env)

    def _of_any(
        self,
        statement: Statement,
        left: tuple[Expr, ...],
        relation: str,
        right: tuple[Expr, ...],
        conditions: tuple[Cond, ...],
    ) -> Outcome | None:
        """What is to be said of a claim about any random variables; None for one about those of the page."""
        if not self.generality or len(left) + len(right) > 2:
            return None
        if is_restricted(self.text[statement.sides[-1].end :][:200]):
            return None
        independent = says_independent(self.text)
        return judge_any(left[0], relation, right[0], conditions, self.env, self.generality, independent)

    def _defining(
        self,
        statement: Statement,
        left: tuple[Expr, ...],
        right: tuple[Expr, ...],
        conditions: tuple[Cond, ...],
        required: bool,
        n: int = 0,
    ) -> CheckedClaim | None:
        """The claim that an equation makes which defines something; None where it is to be judged."""
        line = self._line(statement, n + 1)
        after = self.text[statement.sides[-1].end :][:40]
        if _BY_DEFAULT.search(self.sentence) and isinstance(left[0], Sym) and left[0].name not in self.env.definitions:
            return self._claim(statement, n, "definition", f"the value that {left[0].name} has by default")
        if not n and self._is_solved(statement, left[0]):
            return None
        occasion = Occasion(line, n > 0, required, self.sentence, after, self.strict, self.unchanged)
        self.env, outcome = define(left, right, conditions, occasion, self.env)
        return None if outcome is None else self._claim(statement, n, outcome.verdict, outcome.reason)

    def _law_chosen_before(self, left: Expr, right: Expr, line: int) -> Law | None:
        """The law of w in Var(w) = 2/(n + m), if another paragraph has chosen one in terms of sizes too."""
        law = self.env.laws.get(name_of(left.args[0])) if isinstance(left, Call) and left.function == "Var" else None
        names = [node for node in walk(right) if isinstance(node, Sym | Entry)]
        sized = bool(names) and all(isinstance(node, Sym) and is_size_name(node.name) for node in names)
        if law is None or law.line is None or not sized:
            return None
        between = self.text.split("\n")[law.line : line - 1]
        return law if any(not each.strip() for each in between) else None

    def _is_solved(self, statement: Statement, side: Expr) -> bool:
        """Whether a number that nothing defines is what the equation before comes to: n a^2 = 3, so a = ..."""
        if self.last is None or not isinstance(side, Sym) or side.name not in self.env.positive:
            return False
        connected = bool(statement.connective) or follows_in_words(self.before, self.before_last)
        in_it = any(node == side for each in (self.last.left, self.last.right) for node in walk(each))
        return connected and in_it and side.name not in self.env.definitions and self.last.left != side

    def _is_defined(self, side: Expr) -> bool:
        """Whether the page says what a name is, so that a value under a condition is a claim about it."""
        known = self._known(side)
        return known is not None and known.line is not None

    def _known(self, side: Expr) -> Definition | None:
        return self.env.definition(name_of(side), len(side.indices) if isinstance(side, Entry) else 0)

    def _known_here(self, side: Expr) -> bool:
        return name_of(side) in self.env.here

    # -- distributions, sets, updates

    def _special(self, statement: Statement) -> CheckedClaim:
        relation = statement.relations[0]
        side = statement.sides[1].latex
        if relation == "<-":
            return self._claim(statement, 0, "definition", "an assignment: it changes a value, it claims nothing")
        if relation == "~":
            self.env, given = draw(statement.sides[0].latex, side, self._line(statement, 1), self.env)
            return self._claim(statement, 0, given.verdict, given.reason)
        if relation == "in":
            if is_space(side):
                return self._shape(statement)
            name = self._read(statement.sides[0], False)
            if not isinstance(name, Unreadable):
                self.env = taking_values(name[0], side, self.env)
            return self._claim(statement, 0, "definition", "a set is named")
        return self._claim(statement, 0, "out-of-scope", "an arrow or a proportion is not judged")

    def _shape(self, statement: Statement) -> CheckedClaim:
        try:
            target = read_side(statement.sides[0].latex, names_of(self.env))[0]
        except Unreadable as error:
            return self._claim(statement, 0, "unreadable", why(error))
        outcome = judge_shape(name_of(target), self.network)
        if outcome.verdict != "refuted":
            self.env = in_space(name_of(target), statement.sides[1].latex, self.env)
        return self._claim(statement, 0, outcome.verdict, outcome.reason, outcome)

    # -- reading

    def _read(self, side: Side, first: bool) -> Reading:
        whole = of_all_samples(side.latex, self.env.per_sample, self.env.arrays)
        if whole is not None:
            return Unreadable(f"{whole} in bold stands for the numbers of all samples here", 0, whole)
        reading, self.env = read(side.latex, self.env, defining=first)
        return reading

    # -- reports

    def _line(self, statement: Statement, n: int) -> int:
        side = statement.sides[min(n, len(statement.sides) - 1)]
        return self.line_of.get(side.start, 1)

    def _claim(
        self,
        statement: Statement,
        n: int,
        verdict: str,
        reason: str,
        outcome: Outcome | None = None,
        step: Step | None = None,
    ) -> CheckedClaim:
        start = statement.sides[n].start
        end = statement.sides[n + 1].end
        spelled = {
            "<=": r"\leq",
            ">=": r"\geq",
            "!=": r"\neq",
            "~": r"\sim",
            "in": r"\in",
            "approx": r"\approx",
            "<-": r"\leftarrow",
            "->": r"\to",
            "prop": r"\propto",
        }
        relation = spelled.get(statement.relations[n], statement.relations[n])
        latex = f"{statement.sides[n].latex} {relation} {statement.sides[n + 1].latex}"
        extra = outcome or Outcome("undecided", "")
        return CheckedClaim(
            line=self.line_of.get(statement.sides[n + 1].start, 1),
            latex=latex,
            verdict=verdict,  # type: ignore[arg-type]
            reason=reason,
            span=(start, end) if n == 0 else (statement.sides[n + 1].start, end),
            read=latex,
            setting=self.env.setting,
            setting_origin=self.origin,
            step=step,
            counterexample=extra.counterexample,
            condition=extra.condition,
            correction=extra.correction,
            misconception=extra.misconception,
            exceptions=extra.exceptions,
            used=extra.used,
            missing=extra.missing,
        )


def _in_laws(found: list[Statement]) -> frozenset[str]:
    """The letters in the distributions that a section names: a, of w ~ U[-a, a]."""
    said = " ".join(each.sides[-1].latex for each in found if each.relations[:1] == ("~",))
    return frozenset(re.findall(r"(?<![A-Za-z\\\\])[a-z](?![A-Za-z])", said))


def _bounds_a_name(clause: tuple[Cond, ...]) -> bool:
    """Whether the words around a formula restrict it to a part of a line: x < 0."""
    return any(isinstance(each, Compare) and each.relation not in ("=", "!=") for each in clause)
