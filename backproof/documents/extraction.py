r"""Extraction: where the formulas of a document stand, what is written around them, and which sections there are.

Fenced code, inline code and comments are blanked out, character for character, so that offsets stay true.  Notebooks
become the text of their Markdown cells.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

Format = Literal["markdown", "latex", "notebook"]

_ENVIRONMENTS = r"align|aligned|alignat|eqnarray|equation|gather|gathered|multline|split|flalign|displaymath|math"
FORMULA = re.compile(
    rf"""\$\$(?P<double>.+?)\$\$
      | \\\[(?P<square>.+?)\\\]
      | \\begin\{{(?P<name>(?:{_ENVIRONMENTS})\*?)\}}(?P<inside>.+?)\\end\{{(?P=name)\}}
      | \\\((?P<round>.+?)\\\)
      | (?<![\\$])\$(?P<single>[^$]+?)(?<!\\)\$(?!\$)
      | (?<![\w$\\.(\[^])(?<![)\]}}=*/+-]\s)(?<!\W[b-zB-HJ-Z]\s)  # no factor: (y - t) h = (1, 2)
        (?P<plain>[A-Za-z]\s?=\s?\(-?\d+(?:\.\d+)?(?:,[ ]?-?\d+(?:\.\d+)?)+\))(?![\w^$])
    """,
    re.DOTALL | re.VERBOSE,
)
_INVISIBLE = (
    re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE),
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"`[^`\n]+`"),
    re.compile(r"\\begin\{(verbatim|lstlisting|minted)\}.*?\\end\{\1\}", re.DOTALL),
    re.compile(r"(?<!\\)%[^\n]*"),
)
_COMMENT = _INVISIBLE[-1]
_HEADING = re.compile(
    r"^(?:\#{1,6}[ \t]+(?P<marked>[^\n]+)|\\(?:sub)*section\*?\{(?P<latex>[^}]*)\}"
    r"|\*{1,3}(?P<bold>(?:(?:Question|Problem|Exercise|Part|Task|Q)\s*)?(?:\d+|[A-Z](?=[.:)]))[.:)]?[^*\n$]{0,80}?)\*{1,3}"
    r"[ \t]*(?=\n|\Z)"
    r"|(?P<numbered>(?:Question|Problem|Exercise|Part|Task)\s+(?:\d+|[A-Z])[.:)][^\n$]{2,80})(?=\n\s*\n|\n*\Z)"
    r"|(?:\A|(?<=\n\n))(?P<plain>(?:\d{1,2}(?:\.\d)?[.)]?[ \t]+)?"
    r"(?!(?:Then|Hence|Therefore|Thus|So|Now|Also|And|Next|Finally|Similarly|Where|Let|Proof|Note)\b)[A-Z][^\n$.:;,?!]{2,80})(?=\n\n|\n*\Z)"
    r"|[ \t]*(?:\*\*|__)?(?P<opening>"
    r"(?:Question|Problem|Exercise|Task|Aufgabe|Frage|Q|Solution|Answer|Lösung|Antwort)[ \t]*\d+)"
    r"(?=[ \t]*(?:\*\*|__)?[ \t]*(?:[.:)]|[(\[]\d+)))"
    r"|[ \t]*(?:\*\*|__)?\(?(?P<pointed>\d{1,2})[.)]+(?:\*\*|__)?[ \t]+(?:\*\*|__)?"
    r"[(\[]\d+(?:\.\d)?[ ]?(?:points?|pts?|marks?|P)\b",
    re.MULTILINE,
)

_GOES_ON = re.compile(  # "The output neuron is" and a formula below it: no heading
    r"\b(?:is|are|be|as|by|that|get|gets|have|has|obtain|gives?|yields?|becomes?|equals?|to|of|with|for|where|and|or|so|if"
    r"|when|then|follows|following|find|write|means|reads|since|because|namely|via|using|let|the|an?)\s*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Formula:
    """A stretch of mathematics: its offsets, whether it stands on its own line, and the words before and after it."""

    start: int
    end: int
    display: bool
    before: str
    after: str


@dataclass(frozen=True)
class Part:
    """A section of the source: its title and its offsets."""

    title: str
    start: int
    end: int


@dataclass(frozen=True)
class Page:
    """A document, taken apart."""

    text: str
    visible: str  # the text with code and comments blanked out
    formulas: tuple[Formula, ...]
    parts: tuple[Part, ...]
    prose: int  # paragraphs without a formula

    def line(self, offset: int) -> int:
        """The line, counted from 1, on which an offset stands."""
        return self.text.count("\n", 0, offset) + 1


def guess_format(text: str) -> Format:
    """A notebook is JSON with cells, LaTeX has sections or a document class, all else is Markdown."""
    if text.lstrip().startswith("{") and '"cells"' in text:
        return "notebook"
    return "latex" if re.search(r"\\documentclass|\\begin\{document\}|\\section\*?\{", text) else "markdown"


def extract(text: str, format: Format | None = None) -> Page:
    """Take a document apart.  Raises ValueError for a notebook that can't be read."""
    kind = format or guess_format(text)
    if kind == "notebook":
        text = markdown_of(text)
    visible = text
    for pattern in _INVISIBLE:
        if pattern is not _COMMENT or kind == "latex":
            visible = pattern.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), visible)
    spans = [_inside(found) for found in FORMULA.finditer(visible)]
    ends = [0, *(outer_end for _, _, _, _, outer_end in spans)]
    starts = [*(outer_start for _, _, _, outer_start, _ in spans), len(visible)]
    formulas = tuple(
        Formula(start, end, display, visible[ends[n] : outer_start][-300:], visible[outer_end : starts[n + 1]][:200])
        for n, (start, end, display, outer_start, outer_end) in enumerate(spans)
    )
    paragraphs = re.split(r"\n\s*\n", visible)
    prose = sum(1 for each in paragraphs if re.search(r"[A-Za-z]{3}", each) and not FORMULA.search(each))
    return Page(text, visible, formulas, _parts(visible), prose)


