"""Reading a submission from disk: a .py file, a notebook, or a folder. Nothing of it is run or parsed as Python here.

A submission is a regular file (no symbolic link, no pipe), at most MAX_BYTES long, with at most MAX_CODE bytes of code:
a notebook may be long for its outputs, code is not.
"""

import codecs
import contextlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from backproof.submissions import notebooks

MAX_BYTES = 32 * 1024 * 1024
MAX_CODE = 3 * 1024 * 1024
MAX_COMPANIONS = 20


class UnusableSubmission(Exception):
    """The submission cannot be read. The text says what, where, and what to do."""


@dataclass(frozen=True)
class Source:
    """The cells of a submission (one for a .py file) and the other modules of its folder."""

    name: str
    cells: list[str]
    notebook: bool
    companions: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Source:
    """The submission at a path."""
    source = _read(path)
    size = sum(len(text.encode("utf-8", "replace")) for text in (*source.cells, *source.companions.values()))
    if size > MAX_CODE:
        raise UnusableSubmission(
            f"{path}: {size} bytes of code is more than the limit of {MAX_CODE}; load data from a file, not from code"
        )
    return source


def _read(path: Path) -> Source:
    if path.is_dir() and not path.is_symlink():
        return _folder(path)
    text = _text(path)
    match path.suffix:
        case ".py":
            return Source(str(path), [text], notebook=False)
        case ".ipynb":
            try:
                return Source(str(path), notebooks.cells(text), notebook=True)
            except notebooks.NotANotebook as error:
                raise UnusableSubmission(f"{path}: {error}") from error
        case other:
            raise UnusableSubmission(
                f"{path}: a submission is a .py or .ipynb file or a folder, not {other or 'this'!r}"
            )


def _folder(path: Path) -> Source:
    files = sorted(
        item for item in path.iterdir() if item.suffix in (".py", ".ipynb") and not item.name.startswith(".")
    )
    notebooks_found = [item for item in files if item.suffix == ".ipynb"]
    candidates = notebooks_found if len(notebooks_found) == 1 else files
    named = [item for item in candidates if item.stem in ("submission", "solution", "main")]
    if len(candidates) != 1 and len(named) != 1:
        found = ", ".join(item.name for item in files[:8]) or "none"
        raise UnusableSubmission(
            f"{path}: expected one .py or .ipynb file (or one called submission.py), found {found}; "
            "name the file to grade on the command line"
        )
    main = candidates[0] if len(candidates) == 1 else named[0]
    source = _read(main)
    companions = {}
    for item in [item for item in files if item.suffix == ".py" and item != main][:MAX_COMPANIONS]:
        with contextlib.suppress(UnusableSubmission):  # what cannot be read cannot be imported either
            companions[item.stem] = _text(item)
    return Source(source.name, source.cells, source.notebook, companions)


def _text(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if path.is_symlink():
            raise UnusableSubmission(
                f"{path}: a submission must not be a symbolic link; hand in the file itself"
            ) from error
        raise UnusableSubmission(f"{path}: cannot be read ({error.strerror}); check the path") from error
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise UnusableSubmission(f"{path}: a submission must be a regular file")
        if status.st_size > MAX_BYTES:
            raise UnusableSubmission(
                f"{path}: {status.st_size} bytes is more than the limit of {MAX_BYTES}; clear the notebook's outputs"
            )
        data = file.read(MAX_BYTES + 1)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # as some Windows programs save text
        return data.decode("utf-16", "replace").replace("\0", "")
    try:
        return data.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        return data.decode("latin-1").replace("\0", "")
