"""Commands on the book: list, verify, derive, axioms."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from rich.console import Console
from rich.table import Table

from backproof.pages.formats import FORMATS, hypothesis_formula, statement
from backproof.pages.formulas import Text, claim_text
from backproof.pages.page import Unproved, page_of, section_of
from backproof.verify import Report, verify
from proofs.book import chapters, theorems
from proofs.kernel.derivations import Theorem, check_theorem
from proofs.kernel.rules import RULES
from proofs.kernel.verdicts import Proved, Refuted, Undecided

RIGHT, WRONG, UNUSABLE, UNDECIDED = 0, 1, 2, 3  # exit statuses

_STATUS = {"proved": RIGHT, "refuted": WRONG, "undecided": UNDECIDED}


def fail(message: str) -> NoReturn:
    """Say what is wrong with the input and exit with status 2."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"backproof: {message}", markup=False)
    raise SystemExit(UNUSABLE)


def find(name: str) -> Theorem:
    """Return a theorem by name; a typo exits with the nearest name."""
    book = theorems()
    if name in book:
        return book[name]
    near = get_close_matches(name, book, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'?" if near else "`backproof list` shows all names."
    fail(f"there is no theorem '{name}': {hint}")


def list_theorems(*, as_json: bool) -> int:
    """Print every theorem with its chapter and statements."""
    style = Text()
    entries = [
        {
            "name": theorem.name,
            "chapter": chapter,
            "title": theorem.title,
            "statements": [claim_text(part.claim, style) for part in theorem.parts],
        }
        for chapter, members in chapters().items()
        for theorem in members
    ]
    if as_json:
        _print_json(entries)
        return RIGHT
    table = Table("theorem", "chapter", "title", box=None, pad_edge=False)
    for each in entries:
        table.add_row(str(each["name"]), str(each["chapter"]), str(each["title"]))
    Console(highlight=False).print(table)
    return RIGHT


def verify_theorems(names: list[str], *, as_json: bool, seed: int) -> int:
    """Prove theorems, hear their witnesses, print what was seen; the status is the worst of all verdicts."""
    chosen = [find(name) for name in names] if names else list(theorems().values())
    with _progress() as progress:
        reports = verify(chosen, seed=seed, progress=progress)
    if as_json:
        _print_json([_report(each) for each in reports])
    else:
        console = Console(highlight=False, soft_wrap=True)
        for each in reports:
            _print_report(each, console)
        proved = sum(each.verdict == "proved" and not each.unwitnessed for each in reports)
        seconds = sum(each.seconds for each in reports)
        console.print(f"{proved} of {len(reports)} theorems proved and witnessed in {seconds:.1f} s")
    statuses = [_STATUS[each.verdict] for each in reports]
    return WRONG if WRONG in statuses else max(statuses, default=RIGHT)


def derive_theorem(name: str, *, format_name: str, output: Path | None) -> int:
    """Print a theorem whose every step is proved."""
    theorem = find(name)
    if format_name not in FORMATS:
        near = get_close_matches(format_name, FORMATS, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"choose one of {', '.join(FORMATS)}."
        fail(f"there is no format '{format_name}': {hint}")
    try:
        page = FORMATS[format_name](page_of(theorem, check_theorem(theorem)))
    except Unproved as error:
        Console(stderr=True, highlight=False).print(f"backproof: {error}", markup=False)
        return UNDECIDED
    if output is None:
        sys.stdout.write(page)
        return RIGHT
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        fail(f"cannot write {output}: {error.strerror}. Choose a file in a folder that exists and is writable.")
    return RIGHT


def axioms(name: str, *, as_json: bool) -> int:
    """Print what a theorem rests on: definitions, hypotheses, rules of the kernel."""
    theorem = find(name)
    used = sorted(frozenset[str]().union(*(part.rules for part in theorem.parts)))
    premises = [
        {"kind": each.kind, "words": _plain(each.words), "formula": hypothesis_formula(each, Text())}
        for each in theorem.hypotheses
    ]
    if as_json:
        _print_json({"theorem": theorem.name, "premises": premises, "rules": used})
        return RIGHT
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{theorem.name} rests on", markup=False)
    for kind in ("definition", "hypothesis"):
        members = [each for each in premises if each["kind"] == kind]
        for each in members:
            console.print(f"  {kind}: {each['words']}: {each['formula']}", markup=False)
    console.print("and on the rules", markup=False)
    for rule in used:
        console.print(f"\n  {rule}", markup=False)
        console.print("\n".join(f"  {line}" for line in RULES[rule].drawing.splitlines()), markup=False)
    return RIGHT


def _plain(words: str) -> str:
    """Words without the marks around formulas."""
    return words.replace("`", "")


def _report(report: Report) -> dict[str, Any]:
    """The JSON form of a report."""
    return {
        "theorem": report.theorem.name,
        "verdict": report.verdict,
        "steps": report.steps,
        "proved": report.proved_steps,
        "rules": list(report.rules),
        "hypotheses": [
            {"kind": each.kind, "words": _plain(each.words), "formula": hypothesis_formula(each, Text())}
            for each in report.theorem.hypotheses
        ],
        "parts": [
            {
                "name": each.part.name,
                "claim": claim_text(each.part.claim, Text()),
                "verdict": type(each.verdict).__name__.lower(),
                "steps": [_step(step) for step in each.steps],
            }
            for each in report.checked
        ],
        "witnesses": [
            {
                "part": each.witness.part,
                "name": each.witness.name,
                "stands": each.testimony.stands,
                "figures": dict(each.testimony.figures),
            }
            for each in report.heard
        ],
        "seconds": round(report.seconds, 3),
    }


def _step(step: Proved | Refuted | Undecided) -> dict[str, Any]:
    entry: dict[str, Any] = {"claim": claim_text(step.claim, Text()), "verdict": type(step).__name__.lower()}
    match step:
        case Proved(evidence=evidence):
            entry["evidence"] = {each.engine: each.finding for each in evidence}
        case Refuted(reason=reason, counterexample=counterexample):
            entry |= {"reason": reason, "counterexample": str(counterexample)}
        case Undecided(reason=reason):
            entry["reason"] = reason
    return entry


def _print_report(report: Report, console: Console) -> None:
    console.print(f"{report.theorem.name}: {report.verdict}   {report.theorem.title}", markup=False, style="bold")
    page_style = Text()
    for each in report.checked:
        mark = "proved" if isinstance(each.verdict, Proved) else type(each.verdict).__name__.lower()
        count = sum(isinstance(step, Proved) for step in each.steps)
        console.print(
            f"  {mark:<9} {statement(section_of(each.part), page_style)}   [{count} of {len(each.steps)} steps]",
            markup=False,
        )
        for step in each.steps:
            if isinstance(step, Refuted):
                console.print(
                    f"            false: {claim_text(step.claim, page_style)}: {step.counterexample}", markup=False
                )
            elif isinstance(step, Undecided):
                console.print(f"            open: {claim_text(step.claim, page_style)}: {step.reason}", markup=False)
    console.print(f"  rules     {', '.join(report.rules)}", markup=False)
    for premise in report.theorem.hypotheses:
        mark = "given" if premise.kind == "hypothesis" else "define"
        console.print(f"  {mark:<9} {_plain(premise.words)}", markup=False)
    for heard in report.heard:
        figures = ", ".join(f"{name} {value}" for name, value in heard.testimony.figures)
        mark = "witness" if heard.testimony.stands else "REFUSED"
        console.print(f"  {mark:<9} {heard.witness.part}, {heard.witness.name}: {figures}", markup=False)
    for part in report.unwitnessed:
        console.print(f"  silent    {part} has no numeric witness", markup=False)
    console.print(f"  time      {report.seconds:.2f} s\n", markup=False)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")


@contextmanager
def _progress() -> Iterator[Any]:
    """Show what is being proved, on a terminal only."""
    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield lambda _: None
        return
    with console.status("proving") as status:
        yield lambda words: status.update(words)
