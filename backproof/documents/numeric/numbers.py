"""A third opinion, on examples in numbers: follows the statements of a page and judges those that give values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from flint import ctx

from backproof.answers.syntax import Call, Entry, Expr, Fold, Sym, walk
from backproof.documents.choices import concludes, value_before
from backproof.documents.claims import said_otherwise
from backproof.documents.declarations import ANY
from backproof.documents.environment import Environment, FunctionDefinition, is_size_name
from backproof.documents.limits import SECONDS_PER_STATEMENT, time_limit, why_open
from backproof.documents.matrices.names import FUNCTIONS, shown
from backproof.documents.matrices.opinion import Opinion
from backproof.documents.numeric.arrays import Array
from backproof.documents.numeric.batches_shown import batch_shown
from backproof.documents.numeric.chosen_anew import given_anew, is_given_to_all, rests_on_old_value
from backproof.documents.numeric.comparing import alike, widened, written
from backproof.documents.numeric.evaluation import key
from backproof.documents.numeric.example import RATES, Example, Side
from backproof.documents.numeric.judging import against, agrees, holds_here, judge_value, moved, stepped, value_of
from backproof.documents.numeric.last_gradients import judge_last_gradient
from backproof.documents.numeric.said import names_needed, names_within, said_in_words
from backproof.documents.numeric.stages import stage
from backproof.documents.numeric.symbolic import ENTRY_DIFFERS, judge_entries
from backproof.documents.numeric.values_elsewhere import at_values_elsewhere
from backproof.documents.outcomes import NOT_JUDGED, Outcome
from backproof.documents.page_names import PageNames
from backproof.documents.report import CheckedClaim
from backproof.documents.rounded_counts import FAILS_BOUND
from backproof.documents.settings import names_of
from backproof.documents.statements import Statement
from backproof.documents.supposed_values import SUPPOSED_HERE, is_supposed
from backproof.documents.walk import Walker

_LOSSES = tuple(Sym(each) for each in ("L", "C", "J", "E", "l", "ell", "Loss", "f", "F"))
_LOSS_NAMES = frozenset(each.name for each in _LOSSES)
_BITS = 192
_NEAR = 200  # characters
_FEW = 2  # numbers: an example gives as many
_OPEN = ("undecided", "unreadable", "out-of-scope")
_CLIMBING = re.compile(r"ascent|ascend|maximi[sz]|likelihood|reward|momentum|\badam\b|weight decay", re.IGNORECASE)
_NEW = (
    r"\s*\^\s*\{?\s*(?:\\(?:text|mathrm)\s*\{)?\s*(?:\(?\s*new\s*\)?|neu|\+)\s*\}?\}?"
    r"|_\s*\{?\s*\\(?:text|mathrm)\s*\{\s*new\s*\}\s*\}?"
)
_IS_NEW = re.compile(_NEW)
_SAID_AGAIN = re.compile(r"\b(?:now|another|second|for|with|let|next|case|instead|if|take|input|example|use)\b", re.I)
_GIVEN_SIDES = ("=", ":=", "approx")


_DESCENT = re.compile(r"gradient descent|\bSGD\b|learning rate|step size|descent|Lernrate|updat|\\eta", re.IGNORECASE)
_CHOOSES = re.compile(
    r"\b(?:if|with|tak(?:e|ing)|choos(?:e|ing)|instead|for|let|set|us(?:e|ing)|say|suppose|at|when|where)\b[^.$:]{0,20}$",
    re.IGNORECASE,
)  # before another value of a name
_ELSEWHERE = re.compile(
    r"\b(?:outside|inside|otherwise|elsewhere|everywhere else|would (?:be|have been))\b", re.IGNORECASE
)
_OF_ANY_SIGN = re.compile(r"\s*\\?[A-Za-z]+\s*(?:>|\\geq?(?![A-Za-z])|\\neq?(?![A-Za-z]))\s*0\s*")  # of no value
_HEADING = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]|\*\*)|\\(?:sub)*section", re.MULTILINE)
_GIVES = re.compile(r"\b(?:start\w*|begin\w*|given|let|has|have|use)\b[^.$]*$", re.IGNORECASE)
_SIGMOID = re.compile(r"\bsigmoid|\blogistic", re.IGNORECASE)


class Numbers:
    """Keeps an example for each question of a page."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.names = PageNames({}, frozenset(), frozenset())  # with which the statement at hand is read
        self.examples: dict[int, Example] = {}
        self.given_at: dict[str, int] = {}  # where a name has got its value

    def on(
        self,
        statement: Statement,
        claims: Sequence[CheckedClaim],
        before: str,
        walker: Walker,
        opinion: Opinion,
        asked: int,
    ) -> list[CheckedClaim]:
        """The claims of a statement, with those decided that give values; asked: the number of its question."""
        precision, ctx.prec = ctx.prec, _BITS
        try:
            with time_limit(SECONDS_PER_STATEMENT):
                return self._on(statement, claims, before, walker, opinion, asked)
        except Exception as error:  # a fault of ours in one formula must not take the rest of the page with it
            words = why_open(error)
            return [replace(each, reason=words) if each.verdict == "undecided" else each for each in claims]
        finally:
            ctx.prec = precision

    def _on(
        self,
        statement: Statement,
        claims: Sequence[CheckedClaim],
        before: str,
        walker: Walker,
        opinion: Opinion,
        asked: int,
    ) -> list[CheckedClaim]:
        if not statement.relations or not set(statement.relations) <= {"=", ":=", "approx", "<-"}:
            return list(claims)
        example = self._example(asked, walker.env, opinion)
        example.batch = batch_shown(example, opinion.page) or example.batch
        names = self.names = _names(walker.env, opinion)
        sides = [example.read(_IS_NEW.sub("", side.latex), names) for side in statement.sides]
        under = self._under(statement, example, names)
        if under is None:
            return list(claims)
        under = {**self._in_words(statement.sides[0].start, sides, example), **under}
        for name in under.keys() & set(RATES):
            example.givens.setdefault(name, under[name])
        if len(claims) != len(statement.relations):
            return list(claims)
        return self._judged(statement, sides, claims, before, example, under, walker.env)

    def _judged(
        self,
        statement: Statement,
        sides: list[Side | None],
        claims: Sequence[CheckedClaim],
        before: str,
        example: Example,
        under: dict[str, Array],
        env: Environment,
    ) -> list[CheckedClaim]:
        """The claims of a statement that has been read; under: the values that it stands under."""
        local = example if not under else _with(under, example)
        is_step = statement.relations[0] == "<-" or _IS_NEW.search(statement.sides[0].latex) is not None
        if is_step:
            return self._step(statement, sides, list(claims), local, env)
        said = re.split(r"[.!?]\*?\s", self.text[: statement.sides[0].start][-_NEAR:])[-1]
        special = _is_special(sides[0], said, env)
        last = judge_last_gradient(sides, statement.relations[0], local, env)
        if last is not None and len(claims) == 1 and claims[0].verdict in (*_OPEN, "definition"):
            return [said_otherwise(claims[0], last)]
        defines = "" if claims[0].verdict == "refuted" or special else self._learn(sides, local, before)
        at = statement.sides[0].start
        if defines and sides[0] is not None:
            self.given_at[key(sides[0].tree) or ""] = at
        if local is not example:
            example.givens.update({name: each for name, each in local.givens.items() if name not in under})
            example.formulas.update(local.formulas)
            example.families.update(local.families)
            example.absent &= local.absent
        sentence = self.text[: statement.sides[0].start][-200:].rpartition(". ")[2]
        anew = given_anew(sides, local, sentence)
        out: list[CheckedClaim] = []
        for n, claim in enumerate(claims):
            if anew is not None and (n == 0 or sides[n] is sides[0]):
                out.append(
                    said_otherwise(claim, anew) if claim.verdict in _OPEN or claim.verdict == "refuted" else claim
                )
                continue
            if claim.verdict in (*_OPEN, "definition") and is_given_to_all(sides, n, local) and not concludes(before):
                out.append(said_otherwise(claim, Outcome("definition", "all of them get this value")))
                continue
            if n == 0 and defines == "given":
                out.append(_as_definition(claim, "a value is given here", sides, local, before))
                continue
            if n == 0 and defines == "formula":
                left = sides[0]
                is_known = left is not None and value_of(local, left.tree) is not None
                out.append(_as_definition(claim, "it is defined here", sides, local, before) if is_known else claim)
                continue
            is_read = claim.reason != NOT_JUDGED.reason and (claim.verdict != "refuted" or not n)
            if is_read and _is_arithmetic(sides[n : n + 2]):
                out.append(claim)  # numbers alone are read elsewhere
                continue
            is_open = claim.verdict in _OPEN
            outcome = self._link(sides, n, statement.relations[n], local, env, is_open)
            value = sides[n + 1]
            is_value = _is_name(sides[n]) and value is not None and value.is_printed
            if outcome is not None and outcome.verdict == "refuted" and is_value and is_supposed(self.text, at):
                outcome = None if claim.verdict == "definition" else Outcome("undecided", SUPPOSED_HERE)
            if outcome is not None and outcome.verdict == "refuted" and n == 0:
                is_given = _is_name(sides[0]) and sides[1] is not None and sides[1].is_printed
                is_choice = (is_given and _CHOOSES.search(before) is not None) or _ELSEWHERE.search(
                    sentence
                ) is not None
                outcome = None if is_choice else self._as_step(statement, sides, outcome, local)
            fails = claim.verdict == "refuted" or is_open
            if outcome is None and fails and (values := self._values_here(sides, n, local, env)):
                outcome = Outcome("conditional", "it holds with the numbers of the page", condition=values)
            is_value = outcome is not None and not outcome.reason.startswith(ENTRY_DIFFERS)
            if outcome is not None and outcome.verdict == "refuted" and is_value and not _is_example(local, env):
                outcome = None  # sizes and variances are chosen, once so and once so
            said = claim if outcome is None else outcome
            is_other = n == 0 and said.reason != FAILS_BOUND and self._is_of_other_section(sides[:2], at, local)
            if said.verdict == "refuted" and is_other:
                outcome = Outcome("undecided", "it has got another number before, under another heading")
            if outcome is not None and outcome.verdict == "refuted" and is_value:
                outcome = self._elsewhere(statement, sides, n, local, env) or outcome
            out.append(claim if outcome is None else _weighed(claim, outcome))
        self._remember(sides, out, local)
        return out

    # -- what holds where

    def _example(self, asked: int, env: Environment, opinion: Opinion) -> Example:
        """The example of the question to which a place belongs; the numbers of another question are not its own."""
        example = self.examples.setdefault(asked, Example())
        example.coded = opinion.coded
        own = {name: each for name, each in env.functions.items() if isinstance(each, FunctionDefinition)}
        example.functions = own
        return example

    def _under(self, statement: Statement, example: Example, names: PageNames) -> dict[str, Array] | None:
        """The values that a statement stands under, "for x_1 = 0 and x_2 = 1"; None under any other condition."""
        givens: dict[str, Array] = {}
        for text in (*statement.conditions, *statement.clause):
            for part in re.split(r",(?![^(\[]*[)\]])|\\text\s*\{\s*and\s*\}|\\q?quad", text):
                if _OF_ANY_SIGN.fullmatch(part) is not None:
                    continue
                left, sign, right = part.partition("=")
                side, value = example.read(left.strip(), names), example.read(right.strip(), names)
                name = None if side is None else key(side.tree)
                is_known = value is not None and not example.names_in(value.tree)
                number = value_of(example, value.tree) if value is not None and is_known else None
                if not sign or name is None or number is None:
                    return None
                givens[name] = number
                if value is not None:
                    example.is_written(name, value.tree, number)
        return givens

    def _in_words(self, at: int, sides: Sequence[Side | None], example: Example) -> dict[str, Array]:
        """The values that words give to names, without which those of a statement have none."""
        unknown = names_needed([each.tree for each in sides if each is not None], example)
        return said_in_words(self.text, at, unknown, example)

    # -- definitions

    def _learn(self, sides: list[Side | None], example: Example, before: str) -> str:
        """What the first link does: "given", "formula", or "" where it is to be judged."""
        left, first = sides[0], sides[1]
        if left is None or first is None:
            return ""
        name = key(left.tree)
        match left.tree:
            case Entry(family, (Sym(index),)) if family not in example.givens:
                if family not in example.families and name is None:
                    example.families[family] = (index, first.tree)
                return ""
            case Sym() | Entry() if name is not None and name not in example.literals:
                return self._named(name, left.tree, first, example, before)
            case _:
                return ""

    def _named(self, name: str, tree: Expr, first: Side, example: Example, before: str) -> str:
        example.absent -= {name}
        inside = example.names_in(first.tree)
        whole = tree.family if isinstance(tree, Entry) else None
        if name in inside:
            return ""
        if name not in example.order:
            example.order.append(name)
        if inside:
            known = example.formula(name) is not None or example.given(name) is not None or name in example.families
            if not known and not _entry_of(whole, example):
                example.formulas[name] = first.tree
                return "formula"
            return ""
        value = value_of(example, first.tree)
        if (example.formula(name) is not None or name in example.families) and value_of(example, tree) is not None:
            if value is None or not first.is_printed or not _CHOOSES.search(before):
                return ""
            example.formulas.pop(name, None)  # check with s = (0.7, 0.2, 0.1), whatever s was made of before
            example.families.pop(name, None)
            example.shown.clear()
            example.gradients.clear()
        if value is None:
            return ""
        old = example.given(name)
        if _entry_of(whole, example) and old is None:
            return ""
        if old is not None and alike(old, value, (), "=") == "equal":
            return "given"
        larger = old is not None and old.is_number and not value.is_number  # W = 0 before, and a matrix here
        if old is not None and not (first.is_printed and (larger or _SAID_AGAIN.search(before))):
            return ""
        if old is not None:
            example.shown.clear()
            example.gradients.clear()
        body = None if first.is_printed else stage(first.tree, example)
        if body is not None:
            example.formulas[name] = body
            return "formula"
        example.givens[name] = value
        example.is_written(name, first.tree, value)
        if example.shown or example.gradients:  # it has been computed, and rounded
            example.late.add(name)
            example.shown[name] = widened(value, first.rows)
        return "given" if first.is_printed else "formula"

    # -- claims

    def _link(
        self, sides: list[Side | None], n: int, relation: str, example: Example, env: Environment, is_open: bool = False
    ) -> Outcome | None:
        """What is to be said of the link n; None where the numbers do not decide it."""
        right = sides[n + 1]
        if rests_on_old_value(sides, n, example):
            return None
        lefts = [each for each in sides[n::-1] if each is not None] if n else [each for each in sides[:1] if each]
        if right is None or not lefts or (n and sides[n] is None and not lefts):
            return None
        if example.names_in(right.tree):
            only = lefts[0]
            if not only.is_printed or example.names_in(only.tree) or n:
                of_example = all(key(each.tree) is not None for each in (only, right))  # p_1 = p_2, of these numbers
                if n or (of_example and holds_here(example, only, right)):
                    return None
                refused = against(example, only, right)
                return refused or (self._entries(only, right, example, env) if is_open else None)
            lefts, right = [right], only
        whole_number = right.is_printed and all(each is None or each.unit >= 1 for row in right.rows for each in row)
        if whole_number and any(isinstance(node, Fold) for node in walk(lefts[0].tree)):
            return None  # that probabilities add up to 1 is no claim about an example
        outcome = judge_value(example, tuple(lefts), right, relation, env)
        if outcome is not None and outcome.verdict == "refuted":
            after = example.after_updates()
            again = None if after is None else judge_value(after, tuple(lefts), right, relation, env)
            if again is not None and again.verdict != "refuted":
                return replace(again, reason=again.reason + ", after the step")
        return outcome

    def _values_here(self, sides: list[Side | None], n: int, example: Example, env: Environment) -> str:
        """The labels and numbers with which a formula holds that is not true in general: y = 0, in l = -log(1 - p)."""
        left, right = sides[n : n + 2]
        if left is None or right is None or not _is_example(example, env) or not holds_here(example, left, right):
            return ""
        inside = {name for each in (left, right) for name in names_within(each.tree, example)}
        values = ((name, example.given(name)) for name in sorted(inside) if example.formula(name) is None)
        return ", ".join(f"{shown(name)} = {written(value)}" for name, value in values if value is not None)

    def _is_of_other_section(self, sides: Sequence[Side | None], at: int, example: Example) -> bool:
        """Whether a name that is a number here got another one under another heading, and not from a formula."""
        left, right = sides
        name = None if left is None else key(left.tree)
        given_at = self.given_at.get(name or "")
        if name is None or given_at is None or right is None or example.names_in(right.tree):
            return False
        if name in example.families or (name in example.formulas and name not in example.givens):
            return False
        return _HEADING.search(self.text[given_at:at]) is not None

    def _elsewhere(
        self, statement: Statement, sides: list[Side | None], n: int, example: Example, env: Environment
    ) -> Outcome | None:
        """What is to be said of the link n with the other numbers that the page has given to its names; else None."""
        left, right = sides[n : n + 2]
        if left is None or right is None:
            return None
        return at_values_elsewhere(
            (left, right),
            example,
            self.text[: statement.sides[0].start],
            self.names,
            lambda other: self._link(sides, n, statement.relations[n], other, env),
        )

    def _entries(self, left: Side, right: Side, example: Example, env: Environment) -> Outcome | None:
        """A formula with names on both sides: for every value, entry by entry, at the sizes that the page shows."""
        literal = next(
            (node.name for node in walk(right.tree) if isinstance(node, Sym) and example.literal(node.name)), ""
        )
        shown = example.literal(literal)
        if shown is None and not _is_example(example, env):
            return None
        found = judge_entries(example, left.tree, right.tree, None)
        if found is None and shown is not None and len(shown[0]) == len(shown[0][0]):
            found = judge_entries(example, left.tree, right.tree, len(shown[0]))
        return found

    def _as_step(
        self, statement: Statement, sides: list[Side | None], outcome: Outcome, example: Example
    ) -> Outcome | None:
        """A number that is given gets another value: after a step of descent, where the words speak of one."""
        left, right = sides[:2]
        name = None if left is None else key(left.tree)
        if left is None or right is None or name is None or example.given(name) is None or example.formula(name):
            return outcome
        old, gradient, rate = self._descent(left.tree, example)
        at = statement.sides[0].start
        if old is None or gradient is None or rate is None or not _DESCENT.search(self.text[max(0, at - 300) : at]):
            return None
        found = stepped(example, name, old, gradient, rate, right)
        value = value_of(example, right.tree)
        if found is not None and found.verdict == "proved" and value is not None:
            example.updated[name], example.updates_shown[name] = moved(old, gradient, rate), value
        return found

    def _step(
        self,
        statement: Statement,
        sides: list[Side | None],
        claims: list[CheckedClaim],
        example: Example,
        env: Environment,
    ) -> list[CheckedClaim]:
        """W <- ... : what stands there must be the old value after a step of gradient descent."""
        target = sides[0]
        name = None if target is None else key(target.tree)
        if target is None or name is None:
            return claims
        old, gradient, rate = self._descent(target.tree, example)
        out = claims[:1]
        for n in range(1, len(statement.relations)):
            outcome = self._link(sides, n, statement.relations[n], example, env)
            out.append(claims[n] if outcome is None else _weighed(claims[n], outcome))
        last = next((each for each in reversed(sides[1:]) if each is not None and value_of(example, each.tree)), None)
        if last is not None and (value := value_of(example, last.tree)) is not None:
            example.updated[name] = value
        first = sides[1]
        if old is None or gradient is None or rate is None or _CLIMBING.search(self.text) or first is None:
            return out
        outcome = stepped(example, name, old, gradient, rate, first)
        if outcome is not None and claims[0].verdict != "refuted":
            out[0] = said_otherwise(claims[0], outcome)
        if outcome is not None and outcome.verdict == "proved":
            example.updated[name] = value_of(example, first.tree) or old
        return out

    def _descent(self, target: Expr, example: Example) -> tuple[Array | None, Array | None, Array | None]:
        """The old value of a parameter, the gradient by it, and the learning rate."""
        seen = [call.args[0] for call in reversed(example.gradients)]
        losses = [*(each for each in seen if each in _LOSSES), *_LOSSES]
        found = (value_of(example, Call("D", (each, target))) for each in losses)
        gradient = next((each for each in found if each is not None), None)
        if gradient is not None and not any(call.args[1] == target for call in example.gradients):
            loss = next(each for each in losses if value_of(example, Call("D", (each, target))) is not None)
            example.gradients[Call("D", (loss, target))] = gradient
        rate = next((value for each in RATES if (value := example.given(each)) is not None), None)
        return value_of(example, target), gradient, rate

    def _remember(self, sides: list[Side | None], claims: list[CheckedClaim], example: Example) -> None:
        """What the page has shown for a name or a gradient, where it is right."""
        left = sides[0]
        if left is None:
            return
        for n, claim in enumerate(claims):
            right = sides[n + 1]
            if key(left.tree) in example.late:
                continue
            if right is None or not right.is_printed or claim.verdict not in ("proved", "conditional", "definition"):
                continue
            value = value_of(example, right.tree)
            if value is None or not agrees(example, left, right):
                continue
            if isinstance(left.tree, Call) and left.tree.function == "D":
                example.gradients[left.tree] = value
            elif (name := key(left.tree)) is not None and (example.formula(name) or name in example.families):
                example.shown[name] = value


