"""Formats: a page as LaTeX, Markdown, HTML or plain text."""

import re
from collections.abc import Callable
from html import escape
from typing import assert_never

from sympy import Expr

from proofs.kernel.laws import BackwardRecursion, Differentiable, FunctionOf, Recursion
from proofs.kernel.settings import (
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

from .formulas import Latex, Style, Text, claim_text, side_text, term_text
from .page import Page, Section

_LATEX_SPECIAL = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "^": r"\^{}", "~": r"\~{}", "<": "$<$", ">": "$>$"}


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


def _words(text: str) -> str:
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
        rf"\subsection*{{{_words(page.title)}}}",
        _words(page.idea),
        "",
        r"\paragraph{Notation.} " + "; ".join(f"${term_text(n, style)}$: {_words(w)}" for n, w in page.alphabet) + ".",
    ]
    if page.hypotheses:
        lines += [r"\paragraph{Hypotheses.}", r"\begin{itemize}"]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            lines.append(rf"\item {_words(_capital(premise.words))}" + f": ${formula}$.")
        lines.append(r"\end{itemize}")
    for section in page.sections:
        lines += ["", rf"\paragraph{{{_words(_capital(section.words))}.}}", rf"\[ {statement(section, style)} \]"]
        lines += [r"\noindent\emph{Proof.}", r"\["]
        lines += [r"\begin{array}{@{}r@{\;}c@{\;}l@{}}"]
        lead = rf"\displaystyle {side_text(section.start, style)}"
        for each in section.lines:
            relation, side = style.relation(each.relation), side_text(each.side, style)
            why = rf"\hspace{{1em}}\parbox[t]{{22em}}{{\raggedright\footnotesize {_words(each.why)}}}"
            lines.append(rf"{lead} & {relation} & \displaystyle {side} \\[0.6ex]")
            lines.append(rf"& & {why} \\[1.2ex]")
            lead = ""
        lines += [r"\end{array}", r"\]"]
    lines += [rf"\paragraph{{Remark.}} {_words(each)}" for each in page.remarks]
    lines += [r"\paragraph{Sources.} " + "; ".join(map(_words, page.sources)) + "."]
    return "\n".join(lines) + "\n"


def markdown(page: Page) -> str:
    """Write Markdown with formulas between dollars."""
    style = Latex()
    lines = [f"# {page.title}", "", _dollars(page.idea), "", "**Notation.**", ""]
    lines += [f"- ${term_text(name, style)}$: {words}" for name, words in page.alphabet]
    if page.hypotheses:
        lines += ["", "**Hypotheses.**", ""]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            lines.append(f"- {_dollars(_capital(premise.words))}" + f": ${formula}$")
    for section in page.sections:
        lines += [
            "",
            f"## {_dollars(_capital(section.words))}",
            "",
            "$$",
            statement(section, style),
            "$$",
            "",
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
            f"{number}. {_dollars(_capital(each.why))} (*{each.rule}*)." for number, each in enumerate(section.lines, 1)
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
            _capital(section.words),
            f"  {statement(section, style)}",
            "",
            f"    {side_text(section.start, style)}",
        ]
        for each in section.lines:
            relation, side = style.relation(each.relation), side_text(each.side, style)
            lines += [f"      {relation} {side}", f"          [{each.rule}] {each.why}"]
    lines += [line for each in page.remarks for line in ("", f"Remark. {each}")]
    lines += ["", "Sources", *(f"  {each}" for each in page.sources)]
    return "\n".join(lines).replace("`", "") + "\n"


def html(page: Page) -> str:
    """Write a self-contained page with MathML; no script, no network."""
    from latex2mathml.converter import convert

    style = Latex()

    def formula(code: str, display: str = "inline") -> str:
        return str(convert(code, display=display))

    def words(plain: str) -> str:
        return _with_formulas(plain, formula, escape)

    def named(name: Expr) -> str:
        return formula(term_text(name, style))

    lines = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(page.title)}</title>",
        f"<style>{_CSS}</style></head><body><main>",
        f"<h1>{escape(page.title)}</h1><p>{words(page.idea)}</p>",
        "<h2>Notation</h2><ul>",
        *(f"<li>{named(name)}: {escape(meaning)}</li>" for name, meaning in page.alphabet),
        "</ul>",
    ]
    if page.hypotheses:
        lines.append("<h2>Hypotheses</h2><ul>")
        for premise in page.hypotheses:
            code = hypothesis_formula(premise, style)
            lines.append(f"<li>{words(_capital(premise.words))}: {formula(code)}</li>")
        lines.append("</ul>")
    for section in page.sections:
        lines.append(f"<h2>{words(_capital(section.words))}</h2><div class='claim'>")
        lines.append(f"{formula(statement(section, style), 'block')}</div><p>Proof.</p><table>")
        lead = formula(side_text(section.start, style))
        lines.append(f"<tr><td colspan='3'>{lead}</td></tr>")
        for each in section.lines:
            side = formula(f"{style.relation(each.relation)} {side_text(each.side, style)}")
            lines.append(
                f"<tr><td class='side'>{side}</td><td>{words(each.why)}</td><td class='rule'>{each.rule}</td></tr>"
            )
        lines.append("</table>")
    lines += [f"<p><strong>Remark.</strong> {words(each)}</p>" for each in page.remarks]
    lines.append(f"<h2>Sources</h2><ul>{''.join(f'<li>{escape(each)}</li>' for each in page.sources)}</ul>")
    lines.append("</main></body></html>")
    return "\n".join(lines) + "\n"


_CSS = """
body { font: 17px/1.5 Georgia, serif; color: #1a1a1a; background: #fdfdfb; margin: 0 }
main { max-width: 54rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.7rem } h2 { font-size: 1.15rem; margin-top: 2rem }
.claim { background: #f0f3f7; padding: .6rem 1rem; border-left: 4px solid #41678f; overflow-x: auto }
table { border-collapse: collapse; display: block; overflow-x: auto }
td { padding: .5rem .8rem .5rem 0; vertical-align: middle }
.side { padding-left: 1.5rem } .rule { color: #6b7280; font-size: .85rem; white-space: nowrap }
"""

FORMATS: dict[str, Callable[[Page], str]] = {"latex": latex, "markdown": markdown, "html": html, "text": text}


def _capital(words: str) -> str:
    """Begin with a capital, unless the first word is a formula or a name that is written small."""
    first = words.split(" ", 1)[0]
    return words if len(first) == 1 or not first.isalpha() else words[0].upper() + words[1:]
