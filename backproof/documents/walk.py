"""From the statements of a section to checked claims: what defines, what declares a law, what asserts, what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from backproof.answers.building import build_cond
from backproof.answers.printing import plain
from backproof.answers.syntax import (
    Call,
    Cases,
    Compare,
    Cond,
    Entry,
    Expr,
    Num,
    Pow,
    Sym,
    Transpose,
    map_expr,
    negative,
    walk,
)
from backproof.answers.tokens import Unreadable
from backproof.documents.arrays import Shapeless
from backproof.documents.clauses import is_range
from backproof.documents.conversion import is_built_positive
from backproof.documents.decimals import with_decimals
from backproof.documents.declarations import is_size_name
from backproof.documents.diagnosis import misconception_of, with_exponentials
from backproof.documents.dimensions import replaced, unrolled
from backproof.documents.environment import Definition, Environment, FunctionDefinition, Law
from backproof.documents.judgement import judge_relation
from backproof.documents.lexer import MOMENTS, PageLexer, PageNames, read_side, split_arguments
from backproof.documents.mentions import differentiated, is_moment, label_index
from backproof.documents.opening import array_definition, reopened
from backproof.documents.outcomes import Outcome
from backproof.documents.report import CheckedClaim, Counterexample, Origin, Step
from backproof.documents.requirements import implied, solved
from backproof.documents.samples import condition_without_sample, layers, sample_index, without_sample
from backproof.documents.settings import names_of
from backproof.documents.shapes import Declared, Network
from backproof.documents.statements import Side, Statement
from backproof.documents.universal import generality, is_restricted, judge_any, says_independent

_REQUIREMENT = re.compile(
    r"\b(?:want|wants|need|needs|require[sd]?|should|must|choose|chosen|set(?:ting)?|pick|goal|desired?|ensures?|ensuring"
    r"|keep|keeps|preserve[sd]?|so that|such that|in order|stable|would like|let us|equal to|constant|maintain)\b",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:^|[^A-Za-z])(?:for|take|consider|e\.g\.|example|say|suppose|let|with|now|choose)(?: \w+)?[,:]?\s*$",
    re.IGNORECASE,
)
_SHOWING = re.compile(
    r"\b(?:show|prove|derive|compute|find|calculate|note|see|know|get|obtain|have)\b[^.]*$", re.IGNORECASE
)
_DEFINING = re.compile(
    r"\b(?:let|defin\w+|denot\w+|call\w*|write|use|be|where|with|now|new|instead|given by|as follows|following"
    r"|equations?)\b",
    re.IGNORECASE,
)
_ZERO, _ONE = Num(Fraction(0)), Num(Fraction(1))
_INDEX_LETTERS = frozenset("cijklmr")
_DISTRIBUTION = re.compile(
    r"^(?:\\(?:mathcal|mathrm|text|operatorname)\s*\{?\s*)?(?P<kind>N|U|Normal|Uniform|Unif|normal|uniform|Gaussian)\s*\}?\s*"
    r"(?:\\left|\\[bB]igl?)?\s*[(\[]\s*(?P<inside>.*?)\s*(?:\\right|\\[bB]igr?)?\s*[)\]]$",
    re.DOTALL,
)
_SPACE = re.compile(
    r"^\\(?:mathbb|mathbf|mathcal)\s*\{?\s*R\s*\}?\s*(?:\^\s*(?:\{(?P<braced>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|(?P<single>\w|\\[a-z]+)))?$"
)


_INDICES = frozenset(["i", "j", "k", "l", "m", "c", "r", "s", "n", "p", "q", "u", "v"])


@dataclass
class Walker:
    """Reads the statements of one section in order; the environment grows as the page defines names."""

    env: Environment
    origin: Origin
    section: int = 0
    defined_in: dict[str, int] = field(default_factory=dict)
    network: Network | None = None
    hoisted: set[int] = field(default_factory=set)
    first_laws: dict[str, Law] = field(default_factory=dict)  # where a later one is a choice, as in "so w ~ N(0, 1/n)"
    strict: bool = False  # the names of the setting mean what the setting says
    case: Cond | None = None  # the case of the indices that the page treats now
    last: tuple[Expr, Expr] | None = None  # the equation before
    last_line: int | None = None
    last_required: bool = False
    sentence: str = ""  # the words before the formula
    generality: str = ""  # the words that make the formulas of this sentence claims about any random variables
    text: str = ""  # the whole page
    unchanged: Mapping[str, Definition] = field(default_factory=dict)  # without what only this clause says
    labels: dict[str, Sym] = field(default_factory=dict)  # one-hot vectors, and the class of each

    def check(
        self, statement: Statement, line_of: dict[int, int], before: str = "", number: int = 1
    ) -> list[CheckedClaim]:
        """The claims of one statement, a link of a chain each."""
        self.line_of = line_of
        words = " ".join((before[-160:], *statement.words))
        sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", words)[-1]
        if words.strip():  # a second statement of one formula shares the words before the first
            self.sentence = sentence
        self.generality = generality(before, sentence, self.generality)
        required = bool(_REQUIREMENT.search(sentence)) and not _SHOWING.search(sentence)
        if statement.relations[0] in ("in", "~", "<-", "->", "prop"):
            return [self._special(statement)]
        if case := self._case(statement, before):
            self.case = case[0]
            return [self._claim(statement, 0, "out-of-scope", "a case of the indices, not a claim")] if case[1] else []
        if re.search(r"\b(?:otherwise|combin|both cases|together|in general|overall|summary|compact)", before[-120:]):
            self.case = None
        conditions: tuple[Cond, ...] = ()
        try:
            conditions = self._conditions(statement.conditions)
        except Unreadable as error:
            return [
                self._claim(statement, n, "unreadable", f"the condition cannot be read: {error.reason}")
                for n in range(len(statement.relations))
            ]
        clause, understood = self._clause(statement)
        clause = self._one_hot(clause, self.text)
        readings: list[tuple[Expr, ...] | Unreadable] = []
        for n, side in enumerate(statement.sides):
            readings.append(self._read(side, n == 0))
        readings = self._known_function(readings, bool(clause or not understood))
        readings = self._example(readings)
        readings = self._with_arguments(statement, readings)
        readings, conditions = self._one_sample(readings, conditions)
        readings = self._last_layer(readings)
        whole = self.env
        self.unchanged = whole.definitions
        readings, clause = self._with_numbers(readings, clause)
        narrow = self.env
        found = self._links(statement, readings, conditions, clause, understood, required)
        if narrow is not whole:  # the numbers of a clause are forgotten after it
            said = {name: each for name, each in self.env.definitions.items() if narrow.definitions.get(name) != each}
            self.env = replace(
                self.env, definitions={**whole.definitions, **said}, arrays={**whole.arrays, **self.env.arrays}
            )
        return found

    def _with_numbers(
        self, readings: list[tuple[Expr, ...] | Unreadable], clause: tuple[Cond, ...]
    ) -> tuple[list[tuple[Expr, ...] | Unreadable], tuple[Cond, ...]]:
        """For n = 2, if y = 1: the number in the place of the name, in the definitions too."""
        trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
        fixed = {
            cond.left.name: cond.right
            for cond in clause
            if isinstance(cond, Compare)
            and cond.relation == "="
            and isinstance(cond.left, Sym)
            and isinstance(cond.right, Num)
            and cond.left.name not in self.env.definitions
            and cond.left.name not in differentiated(trees, self.env)
        }
        hot = {name: label for name, label in self.labels.items() if name not in self.env.definitions}
        if not fixed and not hot:
            return readings, clause
        change: dict[str, Expr] = dict(fixed)

        def settled(expr: Expr) -> Expr:
            match expr:
                case Sym(name) if name in hot:
                    return Call("onehot", (hot[name],))
                case Entry(name, (index,)) if name in hot:
                    return Call("kronecker", (index, hot[name]))
                case _:
                    return map_expr(expr, settled)

        readings = [each if isinstance(each, Unreadable) else tuple(map(settled, each)) for each in readings]
        definitions = {
            name: replace(each, body=unrolled(replaced(settled(each.body), change)))
            for name, each in self.env.definitions.items()
        }
        classes = {label.name for label in hot.values()}
        arrays = {name: rank for name, rank in self.env.arrays.items() if name not in classes}
        self.env = replace(self.env, definitions=definitions, arrays=arrays)
        if not fixed:
            return readings, clause
        changed = [
            each if isinstance(each, Unreadable) else tuple(self._written_out(replaced(tree, change)) for tree in each)
            for each in readings
        ]
        rest = tuple(
            each
            for each in clause
            if not (isinstance(each, Compare) and isinstance(each.left, Sym) and each.left.name in fixed)
        )
        return changed, rest

    def _written_out(self, expr: Expr) -> Expr:
        """Sums over a few numbers, and entries of what is defined at such numbers, written out."""
        expr = unrolled(map_expr(expr, self._written_out))
        match expr:
            case Entry(name, indices) if indices and all(isinstance(each, Num) for each in indices):
                definition = self.env.definition(name, len(indices))
                if definition is None or any(
                    isinstance(node, Call) and node.function == "D" for node in walk(definition.body)
                ):
                    return expr
                return self._written_out(replaced(definition.body, dict(zip(definition.indices, indices, strict=True))))
            case _:
                return expr

    def _links(
        self,
        statement: Statement,
        readings: list[tuple[Expr, ...] | Unreadable],
        conditions: tuple[Cond, ...],
        clause: tuple[Cond, ...],
        understood: bool,
        required: bool,
    ) -> list[CheckedClaim]:
        """The claims of the links of a chain."""
        found: list[CheckedClaim] = []
        good = True  # every link so far is right
        for n, relation in enumerate(statement.relations):
            left, right = readings[n], readings[n + 1]
            if isinstance(left, Unreadable) or isinstance(right, Unreadable):
                trouble = right if isinstance(right, Unreadable) else left
                assert isinstance(trouble, Unreadable)
                if is_range(f"{statement.sides[0].latex} = {statement.sides[-1].latex}"):
                    found.append(self._claim(statement, n, "out-of-scope", "a range of an index, not a claim"))
                    continue
                if trouble is right and r"\arg" in statement.sides[n + 1].latex and _is_bare(left):
                    found.append(self._claim(statement, n, "definition", "a name is defined; what by is not read"))
                    continue
                found.append(self._claim(statement, n, "unreadable", _why(trouble)))
                continue
            if n == 0 and statement.sides[0].start in self.hoisted:
                found.append(self._claim(statement, 0, "definition", "it is defined here"))
                continue
            if n == 0 and relation == ">" and self._is_fresh(left[0]) and right[0] == Num(Fraction(0)):
                assert isinstance(left[0], Sym)
                self.env = replace(self.env, positive=self.env.positive | {left[0].name})
                found.append(self._claim(statement, 0, "definition", f"{left[0].name} is positive"))
                continue
            bare = n == 0 or all(_is_bare(each) for each in readings[:n])
            if bare and relation in ("=", ":=") and (n == 0 or not self._known_here(left[0])):
                claim = self._defining(statement, left, right, conditions, required, n)
                if claim is not None:
                    found.append(claim)
                    self.last = (left[0], right[0])
                    continue
            names_it = relation == "=" and not _is_bare(left) and _is_bare(right) and not required
            names_it = names_it and not (self._is_mentioned(right[0]) or conditions or statement.clause)
            if names_it and not self._known_here(right[0]) and not self._is_settled(left, right, conditions):
                claim = self._defining(statement, right, left, conditions, required, n)
                if claim is not None:
                    found.append(claim)
                    continue
            first = readings[0] if n and not isinstance(readings[0], Unreadable) else None
            claim = self._link(statement, n, left, relation, right, first, conditions, good, required, clause)
            if not understood and claim.verdict == "refuted":
                words = "it stands under a condition that is not understood: " + "; ".join(statement.clause)
                claim = self._claim(statement, n, "undecided", words)
            good = good and claim.verdict in ("proved", "definition", "conditional")
            found.append(claim)
            if relation == "=":
                self.last, self.last_required = (
                    (left[0] if not n else (first or left)[0], right[0]),
                    claim.verdict == "conditional",
                )
                self.last_line = claim.line
        return found

    def _case(self, statement: Statement, before: str) -> tuple[Cond, bool] | None:
        """i = j or i \\neq j alone in a formula: a case for what follows."""
        if len(statement.relations) != 1 or statement.relations[0] not in ("=", "!=") or statement.conditions:
            return None
        readings = [self._read(side, False) for side in statement.sides]
        if any(isinstance(each, Unreadable) for each in readings):
            return None
        left, right = (each[0] for each in readings if not isinstance(each, Unreadable))
        if not _is_index_equation(left, right):
            return None
        return Compare("=" if statement.relations[0] == "=" else "!=", left, right), True

    def _one_sample(
        self, readings: list[tuple[Expr, ...] | Unreadable], conditions: tuple[Cond, ...]
    ) -> tuple[list[tuple[Expr, ...] | Unreadable], tuple[Cond, ...]]:
        """A statement about sample i is one about any sample: its index is dropped."""
        trees = [each[0] for each in readings if not isinstance(each, Unreadable)]
        index = sample_index(trees, self.env) or next((i for each in conditions if (i := label_index(each))), None)
        if index is None:
            return readings, conditions
        changed = [
            each if isinstance(each, Unreadable) else tuple(without_sample(tree, index) for tree in each)
            for each in readings
        ]
        return changed, tuple(condition_without_sample(each, index) for each in conditions)

    def _last_layer(self, readings: list[tuple[Expr, ...] | Unreadable]) -> list[tuple[Expr, ...] | Unreadable]:
        """phi'(z) in a statement about z^(2), where no z of its own is defined: z^(2) is meant."""
        names = {
            node.name
            for each in readings
            if not isinstance(each, Unreadable)
            for node in walk(each[0])
            if isinstance(node, Sym)
        }
        layered = [name for name in names if re.fullmatch(r"z\^\(\d+\)", name) and name in self.env.definitions]
        if "z" not in names or "z" in self.env.definitions or len(layered) != 1:
            return readings
        change: dict[str, Expr] = {"z": Sym(layered[0])}
        return [
            each if isinstance(each, Unreadable) else tuple(replaced(tree, change) for tree in each)
            for each in readings
        ]

    def hoist(self, found: list[Statement], lines: dict[int, int]) -> None:
        """Define early what the section uses before it says what it is: "..., where delta = ..."."""
        self.line_of = lines
        used: set[str] = set()
        defined: set[str] = set()
        for statement in found:
            if statement.relations[:1] not in (("=",), (":=",)):
                continue
            readings = [self._read(side, n == 0) for n, side in enumerate(statement.sides)]
            if any(isinstance(each, Unreadable) for each in readings[:2]):
                if isinstance(readings[0], tuple) and isinstance(readings[0][0], Sym):
                    defined.add(readings[0][0].name)
                continue
            readings, conditions = self._one_sample(readings, ())
            left, right = readings[0], readings[1]
            assert not isinstance(left, Unreadable)
            assert not isinstance(right, Unreadable)
            target = left[0].name if isinstance(left[0], Sym) else left[0].family if isinstance(left[0], Entry) else ""
            known = self.env.definitions.get(target)
            fresh = known is None or known.line is None
            if (
                target
                and fresh
                and target in used
                and target not in defined
                and not _is_index_equation(left[0], right[0])
                and self._defining(statement, left, right, conditions, False) is not None
            ):
                self.hoisted.add(statement.sides[0].start)
            if target:
                defined.add(target)
            used |= {
                name
                for reading in readings
                if not isinstance(reading, Unreadable)
                for node in walk(reading[0])
                if (name := node.name if isinstance(node, Sym) else node.family if isinstance(node, Entry) else "")
            }

    # -- a link

    def _link(
        self,
        statement: Statement,
        n: int,
        left: tuple[Expr, ...],
        relation: str,
        right: tuple[Expr, ...],
        first: tuple[Expr, ...] | None,
        conditions: tuple[Cond, ...],
        good: bool,
        required: bool,
        clause: tuple[Cond, ...] = (),
    ) -> CheckedClaim:
        relation = "=" if relation == ":=" else relation
        outcome = self._of_any(statement, left, relation, right, (*conditions, *clause))
        outcome = outcome or judge_relation(left, relation, right, (*conditions, *clause), self.env)
        if outcome.verdict in ("undecided", "refuted"):
            latex = statement.sides[n].latex, statement.sides[n + 1].latex
            rounded = with_decimals(latex, left, relation, right, (*conditions, *clause), self.env)
            outcome = rounded or outcome
        if clause and outcome.verdict != "proved":  # what holds anyhow needs no condition
            anyhow = judge_relation(left, relation, right, conditions, self.env)
            outcome = anyhow if anyhow.verdict == "proved" else outcome
        conditions = (*conditions, *clause)
        if (
            outcome.verdict in ("refuted", "undecided")
            and self.case is not None
            and self._is_about_case(left[0], right[0])
        ):
            special = judge_relation(left, relation, right, (*conditions, self.case), self.env)
            if special.verdict in ("proved", "refuted"):
                conditions = (*conditions, self.case)
                outcome = replace(special, reason=special.reason + ", in the case of the indices that is treated here")
        if relation != "=" and outcome.verdict == "undecided" and outcome.reason.startswith("it is not said what"):
            outcome = replace(outcome, verdict="out-of-scope", reason="a range of a number, not a claim")
        step: Step | None = None
        if n:
            words = {"proved": "follows", "refuted": "does not follow", "conditional": "undecided"}
            step = Step(words.get(outcome.verdict, "undecided"), outcome.reason, self._line(statement, n))  # type: ignore[arg-type]
            if not good and outcome.verdict == "proved":
                outcome = replace(
                    outcome, reason="it follows from the line before, in which something is wrong or open"
                )
            elif not good and first is not None and relation == "=":
                own = judge_relation(first, relation, right, conditions, self.env)
                if own.verdict == "proved":
                    outcome = replace(own, reason="right in itself; it does not follow from the line before")
        elif statement.connective and self.last is not None and relation == "=":
            same = implied(self.last, (left[0], right[0]), conditions, self.env)
            if same is not None and outcome.verdict not in ("proved",):
                step = Step(
                    "follows" if same else "does not follow",
                    "the two equations say the same" if same else "the equation before does not imply this one",
                    self.last_line,
                )
        if outcome.verdict in ("refuted", "undecided") and relation == "=":
            outcome = self._requirement(outcome, left[0], right[0], conditions, n, required, step)
        if outcome.verdict == "refuted" and relation == "=":
            outcome = replace(outcome, misconception=misconception_of(left[0], right[0], conditions, self.env))
        read = f" {relation} ".join(plain(with_exponentials(each[0])) for each in (left, right))
        return replace(self._claim(statement, n, outcome.verdict, outcome.reason, outcome, step), read=read)

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

    def _is_about_case(self, left: Expr, right: Expr) -> bool:
        assert isinstance(self.case, Compare)
        names = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
        return all(isinstance(side, Sym) and side.name in names for side in (self.case.left, self.case.right))

    def _requirement(
        self,
        outcome: Outcome,
        left: Expr,
        right: Expr,
        conditions: tuple[Cond, ...],
        n: int,
        required: bool,
        step: Step | None,
    ) -> Outcome:
        """An equation that is asked for, or that speaks of parameters alone, holds under a condition."""
        plain = not any(
            isinstance(node, Call) and node.function in ("E", "Var", "Cov", "D")
            for side in (left, right)
            for node in walk(side)
        )
        names = {node.name for side in (left, right) for node in walk(side) if isinstance(node, Sym)}
        parameters = (
            plain
            and bool(names & self._parameters())
            and not any(isinstance(node, Entry) for side in (left, right) for node in walk(side))
        )
        parameters = parameters or self._is_choice(left, right)
        follows = self.last_required and step is not None and step.verdict == "follows"
        target = self._is_target(right)
        if not (required or follows or (parameters and (n == 0 or target))):
            return outcome
        found = solved(left, right, conditions, self.env)
        if found is None:
            return outcome
        if step is not None and step.verdict == "does not follow" and self.last_required and not n:
            return replace(
                outcome,
                verdict="refuted",
                reason="the equation before asks for something else: "
                + (self._last_solution(conditions) or "see there"),
            )
        return Outcome("conditional", f"holds exactly if {found}", condition=found)

    def _is_choice(self, left: Expr, right: Expr) -> bool:
        """Whether an equation gives a positive number of the setting, or its square, a value: sigma_w^2 = 2/784."""
        name = left.base if isinstance(left, Pow) and left.exponent == Num(Fraction(2)) else left
        return (
            isinstance(name, Sym)
            and name.name in self.env.positive
            and name.name not in self.env.definitions
            and name not in walk(right)
            and not any(isinstance(node, Call) for node in walk(right))
        )

    def _last_solution(self, conditions: tuple[Cond, ...]) -> str | None:
        found = None if self.last is None else solved(*self.last, conditions, self.env)
        return None if found is None else f"it holds exactly if {found}"

    def _is_target(self, right: Expr) -> bool:
        """What a variance is asked to be: 1, or the variance of a random name."""
        if right == Num(Fraction(1)) or is_moment(right):
            return True
        return any(law.variance == right for law in self.env.laws.values())

    # -- definitions and laws

    def _defining(
        self,
        statement: Statement,
        left: tuple[Expr, ...],
        right: tuple[Expr, ...],
        conditions: tuple[Cond, ...],
        required: bool,
        n: int = 0,
    ) -> CheckedClaim | None:
        """A first mention of a name defines it; a moment of a random name declares its law."""
        target, body = left[0], right[0]
        if isinstance(target, Call) and _is_function(target):
            return self._function(statement, target, body, conditions)
        if isinstance(target, Call) and is_moment(target):
            return self._moment(statement, target, body, required)
        if isinstance(target, Pow) and isinstance(target.base, Sym):
            return None
        if not isinstance(target, Sym | Entry):
            return None
        if isinstance(target, Sym) and isinstance(body, Sym) and {target.name, body.name} <= _INDEX_LETTERS:
            return self._claim(statement, n, "out-of-scope", "a case is named: two indices are equal")
        name = target.name if isinstance(target, Sym) else target.family
        indices = target.indices if isinstance(target, Entry) else ()
        letters = tuple(each.name for each in indices if isinstance(each, Sym))
        if len(letters) < len(indices) or len(set(letters)) < len(letters):
            return None
        if isinstance(body, Num):
            return self._claim(statement, n, "definition", f"{name} is given a value")
        if _is_index_equation(target, body):
            return self._claim(statement, n, "out-of-scope", "a case of the indices, not a claim")
        if any(isinstance(node, Sym) and node.name == name for node in walk(body)):
            return None
        known = self.env.definition(name, len(indices))
        if known is None and name in self.env.arrays:
            known = self.env.definitions.get(name)  # defined entry by entry
        if name in self.env.positive and known is None and not indices and (required or name in self._parameters()):
            return None
        positive = name in self.env.positive and known is None and not indices
        if positive and not is_built_positive(body, self.env.positive):
            return self._claim(statement, n, "definition", f"{name} is given a value")  # it stays a positive number
        if known is None and not indices and name in self._parameters():
            return None  # a law of the page speaks of it: a value is asked for, not given
        if re.search(r"\^\([lL][+-]?\d?\)", name):
            gradient = isinstance(body, Call) and body.function == "D"
            if self.env.any_depth and name.startswith("delta") and not gradient:
                return None  # the setting says what delta is
            return self._layered(statement, name, body)
        if known is not None and known.line is None and (n or self.strict):
            outcome = judge_relation(left, "=", right, conditions, self.env)
            if outcome.verdict == "proved" or (self.strict and outcome.verdict == "refuted"):
                return None
        if known is not None and known.line is not None and not n:
            outcome = judge_relation(left, "=", right, conditions, self.env)
            elsewhere = self.defined_in.get(name) != self.section
            anew = elsewhere and (_DEFINING.search(self.sentence) or outcome.verdict == "undecided")
            anew = anew or any(isinstance(node, Entry) and node.family == name for node in walk(body)) > len(indices)
            if outcome.verdict == "proved" or not anew:
                return None
        self.env, body = self._apart(name, body)
        try:
            definition, rank = array_definition(name, body, self.env, letters)
        except Shapeless as error:
            return self._claim(statement, n, "undecided", str(error))
        line = self._line(statement, n + 1)
        before = self.env
        self.env = self.env.forgetting_shape(name) if not rank else self.env
        self.env = self.env.defining(replace(definition, line=line))
        if rank or (letters and name in self.env.arrays):
            self.env = self.env.shaping(name, rank or len(letters))
        if before.definition(name, len(definition.indices)) is None:
            self.env = reopened(name, self.env)
        self._see_layer(name)
        self.defined_in[name] = self.section
        same = before.definitions.get(name)
        words = f"{name} is defined here"
        if same is not None and same.line is not None:
            words = f"{name} is defined anew"
        return self._claim(statement, n, "definition", words)

    def _apart(self, name: str, body: Expr) -> tuple[Environment, Expr]:
        """L = 1/N sum_n L_n, where L was the loss of one sample until now: that one gets a name of its own."""
        known = replace(self.env, definitions=self.unchanged or self.env.definitions).definition(name, 0)
        own = [node for node in walk(body) if isinstance(node, Entry) and node.family == name]
        if known is None or not own:
            return self.env, body
        single = f"{name}·one"
        known = replace(known, body=_with_targets(known.body, self.labels))
        self.labels = {}  # each sample has a class of its own

        def renamed(expr: Expr) -> Expr:
            if isinstance(expr, Entry) and expr.family == name:
                return Entry(single, expr.indices)
            return map_expr(expr, renamed)

        return self.env.defining(replace(known, name=single)), renamed(body)

    def _is_settled(self, left: tuple[Expr, ...], right: tuple[Expr, ...], conditions: tuple[Cond, ...]) -> bool:
        """Whether the setting or the page says of a name already what is said here, or something else."""
        name = right[0].name if isinstance(right[0], Sym) else right[0].family if isinstance(right[0], Entry) else ""
        known = {name, re.sub(r"\^\(l\)", "^(1)", name)} & self.env.definitions.keys()
        if known and self.strict:
            return True
        settled = ("proved", "refuted", "conditional")
        return bool(known) and judge_relation(left, "=", right, conditions, self.env).verdict in settled

    def _is_fresh(self, side: Expr) -> bool:
        """Whether a side is a name of which nothing is known."""
        if not isinstance(side, Sym):
            return False
        known = (self.env.definitions, self.env.laws, self.env.arrays, self.env.functions, self.env.positive)
        return not any(side.name in each for each in known)

    def _is_mentioned(self, side: Expr) -> bool:
        """Whether a definition of the page speaks of a name already, so that a result cannot name it."""
        bodies = [each.body for each in self.env.definitions.values() if each.line is not None]
        functions = self.env.functions.values()
        bodies += [each.body for each in functions if not isinstance(each, str) and each.line is not None]
        return isinstance(side, Sym) and any(side in walk(body) for body in bodies)

    def _known_here(self, side: Expr) -> bool:
        name = side.name if isinstance(side, Sym) else side.family if isinstance(side, Entry) else ""
        return self.defined_in.get(name) == self.section

    def _see_layer(self, name: str) -> None:
        found = re.search(r"\^\((\d+)\)", name)
        if found and int(found[1]) >= 1:
            self.env = replace(self.env, layers=tuple(sorted({*self.env.layers, int(found[1])})))

    def _layered(self, statement: Statement, name: str, body: Expr) -> CheckedClaim | None:
        """A definition for each layer l."""
        defined = False
        for _, one, other in layers(Sym(name), body, self.env):
            assert isinstance(one, Sym)
            if one.name in self.env.definitions and self.env.definitions[one.name].line is not None:
                continue
            try:
                definition, rank = array_definition(one.name, other, self.env)
            except Shapeless:
                continue
            self.env = self.env.defining(replace(definition, line=self._line(statement, 1)))
            if rank:
                self.env = self.env.shaping(one.name, rank)
            defined = True
        return self._claim(statement, 0, "definition", f"{name} is defined here") if defined else None

    def _function(
        self, statement: Statement, target: Call, body: Expr, conditions: tuple[Cond, ...] = ()
    ) -> CheckedClaim:
        name = target.function[1:]
        (parameter,) = target.args
        assert isinstance(parameter, Sym)
        if body in (_ZERO, _ONE) and len(conditions) == 1 and self.env.functions.get(name) == "step":
            body = Cases(((conditions[0], body),), _ONE if body == _ZERO else _ZERO)  # a step has two values
        if not any(isinstance(node, Sym) and node.name == parameter.name for node in walk(body)):
            return self._claim(statement, 0, "definition", f"{name} is given a value")
        self.env = self.env.naming(FunctionDefinition(name, parameter.name, body, self._line(statement, 1)))
        return self._claim(statement, 0, "definition", f"the function {name} is defined here")

    def _moment(self, statement: Statement, target: Call, body: Expr, required: bool) -> CheckedClaim | None:
        inside = target.args[0]
        name = inside.name if isinstance(inside, Sym) else inside.family if isinstance(inside, Entry) else ""
        law = self.env.laws.get(name)
        if name in self.env.definitions or required or (law is not None and law.kind != "moments"):
            return None
        if (
            law is not None
            and law.line is not None
            and (law.mean if target.function == "E" else law.variance) is not None
        ):
            return None
        if any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for node in walk(body)):
            return None
        named = {node.name for node in walk(body) if isinstance(node, Sym)}
        parameters = named & self._parameters()
        if law is None and (len(parameters) > 1 or (parameters and any(map(is_size_name, named)))):
            return None  # it is said in terms of the laws of other names, so it is a result
        law = law or Law(name)
        changed = replace(law, mean=body) if target.function == "E" else replace(law, variance=body)
        self.env = self.env.drawing(replace(changed, line=self._line(statement, 1), kind="moments"))
        for node in walk(body):
            if isinstance(node, Pow) and isinstance(node.base, Sym):
                self.env = replace(self.env, positive=self.env.positive | {node.base.name})
        return self._claim(
            statement,
            0,
            "definition",
            f"the {'mean' if target.function == 'E' else 'variance'} of {name} is given here",
        )

    def _parameters(self) -> set[str]:
        """The names in the laws of the page."""
        return {
            node.name
            for law in (*self.env.laws.values(), *self.first_laws.values())
            for value in (law.mean, law.variance, law.low, law.high)
            if value is not None
            for node in walk(value)
            if isinstance(node, Sym) and not is_size_name(node.name)
        }

    # -- distributions, sets, updates

    def _special(self, statement: Statement) -> CheckedClaim:
        relation = statement.relations[0]
        side = statement.sides[1].latex
        if relation == "<-":
            return self._claim(statement, 0, "definition", "an assignment: it changes a value, it claims nothing")
        if relation == "~":
            return self._drawn(statement, side)
        if relation == "in":
            space = _SPACE.match(side.strip())
            if space:
                return self._shape(statement, (space["braced"] or space["single"] or "").strip())
            self._take_values(statement)
            return self._claim(statement, 0, "definition", "a set is named")
        return self._claim(statement, 0, "out-of-scope", "an arrow or a proportion is not judged")

    def _take_values(self, statement: Statement) -> None:
        r"""y \in \{0, 1\}: y takes one of these values."""
        inside = re.fullmatch(r"\s*(?:\\left)?\s*\\\{(.*?)(?:\\right)?\s*\\\}\s*", statement.sides[1].latex, re.DOTALL)
        name = self._read(statement.sides[0], False)
        if inside is None or isinstance(name, Unreadable) or not isinstance(name[0], Sym):
            return
        numbers = [re.fullmatch(r"\s*([+-]?)\s*(\d+)\s*", each) for each in inside[1].split(",")]
        if all(numbers):
            values = tuple(Fraction(int(each[1] + each[2])) for each in numbers if each is not None)
            self.env = replace(self.env, values={**self.env.values, name[0].name: values})

    def _drawn(self, statement: Statement, side: str) -> CheckedClaim:
        found = _DISTRIBUTION.match(side.strip())
        if not found:
            return self._claim(statement, 0, "definition", "a distribution is named")
        inside = [text for text, _ in split_arguments(found["inside"])]
        try:
            target = read_side(statement.sides[0].latex, names_of(self.env))[0]
            values = [read_side(text, names_of(self.env))[0] for text in inside]
        except Unreadable as error:
            return self._claim(statement, 0, "unreadable", _why(error))
        if not isinstance(target, Sym | Entry) or len(values) != 2:
            return self._claim(statement, 0, "definition", "a distribution is named")
        name = target.name if isinstance(target, Sym) else target.family
        line = self._line(statement, 1)
        if found["kind"][0] in "Uu":
            law = Law(name, kind="uniform", low=values[0], high=values[1], line=line)
            if isinstance(values[1], Sym):
                self.env = replace(self.env, positive=self.env.positive | {values[1].name})
        else:
            law = Law(name, values[0], values[1], kind="normal", line=line)
        for node in [each for value in values for each in walk(value)]:
            if isinstance(node, Pow) and isinstance(node.base, Sym):
                self.env = replace(self.env, positive=self.env.positive | {node.base.name})
        known = self.env.laws.get(name)
        if known is not None and known.line is not None:
            self.first_laws.setdefault(name, known)
        self.env = self.env.drawing(law).with_parameters(
            frozenset(node.name for value in values for node in walk(value) if isinstance(node, Sym))
        )
        if law.kind == "uniform" and isinstance(law.high, Sym) and law.low == negative(law.high):  # low < high
            self.env = replace(self.env, positive=self.env.positive | {law.high.name})
        return self._claim(statement, 0, "definition", f"the distribution of {name} is given here")

    def _shape(self, statement: Statement, written: str) -> CheckedClaim:
        try:
            target = read_side(statement.sides[0].latex, names_of(self.env))[0]
        except Unreadable as error:
            return self._claim(statement, 0, "unreadable", _why(error))
        name = target.name if isinstance(target, Sym) else target.family if isinstance(target, Entry) else ""
        blamed = self.network.blamed() if self.network is not None else None
        if blamed is not None and blamed[0].name == name:
            return replace(
                self._claim(statement, 0, "refuted", f"the equations make it {blamed[1]}, not {blamed[0].written}"),
                counterexample=Counterexample((), blamed[0].written, blamed[1], "="),
                correction=f"{name} in {blamed[1]}",
            )
        suspects = () if self.network is None else self.network.suspects()
        if any(each.name == name for each in suspects):
            all_of_them = ", ".join(f"{each.name} in {each.written}" for each in suspects)
            return self._claim(statement, 0, "undecided", f"one of these does not fit the equations: {all_of_them}")
        return self._claim(statement, 0, "definition", f"the shape of {name} is given here")

    # -- reading

    def _read(self, side: Side, first: bool) -> tuple[Expr, ...] | Unreadable:
        columns = self._columns(side.latex)
        if columns is not None:
            return (columns,)
        if found := re.fullmatch(
            r"(?:\\(?:mathbb|mathrm|text)\s*\{)?(?:Pr|P|p)\}?\s*\((.*(?:\\mid|\|).*)\)", side.latex.strip(), re.DOTALL
        ):
            return (Sym("P(" + re.sub(r"\s+", "", found[1]) + ")"),)
        if first and (shown := self._as_function(side.latex)) is not None:
            return (shown,)
        try:
            return read_side(side.latex, names_of(self.env))
        except Unreadable as error:
            return error

    def _with_arguments(
        self, statement: Statement, readings: list[tuple[Expr, ...] | Unreadable]
    ) -> list[tuple[Expr, ...] | Unreadable]:
        """sigma' = sigma (1 - sigma): a function without its argument is taken at z."""
        lacking = {
            found[1]
            for each in readings
            if isinstance(each, Unreadable)
            and (found := re.match(r"(\w+)'* is a function here and has no", each.reason))
        }
        names = {
            name: meaning
            for name, meaning in self.env.functions.items()
            if (meaning if isinstance(meaning, str) else name) in lacking
        }
        if not names or any(isinstance(each, tuple) and _is_function(each[0]) for each in readings):
            return readings
        others = {name: meaning for name, meaning in self.env.functions.items() if name not in names}
        bare = names_of(replace(self.env, functions=others))

        primes = any(re.search(r"'|\\prime", side.latex) for side in statement.sides)
        for name, meaning in names.items():  # g(z) is called g: a number that depends on z
            if not primes and isinstance(meaning, FunctionDefinition) and name not in self.env.definitions:
                self.env = self.env.defining(Definition(name, (), meaning.body, meaning.line))
        numbers = frozenset() if primes else names.keys() & self.env.definitions.keys()

        def applied(expr: Expr) -> Expr:
            if isinstance(expr, Sym) and expr.name in numbers:
                return expr
            if isinstance(expr, Sym) and expr.name.rstrip("'") in names:
                base = expr.name.rstrip("'")
                meaning = names[base]
                return Call((meaning if isinstance(meaning, str) else base) + expr.name[len(base) :], (Sym("z"),))
            return map_expr(expr, applied)

        out: list[tuple[Expr, ...] | Unreadable] = []
        for side in statement.sides:
            try:
                out.append(tuple(applied(tree) for tree in read_side(side.latex, bare)))
            except Unreadable as error:
                out.append(error)
        return out

    def _columns(self, latex: str) -> Expr | None:
        """[a_1 ... a_N] or a stack of rows b_1^T ... b_N^T: a matrix, as the family of its columns or rows."""
        body = re.sub(
            r"\\begin\{[bp]matrix\}|\\end\{[bp]matrix\}|\\left|\\right|&|\\quad|\\\\|\\[,;:! ]", " ", latex
        ).strip(" []()")
        found = re.fullmatch(
            r"(?P<first>.+?)_\{?1\}?\s*(?P<turned>\^\s*\{?\s*(?:T|\\top)\s*\}?)?\s*(?:(?P=first)_\{?2\}?\s*(?:\^\s*\{?\s*(?:T|\\top)\s*\}?)?\s*)?"
            r"\\[lcv]?dots\s*(?P=first)_\{?\w\}?\s*(?:\^\s*\{?\s*(?:T|\\top)\s*\}?)?",
            body,
            re.DOTALL,
        )
        if not found or not re.search(r"[\[(]|matrix", latex):
            return None
        try:
            name = read_side(found["first"], names_of(self.env))[0]
        except Unreadable:
            return None
        if not isinstance(name, Sym):
            return None
        self.env = self.env.shaping(name.name, 2)
        return Sym(name.name) if found["turned"] else Transpose(Sym(name.name))

    def _as_function(self, latex: str) -> Expr | None:
        """f(x) on the left of an equation, where f is a name that nothing else defines, or a function defined anew."""
        found = re.fullmatch(
            r"\s*(?P<name>(?:\\[A-Za-z]+|[A-Za-z])(?:\s*\{\s*\\?[A-Za-z]+\s*\})?(?:_\{?\w\}?)?)\s*\(\s*(?P<argument>\\[A-Za-z]+(?:\{\w\})?|[A-Za-z])\s*\)\s*",
            latex,
        )
        if (
            not found
            or found["name"].lstrip("\\") in ("exp", "log", "tanh", "text", "operatorname")
            or (re.sub(r"\\[A-Za-z]+|[{}\s]", "", found["name"]) in MOMENTS)
        ):
            return None
        try:
            names = names_of(replace(self.env, functions={}))
            name = read_side(found["name"], names)[0]
            argument = read_side(found["argument"], names)[0]
        except Unreadable:
            return None
        if not isinstance(argument, Sym):
            return None
        if isinstance(name, Entry):  # p_c(z): the entry, with its argument shown
            vector = name.family in self.env.definitions or name.family in self.env.arrays
            if vector or len(name.indices) != 1 or not isinstance(name.indices[0], Num):
                return name
            name = Sym(f"{name.family}_{name.indices[0].value}")  # h_1(x): the first of some functions
        if not isinstance(name, Sym) or name.name in ("E", "V"):
            return None
        known = self.env.functions.get(name.name)
        if isinstance(known, FunctionDefinition) and known.line is not None:
            return None
        return Call(f"§{name.name}", (argument,))

    def _clause(self, statement: Statement) -> tuple[tuple[Cond, ...], bool]:
        """The conditions that the words around a formula make, and whether they are understood."""
        try:
            found = self._conditions(statement.clause)
        except Unreadable:
            return (), False
        return found, len(found) == len(statement.clause)

    def _example(self, readings: list[tuple[Expr, ...] | Unreadable]) -> list[tuple[Expr, ...] | Unreadable]:
        """For f(x) = x^2 ...: another function of that name, to show something."""
        shown = readings[0]
        if isinstance(shown, Unreadable) or not _EXAMPLE.search(self.sentence):
            return readings
        match shown[0]:
            case Call(name, (Sym(),)) if isinstance(self.env.functions.get(name), FunctionDefinition):
                return [(Call(f"§{name}", shown[0].args),), *readings[1:]]
            case _:
                return readings

    def _one_hot(self, clause: tuple[Cond, ...], words: str) -> tuple[Cond, ...]:
        """A one-hot vector with y_t = 1: y_i is 1 for i = t and 0 otherwise, from here on."""
        if not re.search(r"one[- ]hot", words, re.IGNORECASE):
            return clause
        rest: list[Cond] = []
        for cond in clause:
            match cond:
                case Compare("=", Entry(name, (Sym() as label,)), Num(value)) if (
                    value == 1 and name not in self.env.definitions
                ):
                    self.labels[name] = label
                case _:
                    rest.append(cond)
        return tuple(rest)

    def _known_function(
        self, readings: list[tuple[Expr, ...] | Unreadable], under: bool
    ) -> list[tuple[Expr, ...] | Unreadable]:
        """sigma(x) = 1 under a condition of the clause speaks of the sigma that is known, and defines nothing."""
        shown = readings[0]
        if not under or isinstance(shown, Unreadable) or not _is_function(shown[0]):
            return readings
        assert isinstance(shown[0], Call)
        name = shown[0].function[1:]
        meaning = self.env.functions.get(name)
        if meaning is None:
            return readings
        return [(Call(meaning if isinstance(meaning, str) else name, shown[0].args),), *readings[1:]]

    def _conditions(self, conditions: tuple[str, ...]) -> tuple[Cond, ...]:
        found: list[Cond] = []
        for text in conditions:
            cleaned = re.sub(r"\\(?:text|mbox)\s*\{\s*(?:for|if|and|all|any)?\s*\}", " ", text).strip(" .,;)")
            if not re.search(r"[<>=]|\\(?:[lgn]eq?|in|lt|gt)(?![A-Za-z])", cleaned):
                continue  # "for all i"
            if re.search(r"\\[lc]?dots|\\in(?![A-Za-z])|\\forall", cleaned):
                continue  # a range: indices run over it anyhow
            pieces = PageLexer(cleaned, names_of(self.env)).pieces()
            while pieces and pieces[0].kind in ("IF", "COMMA"):
                pieces = pieces[1:]
            found.append(build_cond(pieces, len(cleaned)))
        return tuple(found)

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


