"""The command `book`: the whole book as HTML and LaTeX, and as PDF if TeX is there."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from rich.console import Console

from backproof.pages.book import html_book, latex_book, typeset
from backproof.pages.page import Unproved
from backproof.processes import available, spread
from proofs.book import theorems

from .book import RIGHT, UNDECIDED, WRONG, complain, fail
from .progress import bar

_PATIENCE = 300  # seconds for one run of TeX
_RUNS = 3  # until the table of contents and the references are settled


def publish(folder: Path, *, jobs: int | None) -> int:
    """Prove every theorem, write the book; nothing is written if a theorem is not proved."""
    _prepare(folder)
    names = list(theorems())
    try:
        with bar("theorems", len(names)) as done:
            pieces = spread(typeset, [(name,) for name in names], jobs=jobs or available(), done=done)
            written = dict(zip(names, pieces, strict=True))
    except Unproved as error:
        complain(f"{error}. The book is not written; `backproof verify` shows what is open.")
        return UNDECIDED
    files = {**html_book(written), "book.tex": latex_book(written)}
    try:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "book.pdf").unlink(missing_ok=True)  # of an earlier book
    except OSError as error:
        fail(f"cannot write {error.filename or folder}: {error.strerror}. Choose a folder that is writable.")
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{len(names)} theorems: {folder / 'index.html'}, {folder / 'book.tex'}", markup=False)
    compiler = shutil.which("pdflatex")
    if compiler is None:
        console.print("no PDF: pdflatex is not installed", markup=False)
        return RIGHT
    trouble = _compile(compiler, folder)
    if trouble is not None:
        complain(f"no PDF: {trouble}")
        return WRONG
    console.print(f"{folder / 'book.pdf'}", markup=False)
    return RIGHT


def _prepare(folder: Path) -> None:
    """Make the folder, and see that it can be written, before any work is done."""
    if folder.exists() and not folder.is_dir():
        fail(f"{folder} is a file: choose a folder.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fail(f"cannot write {folder}: {error.strerror}. Choose a folder that is writable.")


def _compile(compiler: str, folder: Path) -> str | None:
    """Set the book away from the folder; return what went wrong, or None and leave `book.pdf` there."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        shutil.copy(folder / "book.tex", place)
        command = [compiler, "-no-shell-escape", "-halt-on-error", "-interaction=nonstopmode", "book.tex"]
        with bar("pdflatex", _RUNS) as done:
            for number in range(_RUNS):
                try:
                    run = subprocess.run(
                        command, cwd=place, stdin=subprocess.DEVNULL, capture_output=True, timeout=_PATIENCE
                    )
                except subprocess.TimeoutExpired:
                    return f"pdflatex took more than {_PATIENCE} s"
                if run.returncode:
                    log = run.stdout.decode("utf-8", "replace").splitlines()
                    first = next((line for line in log if line.startswith("!")), "it does not say why")
                    return f"pdflatex refuses book.tex: {first.lstrip('! ')}"
                done(number + 1)
        shutil.copy(place / "book.pdf", folder)
    return None
