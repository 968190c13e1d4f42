"""The command line. Heavy imports happen inside the commands, so that help and errors are instant."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Machine-checked mathematics for neural networks.",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]

Jobs = Annotated[int | None, typer.Option(min=1, help="Processes; as many as there are processors if not given.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"backproof {version('backproof')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Machine-checked mathematics for neural networks."""


@app.command("list")
def list_(as_json: Json = False) -> None:
    """List the theorems of the book."""
    from backproof.commands.book import list_theorems

    raise SystemExit(list_theorems(as_json=as_json))


@app.command()
def verify(
    theorem: Annotated[list[str] | None, typer.Argument(help="Names; all theorems if none is given.")] = None,
    as_json: Json = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the numeric witnesses.")] = 20_250_101,
    jobs: Jobs = None,
    cached: Annotated[bool, typer.Option("--cache/--no-cache", help="Keep and use the reports of past runs.")] = True,
) -> None:
    """Prove every step of the theorems and hear every witness."""
    from backproof.commands.book import verify_theorems

    raise SystemExit(verify_theorems(theorem or [], as_json=as_json, seed=seed, jobs=jobs, cached=cached))


@app.command()
def derive(
    theorem: Annotated[str, typer.Argument(help="The name of a theorem.")],
    format_name: Annotated[str, typer.Option("--format", help="latex, markdown, html or text.")] = "text",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A file to write.")] = None,
) -> None:
    """Print a derivation whose every step is proved."""
    from backproof.commands.book import derive_theorem

    raise SystemExit(derive_theorem(theorem, format_name=format_name, output=output))


@app.command()
def axioms(theorem: Annotated[str, typer.Argument(help="The name of a theorem.")], as_json: Json = False) -> None:
    """Print the definitions, hypotheses and rules that a theorem rests on."""
    from backproof.commands.book import axioms as show

    raise SystemExit(show(theorem, as_json=as_json))


@app.command()
def book(
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder to write.")],
    jobs: Jobs = None,
) -> None:
    """Write the whole book as HTML and LaTeX, and as PDF if pdflatex is there."""
    from backproof.commands.publish import publish

    raise SystemExit(publish(output, jobs=jobs))


@app.command(context_settings={"ignore_unknown_options": True})  # an expression may begin with a minus
def gain(
    activation: Annotated[
        str, typer.Argument(help="relu, leaky-relu, prelu, elu, selu, gelu, erf, ..., or an expression in x.")
    ],
    slope: Annotated[
        str | None, typer.Option(help="The slope of leaky-relu (0.01) or prelu (0.25) on the left.")
    ] = None,
    alpha: Annotated[str | None, typer.Option(help="The alpha of elu (1).")] = None,
    digits: Annotated[int, typer.Option(min=1, max=100, help="Digits of the enclosures.")] = 32,
    as_json: Json = False,
) -> None:
    """Print mean, second moment and gains of an activation: proved closed forms and certified enclosures."""
    from backproof.commands.gain import Options
    from backproof.commands.gain import gain as show

    raise SystemExit(show(activation, Options(slope, alpha, digits, as_json)))


@app.command()
def audit(
    library: Annotated[str | None, typer.Argument(help="numpy, torch or jax; all of them if none is given.")] = None,
    as_json: Json = False,
) -> None:
    """Judge the initializers and gains of libraries: derived, convention, empirical or wrong."""
    from backproof.commands.audit import audit as show

    raise SystemExit(show(library, as_json=as_json))


@app.command()
def mutants(
    theorem: Annotated[list[str] | None, typer.Argument(help="Names; all theorems if none is given.")] = None,
    as_json: Json = False,
    jobs: Jobs = None,
) -> None:
    """Put wrong variants of the theorems to the kernel and to the witnesses; print who refuses them."""
    from backproof.commands.mutants import kill_table

    raise SystemExit(kill_table(theorem or [], as_json=as_json, jobs=jobs))


@app.command()
def train(
    experiment: Annotated[str, typer.Argument(help="The name of a published experiment.")],
    data: Annotated[Path | None, typer.Option("--data", help="A directory with the data sets.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="A directory for the results.")] = None,
    download: Annotated[bool, typer.Option("--download", help="Fetch data files that are missing.")] = False,
) -> None:
    """Repeat a published experiment: history, figures, measured beside published."""
    from backproof.commands.train import train_experiment

    raise SystemExit(train_experiment(experiment, data=data, output=output, download=download))


@app.command()
def grade(
    submissions: Annotated[list[Path], typer.Argument(help=".py or .ipynb files, or folders with one submission each")],
    assignment: Annotated[str, typer.Option(help="backprop-from-scratch, threes-nines, two-layer, or a .toml file")],
    as_json: Json = False,
    gradescope: Annotated[Path | None, typer.Option(help="write Gradescope's results.json to this file")] = None,
    html: Annotated[Path | None, typer.Option(help="write an HTML report to this file")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="submissions graded at the same time")] = 1,
    scheduler: Annotated[str, typer.Option(help="grade on the Dask cluster with this scheduler address")] = "",
    require_isolation: Annotated[bool, typer.Option(help="fail where untrusted code cannot be isolated")] = False,
    seed: Annotated[int | None, typer.Option(help="repeat a grading with the seed it printed")] = None,
) -> None:
    """Judge NumPy code function by function, in isolation: verdict, diagnosis, counterexample, points."""
    from backproof.commands.grade import Options, run

    options = Options(assignment, as_json, gradescope, html, jobs, scheduler, require_isolation, seed)
    raise SystemExit(run(submissions, options))


@app.command()
def autograder(
    assignment: Annotated[str, typer.Argument(help="backprop-from-scratch, threes-nines, two-layer, or a .toml file")],
    output: Annotated[Path, typer.Option("--output", "-o", help="the zip file to write")],
) -> None:
    """Write a Gradescope autograder as one zip."""
    from backproof.commands.autograder import run

    raise SystemExit(run(assignment, output))


@app.command(context_settings={"ignore_unknown_options": True})  # answers begin with a minus
def equal(
    gold: Annotated[str | None, typer.Argument(help="The reference answer.")] = None,
    candidate: Annotated[str | None, typer.Argument(help="The answer to judge.")] = None,
    setting: Annotated[str | None, typer.Option(help="The chapter whose names are declared.")] = None,
    given: Annotated[str | None, typer.Option(help='Declared names as JSON: \'{"p": "in (0,1)"}\'.')] = None,
    format: Annotated[str | None, typer.Option(help="latex or text; guessed if left out.")] = None,
    batch: Annotated[Path | None, typer.Option(help="A JSONL file of pairs, one a line.")] = None,
    as_json: Json = False,
) -> None:
    """Judge an answer against a reference: equal, different (with a counterexample), undecided or unreadable."""
    from backproof.commands.equal import run

    raise SystemExit(run(gold, candidate, setting, given, format, batch, as_json))


@app.command()
def check(
    document: Annotated[Path | None, typer.Argument(help="A .md, .tex or .ipynb document.")] = None,
    setting: Annotated[str | None, typer.Option(help="The chapter it is read in; else its own words choose.")] = None,
    as_json: Json = False,
    html: Annotated[Path | None, typer.Option(help="Write the document with verdicts in its margin.")] = None,
    batch: Annotated[Path | None, typer.Option(help="A JSONL file of claims, one a line.")] = None,
) -> None:
    """Check a derivation claim by claim: proved, refuted (with a counterexample), conditional, undecided."""
    from backproof.commands.check import Options, run

    raise SystemExit(run(document, batch, Options(setting, as_json, html)))


def main() -> None:
    """Entry point of the `backproof` script."""
    app()
