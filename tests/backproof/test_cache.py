"""The cache of reports: what is damaged, foreign or not proved is never returned."""

import json
from pathlib import Path

import pytest

from backproof import cache
from backproof.records import record_of
from backproof.verify import verify
from proofs.book import theorems
from proofs.kernel.verdicts import is_proved

KEY = "f" * 64
RECORD = dict(record_of(verify([theorems()["stable-logistic-loss"]])[0]))
NAME = RECORD["theorem"]


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    cache.store(tmp_path, KEY, RECORD)
    return tmp_path


def file_in(place: Path) -> Path:
    (path,) = (place / "verified").iterdir()
    return path


def test_a_record_comes_back_with_its_date(kept: Path) -> None:
    found = cache.load(kept, NAME, KEY)
    assert found is not None
    assert found.record == RECORD
    assert found.verified.endswith("+00:00")


def test_another_fingerprint_or_theorem_finds_nothing(kept: Path) -> None:
    assert cache.load(kept, NAME, "0" * 64) is None
    assert cache.load(kept, "softmax-jacobian", KEY) is None


def test_an_entry_under_the_name_of_another_theorem_is_not_trusted(kept: Path) -> None:
    file_in(kept).rename(kept / "verified" / "softmax-jacobian.json")
    assert cache.load(kept, "softmax-jacobian", KEY) is None


def test_an_empty_cache_finds_nothing(tmp_path: Path) -> None:
    assert cache.load(tmp_path / "nowhere", NAME, KEY) is None


@pytest.mark.parametrize("position", range(0, 1700, 97))
def test_one_changed_character_is_noticed(kept: Path, position: int) -> None:
    path = file_in(kept)
    text = path.read_text(encoding="utf-8")
    position %= len(text)
    path.write_text(text[:position] + ("x" if text[position] != "x" else "y") + text[position + 1 :], encoding="utf-8")
    assert cache.load(kept, NAME, KEY) is None


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"{" * 100_000, b'{"key": 1}', b'"' + b"a" * 10]
)
def test_what_is_no_entry_is_absent(kept: Path, content: bytes) -> None:
    file_in(kept).write_bytes(content)
    assert cache.load(kept, NAME, KEY) is None


def test_a_truncated_entry_is_absent(kept: Path) -> None:
    path = file_in(kept)
    path.write_bytes(path.read_bytes()[:-20])
    assert cache.load(kept, NAME, KEY) is None


@pytest.mark.parametrize("change", [{"verdict": "undecided"}, {"verdict": "refuted"}, {"unwitnessed": ["stable-loss"]}])
def test_what_was_not_proved_and_witnessed_is_not_kept(tmp_path: Path, change: dict[str, object]) -> None:
    cache.store(tmp_path, KEY, RECORD | change)
    assert not (tmp_path / "verified").exists()


def test_an_entry_whose_checksum_was_renewed_must_still_be_a_proved_one(kept: Path) -> None:
    path = file_in(kept)
    entry = json.loads(path.read_text())
    entry["record"]["verdict"] = "undecided"
    entry["checksum"] = cache._checksum(entry["key"], entry["verified"], entry["record"])
    path.write_text(json.dumps(entry))
    assert cache.load(kept, NAME, KEY) is None


def test_a_kept_record_is_no_verdict_of_the_kernel(kept: Path) -> None:
    found = cache.load(kept, NAME, KEY)
    assert found is not None
    assert json.loads(json.dumps(found.record)) == found.record  # nothing but JSON
    assert not is_proved(found)
    assert not is_proved(found.record)


def test_a_failed_write_leaves_neither_an_entry_nor_a_piece_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache.json, "dump", full)
    with pytest.raises(OSError, match="No space left"):
        cache.store(tmp_path, KEY, RECORD)
    assert not list((tmp_path / "verified").iterdir())


def test_the_folder_is_named_by_the_environment_or_is_the_platforms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKPROOF_CACHE", "/some/where")
    assert cache.folder() == Path("/some/where")
    monkeypatch.delenv("BACKPROOF_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/other")
    assert cache.folder().name == "backproof"
