r"""Gradients that do not say by what: \nabla L(w), and \nabla L where the page writes the loss as L(w).

\nabla L(w)   is \nabla_w L;        \nabla^2 L   is \nabla^2_w L where the page has nothing but L(w)
"""

from __future__ import annotations

import re

_LOSS = r"\\mathcal\s*\{?\s*L\s*\}?|\\ell(?![A-Za-z])|(?<![A-Za-z\\{])[JLCE](?![A-Za-z])"
_NAME = r"\\(?:mathbf|boldsymbol|bm|vec)\s*\{\s*\\?[A-Za-z]+\s*\}|\\theta|\\beta|[A-Za-z]"
_WITHOUT = re.compile(
    r"\\nabla(?P<twice>\s*\^\s*(?:\{\s*2\s*\}|2))?\s*"
    rf"(?=(?P<loss>{_LOSS})(?P<shown>\s*\((?P<name>[^()]*)\))?)"
)


def with_variable(latex: str, text: str) -> str:
    """The formula, where each gradient of a loss says by what it is; text: the page."""

    def by(found: re.Match[str]) -> str:
        name = found["name"] if found["shown"] else _variable(found["loss"], text)
        if name is None or re.fullmatch(_NAME, name.strip()) is None:
            return found[0]
        return rf"\nabla{'^2' if found['twice'] else ''}_{{{name.strip()}}} "

    return _WITHOUT.sub(by, latex)


def _variable(loss: str, text: str) -> str | None:
    """The one name in brackets behind a loss, L(w); None if there is none, or if others stand there too."""
    shown = {
        re.sub(r"\s", "", each["inside"]) for each in re.finditer(rf"{re.escape(loss)}\s*\((?P<inside>[^()]*)\)", text)
    }
    return shown.pop() if len(shown) == 1 else None
