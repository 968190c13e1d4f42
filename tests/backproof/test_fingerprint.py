"""The fingerprint of a chapter: every change that the verdict could depend on changes it."""

import ast
import shutil
import sys
from pathlib import Path

import pytest

from backproof import fingerprint as module
from backproof.fingerprint import PACKAGES, ROOT, fingerprint, modules_reached, running_versions
from proofs.book import chapters


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source that may be edited."""
    root = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, root / package, ignore=shutil.ignore_patterns("__pycache__"))
    return root


def with_edit(root: Path, file: str, chapter: str) -> str:
    """The fingerprint of a chapter while a file has one more line."""
    path = root / file
    before = path.read_bytes() if path.exists() else None
    path.write_bytes((before or b"") + b"\n# another line\n")
    try:
        return fingerprint(chapter, 1, root=root)
    finally:
        path.unlink() if before is None else path.write_bytes(before)


@pytest.mark.parametrize(
    "file",
    [
        "proofs/softmax.py",
        "proofs/__init__.py",
        "proofs/book.py",
        *(f"proofs/kernel/{each.name}" for each in (ROOT / "proofs" / "kernel").glob("*.py")),
        *(f"backproof/witnesses/{each.name}" for each in (ROOT / "backproof" / "witnesses").glob("*.py")),
        "backproof/witnesses/a_new_witness.py",
        "backproof/verify.py",
        "backproof/verification.py",
        "backproof/records.py",
        "backproof/fingerprint.py",
        "backproof/closed_forms.py",
        "backproof/pages/formulas.py",
        "numerics/functions.py",
        "numerics/network.py",
        "numerics/monte_carlo.py",
        "numerics/data/mnist_digits.npz",
    ],
)
def test_an_edit_of_what_the_verdict_depends_on_changes_it(source: Path, file: str) -> None:
    assert with_edit(source, file, "softmax") != fingerprint("softmax", 1, root=source)


@pytest.mark.parametrize("file", ["proofs/differentiation.py", "backproof/submissions/judge.py", "backproof/cli.py"])
def test_an_edit_of_anything_else_does_not(source: Path, file: str) -> None:
    assert with_edit(source, file, "softmax") == fingerprint("softmax", 1, root=source)


def test_a_chapter_that_is_a_package_is_followed_into_its_modules(source: Path) -> None:
    edited = with_edit(source, "proofs/initialization/relu.py", "initialization")
    assert edited != fingerprint("initialization", 1, root=source)


def test_a_chapter_that_another_one_uses_belongs_to_both(source: Path) -> None:
    (source / "proofs" / "later.py").write_text("def f():\n    from .softmax import setting\n")
    try:
        assert with_edit(source, "proofs/softmax.py", "later") != fingerprint("later", 1, root=source)
    finally:
        (source / "proofs" / "later.py").unlink()


def test_a_module_that_imports_computed_names_stands_for_its_package(source: Path) -> None:
    (source / "proofs" / "later.py").write_text("from proofs.book import theorems\n")
    try:
        assert with_edit(source, "proofs/softmax.py", "later") != fingerprint("later", 1, root=source)
    finally:
        (source / "proofs" / "later.py").unlink()


def test_the_same_source_has_the_same_fingerprint_anywhere(source: Path) -> None:
    assert fingerprint("softmax", 1, root=source) == fingerprint("softmax", 1)


def test_what_python_and_numba_keep_for_themselves_does_not_count(source: Path) -> None:
    folder = source / "numerics" / "__pycache__"
    folder.mkdir(exist_ok=True)
    assert with_edit(source, "numerics/__pycache__/kept.nbi", "softmax") == fingerprint("softmax", 1, root=source)


def test_chapters_seeds_and_versions_are_told_apart() -> None:
    known = dict(running_versions())
    seen = {fingerprint(chapter, 1) for chapter in chapters()}
    assert len(seen) == len(chapters())
    assert fingerprint("softmax", 2) not in seen
    for name in known:
        assert fingerprint("softmax", 1, versions={**known, name: "0.0.1"}) not in seen
    assert fingerprint("softmax", 1, versions=known) in seen


def test_an_older_python_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    here = fingerprint("softmax", 1)
    running_versions.cache_clear()
    monkeypatch.setattr(sys, "version", "3.11.0 (another build)")
    assert fingerprint("softmax", 1) != here
    running_versions.cache_clear()


def test_every_library_that_decides_is_among_the_versions() -> None:
    provides = {"z3": "z3-solver", "flint": "python-flint"}
    only_printing = {"latex2mathml", "rich", "matplotlib", "pooch", "requests"}
    reached = modules_reached(("backproof.verify", "backproof.records", *(f"proofs.{each}" for each in chapters())))
    imported: set[str] = set()
    for path in reached:
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Import(names=names):
                    imported |= {each.name.partition(".")[0] for each in names}
                case ast.ImportFrom(module=str(name), level=0):
                    imported.add(name.partition(".")[0])
    libraries = imported - set(sys.stdlib_module_names) - set(PACKAGES) - only_printing
    assert {provides.get(each, each) for each in libraries} <= set(module.LIBRARIES)


def test_what_has_been_imported_for_a_verification_has_been_reached() -> None:
    """The imports that are read off the source are those that really happen."""
    import backproof.records  # noqa: F401
    from backproof.witnesses import all_witnesses

    all_witnesses()
    reached = module._files("softmax", ROOT)
    for name in ("proofs.kernel.", "backproof.witnesses."):
        loaded = {Path(str(each.__file__)) for key, each in sys.modules.items() if key.startswith(name)}
        assert loaded <= reached
