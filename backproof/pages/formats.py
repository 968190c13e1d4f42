"""Formats: a page as LaTeX, Markdown, HTML or plain text."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import assert_never

from proofs.kernel.derivations import Part, Table
from proofs.kernel.hypotheses import (
    Assume,
    Definition,
    Hypothesis,
    Independent,
    Mean,
    Normal,
    Symmetric,
    Uncorrelated,
    Uniform,
    Variance,
)
from proofs.kernel.laws import BackwardRecursion, Differentiable, FunctionOf, Recursion

from .formulas import Latex, Style, Text, claim_text, side_text, term_text
from .page import Page, Section

_LATEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "^": r"\^{}",
    "~": r"\~{}",
    "<": "$<$",
    ">": "$>$",
}


def statement(section: Section, style: Style) -> str:
    """Write the claim of a section: its two ends, or the whole chain if that says more."""
    start = side_text(section.start, style)
    if section.is_one_claim:
        last = section.lines[-1]
        return f"{start} {style.relation(last.relation)} {side_text(last.side, style)}"
    return start + "".join(f" {style.relation(each.relation)} {side_text(each.side, style)}" for each in section.lines)


def hypothesis_formula(hypothesis: Hypothesis, style: Style) -> str:
    """Write the formula of a hypothesis: an equation, the law of a distribution, or the independent families."""
    match hypothesis:
        case Normal(entry=entry, mean=mean, variance=variance):
            name, *parameters = (term_text(each, style) for each in (entry, mean, variance))
            return f"{name} {style.relation('~')} N({', '.join(parameters)})"
        case Uniform(entry=entry, low=low, high=high):
            return (
                f"{term_text(entry, style)} {style.relation('~')} U[{term_text(low, style)}, {term_text(high, style)}]"
            )
        case Symmetric(entry=entry):
            return f"{term_text(entry, style)} {style.relation('~')} {term_text(-entry, style)}"
        case Definition() | Mean() | Variance() | Uncorrelated() | Assume():
            return claim_text(hypothesis.formulas[0], style)
        case Recursion() | BackwardRecursion() | FunctionOf():
            return ", ".join(claim_text(each, style) for each in hypothesis.formulas)
        case Differentiable(function=function):
            return style.name(str(function))
        case Independent(families=families):
            return ", ".join(term_text(each, style) for each in families)
        case _:
            assert_never(hypothesis)


def latex_words(text: str) -> str:
    """Write words for LaTeX: what stands between backticks is a formula."""
    return _with_formulas(
        text, lambda code: f"${code}$", lambda plain: "".join(_LATEX_SPECIAL.get(c, c) for c in plain)
    )


def _with_formulas(text: str, formula: Callable[[str], str], plain: Callable[[str], str]) -> str:
    pieces = text.split("`")
    return "".join(formula(_formula_in_words(each)) if odd % 2 else plain(each) for odd, each in enumerate(pieces))


def _formula_in_words(text: str) -> str:
    """Write a short plain formula in a reason, such as `E[w_ji] = 0`, as LaTeX."""
    style = Latex()

    def name(match: re.Match[str]) -> str:
        head, tail = match["head"], match["tail"]
        if head in ("exp", "log", "sqrt", "relu"):
            return {"sqrt": r"\surd", "relu": r"\mathrm{relu}"}.get(head, f"\\{head} ")
        if head in ("E", "Var"):
            return rf"\mathrm{{{head}}}"
        return (
            style.name(f"{head}_{tail}")
            if tail in ("in", "out")
            else style.entry(head, list(tail))
            if tail
            else style.name(head)
        )

    named = re.sub(r"(?P<head>[A-Za-z]+)(?:_(?P<tail>[a-z]+))?", name, text)
    return named.replace("<=", r"\le ")


def latex(page: Page) -> str:
    """Write a fragment that compiles in a plain article, without any package."""
    style = Latex()
    lines = [
        f"% {page.name}: every step below is proved by the kernel of Backproof",
        rf"\subsection*{{{latex_words(page.title)}}}",
        latex_words(page.idea),
        "",
        r"\paragraph{Notation.} "
        + "; ".join(f"${term_text(n, style)}$: {latex_words(w)}" for n, w in page.alphabet)
        + ".",
    ]
    if page.hypotheses:
        lines += [r"\paragraph{Hypotheses.}", r"\begin{itemize}"]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            lines.append(rf"\item {latex_words(capital(premise.words))}" + f": ${formula}$.")
        lines.append(r"\end{itemize}")
    for section in page.sections:
        lines += ["", rf"\paragraph{{{latex_words(capital(section.words))}.}}", rf"\[ {statement(section, style)} \]"]
        lines += [
            rf"Assumed: {latex_words(each.words)}: ${hypothesis_formula(each, style)}$." for each in section.assumed
        ]
        lines += [r"\noindent\emph{Proof.}", r"\["]
        lines += [r"\begin{array}{@{}r@{\;}c@{\;}l@{}}"]
        lead = rf"\displaystyle {side_text(section.start, style)}"
        for each in section.lines:
            relation, side = style.relation(each.relation), side_text(each.side, style)
            why = rf"\hspace{{1em}}\parbox[t]{{22em}}{{\raggedright\footnotesize {latex_words(each.why)}}}"
            lines.append(rf"{lead} & {relation} & \displaystyle {side} \\[0.6ex]")
            lines.append(rf"& & {why} \\[1.2ex]")
            lead = ""
        lines += [r"\end{array}", r"\]"]
    lines += [line for each in page.tables for line in latex_table(each)]
    lines += [rf"\paragraph{{Remark.}} {latex_words(each)}" for each in page.remarks]
    lines += [r"\paragraph{Sources.} " + "; ".join(map(latex_words, page.sources)) + "."]
    return "\n".join(lines) + "\n"


def latex_table(table: Table, *, fitted: bool = False) -> list[str]:
    """Write a table without any package; fitted: scaled down to the width of the page by the book's own command."""
    head = " & ".join(map(latex_words, (table.corner, *table.columns)))
    rows = [
        " & ".join((f"${term_text(row, Latex())}$", *(latex_words(each.text) for each in entries)))
        for row, entries in table.rows
    ]
    return [
        "",
        rf"\paragraph{{{latex_words(table.words)}.}}",
        r"\begin{center}\footnotesize",
        (r"\fit{\linewidth}{" if fitted else "") + rf"\begin{{tabular}}{{{'l' * (len(table.columns) + 1)}}}",
        rf"{head} \\ \hline",
        *(rf"{row} \\" for row in rows),
        r"\end{tabular}" + ("}" if fitted else ""),
        r"\end{center}",
    ]


