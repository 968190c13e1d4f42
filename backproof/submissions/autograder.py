"""A Gradescope autograder as one zip: setup.sh, run_autograder, the assignment, and the part of Backproof it needs.

Gradescope unpacks it into /autograder/source, runs setup.sh once, and run_autograder for every submission, which
finds the files in /autograder/submission and has to leave /autograder/results/results.json.
"""

import io
import zipfile
from pathlib import Path

import backproof
import numerics
from backproof.submissions.assignment import Assignment

SETUP = """#!/usr/bin/env bash
# Run once by Gradescope, as root, when the autograder image is built.
set -euo pipefail
python3 -c 'import sys; sys.exit("Backproof needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
python3 -m pip install --quiet --disable-pip-version-check \\
    'numpy>=2.0' 'hypothesis>=6.115' 'typer>=0.15' 'rich>=13.9'
"""

RUN = """#!/usr/bin/env bash
# Run by Gradescope for every submission. The exit status says whether points were lost; the results file says all.
set -uo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
mkdir -p "$root/results"
cd "$root/source"
export PYTHONPATH="$root/source/lib" PYTHONDONTWRITEBYTECODE=1 OMP_NUM_THREADS=1
python3 -c 'from backproof.cli import main; main()' grade "$root/submission" \\
    --assignment "$root/source/assignment.toml" --gradescope "$root/results/results.json" --require-isolation
status=$?
# 0: full points. 1: points were lost. Anything else was no grading: without results Gradescope says so.
[ "$status" -le 1 ] || [ -s "$root/results/results.json" ]
"""

_FIXED_DATE = (2020, 1, 1, 0, 0, 0)  # the same input gives the same zip


def build(assignment: Assignment) -> bytes:
    """The zip's bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "setup.sh", SETUP, 0o755)
        _add(archive, "run_autograder", RUN, 0o755)
        _add(archive, "assignment.toml", assignment.text, 0o644)
        for package in (backproof, numerics):
            root = Path(package.__path__[0])
            for path in sorted([*root.rglob("*.py"), *root.rglob("*.toml"), *root.rglob("py.typed")]):
                if "__pycache__" not in path.parts:
                    _add(
                        archive, f"lib/{root.name}/{path.relative_to(root).as_posix()}", path.read_text("utf-8"), 0o644
                    )
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, text: str, mode: int) -> None:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, text)
