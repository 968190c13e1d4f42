"""The labelled pairs, if they are at hand: in `corpora`, beside the data folder that BACKPROOF_DATA names."""

import json
import os
import time
from pathlib import Path

import pytest

from backproof.answers.judge import equal

CORPUS = Path(os.environ.get("BACKPROOF_DATA", ".")).parent / "corpora" / "equal.jsonl"


@pytest.mark.data
@pytest.mark.parametrize("fmt", ["latex", "text"])
def test_no_pair_is_judged_falsely_and_nearly_all_are_decided(fmt: str) -> None:
    rows = [row for row in map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines()) if row["format"] == fmt]
    found, seconds = [], []
    for row in rows:
        started = time.process_time()
        found.append((row["expected"], equal(row["gold"], row["candidate"], row["given"], format=fmt).verdict))  # type: ignore[arg-type]
        seconds.append(time.process_time() - started)
    assert all(verdict != "equal" for expected, verdict in found if expected != "equal")
    assert all(verdict != "different" for expected, verdict in found if expected == "equal")
    for word, share in (("equal", 0.90), ("different", 0.97)):
        of_word = [verdict for expected, verdict in found if expected == word]
        assert of_word.count(word) >= share * len(of_word)
    read = [verdict for expected, verdict in found if expected != "not-equal"]
    assert read.count("unreadable") <= 0.03 * len(read)
    assert sorted(seconds)[len(seconds) // 2] <= 0.020
    assert sorted(seconds)[int(len(seconds) * 0.95)] <= 0.250
