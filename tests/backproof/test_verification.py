"""Verification of many theorems: kept reports are used exactly where nothing has changed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from backproof import verification
from backproof.verification import Verified, verify_many

NAMES = ("stable-logistic-loss", "softmax-jacobian")


def run(place: Path | None, *, names: Sequence[str] = NAMES, seed: int = 1, jobs: int = 1) -> tuple[Verified, ...]:
    return verify_many(names, seed=seed, jobs=jobs, place=place)


def from_cache(seen: Sequence[Verified]) -> list[bool]:
    return [each.kept is not None for each in seen]


def test_the_second_run_repeats_the_first_from_the_cache(tmp_path: Path) -> None:
    first, second = run(tmp_path), run(tmp_path)
    assert from_cache(first) == [False, False]
    assert from_cache(second) == [True, True]
    assert [each.record for each in first] == [each.record for each in second]


def test_without_a_place_nothing_is_kept_and_nothing_is_used(tmp_path: Path) -> None:
    run(tmp_path)
    assert from_cache(run(None)) == [False, False]


def test_another_seed_is_verified_anew(tmp_path: Path) -> None:
    run(tmp_path)
    assert from_cache(run(tmp_path, seed=2)) == [False, False]


def test_an_edited_chapter_is_verified_anew_and_the_other_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path)
    real = verification.fingerprint
    monkeypatch.setattr(verification, "fingerprint", lambda chapter, seed: real(chapter, seed + (chapter == "softmax")))
    assert from_cache(run(tmp_path)) == [True, False]


def test_a_damaged_entry_is_verified_anew_and_mended(tmp_path: Path) -> None:
    run(tmp_path)
    path = tmp_path / "verified" / "softmax-jacobian.json"
    path.write_text(path.read_text().replace("proved", "Proved"))
    assert from_cache(run(tmp_path)) == [True, False]
    assert from_cache(run(tmp_path)) == [True, True]


def test_nothing_is_kept_if_a_file_was_edited_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edits = iter(range(100))
    monkeypatch.setattr(verification, "fingerprint", lambda chapter, seed: f"{chapter} {next(edits)}")
    run(tmp_path)
    assert not (tmp_path / "verified").exists()


def test_a_cache_that_cannot_be_written_is_said_and_does_no_harm(tmp_path: Path) -> None:
    place = tmp_path / "file"
    place.write_text("not a folder")
    said: list[str] = []
    seen = verify_many(NAMES[:1], seed=1, jobs=1, place=place, warn=said.append)
    assert seen[0].record["verdict"] == "proved"
    (words,) = said
    assert words.startswith(f"nothing is kept for the next run: cannot write {place}: ")


def test_two_processes_see_what_one_sees() -> None:
    def essence(seen: Sequence[Verified]) -> list[dict[str, object]]:
        return [{**each.record, "seconds": 0} for each in seen]

    assert essence(run(None, jobs=2)) == essence(run(None, jobs=1))


def test_progress_ends_at_the_number_of_theorems(tmp_path: Path) -> None:
    for _ in range(2):
        counted: list[int] = []
        verify_many(NAMES, seed=1, jobs=1, place=tmp_path, done=counted.append)
        assert counted[-1] == len(NAMES)
        assert counted == sorted(counted)
