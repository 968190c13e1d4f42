import json
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from backproof.cli import app
from backproof.submissions import grading
from backproof.submissions.sandbox import InfrastructureError

TASK = '[[function]]\nname = "softmax"\ncontract = "softmax"\npoints = 4\n'
RIGHT = "import numpy as np\ndef softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "task.toml").write_text(TASK)
    (tmp_path / "right.py").write_text(RIGHT)
    (tmp_path / "wrong.py").write_text("def softmax(x): return x\n")
    return tmp_path


def _grade(folder: Path, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["grade", *arguments, "--assignment", str(folder / "task.toml")])
    return result.exit_code, result.stdout, result.stderr


def test_full_points_exit_with_0(folder: Path) -> None:
    status, out, _ = _grade(folder, str(folder / "right.py"))
    assert status == 0
    assert "4 of 4 points" in " ".join(out.split())  # a long path is wrapped


def test_lost_points_exit_with_1_and_json_is_alone_on_stdout(folder: Path) -> None:
    status, out, _ = _grade(folder, str(folder / "wrong.py"), "--json")
    assert status == 1
    assert json.loads(out)["functions"][0]["verdict"] == "wrong"


def test_several_submissions_give_a_list_in_order(folder: Path) -> None:
    status, out, _ = _grade(folder, str(folder / "right.py"), str(folder / "wrong.py"), "--json", "--jobs", "2")
    assert status == 1
    assert [item["score"] for item in json.loads(out)] == [4, 0]


def test_an_unusable_submission_exits_with_2_and_the_others_are_graded(folder: Path) -> None:
    status, out, err = _grade(folder, str(folder / "gone.py"), str(folder / "right.py"), "--json")
    assert status == 2
    assert "gone.py: cannot be read (No such file or directory); check the path" in err
    assert [item["score"] for item in json.loads(out)] == [4]


def test_an_unknown_assignment_exits_with_2(folder: Path) -> None:
    result = CliRunner().invoke(app, ["grade", str(folder / "right.py"), "--assignment", "algebra"])
    assert result.exit_code == 2
    assert "assignment 'algebra' is unknown: give one of" in result.stderr


def test_reports_are_written(folder: Path) -> None:
    results, page = folder / "results.json", folder / "page.html"
    status, _, _ = _grade(folder, str(folder / "right.py"), "--gradescope", str(results), "--html", str(page))
    assert status == 0
    assert json.loads(results.read_text())["score"] == 4
    assert "4 of 4 points" in page.read_text()


def test_one_results_file_holds_one_submission(folder: Path) -> None:
    files = [str(folder / "right.py"), str(folder / "wrong.py")]
    status, _, err = _grade(folder, *files, "--gradescope", str(folder / "r.json"))
    assert status == 2
    assert "--gradescope writes one results.json: give one submission, not 2" in err


def test_a_failing_grader_never_gives_0_points(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results = folder / "results.json"
    results.write_text('{"score": 100}')
    for error in (InfrastructureError("no worker could be started"), RuntimeError("a bug")):

        def broken(*_: object, error: Exception = error) -> None:
            raise error

        monkeypatch.setattr(grading, "grade_one", broken)
        status, _, err = _grade(folder, str(folder / "right.py"), "--gradescope", str(results))
        assert status == 2
        assert "infrastructure error" in err
        written = json.loads(results.read_text())
        assert "score" not in written
        assert "infrastructure error" in written["output"]


def test_the_autograder_command_writes_a_zip(folder: Path) -> None:
    target = folder / "a.zip"
    result = CliRunner().invoke(app, ["autograder", "two-layer", "-o", str(target)])
    assert result.exit_code == 0
    assert {"setup.sh", "run_autograder", "assignment.toml"} <= set(zipfile.ZipFile(target).namelist())
    result = CliRunner().invoke(app, ["autograder", "two-layer", "-o", str(folder / "a.tar")])
    assert result.exit_code == 2
    assert "Gradescope wants a .zip file; write -o a.zip" in result.stderr


def test_a_cluster_gives_the_same_list_in_order(folder: Path) -> None:
    distributed = pytest.importorskip("distributed")
    settings = {"n_workers": 1, "threads_per_worker": 2, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(protocol="tcp://", **settings) as cluster:
        files = [str(folder / name) for name in ("right.py", "gone.py", "wrong.py")]
        status, out, err = _grade(folder, *files, "--json", "--scheduler", cluster.scheduler_address)
    assert status == 2
    assert "gone.py: cannot be read" in err
    assert [item["score"] for item in json.loads(out)] == [4, 0]


def test_a_scheduler_without_dask_is_an_error_that_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    status, _, err = _grade(folder, str(folder / "right.py"), "--scheduler", "tcp://127.0.0.1:1")
    assert status == 2
    assert "pip install 'backproof[scale]'" in err


def test_jobs_and_scheduler_exclude_each_other(folder: Path) -> None:
    status, _, err = _grade(folder, str(folder / "right.py"), "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2")
    assert status == 2
    assert "--jobs and --scheduler exclude each other" in err
