"""The command line. Heavy imports happen inside the commands, so that help and errors are instant."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Machine-checked mathematics for neural networks.")


@app.callback()
def backproof() -> None:
    """Machine-checked mathematics for neural networks."""


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help=".py or .ipynb files, or folders with one submission each")],
    assignment: Annotated[str, typer.Option(help="backprop-from-scratch, threes-nines, two-layer, or a .toml file")],
    json: Annotated[bool, typer.Option("--json", help="print JSON and nothing else")] = False,
    gradescope: Annotated[Path | None, typer.Option(help="write Gradescope's results.json to this file")] = None,
    html: Annotated[Path | None, typer.Option(help="write an HTML report to this file")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="submissions graded at the same time")] = 1,
    require_isolation: Annotated[bool, typer.Option(help="fail where untrusted code cannot be isolated")] = False,
    seed: Annotated[int | None, typer.Option(help="repeat a grading with the seed it printed")] = None,
) -> None:
    """Judge NumPy code function by function, in isolation: verdict, diagnosis, counterexample, points."""
    from backproof.commands.grade import Options, run

    raise typer.Exit(run(submissions, Options(assignment, json, gradescope, html, jobs, require_isolation, seed)))


@app.command()
def autograder(
    assignment: Annotated[str, typer.Argument(help="backprop-from-scratch, threes-nines, two-layer, or a .toml file")],
    output: Annotated[Path, typer.Option("--output", "-o", help="the zip file to write")],
) -> None:
    """Write a Gradescope autograder as one zip."""
    from backproof.commands.autograder import run

    raise typer.Exit(run(assignment, output))


def main() -> None:
    """Entry point of the `backproof` script."""
    app()
