"""A second opinion on claims about matrices, for what the reading of single numbers leaves open."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from types import MappingProxyType

from backproof.answers.syntax import (
    Add,
    Call,
    Elementwise,
    Entry,
    Expr,
    Fold,
    Mul,
    Norm,
    Num,
    Part,
    Sym,
    Transpose,
    walk,
)
from backproof.documents.choices import value_before
from backproof.documents.claims import said_otherwise
from backproof.documents.clauses import is_hypothetical, paragraph_at
from backproof.documents.declarations import ANY, LOSSES
from backproof.documents.each_entry import EACH_ENTRY, is_of_any_number, is_slope_of_letter
from backproof.documents.environment import Environment
from backproof.documents.expansions import has_order, is_shifted
from backproof.documents.layering import with_layer
from backproof.documents.limits import SECONDS_PER_CLAIM, SECONDS_PER_STATEMENT, budget, time_limit, why_open
from backproof.documents.links import NOT_SEEN
from backproof.documents.lists import listed, of_list
from backproof.documents.macros import expanded
from backproof.documents.matrices.all_samples import ALL, of_all_samples
from backproof.documents.matrices.at_values import at_values, value_of, values_in
from backproof.documents.matrices.batches import of_samples, said_of_batch, shape_of_batch
from backproof.documents.matrices.bracketed import is_of_entries
from backproof.documents.matrices.calling import shortened
from backproof.documents.matrices.contradictions import blame, is_backward
from backproof.documents.matrices.d_letters import Differentials, Meaning
from backproof.documents.matrices.d_words import d_words
from backproof.documents.matrices.decay import judge_decay
from backproof.documents.matrices.definitions import define, stacked
from backproof.documents.matrices.entries_of_whole import entries_of_whole, judge_entries_of_whole
from backproof.documents.matrices.fitting import settle
from backproof.documents.matrices.functions import function_letters
from backproof.documents.matrices.hessians import named_hessian, named_jacobian
from backproof.documents.matrices.index_places import judge_places
from backproof.documents.matrices.judging import Judge, sums_over_samples
from backproof.documents.matrices.last_layer import has_own_function
from backproof.documents.matrices.layer_errors import at_output, errors_above, of_other_length, passed_backward
from backproof.documents.matrices.learning import learn, relabel
from backproof.documents.matrices.means import mean_of
from backproof.documents.matrices.minimizers import solves, starred
from backproof.documents.matrices.multiples import OTHER, SAME, judge_multiples
from backproof.documents.matrices.named_losses import in_words
from backproof.documents.matrices.named_outputs import softmax_in_words
from backproof.documents.matrices.names import base, index_letters, label, names_in, shown
from backproof.documents.matrices.network import HYPER, PARAMETERS, at_layer
from backproof.documents.matrices.numbers_in_columns import in_columns
from backproof.documents.matrices.objections import Objections, Sides
from backproof.documents.matrices.page import Page
from backproof.documents.matrices.penalties import with_slopes_of_penalties
from backproof.documents.matrices.ranks import is_bounded
from backproof.documents.matrices.samples import sample_spoken_of, without_sample
from backproof.documents.matrices.shapes import Shape
from backproof.documents.matrices.sizes import ONE, Misfit, NotFollowed, Sizes
from backproof.documents.matrices.spaces import SPACE, declared_names, enter, shape_of
from backproof.documents.matrices.tables import code_equations
from backproof.documents.matrices.taken_up import said_for_all, taken_up
from backproof.documents.matrices.twins import with_twins
from backproof.documents.matrices.words import ACTIVATIONS, activation_of, is_assumed
from backproof.documents.maximizers import judge_maximizers
from backproof.documents.mentions import named
from backproof.documents.named_heads import is_about_plain_numbers, judge_head
from backproof.documents.numeric.literals import is_of_numbers
from backproof.documents.outcomes import UNREAD_CONDITION, Outcome
from backproof.documents.recursions import NOT_FOLLOWED
from backproof.documents.report import CheckedClaim, Counterexample
from backproof.documents.settings import activation_letters, names_of
from backproof.documents.shape_products import judge_shapes
from backproof.documents.shown import WHOLE_ARRAYS
from backproof.documents.statements import Statement
from backproof.documents.targets import says_one_hot
from backproof.documents.uniform_choices import UNIFORM_LAW

_DEPTH = re.compile(r"\bL\s*=\s*([1-9])\b")
_ANY_DEPTH = re.compile(r"\\[lc]?dots\s*,?\s*L(?![A-Za-z])|\bL\s*\$?\s+(?:hidden )?layers|\\leq?\s+L(?![A-Za-z])")
_EXAMPLE = re.compile(r"\b(?:for|with|if|when|case|example|e\.g\.|say|take|let)[:,]?\s*\$?\s*$", re.IGNORECASE)
_LAST = re.compile(r"\^\s*\{?\s*[(\[]?\s*L\b")  # W^{(L)}: L counts layers
_SENTENCE = re.compile(r"[.!?](?=\s)|\n\s*\n")
_ENDS = re.compile(
    r"[\s\\,;:!}\]]*(?:\\(?:quad|qquad|end\{\w+\*?\})\s*)*[.!?](?!\d)"
)  # the sentence ends within the formula
_RENEWING = re.compile(
    r"\b(?:instead|now|let|another|new|different|suppose|set|define|put|take|with|if|for|replac\w+|here|where|statt\w*|nun)\b",
    re.IGNORECASE,
)
_ANEW = re.compile(r"\b(?:any|arbitrary|another|different|new|now|instead|this section)\b", re.IGNORECASE)
MISFIT = "the shapes do not fit"
_LAYER_THAT_DOES_NOT_FIT = re.compile(rf"for l = (\d): {MISFIT}")
_HERE = re.compile(r"\bhere\b", re.IGNORECASE)  # anew if the page has defined it in another section
_ARRAYS = re.compile(r"\barrays?\b|\ba (?:column|row|matrix)\b|the other a (?:number|vector)")
_AT = re.compile(r"\b(?:at|if|when|bei)\s*$", re.IGNORECASE)
_SPECIAL = re.compile(
    r"\b(?:if|when|with|suppos\w+|assum\w+) (?:that )?"
    r"(?:all|every|both|the (?:weights|inputs|biases|parameters|outputs?))\b"
    r"|\bif\b(?!\s+(?:we|you|one|I)\s+(?:add|include|use)\b)|\bwould\b|'d\b|\b(?:at|when)\s*\$"
    r"|\binitial|\bfirst step\b|\bat the (?:start|beginning|minimum|optimum)\b|\bstart\w* (?:at|with|from)\b",
    re.IGNORECASE,
)  # the words around a claim about some values, and no others
_OR = re.compile(r"\s*(?:,|and|or|und|oder)\s*", re.IGNORECASE)
_CHANCE = (  # P(y = 1 | x)
    r"(?:\\Pr|\\(?:mathbb|mathrm|text|operatorname)\s*\{\s*[Pp]r?\s*\}|[Pp])\s*(?:_\s*(?:\{[^{}]*\}|\\?\w+)\s*)?"
    r"(?:\\left|\\[bB]igl?)?\s*[(\[].*(?:\||\\mid|\\vert)"
)
_PROBABILITY = re.compile(rf"\s*{_CHANCE}")
# of -log P(t | x), which says what a loss means, and not what it is
_LIKELIHOOD = re.compile(rf"\\(?:log|ln)(?![A-Za-z])(?:\s|\\left|[({{])*{_CHANCE}")
_RESULT = re.compile(r"\b(?:Hessian|gradient|Jacobian|derivatives?|Hesse-?\w*)\b[^.;]*$", re.IGNORECASE)
_OPEN = ("undecided", "unreadable", "out-of-scope")


class Opinion:
    """Follows the statements of a question, and judges those about arrays."""

    def __init__(
        self,
        found: Iterable[Statement],
        env: Environment,
        text: str,
        start: int = 0,
        former: Iterable[Statement] = (),
        head: Iterable[Statement] = (),
    ) -> None:
        """found: the statements of the question;  former: those of the questions before it;  head: of none of them."""
        names = names_of(env)
        found = list(found)
        taken = [*said_for_all(found, head, names), *taken_up(found, former, names)]
        letters = {name: meaning for name, meaning in activation_letters(text).items() if _is_applied(name, text)}
        functions = {
            **function_letters(text),
            **letters,
            **{name: each for name, each in function_letters(text).items() if not each.startswith(ANY)},
            **{name: each for name, each in names.functions.items() if each in ("relu", "tanh", "sigmoid")},
        }
        self.page = Page(
            functions, names.words | d_words(text), names.layered | with_layer(text), dict(env.macros), text
        )
        if (depth := _depth(text)) is not None and _LAST.search(text):
            self.page.network.depth = depth
        learn(self.page, [*taken, *found])
        self.judge = Judge(self.page)
        self.objections = Objections(self.page)
        self.differentials = Differentials(self.page, text)
        self.meaning: Meaning | None = None  # in which d-letters are read
        self.sentence = ""
        self.before = ""
        self.part = 0  # the section
        self.early: set[str] = set()  # what was defined before the page says what it is
        self.made: dict[str, Expr] = {}  # by which equation a matrix is made of the samples of the page
        self.coded: dict[str, Expr] = {}  # what the code of the question defines
        self.defined: dict[str, int] = {}  # in which section a name was defined
        self.ranks: Mapping[str, int] = {}
        self.per_sample: Mapping[str, str] = {}
        self.known: Collection[str] = ()
        self.start = start  # where the text begins in the document
        self.columns = False  # whether the numbers of samples in a claim are entries of columns
        self.at = False  # whether a formula stands behind "at": it says where, and defines nothing
        for each in taken:
            left, right = (self.page.read(side.latex) for side in each.sides[:2])
            if left is not None and right is not None and each.relations[:1] in (("=",), (":=",)):
                define(self.page, left, right)

    def enter(self, found: Iterable[Statement], text: str = "") -> None:
        """A section begins: what it declares, and what its code says in equations, holds in all of it."""
        self.part += 1
        found = list(found)
        relabel(self.page, found)
        enter(self.page, found)
        for declared, shape in blame(self.page, found).items():
            self.page.blamed[declared] = (self.page.network.shapes[declared], shape)
            self.page.give(declared, shape, True)
        self._define_diagonals(found)
        for short, whole in shortened(text):
            name, body = self.page.read(short), self.page.read(whole)
            if (
                isinstance(name, Sym)
                and isinstance(body, Sym)
                and not self._is_defined(name)
                and self._is_defined(body)
            ):
                define(self.page, name, body)
        for left, right in code_equations(text):
            name, body = self.page.read(left), self.page.read(right)
            if isinstance(body, Num):
                continue  # b2 = 0.0 is where the training begins
            if isinstance(name, Sym) and body is not None and name.name not in self.page.network.bodies:
                define(self.page, name, body)
                self.coded[name.name] = body

    def _define_diagonals(self, found: Iterable[Statement]) -> None:
        """H = X^T S X with S = diag(p): what S is counts before it is said."""
        for each in found:
            if each.relations[:1] != ("=",):
                continue
            name, body = (self.page.read(side.latex) for side in each.sides[:2])
            is_diagonal = isinstance(body, Call) and body.function == "diag"
            if isinstance(name, Sym) and is_diagonal and body is not None and not self._is_defined(name):
                define(self.page, *of_all_samples(self.page, (name, body)))
                self.early.add(name.name)

    def on(
        self,
        statement: Statement,
        claims: Sequence[CheckedClaim],
        before: str = "",
        ranks: Mapping[str, int] = MappingProxyType({}),
        per_sample: Mapping[str, str] = MappingProxyType({}),
        known: Collection[str] = (),
    ) -> list[CheckedClaim]:
        """The claims of a statement, with what is known of its arrays.

        before: the words before the formula;  ranks: the arrays known where the claims were judged;
        per_sample: families that have the index of the sample only, and that index;  known: what was defined there.
        """
        self.known = known
        self.ranks = ranks
        self.per_sample = per_sample
        self.before = before
        ends = list(_SENTENCE.finditer(before))
        self.sentence = before[ends[-1].end() :] if ends else self.sentence + before
        self.at = bool(_AT.search(before)) or (self.at and bool(_OR.fullmatch(before)))
        try:
            with time_limit(SECONDS_PER_STATEMENT):
                found = self._judged(statement, claims)
        except Exception as error:  # a fault of ours in one formula must not take the rest of the page with it
            words = why_open(error)
            found = [replace(each, reason=words) if each.verdict == "undecided" else each for each in claims]
        self.sentence += "$" + " ".join(side.latex for side in statement.sides) + "$"
        if statement.sides and _ENDS.match(self.page.text, max(0, statement.sides[-1].end - self.start)):
            self.sentence = ""
        return found

    def _judged(self, statement: Statement, claims: Sequence[CheckedClaim]) -> list[CheckedClaim]:
        if statement.relations[:1] == ("in",) and len(statement.sides) == 2:
            names = listed(statement.sides[0])
            if len(names) == 1 or len(claims) != 1:
                return [self._is_in(statement, 0, each) for each in claims]
            parts = [replace(statement, sides=(each, statement.sides[1])) for each in names]
            found = of_list([_outcome(self._is_in(each, 0, claims[0])) for each in parts])
            return [said_otherwise(claims[0], found)]
        trees = [self.page.read(side.latex) for side in statement.sides]
        if len(claims) != len(statement.relations):
            if (
                len(trees) > 1
                and statement.relations[0] in ("=", ":=")
                and trees[0] is not None
                and trees[1] is not None
            ):
                self._learn(trees[0], trees[1])
            return list(claims)
        return [self._link(statement, n, claim) for n, claim in enumerate(claims)]

    def _learn(self, left: Expr, right: Expr) -> None:
        """g = sigma(z) = 1/(1 + e^-z), where what is said of sigma is a claim of its own."""
        if isinstance(left, Sym) and not self._is_defined(left):
            define(self.page, left, right)

    def _link(self, statement: Statement, n: int, claim: CheckedClaim) -> CheckedClaim:
        """The claim of a link, with what stands against its verdict."""
        self.columns = False
        found = self._of_one_output(statement, n, self._of_meanings(statement, n, claim))
        if found.verdict == "refuted" and claim.reason.startswith(UNREAD_CONDITION):
            found = claim
        self._remember(statement, n, found)
        if statement.relations[n] != "=" or found.verdict not in ("proved", "refuted", "conditional"):
            return found
        if found.reason in (SAME, OTHER):
            return found  # whatever the arrays are
        near = [side.latex for side in statement.sides[n : n + 2]]
        if found == claim and any(map(is_shifted, near)) and any(map(has_order, near)):
            return found  # the O of an error is no array
        left, right = self._read(statement, n)
        if left is None or right is None or not self._is_about_arrays((left, right)) or _is_of_moments((left, right)):
            return found
        if found == claim and (found.reason.startswith((EACH_ENTRY, UNIFORM_LAW)) or is_of_any_number(left, right)):
            return found
        if found == claim and (self._is_about_numbers((left, right)) or not self._shows_arrays()):
            return found  # what the page nowhere writes as an array is a number
        if found.verdict == "refuted":
            layer, about_shapes = _LAYER_THAT_DOES_NOT_FIT.match(found.reason), found.reason.startswith(MISFIT)
            if layer is not None:
                left, right, about_shapes = at_layer(left, layer[1]), at_layer(right, layer[1]), True
            reason = self._objection(lambda each: self.objections.to_refutation(each, about_shapes), (left, right))
        else:
            reason = self._objection(self.objections.to_proof, (left, right))
            open_still = reason is not None and found.verdict == "proved"
            misfit = self.objections.misfit_in_one((left, right)) if open_still else None
            if misfit is not None and self.objections.to_refutation((left, right), True) is None:
                return said_otherwise(found, _of_shapes(misfit))
        return found if reason is None else said_otherwise(found, Outcome("undecided", reason))

    def _objection(self, objection: Callable[[Sides], str | None], sides: Sides) -> str | None:
        """An objection, made to the claim as it was read."""
        if not self.columns:
            return objection(sides)
        with in_columns(self.page, sides):
            return objection(sides)

    def _of_one_output(self, statement: Statement, n: int, claim: CheckedClaim) -> CheckedClaim:
        """The claim, read with numbers where words describe one output unit, or nothing in it is set in bold."""
        about_shapes = claim.verdict == "refuted" and claim.reason.startswith("the shapes do not fit")
        if claim.verdict not in _OPEN and not about_shapes:
            return claim
        head = judge_head(statement, n, self.page.text[: max(0, statement.sides[0].start - self.start)], self.page.text)
        if head is None and about_shapes:
            sides = [each.latex for each in statement.sides[n : n + 2]]
            plain = is_about_plain_numbers(sides, self.page.text)
            head = Outcome("undecided", "what is not set in bold here may be a number") if plain else None
        return claim if head is None else said_otherwise(claim, head)

    def _shows_arrays(self) -> bool:
        """Whether the page writes or declares anything as an array."""
        return WHOLE_ARRAYS.search(self.page.text) is not None or r"\mathbb" in self.page.text

    def _is_about_numbers(self, sides: Sequence[Expr]) -> bool:
        """Whether all names in a claim have the index of the sample and are numbers of that sample."""
        letters = {Sym(letter) for letter in self.per_sample.values()}
        of_sample = [node for side in sides for node in walk(side) if isinstance(node, Entry)]
        alone = [node for side in sides for node in walk(side) if isinstance(node, Sym) and node not in letters]
        return (
            bool(of_sample)
            and not alone
            and all(
                (each.family in self.per_sample or each.family in LOSSES)
                and each.family not in self.ranks
                and set(each.indices) <= letters
                for each in of_sample
            )
        )

    def _remember(self, statement: Statement, n: int, claim: CheckedClaim) -> None:
        """In which section a name is defined; one that stays open in another section may have a new meaning."""
        left = self.page.read(statement.sides[n].latex) if statement.relations[n] in ("=", ":=") else None
        name = None if left is None else named(left)
        if n or name is None or name not in self.page.network.bodies or not isinstance(left, Sym):
            return
        if claim.verdict == "undecided" and self.defined.get(name, self.part) != self.part:
            self.objections.lost.add(name)
        self.defined.setdefault(name, self.part)
        if claim.verdict == "definition":
            self.defined[name] = self.part

    def _read(self, statement: Statement, n: int) -> tuple[Expr | None, Expr | None]:
        """Both sides of a link, with derivatives for d-letters, by arrays of which the loss is made."""
        left, right = (self.page.read(statement.sides[k].latex) for k in (n, n + 1))
        if left is None or right is None:
            return left, right
        if self.meaning is not None:
            left, right = self.differentials.opened((left, right), self.meaning)
        return with_twins(self.page, (left, right), self.judge.is_proved)

    def _of_meanings(self, statement: Statement, n: int, claim: CheckedClaim) -> CheckedClaim:
        """The claim, in each meaning that its d-letters may have still: right if it holds in one of them."""
        sides = tuple(tree for k in (n, n + 1) if (tree := self.page.read(statement.sides[k].latex)) is not None)
        meanings = self.differentials.meanings(sides) if len(sides) == 2 else ()
        if meanings and self.differentials.is_definition(*sides):
            self.differentials.explained(sides[1])
            return said_otherwise(claim, Outcome("definition", "the letter d is explained here"))
        found: dict[Meaning | None, CheckedClaim] = {}
        for self.meaning in meanings or (None,):
            found[self.meaning] = self._linked(statement, n, claim)
        right = [meaning for meaning, each in found.items() if each.verdict == "proved"]
        open_still = [each for each in found.values() if each.verdict not in ("proved", "refuted")]
        self.meaning = next(iter(right or found))
        if open_still or self.meaning is None:
            return next(iter(open_still or found.values()))
        kinds = {each.of_samples for each in right if each is not None}
        if len(kinds) == 1:
            self.differentials.shown = kinds
        if not right and self.differentials.may_be_sums():
            return said_otherwise(claim, Outcome("undecided", "the page divides by the number of samples elsewhere"))
        return found[self.meaning]

    def _linked(self, statement: Statement, n: int, claim: CheckedClaim) -> CheckedClaim:
        left, right = self._read(statement, n)
        relation = statement.relations[n]
        if relation in ("=", "->"):
            shapes = judge_shapes(statement.sides[n].latex, statement.sides[n + 1].latex)
            shapes = shapes or judge_maximizers(self.page, *(statement.sides[k].latex for k in (n, n + 1)))
            if shapes is not None:
                return said_otherwise(claim, shapes)
        if (
            isinstance(left, Sym)
            and n == 0
            and stacked(self.page, left.name, expanded(statement.sides[1].latex, self.page.macros))
        ):
            return said_otherwise(claim, Outcome("definition", f"the columns or rows of {left.name} are given here"))
        if relation == "in":
            return self._is_in(statement, n, claim)
        if n == 0 and relation in ("=", ":=") and isinstance(left, Sym) and is_of_entries(statement.sides[1].latex):
            return said_otherwise(claim, Outcome("definition", f"the entries of {shown(left.name)} are named here"))
        if relation == "=" and self._names_activation(statement, n):
            return said_otherwise(claim, Outcome("definition", "the activation is named here"))
        if n == 0 and relation == "=" and (star := starred(statement.sides[0].latex)) and claim.verdict in _OPEN:
            solution = solves(self.judge, self.page.read(star), right)
            return claim if solution is None else said_otherwise(claim, solution)
        if left is None or right is None:
            written = statement.sides[1].latex
            says_anew = relation in ("=", ":=") and n == 0 and not is_of_numbers(written)
            if says_anew and left is not None and not _LIKELIHOOD.search(written):
                self._forget(left)
            if relation == "=" and n == 1 and right is not None and _PROBABILITY.match(statement.sides[1].latex):
                first = self.page.read(statement.sides[0].latex)  # p = P(y = 1 | x) = sigma(z) says what p is
                if first is not None and not self._is_defined(first):
                    define(self.page, first, right)
            return claim
        if relation == "=" and n == 0 and isinstance(left, Sym) and left.name in self.early:
            self.early.discard(left.name)
            return said_otherwise(claim, Outcome("definition", "it is defined here"))
        if relation == "=" and n == 0 and is_assumed(self.before) and self._is_given(left, right):
            if claim.verdict in ("refuted", "undecided"):
                return said_otherwise(claim, Outcome("definition", "it is assumed here"))
            return claim
        if relation in ("=", ":=") and claim.verdict in _OPEN and has_own_function(self.page, left, right):
            define(self.page, left, right)
            return said_otherwise(claim, Outcome("definition", "the last layer is defined here"))
        if relation == "<=":
            return self._rank(left, right, claim)
        if relation == "<-" and claim.verdict in (*_OPEN, "definition"):
            with budget(SECONDS_PER_CLAIM):
                said = self.page.text[: max(0, statement.sides[0].start - self.start)]
                step = judge_decay(self.page, left, right, said)
            return claim if step is None else said_otherwise(claim, step)
        if relation not in ("=", ":="):
            return claim
        if claim.verdict in ("proved", "refuted", "conditional") and is_of_any_number(left, right):
            return claim
        decided = claim.verdict in ("proved", "refuted", "conditional") and not self._is_about_numbers((left, right))
        decided = decided and not any(is_shifted(side.latex) for side in statement.sides)  # of one parameter
        if decided and self.objections.is_misread((left, right), self.ranks):
            claim = said_otherwise(claim, Outcome("undecided", "a claim about arrays, of which not all is known"))
        if (isinstance(right, Num) and claim.verdict == "definition") or claim.reason in (NOT_SEEN, NOT_FOLLOWED):
            return claim  # a value under some condition is no definition
        if n == 0 and self.at and isinstance(left, Sym) and isinstance(right, Sym | Num):
            return claim
        if n == 0 and isinstance(right, Num) and self.differentials.variable(named(left) or "") is not None:
            return claim  # with W_2 = 0 we get dA_1 = 0: a value that a gradient has, and not what it is
        if n == 0 and is_hypothetical(statement):
            return claim
        if n == 0 and claim.verdict in (*_OPEN, "definition") and entries_of_whole(self.page, left):
            with budget(SECONDS_PER_CLAIM):
                entries = judge_entries_of_whole(self.judge, left, right)
            elsewhere = self.defined.get(named(left) or "", self.part) != self.part
            may_be_anew = elsewhere or _RENEWING.search(self.sentence) is not None
            if entries is not None and not (entries.verdict == "refuted" and may_be_anew):
                return said_otherwise(claim, entries)
        if n == 0 and claim.verdict in (*_OPEN, "definition") and self._is_made_of_entries(left):
            with budget(SECONDS_PER_CLAIM):
                found = self.judge.judge(left, "=", right)
            if found is not None and found.verdict in ("proved", "refuted"):
                return said_otherwise(claim, found)
        if n == 0 and claim.verdict in (*_OPEN, "definition") and not self._is_defined(left):
            with budget(SECONDS_PER_CLAIM):
                batch = of_samples(self.judge, left, right)
            if batch is not None:
                if isinstance(left, Sym) and batch.verdict != "refuted":
                    self.made[left.name] = right
                return said_otherwise(claim, batch)
        is_new = n == 0 and claim.verdict in (*_OPEN, "definition") and not self._is_defined(left)
        if is_new and (passed := self._passed_backward(left, right)) is not None:
            return said_otherwise(claim, passed)
        if is_new and (too_long := of_other_length(self.page, left, right)) is not None:
            return said_otherwise(claim, too_long)
        if n == 0 and claim.verdict not in ("out-of-scope", "refuted") and self._defines(left, relation, right, claim):
            firm = all(self.objections.is_given(name) for name in names_in(right))
            whole, body = of_all_samples(self.page, (left, right))
            hessian = named_hessian(self.page, self.before) or named_jacobian(self.page, self.before)
            soft = set(self.page.soft)
            misfits = self._has_firm_misfit(right)
            misfit = define(self.page, left, body if whole == left else right)
            firm = firm and (named(left) in self.page.given or not self._fits_in_itself(right))
            if misfit is not None and (firm or misfits) and claim.verdict in (*_OPEN, "definition"):
                found = self._of_misfit(left, right, misfit)
                if found.verdict == "refuted":  # this equation is to blame, and no shape
                    self.page.soft = soft
                    if hessian is not None:
                        self._means(left, hessian)
                return said_otherwise(claim, found)
            if misfit is None and hessian is not None:
                with budget(SECONDS_PER_CLAIM):
                    meant = self.judge.judge(hessian, "=", right)
                if meant is not None and meant.verdict in ("proved", "refuted"):
                    self._means(left, hessian)
                    return said_otherwise(claim, meant)
            if self._is_defined(left):
                self.objections.lost.discard(named(left) or "")
            if self._is_defined(left) and claim.verdict in _OPEN:
                return said_otherwise(claim, Outcome("definition", "it is defined here"))
            return claim
        if n == 0 and isinstance(left, Entry) and claim.verdict == "definition":
            self._forget(left)
        if n and isinstance(left, Sym) and claim.verdict == "definition" and not self._is_defined(left):
            define(self.page, left, right)  # p = a = softmax(z) says what a is
            return claim
        if n and isinstance(right, Sym) and statement.sides[n + 1].latex.lstrip().startswith(":"):
            define(self.page, right, left)  # ... =: G
            return said_otherwise(claim, Outcome("definition", "it is defined here"))
        named_before = self._is_defined(left) or (isinstance(right, Sym) and self._is_defined(right))
        if claim.verdict not in _OPEN and not (claim.verdict == "definition" and named_before):
            return claim
        if n == 0 and claim.verdict in _OPEN and self._is_mean_of_loss(left, right):
            define(self.page, left, right)
            return said_otherwise(claim, Outcome("definition", "it is the mean over the batch from here on"))
        if not self._is_about_arrays((left, right)) and not _ARRAYS.search(claim.reason or ""):
            return claim
        if n == 0 and claim.verdict in _OPEN and self._is_another_loss(left, right):
            define(self.page, left, right)
            return said_otherwise(claim, Outcome("definition", "it is defined anew"))
        if n == 0 and claim.verdict in _OPEN and self._adds_to_another_loss(left, right):
            self._means(left, right)
            return said_otherwise(claim, Outcome("definition", "it is defined anew"))
        values = values_in(self.page, statement)
        outcome = judge_multiples(*(with_slopes_of_penalties(self.page, each) for each in (left, right)))
        if outcome is None:
            with budget(SECONDS_PER_CLAIM), at_values(self.page, values):
                outcome = self.judge.judge(left, "=", right, activation_of(self.sentence))
        if outcome is None or outcome.verdict == "undecided":
            with budget(SECONDS_PER_CLAIM), in_columns(self.page, (left, right)) as self.columns:
                if self.columns:
                    outcome = self.judge.judge(left, "=", right, activation_of(self.sentence)) or outcome
        if outcome is None or outcome.verdict == "undecided":
            if (misplaced := judge_places(self.page, (left, right))) is not None:
                return said_otherwise(claim, misplaced)
            with budget(SECONDS_PER_CLAIM), in_words(self.page, (left, right)) as words:
                named_loss = None if words is None else self.judge.judge(left, "=", right, activation_of(self.sentence))
            if named_loss is not None and named_loss.verdict == "proved":
                return said_otherwise(claim, replace(named_loss, reason=f"{named_loss.reason}; {words}"))
            before = paragraph_at(self.page.text, max(0, statement.sides[0].start - self.start))
            with budget(SECONDS_PER_CLAIM), softmax_in_words(self.page, (left, right), before) as words:
                output = None if words is None else self.judge.judge(left, "=", right, None)
            if output is not None and output.verdict in ("proved", "refuted") and not output.is_about_shapes:
                return said_otherwise(claim, replace(output, reason=f"{output.reason}; {words}"))
        if outcome is None or outcome.verdict not in ("proved", "refuted", "conditional"):
            return claim
        of_numbers = is_of_any_number(left, right) or is_slope_of_letter(left)
        if outcome.is_about_shapes and (of_numbers or self._drops_index_of_loss((left, right))):
            return claim
        if outcome.is_about_shapes and any(sums_over_samples(side.latex, self.page) for side in statement.sides):
            return claim
        if outcome.verdict == "refuted" and not outcome.is_about_shapes and self._is_restricted(statement):
            return claim  # it stands under a condition
        if outcome.verdict == "refuted" and not outcome.is_about_shapes and _SPECIAL.search(self.sentence):
            return said_otherwise(claim, Outcome("undecided", "it is said of a special case, which is not read"))
        before = self.page.text[: max(0, statement.sides[0].start - self.start)]
        fails = outcome.verdict == "refuted" and not outcome.is_about_shapes
        if fails and not values and (value := value_before(before)):
            return said_otherwise(claim, Outcome("undecided", f"it fails, unless {value} is meant, as before"))
        if outcome.verdict == "refuted" and n == 0 and self._renews(left):
            here = isinstance(left, Sym) and self.defined.get(left.name, self.part) == self.part
            is_delta = isinstance(left, Sym) and base(left.name) in ("delta", "Delta")  # a gradient, whatever it equals
            if (here and not _RENEWING.search(self.sentence)) or is_delta:
                return said_otherwise(claim, Outcome("undecided", "it was defined otherwise before"))
            self.page.network.bodies.pop(left.name)  # type: ignore[union-attr]
            define(self.page, left, right)
            return said_otherwise(claim, Outcome("definition", "it is defined anew"))
        if claim.verdict == "definition" and outcome.verdict != "refuted":
            return claim
        whatever_the_loss = (outcome.any_loss and outcome.verdict == "proved") or outcome.reason in (SAME, OTHER)
        if (
            not outcome.is_about_shapes
            and not whatever_the_loss
            and ((reason := self._objection(self.objections.to_own, (left, right))) is not None)
        ):
            return said_otherwise(claim, Outcome("undecided", reason))
        return said_otherwise(claim, outcome)

    def _passed_backward(self, left: Expr, right: Expr) -> Outcome | None:
        """What is said of an error made of that of the layer above; wrong if it is the gradient by nothing there."""
        last: Outcome | None = None
        if (meaning := at_output(self.page, left, right)) is not None:
            with budget(SECONDS_PER_CLAIM):
                found = self.judge.judge(meaning, "=", right)
            if found is None or found.verdict not in ("proved", "refuted"):
                return None
            self._means(left, meaning)
            return found
        letter = sample_spoken_of(self.page, (right,))
        if isinstance(left, Entry) and letter is not None and Sym(letter) not in left.indices:
            right = without_sample(right, letter)  # of sample i, which the left side does not show
        for meaning, alike in passed_backward(self.page, left, right):
            with budget(SECONDS_PER_CLAIM), self.page.whatever_is_said_of(errors_above(left, right)):
                found = self.judge.judge(meaning, "=", right)
            if found is None or found.verdict not in ("proved", "refuted"):
                return None
            if found.verdict == "proved":
                if alike:
                    self._means(left, meaning)
                return found if alike else None
            if last is None:
                last, meant = found, meaning
        if last is not None:
            self._means(left, meant)
        return last

    def _means(self, left: Expr, meaning: Expr) -> None:
        """A name stands for what the words say that it is, whatever formula the page has for it."""
        if isinstance(left, Entry) and isinstance(meaning, Part):
            left, meaning = Sym(left.family), meaning.array
        if isinstance(left, Sym):
            for known in (self.page.network.bodies, self.page.network.shapes, self.page.network.means):
                known.pop(left.name, None)
            define(self.page, left, meaning)

    def _of_misfit(self, left: Expr, right: Expr, misfit: Misfit) -> Outcome:
        """What is said of a definition whose shapes do not fit, where the page says what they are.

        A gradient is wrong then; of a forward pass it may be the shapes that are.
        """
        reason = f"the shapes do not fit: {misfit}"
        words = self.sentence or self.before  # of a display in a paragraph of its own
        is_result = is_backward((left, right), self.page.given) or _RESULT.search(words.rstrip()) is not None
        if is_result and not self._fits_in_itself(right):
            return _of_shapes(misfit)
        return Outcome("undecided", f"{reason}; the equation is wrong, or a shape that is declared")

    def _has_firm_misfit(self, tree: Expr) -> bool:
        """Whether arrays of which the page says the shapes cannot be multiplied, whatever stands beside them."""
        with self.page.trial():
            return any(
                isinstance(node, Mul)
                and all(map(self.objections.is_given, names_in(node)))
                and not self._fits_in_itself(node)
                for node in walk(tree)
            )

    def _fits_in_itself(self, tree: Expr) -> bool:
        """Whether the arrays of one side can be added and multiplied as they are."""
        try:
            settle(self.page, (tree,))
        except Misfit:
            return False
        except (NotFollowed, RecursionError):
            pass
        return True

    def wrongly_shaped(self, statement: Statement) -> None:
        """What seemed to define an array cannot be formed: nothing follows from it."""
        name = None if (left := self.page.read(statement.sides[0].latex)) is None else named(left)
        if name is not None and name not in self.page.given:
            self.page.network.bodies.pop(name, None)
            self.page.network.shapes.pop(name, None)
            self.objections.lost.add(name)

    def _forget(self, left: Expr) -> None:
        """A name that gets a meaning which is not read here has no other one any more."""
        name = named(left)
        if name is not None and self.page.network.bodies.pop(name, None) is not None:
            self.objections.lost.add(name)

    def _is_given(self, left: Expr, right: Expr) -> bool:
        """Whether an equation that is assumed defines no name; what it speaks of is then more than a shape."""
        sizes = self.page.sizes
        if isinstance(left, Sym) and isinstance(right, Sym) and {left.name, right.name} <= sizes.values.keys():
            sizes.equate(left.name, right.name)
            return True
        names = {name for side in (left, right) for name in names_in(side)}
        if any(isinstance(node, Call) and node.function == "D" for side in (left, right) for node in walk(side)):
            return False
        if isinstance(left, Sym | Entry) and named(left) not in set(names_in(right)):
            return False
        if any(self.page.network.body(name) is not None for name in names) or not self._is_about_arrays((left, right)):
            return False
        if not (_adds_up_to_one(left, right) and says_one_hot(self.page.text)):  # of labels, that is made use of
            self.objections.assumed |= {base(name) for name in names}
        return True

    def _names_activation(self, statement: Statement, n: int) -> bool:
        r"""\varphi = \tanh."""
        return _is_activation(*(statement.sides[k].latex for k in (n, n + 1)))

    def _is_restricted(self, statement: Statement) -> bool:
        """Whether a claim stands under a condition that is more than what a name stands for."""
        if statement.conditions:
            return True
        for text in statement.clause:
            if _is_activation(*text.partition("=")[::2]):
                continue
            if value_of(self.page, text) is not None:
                continue
            sides = [self.page.read(each) for each in text.partition("=")[::2] if each]
            if len(sides) != 2 or not isinstance(sides[0], Sym) or sides[1] is None:
                return True
            body = self.page.network.bodies.get(sides[0].name)
            known = self.made.get(sides[0].name) if body is None else body.tree
            if known is None or known not in (sides[1], of_all_samples(self.page, (sides[0], sides[1]))[1]):
                return True
        return False

    def _renews(self, left: Expr) -> bool:
        """Whether a name that is no gradient gets another meaning: "if instead h = softmax(s)"."""
        if not isinstance(left, Sym) or left.name not in self.page.network.bodies:
            return False
        body = self.page.network.bodies[left.name].tree
        return not any(isinstance(node, Call) and node.function == "D" for node in walk(body))

    def _is_about_arrays(self, trees: tuple[Expr, ...]) -> bool:
        """Whether a claim speaks of whole arrays, of samples, or of a gradient."""
        for node in (node for tree in trees for node in walk(tree)):
            match node:
                case Transpose() | Elementwise() | Norm() | Call("D" | "tr" | "fro" | "diag" | "softmax", _):
                    return True
                case Sym(name) if name in self.page.network.shapes and self.page.network.shapes[name].rank:
                    return True
                case Entry(name, indices) if "^(" in name or len(indices) > 1:
                    return True
                case _:
                    pass
        return False

    def _defines(self, left: object, relation: str, right: Expr, claim: CheckedClaim) -> bool:
        if not isinstance(left, Sym | Entry):
            return False
        name = left.name if isinstance(left, Sym) else left.family
        if relation == ":=":
            return True
        if isinstance(left, Entry) and claim.verdict in _OPEN and {name, _joined(left)} & set(self.known):
            return False  # p_c = 1 - epsilon, where p is what was said of it in another question
        is_gradient = isinstance(right, Call) and right.function == "D"
        if is_gradient and label(name) is not None and name not in self.page.network.bodies:
            return True  # delta^(1) = dL/da^(1), whatever delta^(2) is the gradient by
        if name not in self.page.network.bodies and claim.verdict in _OPEN and self._is_made_of(name, right):
            return False  # x = W a, after a = W x
        return not self._is_defined(left) or (
            claim.verdict == "definition"
            and name in self.page.network.bodies
            and self.page.network.stack(name) is None
            and not self._is_error_here(name)
        )

    def _is_made_of(self, name: str, tree: Expr) -> bool:
        """Whether what a tree says is made of a name, by what this section has defined."""
        seen, waiting = set[str](), list(names_in(tree))
        while waiting:
            each = waiting.pop()
            body = self.page.network.bodies.get(each)
            if each in seen or body is None or self.defined.get(each, self.part) != self.part:
                continue
            seen.add(each)
            found = set(names_in(body.tree))
            if name in found:
                return True
            waiting += found
        return False

    def _is_error_here(self, name: str) -> bool:
        """Whether this section has said of which gradient a delta is made: what else it is said to be is a claim."""
        body = self.page.network.bodies[name]
        here = self.defined.get(name, self.part) == self.part
        return here and base(name) in ("delta", "Delta") and any(map(_is_derivative, walk(body.tree)))

    def _is_another_loss(self, left: Expr, right: Expr) -> bool:
        """Whether a loss is made of nothing of which it was made before: of P and Y, where it was of one output."""
        known = self.page.network.bodies.get(named(left) or "")
        if known is None or base(known.name) not in LOSSES or any(map(_is_derivative, walk(right))):
            return False
        network, numbers = self.page.network, self.page.numbers | HYPER | self.page.sizes.values.keys()
        before, now = (set(names_in(tree)) - index_letters((tree,)) - numbers for tree in (known.tree, right))
        made = {name for name in now if network.body(name) is not None or name in self.page.given}
        elsewhere = self.defined.get(known.name, self.part) != self.part
        is_made = made == now or (elsewhere and any(network.body(name) is not None for name in made))  # of new labels T
        return bool(now) and is_made and before.isdisjoint(now) and known.name not in network.means

    def _is_mean_of_loss(self, left: Expr, right: Expr) -> bool:
        """Whether the loss of one sample becomes that of a batch: L = 1/N sum_n (g_n - y_n)^2, after L = (g - y)^2."""
        known, mean = self.page.network.bodies.get(named(left) or ""), mean_of(right)
        if known is None or mean is None or known.indices or base(known.name) not in LOSSES:
            return False
        before = set(names_in(known.tree))
        is_new = known.name not in self.page.network.means and mean.var not in before
        return is_new and before == set(names_in(without_sample(mean.body, mean.var)))

    def _adds_to_another_loss(self, left: Expr, right: Expr) -> bool:
        """Whether a loss of another section is one of this section now and a penalty: L = L_data + ..."""
        if not isinstance(left, Sym) or base(left.name) not in LOSSES or not isinstance(right, Add):
            return False
        network = self.page.network
        losses = {name for name in network.bodies if name in network.shapes and network.shapes[name].is_number}
        elsewhere = self.defined.get(left.name, self.part) != self.part
        return elsewhere and any(isinstance(each, Sym) and each.name in losses - {left.name} for each in right.terms)

    def _drops_index_of_loss(self, sides: tuple[Expr, Expr]) -> bool:
        """Whether a claim speaks of L where the page has L_i alone, which is no entry of a column L."""
        names = {node.name for side in sides for node in walk(side) if isinstance(node, Sym) and node.name in LOSSES}
        columns = {name for name in names & self.page.network.shapes.keys() if self.page.network.shapes[name].is_column}
        return any(name not in self.page.network.bodies or self.page.network.bodies[name].indices for name in columns)

    def _is_defined(self, left: object) -> bool:
        if not isinstance(left, Sym | Entry):
            return False
        name = left.name if isinstance(left, Sym) else left.family
        return self.page.network.body(name) is not None or self._is_stack(name)

    def _is_made_of_entries(self, left: Expr) -> bool:
        """Whether the page has said what the entries u_nj of a matrix U are."""
        known = self.page.network.bodies.get(left.name) if isinstance(left, Sym) else None
        return known is not None and known.name in self.page.capitals.values() and bool(known.indices)

    def _is_stack(self, name: str) -> bool:
        """Whether the page says of which samples a matrix is made."""
        return self.page.network.rows(name) is not None

    # -- shapes and ranks

    def _is_in(self, statement: Statement, n: int, claim: CheckedClaim) -> CheckedClaim:
        r"""A \in R^{m x n}: of a name it is a declaration, of an expression, or of a result, a claim."""
        space = SPACE.match(expanded(statement.sides[n + 1].latex, self.page.macros).strip())
        tree = self.page.read(statement.sides[n].latex)
        if space is not None and tree is None and n == len(statement.sides) - 2:
            several = declared_names(self.page, statement)
            tree = next((each for each in several if isinstance(each, Sym) and each.name in self.page.blamed), None)
        if space is None or tree is None or claim.verdict == "refuted":
            return claim
        if is_of_entries(statement.sides[n].latex):  # S = (s_ij) in R^{m x n}: the array, and no number
            return said_otherwise(claim, Outcome("definition", "the shape of the array of these entries is given here"))
        declared, fixed = shape_of(self.page, space["braced"] or space["single"] or "")
        if isinstance(tree, Sym) and (blamed := self.page.blamed.get(tree.name)) is not None and declared == blamed[0]:
            said, seen = (self.page.shapes().words(each) for each in blamed)
            outcome = Outcome(
                "refuted",
                f"the equations make it {seen}, not {said}",
                Counterexample((), seen, said, "="),
                correction=seen,
            )
            return said_otherwise(claim, outcome)
        elsewhere = isinstance(tree, Sym) and self.defined.get(tree.name, self.part) != self.part
        if isinstance(tree, Sym) and (_ANEW.search(self.sentence) or (elsewhere and _HERE.search(self.sentence))):
            self._forget(tree)
        if isinstance(tree, Sym) and self.page.network.shapes.get(tree.name + ALL) == declared:
            return claim  # what was said of one sample, of all of them
        if not isinstance(tree, Sym):
            tree = of_all_samples(self.page, (tree, tree))[0]  # y of P - y, which are the labels of the batch
        known = isinstance(tree, Sym) and self._is_defined(tree)
        if isinstance(tree, Sym) and not known and (batch := shape_of_batch(self.page, tree.name)) is not None:
            return said_otherwise(claim, said_of_batch(self.page, tree.name, declared, batch))
        if isinstance(tree, Sym) and not known:
            if statement.claimed:
                return claim
            self.page.give(tree.name, declared, fixed)
            if claim.verdict == "undecided":
                return said_otherwise(claim, Outcome("definition", f"the shape of {shown(tree.name)} is given here"))
            return claim
        found = self._found_shape(tree, declared) or self._given_behind(statement, n, tree, declared)
        if isinstance(found, Outcome):
            is_known = self.objections.is_given if found.reason.startswith(MISFIT) else self.judge.is_firm
            places = index_letters([tree])  # the i of Loss_i, which has no shape
            if found.verdict == "refuted" and not all(map(is_known, set(names_in(tree)) - places)):
                return claim  # a shape that was guessed refutes nothing
            if found.verdict == "refuted" and (reason := self.objections.to_shape(tree, declared)) is not None:
                return said_otherwise(claim, Outcome("undecided", reason))
            numbered = isinstance(tree, Entry) and all(isinstance(each, Num) for each in tree.indices)
            if found.verdict == "refuted" and (numbered or base(named(tree) or "") in PARAMETERS):
                return claim  # a parameter has the shape that is declared; w_2 is one, or an entry
            return said_otherwise(claim, found)
        return claim

    def _given_behind(self, statement: Statement, n: int, tree: Expr, declared: Shape) -> Outcome | None:
        r"""The shape of a new name, of which so far nothing else said how long it is: p = softmax(z) \in R^K."""
        left = self.page.read(statement.sides[0].latex) if n == 1 else None
        name = left.name if isinstance(left, Sym) else ""
        body = self.page.network.bodies.get(name)
        if body is None or body.tree != tree or name in self.page.given:
            return None
        try:
            shapes = settle(self.page, (tree,))
            shape = shapes.shape(tree)
            shapes.sizes.join(shape.rows, declared.rows, "")
            shapes.sizes.join(shape.columns, declared.columns, "")
        except (Misfit, NotFollowed, RecursionError):
            return None
        self.page.keep(shapes)
        self.page.give(name, declared, name in self.page.fixed)
        return Outcome("definition", f"the shape of {shown(name)} is given here")

    def _found_shape(self, tree: Expr, declared: Shape) -> Outcome | None:
        """What comes of comparing the shape of an expression with what is said of it."""
        body = self.page.network.body(tree.name) if isinstance(tree, Sym) else None
        if isinstance(tree, Sym) and self.page.network.stack(tree.name) is not None:
            return None
        try:
            shapes = settle(self.page, (tree if body is None or body.indices else body.tree,))
            shape = shapes.shape(tree if body is None or body.indices else body.tree)
        except Misfit as error:
            return Outcome("refuted", f"{MISFIT}: {error}", Counterexample((), str(error), "", "="))
        except (NotFollowed, RecursionError):
            return None
        said, seen = shapes.words(declared), shapes.words(shape)
        pairs = ((shape.rows, declared.rows), (shape.columns, declared.columns))
        if not all(shapes.sizes.may_agree(one, other) for one, other in pairs):
            if self._may_be_of_many(shape, declared, shapes.sizes):
                return Outcome("undecided", f"of one sample it is {seen}; {said} may be that of several")
            return Outcome("refuted", f"it is {seen}, not {said}", Counterexample((), seen, said, "="), correction=seen)
        if all(shapes.sizes.same(one, other) for one, other in pairs):
            return Outcome("proved", f"the shapes fit: it is {seen}")
        return None

    def _may_be_of_many(self, seen: Shape, declared: Shape, sizes: Sizes) -> bool:
        """Whether a column is said to have as many columns as nothing else on the page has: those of the samples."""
        if not (sizes.same(seen.columns, ONE) and sizes.may_agree(seen.rows, declared.rows)):
            return False
        own = (self.page.network.shapes[name] for name in self.page.given if base(name) in PARAMETERS)
        return not any(sizes.same(declared.columns, each) for one in own for each in (ONE, one.rows, one.columns))

    def _rank(self, left: Expr, right: Expr, claim: CheckedClaim) -> CheckedClaim:
        """rank(A) <= k, from how A is made."""
        if not (isinstance(left, Call) and left.function == "rank"):
            return claim
        try:
            shapes = settle(self.page, (left.args[0],))
            seen = is_bounded(left, right, shapes)
        except (Misfit, NotFollowed, RecursionError):
            return claim
        words = "the factors and the shape of the matrix show it"
        return said_otherwise(claim, Outcome("proved", words)) if seen else claim


def _depth(text: str) -> str | None:
    """How many layers the page says that there are; "for L = 3" is an example of a network of any depth."""
    of_any = _ANY_DEPTH.search(text) is not None
    found = (each for each in _DEPTH.finditer(text) if not (of_any and _EXAMPLE.search(text[: each.start()][-40:])))
    return next((each[1] for each in found), None)


def _joined(entry: Entry) -> str:
    """Loss_i, as the reader of single numbers calls the loss of a sample."""
    return "_".join((entry.family, *(each.name for each in entry.indices if isinstance(each, Sym))))


def _adds_up_to_one(left: Expr, right: Expr) -> bool:
    """The sum of the entries of a label: \\sum_k T_nk = 1."""
    return isinstance(left, Fold) and left.kind == "sum" and isinstance(left.body, Entry) and right == Num(Fraction(1))


def _is_derivative(node: Expr) -> bool:
    return isinstance(node, Call) and node.function == "D"


def _of_shapes(misfit: Misfit) -> Outcome:
    one, _, other = str(misfit).partition(", ")
    example = Counterexample((), one, other or "?", "=")
    return Outcome("refuted", f"{MISFIT}: {misfit}", example, is_about_shapes=True)


def _outcome(claim: CheckedClaim) -> Outcome:
    return Outcome(claim.verdict, claim.reason, claim.counterexample, correction=claim.correction)


def _is_of_moments(trees: tuple[Expr, ...]) -> bool:
    """Whether a claim is about means or variances."""
    return any(isinstance(node, Call) and node.function in ("E", "Var", "Cov") for tree in trees for node in walk(tree))


def _is_activation(left: str, right: str) -> bool:
    is_named = any(words.search(right) for words in ACTIVATIONS.values())
    return bool(re.fullmatch(r"\\(?:sigma|(?:var)?phi|psi)|[fg]", left.strip())) and is_named and "(" not in right


def _is_applied(name: str, text: str) -> bool:
    spelled = {"sigma": r"\\sigma", "phi": r"\\(?:var)?phi"}.get(name, rf"(?<![A-Za-z\\]){name}")
    return bool(re.search(rf"{spelled}(?:'|\^\s*\{{?\\prime\}}?)?\s*(?:\\left|\\[bB]igl?)?\s*\(", text)) or bool(
        re.search(rf"{spelled}'", text)
    )
