"""The command line. Heavy imports happen inside the commands, so that help and errors are instant."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Machine-checked mathematics for neural networks.")


@app.callback()
def backproof() -> None:
    """Machine-checked mathematics for neural networks."""


@app.command(context_settings={"ignore_unknown_options": True})  # answers begin with a minus
def equal(
    gold: Annotated[str | None, typer.Argument(help="The reference answer.")] = None,
    candidate: Annotated[str | None, typer.Argument(help="The answer to judge.")] = None,
    setting: Annotated[str | None, typer.Option(help="The chapter whose names are declared.")] = None,
    given: Annotated[str | None, typer.Option(help='Declared names as JSON: \'{"p": "in (0,1)"}\'.')] = None,
    format: Annotated[str | None, typer.Option(help="latex or text; guessed if left out.")] = None,
    batch: Annotated[Path | None, typer.Option(help="A JSONL file of pairs, one a line.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False,
) -> None:
    """Judge an answer against a reference: equal, different (with a counterexample), undecided or unreadable."""
    from backproof.commands.equal import run

    raise typer.Exit(run(gold, candidate, setting, given, format, batch, json))


def main() -> None:
    """Entry point of the `backproof` script."""
    app()