def markdown(page: Page) -> str:
    """Write Markdown with formulas between dollars."""
    style = Latex()
    lines = [f"# {page.title}", "", _dollars(page.idea), "", "**Notation.**", ""]
    lines += [f"- ${term_text(name, style)}$: {_dollars(words)}" for name, words in page.alphabet]
    if page.hypotheses:
        lines += ["", "**Hypotheses.**", ""]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            lines.append(f"- {_dollars(capital(premise.words))}" + f": ${formula}$")
    for section in page.sections:
        lines += [
            "",
            f"## {_dollars(capital(section.words))}",
            "",
            "$$",
            statement(section, style),
            "$$",
            "",
            *(f"Assumed: {_dollars(each.words)}: ${hypothesis_formula(each, style)}$.\n" for each in section.assumed),
            "Proof.",
            "",
            "$$",
        ]
        lines.append(r"\begin{aligned}")
        lead = side_text(section.start, style)
        for number, each in enumerate(section.lines, 1):
            relation, side = style.relation(each.relation), side_text(each.side, style)
            lines.append(rf"{lead} &{relation} {side} && ({number}) \\")
            lead = ""
        lines += [r"\end{aligned}", "$$", ""]
        lines += [
            f"{number}. {_dollars(capital(each.why))} (*{each.rule}*)." for number, each in enumerate(section.lines, 1)
        ]
    for table in page.tables:
        lines += ["", f"**{table.words}.**", "", f"| {' | '.join((table.corner, *table.columns))} |"]
        lines += ["|" + " --- |" * (len(table.columns) + 1)]
        lines += [
            f"| {' | '.join((f'${term_text(row, style)}$', *(each.text for each in entries)))} |"
            for row, entries in table.rows
        ]
    lines += [line for each in page.remarks for line in ("", f"**Remark.** {_dollars(each)}")]
    lines += ["", "**Sources.** " + "; ".join(page.sources) + "."]
    return "\n".join(lines) + "\n"


