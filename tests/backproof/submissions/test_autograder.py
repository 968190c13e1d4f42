"""The zip, unpacked and run as Gradescope does it: setup.sh once, then run_autograder for a submission."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

from backproof.submissions import autograder
from backproof.submissions.assignment import load

NAIVE = "import numpy as np\ndef sigmoid(Z): return 1 / (1 + np.exp(-Z))\ndef softmax(Z): return np.exp(Z) / np.exp(Z).sum(axis=0)\n"


def _unpacked(root: Path) -> dict[str, str]:
    archive = root / "autograder.zip"
    archive.write_bytes(autograder.build(load("two-layer")))
    source = root / "source"
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(source)
        for entry in opened.infolist():
            os.chmod(source / entry.filename, entry.external_attr >> 16)
    (root / "submission").mkdir()
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    return {"PATH": path, "AUTOGRADER_ROOT": str(root), "HOME": str(root), "PIP_NO_INDEX": "1"}


def _run(script: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(script)], env=environment, cwd="/", capture_output=True, text=True, timeout=120, check=False
    )


def test_the_scripts_run_as_gradescope_runs_them(tmp_path: Path) -> None:
    environment = _unpacked(tmp_path)
    setup = _run(tmp_path / "source/setup.sh", environment)
    assert setup.returncode == 0, setup.stderr
    (tmp_path / "submission/hw.py").write_text(NAIVE)
    ran = _run(tmp_path / "source/run_autograder", environment)
    assert ran.returncode == 0, ran.stderr
    result = json.loads((tmp_path / "results/results.json").read_text())
    tests = {test["name"]: test for test in result["tests"]}
    assert tests["sigmoid"]["status"] == "passed"
    assert tests["softmax"]["score"] == 1.5
    assert result["score"] == 2.5


def test_an_empty_submission_gets_a_result_that_says_so(tmp_path: Path) -> None:
    environment = _unpacked(tmp_path)
    ran = _run(tmp_path / "source/run_autograder", environment)
    assert ran.returncode == 0, ran.stderr
    result = json.loads((tmp_path / "results/results.json").read_text())
    assert result["score"] == 0
    assert "expected one .py or .ipynb file (or one called submission.py), found none" in result["output"]


def test_the_zip_is_reproducible() -> None:
    assert autograder.build(load("two-layer")) == autograder.build(load("two-layer"))