def _is_example(example: Example, env: Environment) -> bool:
    """Whether a question is an example in numbers: it shows arrays, or gives more numbers than sizes of layers."""
    numbers = [name for name in example.givens if not is_size_name(name)]
    arrays = any(value_of(example, Sym(name)) is not None for name in example.literals)
    return arrays or (env.setting != "initialization" and len(numbers) >= _FEW)


def _as_definition(
    claim: CheckedClaim, words: str, sides: Sequence[Side | None], example: Example, before: str
) -> CheckedClaim:
    """A claim that gives a name its value, where the page is an example: it shows an array, or gives many numbers."""
    name = None if sides[0] is None else key(sides[0].tree)
    is_array = sides[1] is not None and bool(sides[1].rows) and len(sides[1].rows) + len(sides[1].rows[0]) > 2
    is_example = bool(example.literals) or len(example.givens) >= _FEW or _GIVES.search(before) is not None
    is_plain = r"\approx" not in claim.latex and name not in _LOSS_NAMES
    if claim.verdict in _OPEN and (is_array or (is_example and is_plain)):
        return said_otherwise(claim, Outcome("definition", words))
    return claim


def _is_special(side: Side | None, said: str, env: Environment) -> bool:
    """Whether a name that the page has defined in general gets its form for one size: for $K = 2$ we get J = ..."""
    size = (value_before(said) or "").partition("=")[0].strip()
    name = None if side is None else key(side.tree)
    known = None if name is None else env.definitions.get(name)
    return known is not None and known.line is not None and is_size_name(size)


