"""Names that a page defines anew: "With a temperature, p = softmax(z/T), ..." may hold for its sentence alone.

A claim that fails with what a name was defined as last may hold with what it was defined as before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from backproof.documents.clauses import END, paragraph_at
from backproof.documents.environment import Definition, Environment
from backproof.documents.links import Link
from backproof.documents.mentions import mentioned
from backproof.documents.outcomes import Outcome
from backproof.documents.passages import Former, Passage
from backproof.documents.scanning import first_after, said_before

_ASIDE = re.compile(
    r"(?:Remark|Note|Aside|Side note|Comment|In (?:the )?(?:lecture|class|slides|literature|book|notes))\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\s*(?:With|If|When|For|Using|Suppose)\b")
_SUPPOSES = re.compile(r"[>*_ (\s]*(?:If|When|Suppose|Had|Were)\b")  # so does a paragraph that begins like this


def before_remark(
    before: Mapping[str, Definition], after: Mapping[str, Definition], text: str, start: int, end: int
) -> dict[str, Former]:
    """What names meant that a remark inside a paragraph defines anew, at the formula from `start` to `end`."""
    changed = {
        name: each
        for name, each in before.items()
        if each.line is not None and name in after and after[name].line is not None and after[name].body != each.body
    }
    paragraph = text[:start].rpartition("\n\n")[2]
    if changed and (_ASIDE.match(paragraph.lstrip(">*_ (")) or _supposes(paragraph)):
        return {
            name: Former(each, start - len(paragraph) + len(paragraph_at(text, start)))
            for name, each in changed.items()
        }
    ends = said_before(END, text, start)
    if not changed or not ends or ends[-1][0][0] not in ".!?" or not _REMARK.match(text[ends[-1].end() : start]):
        return {}
    last = first_after(END, text, end)
    return {name: Former(each, len(text) if last is None else last.start()) for name, each in changed.items()}


def _supposes(paragraph: str) -> bool:
    """Whether the first sentence of a paragraph, up to here, supposes something else for a moment."""
    return _SUPPOSES.match(paragraph) is not None and END.search(paragraph) is None


def with_former_meaning(link: Link, outcome: Outcome, passage: Passage, env: Environment) -> Outcome:
    """What is to be said of a claim that fails with the meaning that a remark gave a name."""
    former = passage.former
    if outcome.verdict != "refuted" or link.universal is not None:
        return outcome
    for name in sorted(former.keys() & mentioned((*link.left, *link.right), env)):
        old, new = former[name].definition, env.definitions.get(name)
        if new is None or len(old.indices) != len(new.indices) or passage.start < former[name].end:
            continue
        some = replace(env, definitions={**env.definitions, name: old})
        found = link.judged_in(some)
        if found.verdict == "proved":
            meaning = f"{name} is what it was defined as first, in line {old.line}"
            return Outcome("conditional", f"holds if {meaning}", condition=meaning)
    return outcome