def network_of(found: Iterable[Statement], names: PageNames, matrices: Iterable[str]) -> Network:
    """What a section declares of shapes, and the equations that its shapes must fit."""
    declared: list[Declared] = []
    equations: list[tuple[str, Expr]] = []
    for statement in found:
        space = _SPACE.match(statement.sides[1].latex.strip()) if statement.relations[:1] == ("in",) else None
        try:
            left = read_side(statement.sides[0].latex, names)[0]
            if space is not None and isinstance(left, Sym):
                written = (space["braced"] or space["single"] or "1").strip()
                dims = [each.strip() for each in re.split(r"\\times|×", written)]
                declared.append(Declared(left.name, dims[0], dims[1] if len(dims) > 1 else "1"))
            elif set(statement.relations) == {"="}:
                trees = [read_side(side.latex, names)[0] for side in statement.sides]
                for one, other in pairwise(trees):
                    if isinstance(one, Sym):
                        equations.append((one.name, other))
        except Unreadable:
            continue
    big = frozenset(matrices) | {each.name for each in declared if each.columns != "1"}
    return Network(tuple(declared), tuple(equations), big)


def _with_targets(expr: Expr, labels: Mapping[str, Sym]) -> Expr:
    """A one-hot vector again where its class t stands for it: y_i for [i = t]."""
    match expr:
        case Call("kronecker", (index, label)) if label in labels.values():
            return Entry(next(name for name, known in labels.items() if known == label), (index,))
        case _:
            return map_expr(expr, lambda each: _with_targets(each, labels))


def _is_index_equation(left: Expr, right: Expr) -> bool:
    """i = j: two letters that index."""
    return all(isinstance(each, Sym) and each.name in _INDICES for each in (left, right))


def _is_function(target: Expr) -> bool:
    """Whether a side is f(x) where f is being defined."""
    return isinstance(target, Call) and target.function.startswith("§")


def _is_bare(reading: tuple[Expr, ...] | Unreadable) -> bool:
    """Whether a side is nothing but a name."""
    return not isinstance(reading, Unreadable) and isinstance(reading[0], Sym | Entry)


def _why(error: Unreadable) -> str:
    return error.reason + (f": {error.piece}" if error.piece else "") + (f" ({error.hint})" if error.hint else "")
