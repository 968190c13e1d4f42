"""Checking: a document, or one claim, becomes a report."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import perf_counter

from backproof.documents.any_layer import not_for_every_layer
from backproof.documents.asked_first import answered_below
from backproof.documents.beginnings import walker_of
from backproof.documents.claims import Writer
from backproof.documents.denials import Manner, manners, not_claimed, supposed_against
from backproof.documents.entries_of_samples import Written, written
from backproof.documents.extraction import Format, Page, extract
from backproof.documents.hoisting import hoist
from backproof.documents.layer_factors import OF_ANY_LAYER
from backproof.documents.limits import (
    SECONDS_MORE,
    SECONDS_PER_PAGE,
    SECONDS_PER_STATEMENT,
    budget,
    is_spent,
    time_limit,
    why_open,
)
from backproof.documents.matrices.opinion import MISFIT, Opinion
from backproof.documents.not_followed import unless_not_followed
from backproof.documents.numeric.numbers import Numbers
from backproof.documents.outcomes import Outcome
from backproof.documents.penalty_left_out import without_penalty
from backproof.documents.placing import Placed, placed_on
from backproof.documents.plain_indices import as_written, with_plain_indices
from backproof.documents.questions import ALL, Question, of_question, questions
from backproof.documents.report import TOO_LONG, CheckedClaim, Origin, Report, Section
from backproof.documents.second_reading import (
    clears,
    equations_refuted,
    in_doubt,
    mends,
    shapes_refuted,
    suspects,
)
from backproof.documents.settings import SETTINGS, Choice, choose
from backproof.documents.statements import Statement, statements
from backproof.documents.supposed_networks import of_the_page
from backproof.documents.upright_d import with_plain_d
from backproof.documents.values_said import held_against_box, is_behind
from backproof.documents.walk import Walker

Progress = Callable[[int, int], None]  # claims done, claims in all


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
    whole = extract(text, format)
    plain, indices = with_plain_indices(whole.text)
    plain, gradients = with_plain_d(plain, whole.visible)
    sources = {**indices, **gradients}
    kind = format if format == "latex" else "markdown" if whole.text != text else format
    page = answered_below(extract(plain, kind) if sources else whole)
    placed = placed_on(page)
    of = questions(page.parts, page.visible)
    sections = _sections(page, of, setting)
    reading = _Reading(page, placed, sections, of, manners(placed, page.visible), _Lines(page.text))

    def shown(done: int) -> None:
        if progress is not None:
            progress(done, len(placed))

    with budget(SECONDS_PER_PAGE + SECONDS_MORE * len(placed)):
        said = _read_again(reading, reading.judged(frozenset(), shown), shown)
    claims = as_written((claim for n in sorted(said) for claim in said[n]), sources)
    return Report(whole.text, claims, sections, page.prose, perf_counter() - begin)


def _read_again(
    reading: _Reading, said: dict[int, list[CheckedClaim]], shown: Callable[[int], None]
) -> dict[int, list[CheckedClaim]]:
    """The claims after a second reading without lines that mislead, where there are any, and time for it."""
    wrong = frozenset[int]()
    for refuted in (equations_refuted, shapes_refuted):
        more = wrong | refuted(reading.placed, said)
        if is_spent():
            return said
        if more > wrong and mends(said, other := reading.judged(more, shown), more) and not is_spent():
            said, wrong = {**other, **{n: said[n] for n in more}}, more
    for n in suspects(reading.placed, said):
        if is_spent():
            break
        other = reading.judged(wrong | {n}, shown)
        if clears(said, other, n) and not is_spent():
            return {**other, **{each: said[each] for each in wrong}, n: in_doubt(said[n], other[n])}
    return said


@dataclass(frozen=True)
class _Reading:
    """A page taken apart, to be judged from its beginning to its end."""

    page: Page
    placed: list[Placed]
    sections: tuple[Section, ...]
    of: tuple[Question, ...]
    manners: Mapping[int, Manner]  # of statements that are not claimed
    lines: _Lines

    def judged(self, muted: frozenset[int], shown: Callable[[int], None]) -> dict[int, list[CheckedClaim]]:
        """The claims of each statement, by its place; those that are muted claim something, and say nothing else."""
        muted |= {n for n, manner in self.manners.items() if manner != "asked"}
        found: dict[int, list[CheckedClaim]] = {}
        about_defined = set[int]()
        state = _State(self, muted)
        for number in range(len(self.sections)):
            here = [n for n, each in enumerate(self.placed) if each.section == number]
            try:
                with time_limit(SECONDS_PER_STATEMENT):
                    walker, opinion = state.entering(number, here)
            except Exception as error:  # a fault of ours in one section must not take the rest of the page with it
                found |= {n: self._left_open(n, why_open(error)) for n in here}
                continue
            for n in here:
                if n in found:
                    continue
                if both := self._equivalent(n, walker, muted):
                    found |= both
                elif self.placed[n].statement.relations and n not in muted:
                    found[n] = self._left_open(n, TOO_LONG) if is_spent() else state.said(n, walker, opinion)
                    if n - 1 in found and is_behind(self.placed[n].statement, self.placed[n - 1].statement):
                        found[n - 1] = held_against_box(found[n - 1], self.placed[n].statement, found[n])
                shown(sum(map(len, found.values())))
            for n in muted.intersection(here):  # by what the whole section says
                each = self.placed[n]
                found[n] = replace(walker).check(replace(each.statement, claimed=True), each.before)
            about_defined |= {
                n for n in here if n in self.manners and walker.speaks_of_defined(self.placed[n].statement)
            }
        not_said = {
            n: not_claimed(each, found[n], n in about_defined) for n, each in self.manners.items() if n in found
        }
        return supposed_against(self.placed, found | not_said, self.page.visible)

    def _equivalent(self, n: int, walker: Walker, muted: frozenset[int]) -> dict[int, list[CheckedClaim]]:
        """The claims of two statements with an arrow both ways between them, which are one claim; empty for others."""
        if {n, n + 1} & muted or n + 1 >= len(self.placed):
            return {}
        one, other = self.placed[n].statement, self.placed[n + 1].statement
        if other.connective != "iff" or self.placed[n].section != self.placed[n + 1].section or is_spent():
            return {}
        claims = walker.equivalent(one, other, self.placed[n].before)
        return dict(zip((n, n + 1), claims, strict=True)) if claims else {}

    def _left_open(self, n: int, why: str) -> list[CheckedClaim]:
        """The claims of a statement about which nothing can be said, and why."""
        statement, section = self.placed[n].statement, self.sections[self.placed[n].section]
        write = Writer(section.setting, section.origin, self.lines).claim
        return [write(statement, each, Outcome("undecided", why)) for each in range(len(statement.relations))]


class _State:
    """What one reading of a page knows of it so far."""

    def __init__(self, reading: _Reading, muted: frozenset[int]) -> None:
        self.reading, self.muted = reading, muted
        self.memories: dict[int, dict[str, Walker]] = {}
        self.opinions: dict[int, Opinion] = {}
        self.spoken: dict[int, str] = {}  # the words of each question
        self.written: dict[int, Written] = {}  # how the formulas of each question are to be read
        self.numbers = Numbers(reading.page.text)

    def entering(self, number: int, here: list[int]) -> tuple[Walker, Opinion]:
        """Who judges the statements of a section, which are `here` in the order of the page."""
        page, of = self.reading.page, self.reading.of
        asked = of[number].number
        mine = [self.reading.placed[n] for n in here if n not in self.muted]
        head = tuple(self.memories.get(ALL, {}).values())
        if asked not in self.spoken:
            self.spoken[asked] = of_question(page.visible, page.parts, of, asked)
        memory = self.memories.setdefault(asked, dict(self.memories.get(ALL, {})))
        if asked not in self.written:
            self.written[asked] = written(self._formulas_of(asked), self.spoken[asked])
        section, lines = self.reading.sections[number], self.reading.lines
        walker = walker_of(memory, section, mine, self.spoken[asked], lines, head, self.written[asked])
        hoist((each.statement for each in mine), walker)
        if asked not in self.opinions:
            placed = [each for n, each in enumerate(self.reading.placed) if n not in self.muted]
            about = [each.statement for each in placed if of[each.section].number == asked]
            above = [each for each in placed if of[each.section].number == ALL != asked and each.section < number]
            former = [each.statement for each in placed if each.section < number and of[each.section].number != asked]
            words = of_question(page.text, page.parts, of, asked)
            head_of = [each.statement for each in above]
            self.opinions[asked] = Opinion(about, walker.env, words, former=former, head=head_of)
        part = page.parts[number]
        self.opinions[asked].enter([each.statement for each in mine], page.text[part.start : part.end])
        return walker, self.opinions[asked]

    def _formulas_of(self, asked: int) -> list[Statement]:
        """The statements of a question, and those before all questions, that are not muted."""
        placed = [each for n, each in enumerate(self.reading.placed) if n not in self.muted]
        return [each.statement for each in placed if self.reading.of[each.section].number in (asked, ALL)]

    def said(self, n: int, walker: Walker, opinion: Opinion) -> list[CheckedClaim]:
        """The claims of a statement."""
        each, text = self.reading.placed[n], self.reading.page.text
        said = walker.check(each.statement, each.before)
        env = walker.env
        opinion.page.called = env.called
        judged = opinion.on(each.statement, said, each.before, env.arrays, env.per_sample, env.definitions)
        asked = self.reading.of[each.section].number
        judged = self.numbers.on(each.statement, judged, each.before, walker, opinion, asked)
        judged = [unless_not_followed(one, walker.env, text) for one in judged]
        turned = {(old.verdict, new.verdict) for old, new in zip(said, judged, strict=False)}
        if any(old != "definition" == new for old, new in turned):
            walker.defined_elsewhere(each.statement)
        if ("definition", "refuted") in turned:
            walker.wrongly_defined(each.statement)
            if judged[0].reason.startswith(MISFIT):
                opinion.wrongly_shaped(each.statement)
        if n and any(claim.verdict == "refuted" for claim in judged):
            defined = self.reading.placed[n - 1].statement
            if is_behind(each.statement, defined):
                walker.wrongly_defined(defined)
        after = text[each.statement.sides[-1].end :][:200]
        before = text[: each.statement.sides[0].start]
        return [
            of_the_page(without_penalty(one, before), before, walker.env)
            for one in _for_every_layer(judged, walker, after)
        ]


def check_claim(claim: str, setting: str | None = None, previous: str | None = None) -> CheckedClaim:
    """Check one claim; with `previous`, also whether it follows from that one."""
    _require_setting(setting)
    before = "" if previous is None else with_plain_indices(_undressed(previous))[0] + "\n\n"
    written = with_plain_indices(_undressed(claim))[0]
    text = before + written
    found = [each for each in statements(written, len(before)) if each.relations]
    if not found:
        return CheckedClaim(1, claim, "unreadable", "no relation is claimed", setting=setting or "general")
    earlier = [each for each in statements(before, 0) if each.relations]
    choice = Choice(setting, "") if setting else choose(written) or Choice("general", "")
    section = Section(1, 1, "", choice.setting, "option" if setting else "document", choice.why)
    walker = walker_of({}, section, [Placed(each, "", 0) for each in (*earlier, *found)], text, _Lines(""))
    walker.strict = setting in ("softmax", "logistic")
    if earlier:
        found = [replace(found[0], connective=found[0].connective or "implies"), *found[1:]]
    opinion = Opinion((*earlier, *found), walker.env, text)
    opinion.enter((*earlier, *found), text)
    claims = [_on_one(each, walker, opinion) for each in (*earlier, *found)]
    return _worst([each for of_one in claims[len(earlier) :] for each in of_one], claim)


def _on_one(statement: Statement, walker: Walker, opinion: Opinion) -> list[CheckedClaim]:
    """The claims of a statement that stands alone; what is claimed and not understood is no definition there."""
    said = walker.check(statement)
    found = opinion.on(statement, said, "", walker.env.arrays, walker.env.per_sample)
    pairs = zip(said, found, strict=True)
    return [one if other.verdict == "definition" else other for one, other in pairs]


def _for_every_layer(found: list[CheckedClaim], walker: Walker, after: str) -> list[CheckedClaim]:
    """Claims that the words make of every layer, or of any depth, are not proved by the layers of one network."""
    out: list[CheckedClaim] = []
    for claim in found:
        open_still = claim.verdict == "proved" and OF_ANY_LAYER not in (claim.reason or "")
        lacks = not_for_every_layer(walker.sentence, after, claim.latex, walker.env) if open_still else None
        out.append(replace(claim, verdict="undecided", reason=lacks) if lacks else claim)
    return out


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


def _sections(page: Page, of: tuple[Question, ...], setting: str | None) -> tuple[Section, ...]:
    out: list[Section] = []
    lines = _Lines(page.text)
    whole = choose(page.visible)
    last: dict[int, Section] = {}  # the last section of each question
    of_head: str | None = None  # what the words before all questions speak for
    for part, question in zip(page.parts, of, strict=True):
        title, text = part.title, page.visible[part.start : part.end]
        previous = last.get(question.number)
        origin: Origin = "option"
        if setting is not None:
            choice = Choice(setting, "--setting says so")
        else:
            found, origin = choose(text, None if previous is None else previous.setting), "document"
            if previous is None and found is not None and found.weak and of_head is not None:
                found = choose(text, of_head)
            of_head = found.setting if question.number == ALL and found is not None else of_head
            if found is not None:
                choice = found
            elif previous is not None:
                choice, origin = Choice(previous.setting, "as in the section before"), previous.origin
            elif (asked := choose(of_question(page.visible, page.parts, of, question.number))) is not None:
                choice = Choice(asked.setting, "as in the rest of the question: " + asked.why)
            elif whole is not None:
                choice = Choice(whole.setting, "as in most of the document: " + whole.why)
            else:
                choice, origin = Choice("general", "nothing speaks for another setting"), "default"
        first, end = lines.get(part.start), lines.get(max(part.start, part.end - 1))
        last[question.number] = Section(first, end, title, choice.setting, origin, choice.why)
        out.append(last[question.number])
    return tuple(out)
