"""How answers are judged here, beside SymPy's `simplify(a - b) == 0` and (if it is installed) math-verify.

    python benchmarks/equality.py PAIRS.jsonl [--seconds 10]

PAIRS.jsonl holds a labelled pair a line: gold, candidate, format, given, expected.  All tools judge the same pairs in
the same run; the ratio of the times is taken on the pairs that both tools read.  Pairs labelled `not-equal` are left
out: some of them are programs, and SymPy's text parser would run them.
"""

from __future__ import annotations

import argparse
import json
import signal
import statistics
import time
import warnings
from collections.abc import Callable
from types import FrameType

from rich.console import Console
from rich.progress import track
from rich.table import Table

from backproof.answers.judge import equal

Row = dict[str, object]
Judge = Callable[[Row], str]  # "equal", "different", "undecided" or "unreadable"


def ours(row: Row) -> str:
    return equal(row["gold"], row["candidate"], row["given"], row.get("setting"), row["format"]).verdict  # type: ignore[arg-type]


def sympy_judge(row: Row) -> str:
    """SymPy's own parsers, then simplify."""
    import sympy
    from sympy.parsing.latex import parse_latex
    from sympy.parsing.sympy_parser import (
        convert_xor,
        implicit_multiplication_application,
        parse_expr,
        standard_transformations,
    )

    rules = (*standard_transformations, convert_xor, implicit_multiplication_application)
    names = {name: sympy.Symbol(name) for name in row["given"]}  # type: ignore[attr-defined]
    sides = []
    for text in (row["gold"], row["candidate"]):
        try:
            if row["format"] == "latex":
                sides.append(parse_latex(text, backend="lark"))
            else:
                sides.append(parse_expr(text, local_dict=names, transformations=rules))
        except TimeoutError:
            raise
        except Exception:
            return "unreadable"
    if not all(isinstance(side, sympy.Expr) for side in sides):
        return "unreadable"
    try:
        return "equal" if sympy.simplify(sides[0] - sides[1]) == 0 else "different"
    except TimeoutError:
        raise
    except Exception:
        return "undecided"


def math_verify_judge(row: Row) -> str:
    """math-verify, with its own time limits switched off in favour of ours."""
    from math_verify import LatexExtractionConfig, parse, verify

    sides = [
        parse(f"${text}$", extraction_config=[LatexExtractionConfig()], parsing_timeout=None)
        for text in (row["gold"], row["candidate"])
    ]
    if not all(sides):
        return "unreadable"
    return "equal" if verify(sides[0], sides[1], timeout_seconds=None) else "different"


def out_of_time(signum: int, frame: FrameType | None) -> None:
    raise TimeoutError


def timed(judge: Judge, row: Row, seconds: int) -> tuple[str, float]:
    """The judge's word and its CPU time; a judge that runs out of time is undecided."""
    started = time.process_time()
    signal.alarm(seconds)
    try:
        word = judge(row)
    except TimeoutError:
        word = "undecided"
    finally:
        signal.alarm(0)
    return word, time.process_time() - started


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("pairs")
    arguments.add_argument("--seconds", type=int, default=10, help="time limit of each tool for one pair")
    chosen = arguments.parse_args()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, out_of_time)
    with open(chosen.pairs, encoding="utf-8") as lines:
        rows: list[Row] = [row for row in map(json.loads, lines) if row["expected"] in ("equal", "different")]
    judges: dict[str, Judge] = {"backproof": ours, "sympy simplify": sympy_judge}
    try:
        import math_verify  # noqa: F401

        judges["math-verify"] = math_verify_judge
    except ImportError:
        print("math-verify is not installed: left out (pip install math-verify)")
    table = Table(
        "tool", "format", "pairs", "right", "false equal", "false different", "undecided", "unreadable", "median ms",
        "p95 ms", "faster here, on pairs both read",
    )  # fmt: skip
    ratios: dict[str, list[float]] = {name: [] for name in judges}
    for fmt in ("latex", "text"):
        mine = [row for row in rows if row["format"] == fmt]
        times: dict[str, dict[int, float]] = {}
        for name, judge in judges.items():
            judge(mine[0])  # imports and caches are not part of the time
            words = [timed(judge, row, chosen.seconds) for row in track(mine, description=f"{name} {fmt}")]
            times[name] = {n: t for n, (word, t) in enumerate(words) if word != "unreadable"}
            pairs = list(zip(mine, words, strict=True))
            count = {
                "right": sum(word == row["expected"] for row, (word, _) in pairs),
                "false equal": sum(word == "equal" != row["expected"] for row, (word, _) in pairs),
                "false different": sum(word == "different" != row["expected"] for row, (word, _) in pairs),
                "undecided": sum(word == "undecided" for _, (word, _) in pairs),
                "unreadable": sum(word == "unreadable" for _, (word, _) in pairs),
            }
            both = sorted(times["backproof"].keys() & times[name].keys())
            ratios[name] += (times[name][n] / times["backproof"][n] for n in both)
            ratio = statistics.median(times[name][n] / times["backproof"][n] for n in both) if both else float("nan")
            all_times = sorted(t for _, t in words)
            table.add_row(
                name, fmt, str(len(mine)), *map(str, count.values()), f"{1000 * statistics.median(all_times):.1f}",
                f"{1000 * all_times[int(0.95 * len(all_times))]:.1f}", f"{ratio:.0f}x",
            )  # fmt: skip
    Console(width=150).print(table)
    for name, found in ratios.items():
        if name != "backproof" and found:
            print(
                f"median over the {len(found)} pairs that both read: {statistics.median(found):.0f}x faster than {name}"
            )


if __name__ == "__main__":
    main()
