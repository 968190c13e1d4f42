from backproof.submissions.worker.magics import without_magics


def test_magic_and_shell_lines_become_comments() -> None:
    cell = "%matplotlib inline\n!pip install numpy\nfiles = !ls\nx = 1\n  %time f()\nnp.exp?\n"
    lines = without_magics(cell).split("\n")
    assert lines[0] == "pass  # %matplotlib inline"
    assert lines[1] == "pass  # !pip install numpy"
    assert lines[2] == "pass  # files = !ls"
    assert lines[3] == "x = 1"
    assert lines[4] == "  pass  # %time f()"
    assert lines[5] == "pass  # np.exp?"


def test_a_timed_cell_keeps_its_code() -> None:
    assert without_magics("%%time\nx = 1") == "# %%time\nx = 1"


def test_a_cell_in_another_language_is_empty() -> None:
    assert without_magics("%%bash\nls") == ""
    assert without_magics("\n%%html\n<b>") == ""
