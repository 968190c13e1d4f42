"""Fingerprint of a chapter: it changes whenever anything changes that the verdict on its theorems could depend on.

That is the source of the chapter, of the kernel, of every witness and of whatever these import from this project (read
off the source, imports inside functions included), the data files of the numeric witness, the seed, the versions of
Python and of the libraries that compute, and the machine.  The false-alarm probability is shared by all witnesses of
the book, so each of them is part of every fingerprint.
"""

import ast
import platform
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("proofs", "numerics", "backproof")
LIBRARIES = ("sympy", "mpmath", "z3-solver", "python-flint", "numpy", "scipy", "numba")

_FOLLOWED = ("backproof.verify", "backproof.records")
_PLUMBING = ("proofs.book", "backproof.verification", "backproof.fingerprint")  # what these import is every chapter


def fingerprint(chapter: str, seed: int, *, root: Path = ROOT, versions: Mapping[str, str] | None = None) -> str:
    """Return 64 hexadecimal digits for a chapter of the book, such as `softmax`.

    root: the folder that holds the packages.
    """
    digest = sha256()
    for name, value in sorted((versions or running_versions()).items()):
        digest.update(f"{name} {value}\n".encode())
    digest.update(f"seed {seed}\n".encode())
    for path in sorted(_files(chapter, root)):
        digest.update(f"{path.relative_to(root).as_posix()} {sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


@cache
def running_versions() -> Mapping[str, str]:
    """The versions of Python and of the libraries that decide, and the machine."""
    found = {"python": sys.version, "machine": platform.machine(), "optimize": str(sys.flags.optimize)}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def _files(chapter: str, root: Path) -> set[Path]:
    kernel = (f"proofs.kernel.{each.stem}" for each in (root / "proofs" / "kernel").glob("*.py"))
    files = modules_reached((f"proofs.{chapter}", *_FOLLOWED, *kernel), root)
    files |= {path for name in _PLUMBING if (path := _path_of(name, root)) is not None}
    data = (path for package in ("proofs", "numerics") for path in (root / package).rglob("*") if path.is_file())
    return files | {path for path in data if path.suffix != ".py" and path.parent.name != "__pycache__"}


def modules_reached(roots: tuple[str, ...], root: Path = ROOT) -> set[Path]:
    """Return the source files of modules and of all that they import from this project, directly or not."""
    waiting, reached = list(roots), dict[str, Path]()
    while waiting:
        name = waiting.pop()
        path = _path_of(name, root)
        if name in reached or path is None:
            continue
        reached[name] = path
        waiting += _imported(name, path) if name != "backproof" else ()  # which offers what has no part in verification
        waiting += [name.rpartition(".")[0]] if "." in name else []  # a package runs before its modules
    return set(reached.values())


def _path_of(module: str, root: Path) -> Path | None:
    """The source of a module of this project; None for a name inside a module, or for another library."""
    if module.partition(".")[0] not in PACKAGES:
        return None
    path = root.joinpath(*module.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((each for each in candidates if each.is_file()), None)


def _imported(module: str, path: Path) -> Iterator[str]:
    """Every name that a module imports; a module that imports computed names stands for its whole package."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for level, source, names in _import_statements(path.read_bytes()):
        parts = package.split(".")[: len(package.split(".")) - level + 1] if level else []
        start = ".".join([*parts, *filter(None, [source])])
        yield start
        yield from (f"{start}.{name}" for name in names)
        if source == "importlib":
            for each in path.parent.rglob("*.py"):
                inside = each.relative_to(path.parent).with_suffix("").parts
                yield ".".join((package, *(part for part in inside if part != "__init__")))


@cache
def _import_statements(source: bytes) -> tuple[tuple[int, str, tuple[str, ...]], ...]:
    """The imports of a module as (dots, module, names)."""
    found: list[tuple[int, str, tuple[str, ...]]] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                found += [(0, each.name, ()) for each in names]
            case ast.ImportFrom(module=module, names=names, level=level):
                found.append((level, module or "", tuple(each.name for each in names)))
    return tuple(found)
