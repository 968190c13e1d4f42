"""The source itself: nothing heuristic decides, nothing runs input, nothing outside the kernel makes a `Proved`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("proofs", "numerics", "backproof")
KERNEL = ROOT / "proofs" / "kernel"
SEALED = {"verdicts.py", "derivations.py", "judging.py"}  # the modules that may hold the seal

WORKER = ROOT / "backproof" / "submissions" / "worker"

HEURISTIC = {"simplify", "nsimplify", "equals", "evalf", "trigsimp", "powsimp", "radsimp", "doit", "n", "variance"}
EXECUTING = {"eval", "exec", "sympify", "parse_expr", "parse_latex", "compile", "__import__"}
FORGING = {"__new__", "__setattr__", "__class__", "__dict__", "__reduce_ex__", "__setstate__"}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def called(tree: ast.AST) -> Iterator[str]:
    """The names that a module calls, `f` in `f(x)` and in `x.f()`; Z3's own functions are no heuristics of SymPy."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield name
            case ast.Call(func=ast.Attribute(value=ast.Name(id="z3"))):
                pass
            case ast.Call(func=ast.Attribute(attr=name)):
                yield name


def names(tree: ast.AST) -> Iterator[str]:
    """Every identifier that a module mentions, imported, read or written."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name


def heuristics_in(code: str) -> set[str]:
    return set(called(ast.parse(code))) & HEURISTIC


def float_literals_in(code: str) -> list[float]:
    return [n.value for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Constant) and isinstance(n.value, float)]


def forgeries_in(code: str) -> set[str]:
    tree = ast.parse(code)
    return (set(names(tree)) & {"_SEAL"}) | (set(called(tree)) & {"Proved"}) | _attributes_of_proved(tree)


def _attributes_of_proved(tree: ast.AST) -> set[str]:
    """Ways around a constructor in a module that knows the name `Proved`."""
    if "Proved" not in set(names(tree)):
        return set()
    return set(names(tree)) & (FORGING | {"deepcopy", "pickle", "loads"})


@pytest.mark.parametrize(
    "lie",
    ["x.simplify()", "simplify(a - b) == 0", "a.equals(b)", "nsimplify(x)", "float(x.evalf()) < 1", "Sum(f, r).doit()"],
)
def test_a_heuristic_would_be_seen(lie: str) -> None:
    assert heuristics_in(lie)


@pytest.mark.parametrize(
    "lie",
    [
        "Proved(claim, (), object())",
        "from proofs.kernel.verdicts import _SEAL",
        "import proofs.kernel.verdicts as v; v._SEAL",
        "object.__new__(Proved)",
        "import copy; copy.deepcopy(Proved)",
        "verdict.__class__ = Proved",
    ],
)
def test_a_forgery_would_be_seen(lie: str) -> None:
    assert forgeries_in(lie)


@pytest.mark.parametrize("path", sorted(KERNEL.glob("*.py")), ids=lambda path: path.name)
def test_no_heuristic_and_no_float_decides_in_the_kernel(path: Path) -> None:
    code = path.read_text(encoding="utf-8")
    assert not heuristics_in(code)
    assert not float_literals_in(code)
    assert "float" not in set(called(ast.parse(code)))


@pytest.mark.parametrize("path", sorted(sources(*PACKAGES)), ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_kernel_makes_a_proved(path: Path) -> None:
    if path.parent == KERNEL and path.name in SEALED:
        return
    assert not forgeries_in(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(sources(*PACKAGES)), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_runs_text_as_code(path: Path) -> None:
    if path.is_relative_to(WORKER):
        return  # a submission is code: it runs there, locked down, with nothing to reach
    tree = ast.parse(path.read_text(encoding="utf-8"))
    direct = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not direct & EXECUTING


def test_the_seal_is_used_only_where_the_engines_have_agreed() -> None:
    made = {path.name for path in KERNEL.glob("*.py") if "Proved" in set(called(ast.parse(path.read_text())))}
    assert made == {"derivations.py", "judging.py"}
