"""Commands on the book: list, verify, derive, axioms."""

import json
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from time import perf_counter
from typing import NoReturn

from rich.console import Console
from rich.table import Table

from backproof import cache
from backproof.pages.formats import FORMATS
from backproof.pages.formulas import Text, claim_text
from backproof.pages.page import Unproved, page_of
from backproof.processes import available
from backproof.records import premise_of
from backproof.verification import Verified, verify_many
from proofs.book import chapters, theorems
from proofs.kernel.derivations import Theorem, check_theorem
from proofs.kernel.rule import RULES

from .progress import bar

RIGHT, WRONG, UNUSABLE, UNDECIDED = 0, 1, 2, 3  # exit statuses

_STATUS = {"proved": RIGHT, "refuted": WRONG, "undecided": UNDECIDED}


def fail(message: str) -> NoReturn:
    """Say what is wrong with the input and exit with status 2."""
    complain(message)
    raise SystemExit(UNUSABLE)


def complain(message: str) -> None:
    """Say something on standard error."""
    Console(stderr=True, highlight=False, soft_wrap=True).print(f"backproof: {message}", markup=False)


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
        print_json(entries)
        return RIGHT
    table = Table("theorem", "chapter", "title", box=None, pad_edge=False)
    for each in entries:
        table.add_row(str(each["name"]), str(each["chapter"]), str(each["title"]))
    Console(highlight=False).print(table)
    return RIGHT


def verify_theorems(names: list[str], *, as_json: bool, seed: int, jobs: int | None, cached: bool) -> int:
    """Prove theorems, hear their witnesses, print what was seen; the status is the worst of all verdicts."""
    chosen = list(dict.fromkeys(find(name).name for name in names)) if names else list(theorems())
    started = perf_counter()
    with bar("theorems", len(chosen)) as done:
        seen = verify_many(
            chosen,
            seed=seed,
            jobs=jobs or available(),
            place=cache.folder() if cached else None,
            done=done,
            warn=complain,
        )
    if as_json:
        print_json([{**each.record, "from_cache": each.kept} for each in seen])
    else:
        _print_verification(seen, perf_counter() - started)
    statuses = [_STATUS[each.record["verdict"]] for each in seen]
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
    premises = [premise_of(each) for each in theorem.hypotheses]
    if as_json:
        print_json({"theorem": theorem.name, "premises": premises, "rules": used})
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


def _print_verification(seen: Sequence[Verified], seconds: float) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for each in seen:
        _print_record(each, console)
    proved = sum(each.record["verdict"] == "proved" and not each.record["unwitnessed"] for each in seen)
    kept = sum(each.kept is not None for each in seen)
    source = f", {kept} of them from cache" if kept else ""
    console.print(f"{proved} of {len(seen)} theorems proved and witnessed{source} in {seconds:.1f} s")


def _print_record(verified: Verified, console: Console) -> None:
    record = verified.record
    console.print(f"{record['theorem']}: {record['verdict']}   {record['title']}", markup=False, style="bold")
    for part in record["parts"]:
        count = sum(step["verdict"] == "proved" for step in part["steps"])
        console.print(
            f"  {part['verdict']:<9} {part['statement']}   [{count} of {len(part['steps'])} steps]", markup=False
        )
        for step in part["steps"]:
            if step["verdict"] == "refuted":
                console.print(f"            false: {step['claim']}: {step['counterexample']}", markup=False)
            elif step["verdict"] == "undecided":
                console.print(f"            open: {step['claim']}: {step['reason']}", markup=False)
    console.print(f"  rules     {', '.join(record['rules'])}", markup=False)
    for premise in record["hypotheses"]:
        mark = "given" if premise["kind"] == "hypothesis" else "define"
        console.print(f"  {mark:<9} {premise['words']}", markup=False)
    for witness in record["witnesses"]:
        figures = ", ".join(f"{name} {value}" for name, value in witness["figures"].items())
        mark = "witness" if witness["stands"] else "REFUSED"
        console.print(f"  {mark:<9} {witness['part']}, {witness['name']}: {figures}", markup=False)
    for name in record["unwitnessed"]:
        console.print(f"  silent    {name} has no numeric witness", markup=False)
    when = f"from cache (verified {verified.kept})" if verified.kept else f"{record['seconds']:.2f} s"
    console.print(f"  time      {when}\n", markup=False)


def print_json(value: object) -> None:
    """Print JSON and nothing else."""
    sys.stdout.write(json.dumps(value, indent=2, allow_nan=False) + "\n")
