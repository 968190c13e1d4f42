"""Reports of past verifications, kept between runs.

An entry is what was printed, never a verdict: nothing here can become a `Proved` of the kernel, and the commands that
print derivations prove them anew.  Only reports of theorems that were proved and witnessed are kept.  An entry that
is damaged, that belongs to another fingerprint, or that cannot be read counts as absent.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

VARIABLE = "BACKPROOF_CACHE"

Record = Mapping[str, Any]


def folder() -> Path:
    """The folder of the cache: `BACKPROOF_CACHE`, or where the platform keeps caches."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else user_cache_path("backproof")


@dataclass(frozen=True)
class Kept:
    """A record, and when the verification ended that it reports (ISO 8601, UTC)."""

    record: Record
    verified: str


def load(place: Path, theorem: str, key: str) -> Kept | None:
    """Return the record that was kept for a theorem under this fingerprint; None if there is none to be trusted."""
    try:
        entry = json.loads(_file(place, theorem).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    match entry:
        case {"key": str(known), "verified": str(when), "record": dict(record), "checksum": str(checksum)}:
            right = known == key and checksum == _checksum(known, when, record)
            return Kept(record, when) if right and _is_kept(record) and record["theorem"] == theorem else None
    return None


def store(place: Path, key: str, record: Record) -> None:
    """Keep the record of a theorem that was proved and witnessed; any other is not kept.

    The file appears as a whole or not at all.  Raises OSError if the folder cannot be written.
    """
    if not _is_kept(record):
        return
    when = datetime.now(UTC).isoformat(timespec="seconds")
    entry = {"key": key, "verified": when, "record": record, "checksum": _checksum(key, when, record)}
    target = _file(place, record["theorem"])
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with open(handle, "w", encoding="utf-8") as file:
            json.dump(entry, file)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _file(place: Path, theorem: str) -> Path:
    return place / "verified" / f"{theorem}.json"


def _is_kept(record: Record) -> bool:
    return record.get("verdict") == "proved" and record.get("unwitnessed") == []


def _checksum(key: str, when: str, record: Record) -> str:
    return sha256(json.dumps([key, when, record], sort_keys=True).encode()).hexdigest()
