"""A file of claims: a verdict a line, whatever stands on the other lines."""

import json

from backproof.commands import check
from backproof.commands.check import check_file


def _verdicts(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_bad_line_says_why_and_takes_no_other_with_it(tmp_path, capsys):
    lines = [
        b'{"id": "1", "setting": "general", "claim": "x + x = 2x"}',
        b"not json",
        b'\xff{"id": "2"}',
        b"[1, 2]",
        b'{"id": "3", "claim": 5}',
        b"",
        b'{"id": "4", "setting": "nope", "claim": "x = x"}',
        b'{"id": "5", "setting": "general", "claim": "x + x = 3x"}',
    ]
    path = tmp_path / "claims.jsonl"
    path.write_bytes(b"\n".join(lines))
    assert check_file(path) == 1
    found = _verdicts(capsys)
    assert [each["id"] for each in found] == ["1", None, None, None, "3", "4", "5"]
    assert [each["verdict"] for each in found] == ["proved", *["unreadable"] * 5, "refuted"]
    said = " ".join(each["reason"] for each in found)
    for words in ("line 2 is not JSON", "line 3 is not UTF-8", "line 4 is not a JSON object", "the claim is missing"):
        assert words in said


def test_a_fault_at_one_claim_is_reported_and_the_others_are_judged(tmp_path, capsys, monkeypatch):
    judged = check.check_claim

    def failing(claim, setting=None, previous=None):
        if claim == "broken":
            raise AssertionError("unexpected")
        return judged(claim, setting, previous)

    monkeypatch.setattr(check, "check_claim", failing)
    path = tmp_path / "claims.jsonl"
    path.write_text('{"id": 1, "claim": "broken"}\n{"id": 2, "claim": "x = x"}\n')
    assert check_file(path) == 3
    found = _verdicts(capsys)
    assert [each["verdict"] for each in found] == ["undecided", "proved"]
    assert "a fault of Backproof" in found[0]["reason"]
