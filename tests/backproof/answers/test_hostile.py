"""Hostile answers: no crash, no hang, nothing executed, never equal."""

import time
from pathlib import Path

import pytest

from backproof.answers.judge import equal

GIVEN = {"p": "real", "y": "real"}
TEXT = [
    "__import__('os').system('touch canary')",
    "open('canary','w')",
    "().__class__.__bases__",
    "eval('p-y')",
    "p - y; p",
    "p - y == p - y",
    "p - y + 0*(1/0)",
    "9**9**9**9",
    "9**9**9**9*0 + p - y + 1",
    "factorial(10**9)",
    "p - y\x00",
    "p\u200b - y + 1",
    "\u202ep - y",
    "nan",
    "inf",
    "1e999999",
    "Sum(1,(k,1,10**9))",
    "p" * 10_000,
    "(" * 2000 + "p" + ")" * 2000,
    "+".join(["p"] * 20_000),
    "+".join(["p"] * 2000),
    "-" * 5000 + "p",
    "p^" * 3000 + "p",
    "sin " * 500 + "p",
    "|" * 1000 + "p" + "|" * 1000,
    "1 if p>0 else " * 300 + "2",
    "9" * 5000,
    "p" + "'" * 5000,
    "Σ_" * 2000,
    "*".join(["(p+y+1)"] * 60),
    "+".join(f"sqrt(p**2+{k})" for k in range(60)),
    "+".join(f"abs(p-{k})" for k in range(40)),
    "tanh(" * 30 + "p" + ")" * 30,
    "max(" + ",".join(f"p*{k}-y**{k % 5}" for k in range(50)) + ")",
]
LATEX = [
    "",
    r"\frac{y}}{1-y}}",
    r"9^{9^{9^{9}}}",
    r"\input{/etc/passwd}",
    r"\def\x{\x}\x",
    r"\loop\iftrue\repeat",
    r"\csname p\endcsname",
    r"\write18{ls}",
    "{" * 2000 + "p" + "}" * 2000,
    r"\sqrt{" * 1000 + "p" + "}" * 1000,
    r"\frac{1}{1+" * 300 + "p" + "}" * 300,
    r"\left(" * 500 + "p" + r"\right)" * 500,
    r"\begin{cases}" * 200,
    r"\hat" * 3000 + "p",
    r"\sum_{k=1}^{9}" * 6 + "k",
    r"\begin{cases}p&p>0\\" * 20 + "p&p<1" + r"\end{cases}" * 20,
    r"\prod_{k=1}^{10^9}k",
    "p^{10^{10}}",
    "p - y % comment",
]


@pytest.mark.parametrize(("fmt", "answer"), [("text", t) for t in TEXT] + [("latex", t) for t in LATEX])
def test_a_hostile_answer_is_refused_in_time(
    fmt: str, answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    started = time.process_time()
    verdict = equal("p - y", answer, GIVEN, format=fmt)  # type: ignore[arg-type]
    assert verdict.verdict != "equal"
    assert time.process_time() - started < 2
    assert not list(tmp_path.iterdir())
