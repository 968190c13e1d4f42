"""The report as one page: the document, and verdicts in its margin.  MathML, no script, nothing from the network.

Everything that a document says is escaped; formulas go through `mathml.formula`, which lets only MathML pass.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from backproof.documents.blocks import Block, Placed, blocks, plain_words
from backproof.documents.explanation import MARKS, STEP_FAILS, counted_word, explanation, first_wrong, summary_text
from backproof.documents.extraction import Page, extract
from backproof.documents.mathml import formula
from backproof.documents.report import CheckedClaim, Report, Section, Verdict
from backproof.documents.stylesheet import CSS

_WORST: tuple[Verdict, ...] = (
    "refuted", "unreadable", "undecided", "conditional", "proved", "definition", "out-of-scope",
)  # fmt: skip
_QUIET = ("proved", "definition", "out-of-scope")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_INLINE = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])|`([^`\n]+)`")
_LATEX_INLINE = re.compile(r"\\(textbf|emph|textit|texttt)\{([^{}]*)\}")
Numbered = tuple[int, CheckedClaim]


def html_page(report: Report, name: str) -> str:
    """One self-contained page."""
    page = extract(report.text, "markdown" if report.text.lstrip().startswith("{") else None)
    numbered = tuple(enumerate(report.claims, 1))
    rows, placed = [], set[int]()
    sections = list(report.sections)
    for block in blocks(page):
        line = page.line(block.start)
        while sections and sections[0].first_line <= page.line(block.end):
            section = sections.pop(0)
            if any(section.first_line <= claim.line <= section.last_line for claim in report.claims):
                rows.append(_section(section))
        here = [(n, claim) for n, claim in numbered if n not in placed and _belongs(claim, block, page)]
        placed.update(n for n, _ in here)
        rows.append(_row(page, block, line, here))
    rest = [(n, claim) for n, claim in numbered if n not in placed]
    if rest:
        rows.append(f'<div class="row"><div class="source"></div><aside>{"".join(map(_note, rest))}</aside></div>')
    body = "\n".join(rows)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(name)}: checked</title><style>{CSS}</style></head>\n<body>\n{_head(report, name)}\n"
        f"<main>\n{body}\n</main>\n</body></html>\n"
    )


def _head(report: Report, name: str) -> str:
    counts = report.summary
    chips = "".join(
        f'<li class="{verdict}"><b>{counts[verdict]}</b> {mark.sign} {counted_word(mark, counts[verdict])}</li>'
        for verdict, mark in MARKS.items()
        if counts[verdict]
    )
    wrong = first_wrong(report)
    where = ""
    if wrong is not None:
        number = report.claims.index(wrong) + 1
        where = f'<p class="first"><a href="#c{number}">The first wrong line is line {wrong.line}.</a></p>'
    return (
        f"<header><h1>{escape(name)}</h1>{where}<ul class='chips'>{chips}</ul>"
        f"<p class='small'>{escape(summary_text(report))}. Checked in {report.seconds:.1f} s.</p></header>"
    )


def _section(section: Section) -> str:
    title = f"{section.title}: " if section.title else ""
    words = f"{title}lines {section.first_line} to {section.last_line}, read in the setting "
    return f'<p class="setting">{escape(words)}<b>{escape(section.setting)}</b> ({escape(section.why)})</p>'


def _belongs(claim: CheckedClaim, block: Block, page: Page) -> bool:
    if claim.span != (0, 0):
        return block.start <= claim.span[0] < block.end
    return page.line(block.start) <= claim.line <= page.line(block.end)


def _row(page: Page, block: Block, line: int, claims: Sequence[Numbered]) -> str:
    notes = "".join(map(_note, claims))
    return (
        f'<div class="row"><span class="line">{line}</span><div class="source">{_source(page, block, claims)}</div>'
        f"<aside>{notes}</aside></div>"
    )


def _source(page: Page, block: Block, claims: Sequence[Numbered]) -> str:
    if block.kind == "code":
        code = page.text[block.start : block.end].strip("\n")
        lines = code.count("\n") + 1
        return f"<details><summary>code, {lines} lines, not checked here</summary><pre>{escape(code)}</pre></details>"
    pieces, at = [], block.start
    for each in block.formulas:
        pieces.append(_words(page.text[at : each.start], block))
        pieces.append(_formula(page, each, claims))
        at = each.end
    pieces.append(_words(page.text[at : block.end], block))
    inside = "".join(pieces)
    match block.kind:
        case "heading":
            return f"<h2>{inside}</h2>"
        case "item":
            return f'<div class="item">{inside}</div>'
        case _:
            return f"<div>{inside}</div>"


def _words(text: str, block: Block) -> str:
    """Prose, escaped, with bold, italic and code."""
    text = plain_words(text, block.kind)
    text = _LATEX_INLINE.sub(lambda found: ("**{}**" if found[1] == "textbf" else "*{}*").format(found[2]), text)

    def styled(found: re.Match[str]) -> str:
        bold, italic, code = found.groups()
        return f"<b>{bold}</b>" if bold else f"<i>{italic}</i>" if italic else f"<code>{code}</code>"

    return _INLINE.sub(styled, escape(text))


def _formula(page: Page, place: Placed, claims: Sequence[Numbered]) -> str:
    here = [(n, claim) for n, claim in claims if place.start <= claim.span[0] < place.end]
    verdicts = {claim.verdict for _, claim in here}
    worst = next((verdict for verdict in _WORST if verdict in verdicts), "unclaimed")
    badges = "".join(
        f'<a class="badge {claim.verdict}" href="#c{n}">{n}{MARKS[claim.verdict].sign}</a>' for n, claim in here
    )
    tag, kind = ("div", "display") if place.formula.display else ("span", "inline")
    math = formula(page.text[place.formula.start : place.formula.end], place.formula.display)
    return f'<{tag} class="{kind} {worst}"><span class="math">{math}</span><span class="badges">{badges}</span></{tag}>'


def _note(numbered: Numbered) -> str:
    number, claim = numbered
    mark = MARKS[claim.verdict]
    broken = claim.step is not None and claim.step.verdict == "does not follow"
    said = explanation(claim)
    if claim.verdict in _QUIET and not broken:
        said = tuple(each for each in said if each.label in ("except at", "would need", "step"))
    step = f' <span class="broken">{STEP_FAILS.sign} {STEP_FAILS.word}</span>' if broken else ""
    items = "".join(f"<dt>{escape(each.label)}</dt><dd>{escape(each.text)}</dd>" for each in said)
    details = f"<dl>{items}</dl>" if items else ""
    return (
        f'<div class="note {claim.verdict}" id="c{number}"><p><b>{number}</b> {mark.sign} {mark.word}{step}'
        f' <span class="at">line {claim.line}</span></p><div class="claim">{formula(one_line(claim.latex))}</div>'
        f"{details}</div>"
    )


def one_line(latex: str) -> str:
    """A claim without the marks that align it, which stand outside its environments."""
    pieces = re.split(r"(\\begin\{[^}]*\}|\\end\{[^}]*\})", latex)
    level, out = 0, []
    for piece in pieces:
        level += piece.startswith(r"\begin") - piece.startswith(r"\end")
        out.append(piece if level > 0 else re.sub(r"(?<!\\)&|\\\\(?:\[[^\]]*\])?", " ", piece))
    return "".join(out)
