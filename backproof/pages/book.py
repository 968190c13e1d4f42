"""The whole book: an index, a page a chapter, the rules, and one LaTeX document, all from checked objects."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import import_module

from proofs.book import chapters, theorems
from proofs.kernel.derivations import Part, check_theorem
from proofs.kernel.rule import RULES

from .formats import CSS, Links, html_body, html_document, html_words, latex_words
from .latex_book import PREAMBLE, latex_chapter_opening, latex_rules, latex_section
from .page import page_of

TITLE = "Backproof: the book"


@dataclass(frozen=True)
class Typeset:
    """A theorem as a piece of an HTML page and as a section of the LaTeX document."""

    html: str
    latex: str


@dataclass(frozen=True)
class Opening:
    """What a chapter begins with: its title, and paragraphs; those that are indented are displayed as they are."""

    title: str
    paragraphs: tuple[str, ...]


def typeset(name: str) -> Typeset:
    """Prove a theorem and write it.  Raises Unproved if a step is not proved."""
    theorem = theorems()[name]
    page = page_of(theorem, check_theorem(theorem))
    return Typeset(
        html_body(page, level=2, links=Links(lambda part: _address(part, name), lambda rule: f"rules.html#{rule}")),
        latex_section(page, lambda part: _owner(part)[1]),
    )


@cache
def _owners() -> Mapping[Part, tuple[str, str]]:
    """The chapter and the theorem that a part belongs to."""
    return {
        part: (chapter, theorem.name)
        for chapter, members in chapters().items()
        for theorem in members
        for part in theorem.parts
    }


def _owner(part: Part) -> tuple[str, str]:
    return _owners().get(part, ("", ""))  # an auxiliary part may belong to no theorem


def _address(part: Part, here: str) -> str | None:
    chapter, theorem = _owner(part)
    if not theorem:
        return None
    return f"{'' if theorem == here else f'{chapter}.html'}#{theorem}.{part.name}"


def opening(chapter: str) -> Opening:
    """Read title and introduction off the docstring of a chapter: `Title.` or `Title: first sentence.`"""
    first, _, rest = (import_module(f"proofs.{chapter}").__doc__ or chapter).strip().partition("\n")
    title, _, sentence = first.rstrip(".").partition(": ")
    paragraphs = [f"{sentence[0].upper()}{sentence[1:]}."] if sentence else []
    paragraphs += [each.strip("\n") for each in re.split(r"\n\s*\n", rest) if each.strip()]
    return Opening(title, tuple(paragraphs))


def html_book(written: Mapping[str, Typeset]) -> dict[str, str]:
    """Return the files of the HTML book by name.  `written` holds every theorem of the book."""
    book = chapters()
    files = {"style.css": CSS, "index.html": _index(), "rules.html": _rules()}
    names = list(book)
    for position, chapter in enumerate(names):
        start = opening(chapter)
        near = [("index.html", "Contents")]
        near += [(f"{names[position - 1]}.html", f"← {opening(names[position - 1]).title}")] if position else []
        if position + 1 < len(names):
            near.append((f"{names[position + 1]}.html", f"{opening(names[position + 1]).title} →"))
        contents = "".join(f'<li><a href="#{each.name}">{escape(each.title)}</a></li>' for each in book[chapter])
        body = (
            f"{_nav(near)}<h1>{escape(start.title)}</h1>\n{_paragraphs(start)}<ol>{contents}</ol>\n"
            + "".join(f"<section>{written[each.name].html}</section>\n" for each in book[chapter])
            + _nav(near)
        )
        files[f"{chapter}.html"] = _document(start.title, body)
    return files


def _document(title: str, body: str) -> str:
    return html_document(title, '<link rel="stylesheet" href="style.css">', body)


def _nav(links: Sequence[tuple[str, str]]) -> str:
    return "<nav>" + "".join(f'<a href="{target}">{escape(text)}</a>' for target, text in links) + "</nav>\n"


def _paragraphs(start: Opening) -> str:
    return "".join(
        f"<pre>{escape(each)}</pre>\n" if each.startswith(" ") else f"<p>{html_words(each)}</p>\n"
        for each in start.paragraphs
    )


def _index() -> str:
    body = f"<h1>{escape(TITLE)}</h1>\n<p>Every step of every derivation here is proved by two engines that share "
    body += 'nothing. <a href="rules.html">The rules</a> are all that has to be trusted.</p>\n'
    for chapter, members in chapters().items():
        body += f'<h2><a href="{chapter}.html">{escape(opening(chapter).title)}</a></h2>\n<ul>'
        for each in members:
            body += f'<li><a href="{chapter}.html#{each.name}">{escape(each.title)}</a></li>'
        body += "</ul>\n"
    return _document(TITLE, body)


def _rules() -> str:
    body = _nav([("index.html", "Contents")]) + "<h1>The rules</h1>\n"
    body += "<p>Premises over a line over the conclusion. A step that fits no rule is not accepted.</p>\n"
    for name in sorted(RULES):
        body += f'<h2 id="{name}">{escape(name)}</h2>\n<pre>{escape(RULES[name].drawing)}</pre>\n'
    return _document("The rules", body)


def latex_book(written: Mapping[str, Typeset]) -> str:
    """Return the book as one LaTeX document."""
    parts = [PREAMBLE % latex_words(TITLE)]
    for chapter, members in chapters().items():
        start = opening(chapter)
        parts.append(latex_chapter_opening(start.title, start.paragraphs))
        parts += [written[each.name].latex for each in members]
    parts.append(latex_rules({name: rule.drawing for name, rule in sorted(RULES.items())}))
    return "\n".join(parts) + "\n\\end{document}\n"
