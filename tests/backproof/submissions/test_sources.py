import os
from pathlib import Path

import pytest

from backproof.submissions import sources
from backproof.submissions.sources import UnusableSubmission, read


def test_a_python_file_is_one_cell(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert read(path).cells == ["x = 1\n"]


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.symlink_to("/etc/passwd")
    with pytest.raises(UnusableSubmission, match="must not be a symbolic link; hand in the file itself"):
        read(path)


def test_a_pipe_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    os.mkfifo(path)
    with pytest.raises(UnusableSubmission, match="a submission must be a regular file"):
        read(path)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    with open(path, "wb") as file:
        file.truncate(sources.MAX_BYTES + 1)
    with pytest.raises(UnusableSubmission, match="is more than the limit of 33554432; clear the notebook's outputs"):
        read(path)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    with pytest.raises(UnusableSubmission, match=r"a submission is a \.py or \.ipynb file or a folder, not '\.txt'"):
        read(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        UnusableSubmission, match=r"b\.py: cannot be read \(No such file or directory\); check the path"
    ):
        read(tmp_path / "b.py")


def test_a_folder_has_a_main_file_and_companions(tmp_path: Path) -> None:
    (tmp_path / "submission.py").write_text("from helper import f")
    (tmp_path / "helper.py").write_text("def f(): pass")
    (tmp_path / "stolen.py").symlink_to("/etc/passwd")
    source = read(tmp_path)
    assert source.cells == ["from helper import f"]
    assert source.companions == {"helper": "def f(): pass"}


def test_an_ambiguous_folder_says_what_to_do(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("")
    with pytest.raises(UnusableSubmission, match=r"found a\.py, b\.py; name the file to grade on the command line"):
        read(tmp_path)


def test_a_broken_notebook_is_unusable(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text("[" * 100_000)
    with pytest.raises(UnusableSubmission, match="not a notebook: the JSON cannot be read"):
        read(path)
    path.write_text("{}")
    with pytest.raises(UnusableSubmission, match="it has no list of cells; save it again from Jupyter"):
        read(path)
