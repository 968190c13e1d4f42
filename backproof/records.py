"""Records: what a verification saw, as plain data to print, to send between processes and to keep.

A record is JSON: names, formulas as text, verdicts as words.  No verdict of the kernel is in it.
"""

from collections.abc import Mapping
from typing import Any

from backproof.pages.formats import hypothesis_formula, statement
from backproof.pages.formulas import Text, claim_text
from backproof.pages.page import section_of
from backproof.verify import Report
from proofs.kernel.hypotheses import Hypothesis
from proofs.kernel.verdicts import Proved, Refuted, Undecided


def record_of(report: Report) -> Mapping[str, Any]:
    """Return the record of a report."""
    return {
        "theorem": report.theorem.name,
        "title": report.theorem.title,
        "verdict": report.verdict,
        "steps": report.steps,
        "proved": report.proved_steps,
        "rules": list(report.rules),
        "hypotheses": [premise_of(each) for each in report.theorem.hypotheses],
        "parts": [
            {
                "name": each.part.name,
                "claim": claim_text(each.part.claim, Text()),
                "statement": statement(section_of(each.part), Text()),
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
        "unwitnessed": list(report.unwitnessed),
        "seconds": round(report.seconds, 3),
    }


def premise_of(hypothesis: Hypothesis) -> dict[str, str]:
    """Return kind, words and formula of a hypothesis."""
    words = hypothesis.words.replace("`", "")  # the marks around formulas
    return {"kind": hypothesis.kind, "words": words, "formula": hypothesis_formula(hypothesis, Text())}


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
