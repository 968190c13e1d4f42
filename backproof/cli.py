"""The command line. Heavy imports happen inside the commands, so that help and errors are instant."""

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Machine-checked mathematics for neural networks.")


@app.callback()
def backproof() -> None:
    """Machine-checked mathematics for neural networks."""


def main() -> None:
    """Entry point of the `backproof` script."""
    app()
