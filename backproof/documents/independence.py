r"""What the words of a page say of independence: of all of it, or of one sentence alone.

Let $X$ and $Y$ be independent.                              it holds from here on
$\text{Var}(X + Y) = ...$ if $X$ and $Y$ are independent.    it holds in this sentence
$E[X + Y] = ...$ also for dependent variables.               nothing
The mean is independent of $n$.                              nothing: it is no matter of chance
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from backproof.documents.clauses import END
from backproof.documents.constants import called
from backproof.documents.environment import Environment
from backproof.documents.parts import PART
from backproof.documents.scanning import first_after, said_before

_WORD = r"(?:independent|independence|i\.?i\.?d)"
_SAYS = re.compile(rf"(?<!not )(?<!non)(?<!non-)\b{_WORD}", re.IGNORECASE)
_SUPPOSED = re.compile(
    rf"\b(?:if|when|whenever|provided|as long as|in case|were|only for|only under)\b[^.;:]*?\b{_WORD}\w*", re.IGNORECASE
)
_DENIED = re.compile(
    rf"(?:\b(?:not|no|non|without|never|neither|cannot|unless|whether)\b|n't)[\s-]+(?:[a-z]+\s+){{0,4}}?{_WORD}\w*"
    rf"|\b(?:unless|whether)\b[^.;:]*?\b{_WORD}\w*"
    r"|\bindependent(?:ly)?\s+of\s+(?:the\s+|its\s+|how\s+)?"
    r"(?:\$\s*[nmNMKdlkijtT]\s*\$|\b(?:number|size|width|depth|layer|batch|choice|scale|many|learning)\b)",
    re.IGNORECASE,
)
_NOT_HERE = re.compile(
    r"(?:\b(?:not|no longer|never)|n't)\s+(?:\w+\s+){0,2}?independent\b(?!\s+of)|\bdependent\s+(?:variables|if|when)\b"
    r"|(?<!not )(?<!un)\bcorrelated\b",
    re.IGNORECASE,
)
_NEAR = 300
_AFTER = re.compile(rf"{END.pattern}|\n\s*\n")  # what follows in another paragraph is said of something else


@lru_cache(maxsize=64)  # every section of a page asks
def declared(text: str) -> str:
    """The words without what says of something that it is not independent, or that it is in one sentence alone."""
    return _SUPPOSED.sub(_blank, _DENIED.sub(_blank, text))


def says_independent(words: str) -> bool:
    """Whether words declare something independent."""
    return bool(_SAYS.search(declared(words)))


def supposed_in(text: str, start: int, end: int) -> str:
    """What the sentence of a formula supposes of independence; empty where it supposes nothing."""
    before = said_before(END, text, start)
    after = first_after(_AFTER, text, end)
    sentence = text[before[-1].end() if before else 0 : after.start() if after else len(text)]
    return " ".join(found[0] for found in _SUPPOSED.finditer(_DENIED.sub(_blank, sentence)))


def supposed_before(text: str, start: int) -> bool:
    """Whether the words of the same item just before a formula suppose it: "If X and Y are independent, ..."."""
    return _SUPPOSED.search(_DENIED.sub(_blank, PART.split(text[max(0, start - _NEAR) : start])[-1])) is not None


def independent_in(text: str, start: int, end: int, env: Environment) -> Environment:
    """The environment of one formula of the page, from `start` to `end`, where its sentence supposes independence."""
    words = supposed_in(text, start, end)
    if not words:
        return _without(env) if _denies(text, start) else env
    return replace(
        env, independent=True, dependent=frozenset(), independents=env.independents | called("independent", words)
    )


def _denies(text: str, start: int) -> bool:
    """Whether the sentence before a formula says that something is not independent, and of nothing that it is."""
    before = said_before(END, text, start)
    sentence = text[before[-1].end() if before else 0 : start]
    return _NOT_HERE.search(sentence) is not None and not says_independent(sentence)


def _without(env: Environment) -> Environment:
    return replace(env, independent=False, independents=frozenset())


def _blank(found: re.Match[str]) -> str:
    """Spaces in the place of words, as many as they had letters."""
    return re.sub(r"[^\n]", " ", found[0])


def with_independence_of(everywhere: Environment, env: Environment) -> Environment:
    """The environment after a formula: what its sentence supposed of independence is gone."""
    return replace(
        env,
        independent=everywhere.independent,
        dependent=everywhere.dependent,
        independents=everywhere.independents,
    )
