"""Notebook cells that are not quite Python: magic and shell lines are commented out."""

import re

_LINE_MAGIC = re.compile(r"^(\s*)(?:[%!?]|[\w.]+\?{1,2}\s*$)")
_ASSIGNED_SHELL = re.compile(r"^(\s*)[\w, .\[\]]+=\s*[!%]")
_TRANSPARENT = ("%%time", "%%timeit", "%%capture", "%%prun")


def without_magics(source: str) -> str:
    """The cell with its magic and shell lines turned into comments; a cell in another language becomes empty."""
    lines = source.replace("\r\n", "\n").split("\n")
    first = next((k for k, line in enumerate(lines) if line.strip()), 0)
    if lines and lines[first].startswith("%%"):
        if not lines[first].startswith(_TRANSPARENT):
            return ""
        lines[first] = "# " + lines[first]
    return "\n".join(_without_magic(line) for line in lines)


def _without_magic(line: str) -> str:
    for pattern in (_LINE_MAGIC, _ASSIGNED_SHELL):
        if found := pattern.match(line):
            return f"{found.group(1)}pass  # {line.strip()}"
    return line