def _with(givens: dict[str, Array], example: Example) -> Example:
    """The example where some names have other values; what was shown before is not theirs."""
    whole = {**example.givens, **givens}
    if all(name in RATES for name in givens):
        return replace(example, givens=whole)
    formulas = {name: body for name, body in example.formulas.items() if name not in givens}
    shown = {name: each for name, each in example.shown.items() if name in example.givens}
    return replace(example, givens=whole, formulas=formulas, shown=shown, gradients={})


def _names(env: Environment, opinion: Opinion) -> PageNames:
    """The names with which a side is read; sigma is the sigmoid where the page speaks of one, whatever else it says."""
    base = names_of(env)
    known = {**FUNCTIONS, **opinion.page.functions, **base.functions}
    spoken = _SIGMOID.search(opinion.page.text) is not None
    letters = {name: "sigmoid" for name in ("sigma", "phi") if spoken and known.get(name, ANY).startswith(ANY)}
    functions = {name: each for name, each in {**known, **letters}.items() if not each.startswith(ANY)}
    return PageNames(functions, base.words | opinion.page.words, base.layered | opinion.page.layered, base.macros)


def _is_name(side: Side | None) -> bool:
    """Whether a side is a name alone."""
    return side is not None and key(side.tree) is not None


def _is_arithmetic(sides: Sequence[Side | None]) -> bool:
    """Whether there is no name and no array in any side."""
    trees = [each.tree for each in sides if each is not None]
    return not any(isinstance(node, Sym | Entry) for tree in trees for node in walk(tree))


def _entry_of(family: str | None, example: Example) -> bool:
    """Whether a name with a number is an entry of an array of the page."""
    return family is not None and (
        example.given(family) is not None or example.formula(family) is not None or family in example.families
    )


def _weighed(claim: CheckedClaim, outcome: Outcome) -> CheckedClaim:
    """What the numbers say, where what was said before leaves room for it: a wish is none that numbers could refuse."""
    if claim.verdict in ("proved", "conditional") or (claim.verdict == outcome.verdict == "refuted"):
        return claim
    return said_otherwise(claim, outcome)