def _dollars(words: str) -> str:
    return _with_formulas(words, lambda code: f"${code}$", str)


def text(page: Page) -> str:
    """Write plain text for a terminal."""
    style = Text()
    lines = [page.title, "=" * len(page.title), "", page.idea, "", "Notation"]
    width = max(len(term_text(name, style)) for name, _ in page.alphabet)
    lines += [f"  {term_text(name, style):<{width}}  {words}" for name, words in page.alphabet]
    if page.hypotheses:
        lines += ["", "Hypotheses"]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            mark = premise.kind
            lines.append(f"  {mark}: {premise.words}" + f": {formula}")
    for section in page.sections:
        lines += [
            "",
            capital(section.words),
            f"  {statement(section, style)}",
            *(f"  assumed: {each.words}: {hypothesis_formula(each, style)}" for each in section.assumed),
            "",
            f"    {side_text(section.start, style)}",
        ]
        for each in section.lines:
            relation, side = style.relation(each.relation), side_text(each.side, style)
            lines += [f"      {relation} {side}", f"          [{each.rule}] {each.why}"]
    for table in page.tables:
        lines += ["", table.words, *(f"  {line}" for line in _aligned(table, style))]
    lines += [line for each in page.remarks for line in ("", f"Remark. {each}")]
    lines += ["", "Sources", *(f"  {each}" for each in page.sources)]
    return "\n".join(lines).replace("`", "") + "\n"


def _aligned(table: Table, style: Style) -> list[str]:
    """The lines of a table with columns as wide as their widest entry."""
    rows = [
        (table.corner, *table.columns),
        *((term_text(row, style), *(each.text for each in entries)) for row, entries in table.rows),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(f"{each:<{width}}" for each, width in zip(row, widths, strict=True)).rstrip() for row in rows]


@dataclass(frozen=True)
class Links:
    """Where a part that is cited, and a rule, are to be found; None where they are not linked."""

    part: Callable[[Part], str | None] = lambda _: None
    rule: Callable[[str], str | None] = lambda _: None


def html(page: Page) -> str:
    """Write a self-contained page with MathML; no script, no network."""
    return html_document(page.title, f"<style>{CSS}</style>", html_body(page))


