import subprocess
import sys
from importlib.metadata import version

from typer.testing import CliRunner

from backproof.cli import app


def test_help_names_every_command() -> None:
    printed = CliRunner().invoke(app, ["--help"]).stdout
    for command in ("list", "verify", "derive", "axioms", "book", "mutants"):
        assert command in printed


def test_the_version_is_that_of_the_package() -> None:
    printed = CliRunner().invoke(app, ["--version"])
    assert (printed.exit_code, printed.stdout) == (0, f"backproof {version('backproof')}\n")


def test_help_imports_no_heavy_library() -> None:
    code = "import sys, backproof.cli; print({'sympy', 'numpy', 'z3', 'flint', 'matplotlib'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_an_unknown_command_exits_with_2() -> None:
    assert CliRunner().invoke(app, ["prove"]).exit_code == 2
