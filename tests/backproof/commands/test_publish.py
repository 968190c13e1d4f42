"""`backproof book`, as a user types it; the two shortest chapters stand for the book."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from backproof.cli import app
from backproof.commands import publish
from backproof.pages import book
from backproof.pages.page import Unproved
from proofs.book import chapters


@pytest.fixture
def two_chapters(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {name: chapters()[name] for name in ("softmax", "logistic")}
    monkeypatch.setattr(book, "chapters", lambda: chosen)
    monkeypatch.setattr(publish, "theorems", lambda: {each.name: each for part in chosen.values() for each in part})


def run(folder: Path) -> Result:
    return CliRunner().invoke(app, ["book", "-o", str(folder), "--jobs", "1"])


def without_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish.shutil, "which", lambda _: None)


@pytest.mark.usefixtures("two_chapters")
def test_the_book_is_written_and_a_missing_tex_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_tex(monkeypatch)
    (tmp_path / "book.pdf").write_text("of yesterday")
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "no PDF: pdflatex is not installed" in result.stdout
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"index.html", "softmax.html", "logistic.html", "rules.html", "style.css", "book.tex"}


@pytest.mark.latex
@pytest.mark.usefixtures("two_chapters")
def test_pdflatex_sets_the_book(tmp_path: Path) -> None:
    assert shutil.which("pdflatex"), "install a TeX distribution with pdflatex to run the tests marked latex"
    result = run(tmp_path)
    assert result.exit_code == 0
    assert (tmp_path / "book.pdf").read_bytes().startswith(b"%PDF")
    assert not list(tmp_path.glob("*.aux"))


@pytest.mark.usefixtures("two_chapters")
def test_what_tex_refuses_is_said_and_leaves_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publish.shutil, "which", lambda _: "/bin/pdflatex")
    refusing = subprocess.CompletedProcess([], 1, stdout=b"This is TeX\n! Undefined control sequence.\nl.3", stderr=b"")
    monkeypatch.setattr(publish.subprocess, "run", lambda *_, **__: refusing)
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "no PDF: pdflatex refuses book.tex: Undefined control sequence." in result.stderr
    assert (tmp_path / "index.html").exists()


@pytest.mark.usefixtures("two_chapters")
def test_an_unproved_theorem_is_not_printed_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> None:
        raise Unproved(f"{name} is not printed: step 2 of jacobian is not proved")

    monkeypatch.setattr(publish, "typeset", refuse)
    result = run(tmp_path / "new")
    assert result.exit_code == 3
    assert "softmax-jacobian is not printed: step 2 of jacobian is not proved" in result.stderr
    assert not list((tmp_path / "new").iterdir())


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("mine")
    result = run(place)
    assert result.exit_code == 2
    assert f"{place} is a file: choose a folder." in result.stderr
    assert place.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_named_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(tmp_path / "file" / "book")
    assert result.exit_code == 2
    assert "cannot write" in result.stderr
    assert "Choose a folder that is writable." in result.stderr