def html_document(title: str, head: str, body: str) -> str:
    """Write a document around what is to stand in it."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n{head}</head><body><main>\n{body}</main></body></html>\n"
    )


def mathml(code: str, display: str = "inline") -> str:
    """Write LaTeX as MathML; fractions and sums are not shrunk in a line of a derivation either."""
    from latex2mathml.converter import convert

    return str(convert(code, display=display)).replace("<math ", '<math displaystyle="true" ', 1)


def html_words(plain: str) -> str:
    """Write words for HTML: what stands between backticks is a formula."""
    return _with_formulas(plain, mathml, escape)


def html_body(page: Page, *, level: int = 1, links: Links = Links()) -> str:
    """Write what a page says, its title as a heading of this level."""
    style, top, sub = Latex(), f"h{level}", f"h{level + 1}"

    def linked(text: str, target: str | None) -> str:
        return f'<a href="{escape(target)}">{text}</a>' if target else text

    lines = [
        f'<{top} id="{page.name}">{escape(page.title)}</{top}><p>{html_words(page.idea)}</p>',
        f"<{sub}>Notation</{sub}><ul>",
        *(f"<li>{mathml(term_text(name, style))}: {html_words(meaning)}</li>" for name, meaning in page.alphabet),
        "</ul>",
    ]
    if page.hypotheses:
        lines.append(f"<{sub}>Hypotheses</{sub}><ul>")
        for premise in page.hypotheses:
            code = hypothesis_formula(premise, style)
            lines.append(f"<li>{html_words(capital(premise.words))}: {mathml(code)}</li>")
        lines.append("</ul>")
    for section in page.sections:
        lines.append(f'<{sub} id="{page.name}.{section.name}">{html_words(capital(section.words))}</{sub}>')
        lines.append(f'<div class="claim">{mathml(statement(section, style), "block")}</div>')
        for premise in section.assumed:
            code = hypothesis_formula(premise, style)
            lines.append(f"<p>Assumed: {html_words(premise.words)}: {mathml(code)}.</p>")
        lines.append('<p>Proof.</p><div class="proof"><table>')
        lines.append(f"<tr><td colspan='2'>{mathml(side_text(section.start, style))}</td></tr>")
        for each in section.lines:
            side = mathml(f"{style.relation(each.relation)} {side_text(each.side, style)}")
            why = linked(html_words(each.why), links.part(each.cited) if each.cited else None)
            rule = linked(each.rule, links.rule(each.rule))
            lines.append(f"<tr><td class='side'>{side}</td><td>{why}<div class='rule'>{rule}</div></td></tr>")
        lines.append("</table></div>")
    for table in page.tables:
        lines.append(f"<{sub}>{html_words(table.words)}</{sub}><div class='proof'><table class='results'>")
        lines.append("<tr>" + "".join(f"<th>{escape(each)}</th>" for each in (table.corner, *table.columns)) + "</tr>")
        for row, entries in table.rows:
            cells = "".join(f"<td>{escape(each.text)}</td>" for each in entries)
            lines.append(f"<tr><td>{mathml(term_text(row, style))}</td>{cells}</tr>")
        lines.append("</table></div>")
    lines += [f"<p><strong>Remark.</strong> {html_words(each)}</p>" for each in page.remarks]
    lines.append(f"<{sub}>Sources</{sub}><ul>{''.join(f'<li>{escape(each)}</li>' for each in page.sources)}</ul>")
    return "\n".join(lines) + "\n"


CSS = """
body { font: 17px/1.5 Georgia, serif; color: #1a1a1a; background: #fdfdfb; margin: 0; overflow-wrap: break-word }
main { max-width: 58rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.3rem; margin-top: 2rem } h3 { font-size: 1.1rem; margin-top: 1.6rem }
a { color: #2b5279 } pre { overflow-x: auto; font-size: .85rem; line-height: 1.35 }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; font-size: .9rem }
.claim { background: #f0f3f7; padding: .6rem 1rem; border-left: 4px solid #41678f; overflow-x: auto }
.proof { overflow-x: auto } table { border-collapse: collapse }
td { padding: .5rem .8rem .5rem 0; vertical-align: middle }
.side { padding-left: 1.5rem } .rule { color: #6b7280; font-size: .85rem }
.results th, .results td { padding: .3rem 1.2rem .3rem 0; text-align: left; border-bottom: 1px solid #d7dce2 }
@media (max-width: 44rem) {
  table, tbody, tr, td { display: block } td { padding: .2rem 0 0 1.5rem; overflow-x: auto; overflow-y: hidden }
  td.side, td[colspan] { padding: .6rem 0 0 }
  ul { padding-left: 0; list-style-position: inside } li, p { overflow-x: auto; overflow-y: hidden }
}
"""

FORMATS: dict[str, Callable[[Page], str]] = {"latex": latex, "markdown": markdown, "html": html, "text": text}


def capital(words: str) -> str:
    """Begin with a capital, unless the first word is a formula or a name that is written small."""
    first = words.split(" ", 1)[0]
    is_name = len(first) == 1 and (first != "a" or words.startswith(("a is ", "a and ")))
    return words if is_name or not first.isalpha() else words[0].upper() + words[1:]
