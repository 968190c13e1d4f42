"""The command `mutants`: wrong variants of every theorem, and who refuses them."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from backproof.mutation.kills import Kill, kills_of
from backproof.processes import available, spread
from proofs.book import theorems

from .book import RIGHT, UNDECIDED, WRONG, find, print_json
from .progress import bar

_COLUMNS = ("generated", "refuted", "refused", "proved", "one engine", "unread", "missed", "open")

_WIDTH = 110  # of the table, in a pipe too

_LEGEND = """\
refuted by the kernel, with a counterexample; refused by a numeric witness; proved: no lie, by the kernel;
one engine: an inequality that Z3 alone finds to hold; unread: a witness gives no value to a name in it;
missed: a lie that the numbers let pass, or a truth that they refuse; open: the kernel cannot tell"""


def kill_table(names: list[str], *, as_json: bool, jobs: int | None) -> int:
    """Judge every variant of the theorems; the status tells whether a lie got through (1) or one is undecided (3)."""
    chosen = [find(name) for name in names] if names else list(theorems().values())
    tasks = [(theorem.name, part.name) for theorem in chosen for part in theorem.parts]
    with bar("parts", len(tasks)) as done:
        kills = [kill for each in spread(kills_of, tasks, jobs=jobs or available(), done=done) for kill in each]
    if as_json:
        print_json(_as_json(kills))
    else:
        _print(kills, by_operator=bool(names))
    if any(each.is_missed for each in kills):
        return WRONG
    return UNDECIDED if any(each.is_open or each.is_unheard for each in kills) else RIGHT


def counts(kills: Iterable[Kill]) -> dict[str, int]:
    """Count what became of variants, by the columns of the table."""
    tally: Counter[str] = Counter()
    for each in kills:
        tally["generated"] += 1
        tally["refuted"] += each.kernel in ("refuted", "undefined")
        tally["proved"] += each.kernel == "proved"
        tally["one engine"] += each.kernel == "one engine"
        if each.kernel not in ("proved", "one engine"):
            tally["refused"] += each.numeric == "refused"
            tally["unread"] += each.numeric == "unread"
        tally["missed"] += each.is_missed
        tally["open"] += each.is_open
    return {name: tally[name] for name in _COLUMNS}


def _as_json(kills: Sequence[Kill]) -> dict[str, Any]:
    places = dict.fromkeys((each.theorem, each.operator) for each in kills)
    return {
        "table": [
            {"theorem": theorem, "operator": operator}
            | counts(each for each in kills if (each.theorem, each.operator) == (theorem, operator))
            for theorem, operator in places
        ],
        "total": counts(kills),
        "variants": [dataclasses.asdict(each) for each in kills],
    }


def _print(kills: Sequence[Kill], *, by_operator: bool) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.width = max(console.width, _WIDTH)
    for heading in ("theorem", "operator"):
        table = Table(box=None, pad_edge=False)
        table.add_column(heading, no_wrap=True)
        for column in _COLUMNS:
            table.add_column(column, justify="right")
        for name in dict.fromkeys(getattr(each, heading) for each in kills):
            _add(table, name, (each for each in kills if getattr(each, heading) == name))
        _add(table, "all", kills)
        console.print(table)
        console.print()
    for each in kills:
        if each.is_missed or each.is_open or each.is_unheard or (by_operator and each.kernel == "proved"):
            mark = "MISSED" if each.is_missed else each.numeric if each.is_unheard else each.kernel
            console.print(f"{mark:<7} {each.theorem}, {each.part}, {each.operator}: {each.claim}", markup=False)
            console.print(f"        kernel: {each.kernel}, {each.certificate}", markup=False)
            console.print(f"        witnesses: {each.numeric} {each.witness}".rstrip(), markup=False)
    console.print(_LEGEND, markup=False)
    console.print(f"\n{summary(counts(kills))}", markup=False)


def summary(total: Mapping[str, int]) -> str:
    """The totals in a sentence or two."""
    left = [f"{total[name]} {name}" for name in ("one engine", "missed", "unread", "open") if total[name]]
    return (
        f"{total['generated']} variants. {total['refuted']} are wrong: the kernel refutes each with a counterexample; "
        f"a numeric witness refuses {total['refused']} of them. {total['proved']} are right, because the slip changed "
        f"nothing that matters: the kernel proves each. Left over: {', '.join(left) or 'none'}."
    )


def _add(table: Table, name: str, kills: Iterable[Kill]) -> None:
    table.add_row(name, *(str(value) if value else "-" for value in counts(kills).values()))