def markdown_of(notebook: str) -> str:
    """The Markdown cells of a notebook, one after the other.  Raises ValueError if it is not a notebook."""
    try:
        cells = json.loads(notebook)["cells"]
        sources = [each["source"] for each in cells if each["cell_type"] == "markdown"]
    except (json.JSONDecodeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"the notebook cannot be read: {error!r}; save it again as .ipynb") from None
    return "\n\n".join("".join(source) if isinstance(source, list) else str(source) for source in sources)


def _inside(found: re.Match[str]) -> tuple[int, int, bool, int, int]:
    group = next(name for name in ("double", "square", "inside", "round", "single", "plain") if found[name] is not None)
    start, end = found.span(group)
    return start, end, group in ("double", "square", "inside"), *found.span()


def _parts(visible: str) -> tuple[Part, ...]:
    heads = [
        (found.start(), _title(found))
        for found in _HEADING.finditer(visible)
        if (not (found["opening"] or found["pointed"]) or _begins_paragraph(found.start(), visible))
        and not _GOES_ON.search(found["plain"] or "")
    ]
    if not heads or heads[0][0] > 0:
        heads.insert(0, (0, ""))
    ends = [start for start, _ in heads[1:]] + [len(visible)]
    return tuple(Part(title, start, end) for (start, title), end in zip(heads, ends, strict=True))


def _title(found: re.Match[str]) -> str:
    if found["pointed"]:  # "2. (4 points) Choosing the right scale"
        return f"Question {found['pointed']}"
    return next((each for each in found.groups() if each), "").strip(" *#")


def _begins_paragraph(at: int, visible: str) -> bool:
    before = visible[:at].rstrip()
    return not before or visible.count("\n", len(before), at) > 1
