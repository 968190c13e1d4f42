"""Verification of many theorems: from the cache where nothing has changed, else on all processors."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from backproof import cache
from backproof.cache import Record
from backproof.fingerprint import fingerprint
from backproof.processes import spread
from backproof.records import record_of
from backproof.verify import verify
from proofs.book import chapters, theorems
from proofs.kernel.derivations import Theorem


@dataclass(frozen=True)
class Verified:
    """What a verification saw; `kept` is when that was, if it comes from the cache."""

    record: Record
    kept: str | None = None


def record_by_name(theorem: str, seed: int) -> Record:
    """Prove a theorem and hear its witnesses; the theorem is given by name, so that another process can be asked."""
    (report,) = verify([theorems()[theorem]], seed=seed)
    return record_of(report)


def verify_many(
    names: Sequence[str],
    *,
    seed: int,
    jobs: int,
    place: Path | None,
    done: Callable[[int], None] = lambda _: None,
    warn: Callable[[str], None] = lambda _: None,
) -> tuple[Verified, ...]:
    """Verify theorems by name, in order.

    place: the folder of the cache; without one, everything is verified now and nothing is kept.
    done: is told how many theorems are finished.  warn: is told if the cache cannot be written.
    """
    keys = _fingerprints(names, seed) if place else {}
    kept = {name: cache.load(place, name, key) for name, key in keys.items()} if place else {}
    results = {name: Verified(each.record, each.verified) for name, each in kept.items() if each is not None}
    book = theorems()
    todo = sorted((name for name in names if name not in results), key=lambda name: -_steps(book[name]))
    done(len(results))
    records = spread(
        record_by_name,
        [(name, seed) for name in todo],
        jobs=jobs,
        done=lambda number: done(len(names) - len(todo) + number),
    )
    results |= {name: Verified(record) for name, record in zip(todo, records, strict=True)}
    if place and todo and _fingerprints(names, seed) == keys:  # else a file was edited meanwhile: which one was proved?
        try:
            for name in todo:
                cache.store(place, keys[name], results[name].record)
        except OSError as error:
            warn(f"nothing is kept for the next run: cannot write {place}: {error.strerror or error}")
    return tuple(results[name] for name in names)


def _steps(theorem: Theorem) -> int:
    """The number of steps: a long theorem begins first, so that it is not waited for at the end."""
    return sum(len(part.derivation.steps) for part in theorem.parts)


def _fingerprints(names: Sequence[str], seed: int) -> Mapping[str, str]:
    """The fingerprint of the chapter of each theorem."""
    home = {theorem.name: chapter for chapter, members in chapters().items() for theorem in members}
    prints = {chapter: fingerprint(chapter, seed) for chapter in {home[name] for name in names}}
    return {name: prints[home[name]] for name in names}
