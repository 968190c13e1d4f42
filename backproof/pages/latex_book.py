r"""The pieces of the LaTeX book.

A derivation is set line by line, so that it may run over a page; what is wider than the page is scaled down to it.
"""

from collections.abc import Callable, Mapping, Sequence

from proofs.kernel.derivations import Part

from .formats import capital, hypothesis_formula, latex_table, latex_words, statement
from .formulas import Latex, side_text, term_text
from .page import Page

PREAMBLE = r"""%% Written by Backproof: every step below is proved by its kernel.
\documentclass[11pt,a4paper]{report}
\usepackage[utf8]{inputenc}
\IfFileExists{lmodern.sty}{\usepackage[T1]{fontenc}\usepackage{lmodern}}{}
\usepackage[margin=27mm]{geometry}
\usepackage{graphicx}
\usepackage[hidelinks]{hyperref}
\newsavebox{\formula}
\newlength{\room}
\newcommand{\fit}[2]{\setlength{\room}{#1}\sbox{\formula}{$\displaystyle #2$}%%
  \ifdim\wd\formula>\room\resizebox{\room}{!}{\usebox{\formula}}\else\usebox{\formula}\fi}
\newcommand{\premise}[2]{{\raggedright #1: \sbox{\formula}{$\displaystyle #2$}%%
  \ifdim\wd\formula>0.4\linewidth\par\fit{\linewidth}{#2}\else$#2$.\fi\par}}
\newcommand{\claim}[1]{\[\fit{\linewidth}{#1}\]}
\newcommand{\start}[1]{\par\noindent\emph{Proof.}\quad\fit{0.85\linewidth}{#1}\par\nopagebreak}
\newcommand{\step}[3]{\vspace{0.8ex}\par\noindent\makebox[3em][r]{$#1$}\quad\fit{\dimexpr\linewidth-5em}{#2}%%
  \par\nopagebreak\vspace{0.3ex}\noindent\hspace*{4em}%%
  \parbox[t]{\dimexpr\linewidth-4em}{\raggedright\footnotesize #3}\par}
\setlength{\parindent}{0pt}\setlength{\parskip}{0.6ex}
\title{%s}\author{}\date{}
\begin{document}
\maketitle
\tableofcontents
"""


def latex_chapter_opening(title: str, paragraphs: Sequence[str]) -> str:
    """Write the title and the introduction of a chapter; what TeX cannot set as it is, is left out."""
    lines = [rf"\chapter{{{latex_words(title)}}}"]
    for each in paragraphs:
        if each.startswith(" "):
            lines += _as_it_is(each) if each.isascii() else []
        else:
            lines += ["", latex_words(each)]
    return "\n".join(lines)


def latex_rules(drawings: Mapping[str, str]) -> str:
    """Write the appendix on the rules."""
    lines = [r"\appendix", r"\chapter{The rules}", "Premises over a line over the conclusion."]
    for name, drawing in drawings.items():
        lines += [rf"\section*{{{latex_words(name)}}}", *_as_it_is(drawing)]
    return "\n".join(lines)


def _as_it_is(text: str) -> list[str]:
    """Set text in a typewriter face that is small enough for its longest line, on a page 444 points wide."""
    longest = max(map(len, text.splitlines()))
    sizes = (("small", 84), ("footnotesize", 94), ("scriptsize", 105))  # of 5.3, 4.7, 4.2 points a character
    size = next((name for name, most in sizes if longest <= most), "tiny")
    return [rf"{{\{size}\begin{{verbatim}}", text, r"\end{verbatim}}"]


def latex_section(page: Page, theorem_of: Callable[[Part], str]) -> str:
    """Write a theorem; `theorem_of` names the theorem that a cited part belongs to."""
    style = Latex()
    alphabet = "; ".join(f"${term_text(name, style)}$: {latex_words(words)}" for name, words in page.alphabet)
    lines = [
        rf"\section{{{latex_words(page.title)}}}\label{{{page.name}}}",
        latex_words(page.idea),
        "",
        rf"\paragraph{{Notation.}} {alphabet}.",
    ]
    if page.hypotheses:
        lines += [r"\paragraph{Hypotheses.}", r"\begin{itemize}"]
        for premise in page.hypotheses:
            formula = hypothesis_formula(premise, style)
            lines.append(rf"\item \premise{{{latex_words(capital(premise.words))}}}{{{formula}}}")
        lines.append(r"\end{itemize}")
    for section in page.sections:
        lines += [rf"\subsection*{{{latex_words(capital(section.words))}}}", rf"\claim{{{statement(section, style)}}}"]
        lines += [
            rf"\premise{{Assumed: {latex_words(each.words)}}}{{{hypothesis_formula(each, style)}}}"
            for each in section.assumed
        ]
        lines.append(rf"\start{{{side_text(section.start, style)}}}")
        for each in section.lines:
            why = rf"\textit{{{latex_words(each.rule)}}}: {latex_words(each.why)}"
            owner = theorem_of(each.cited) if each.cited else ""
            if owner and owner != page.name:
                why += rf" (section~\ref{{{owner}}})"
            lines.append(rf"\step{{{style.relation(each.relation)}}}{{{side_text(each.side, style)}}}{{{why}}}")
    lines += [line for each in page.tables for line in latex_table(each, fitted=True)]
    lines += [rf"\paragraph{{Remark.}} {latex_words(each)}" for each in page.remarks]
    lines.append(r"\paragraph{Sources.} " + "; ".join(map(latex_words, page.sources)) + ".")
    return "\n".join(lines) + "\n"
