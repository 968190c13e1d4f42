"""Awkward notebooks: honest work loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from backproof.submissions import notebooks
from backproof.submissions.notebooks import NotANotebook
from backproof.submissions.results import FunctionResult, Verdict

TASK = '[[function]]\nname = "softmax"\ncontract = "softmax"\npoints = 4\n'
SOFTMAX = "def softmax(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()\n"


def code(source: str | list[str], **more: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source, "outputs": [], "execution_count": None, "metadata": {}, **more}


AWKWARD = {
    "magics": [code("%matplotlib inline\n!pip install numpy\nimport numpy as np"), code("%%bash\nls -la"), code("%%time\n" + SOFTMAX), code("softmax?"), code("!ls | grep x\nfiles = !ls")],
    "a first cell that raises": [code("raise RuntimeError('boom')"), code("1 / 0\nimport numpy as np\nopen('data.csv')\n" + SOFTMAX), code("assert softmax(3) == 4")],
    "an unknown kernel": [{"cell_type": "raw", "source": "x"}, {"cell_type": "markdown", "source": ["# T"]}, code(["import numpy as np\n", SOFTMAX])],
    "megabytes of outputs": [code("import numpy as np", outputs=[{"output_type": "stream", "text": "x" * 5_000_000}]), code(SOFTMAX)],
    "plots and downloads": [code("import numpy as np, matplotlib.pyplot as plt\nfrom tensorflow import keras\nfrom tqdm import tqdm"), code("(x_train, y_train), _ = keras.datasets.mnist.load_data()"), code(SOFTMAX), code("fig, ax = plt.subplots(2)\nplt.plot([1, 2])\nplt.show()\nfor i in tqdm(range(3)): plt.imshow(x_train[i])")],
    "a demo that never ends": [code("import numpy as np\n" + SOFTMAX), code("while True: softmax(np.ones(3))")],
    "a cell that is not Python": [code("import numpy as np"), code("this is a note, not code"), code(SOFTMAX), code("print 'python 2'")],
    "input and exit": [code("import numpy as np, sys\n" + SOFTMAX), code("name = input('Your name? ')"), code("sys.exit()"), code("exit()"), code("quit()")],
    "no source": [code("import numpy as np"), {"cell_type": "code"}, {"cell_type": "code", "source": None}, code(SOFTMAX)],
    "modulo at the start of a line": [code("import numpy as np\ntext = ('%d'\n% 3)\n" + SOFTMAX)],
    "annotations from the future": [code("from __future__ import annotations\nimport numpy as np\n" + SOFTMAX.replace("(x)", "(x: NDArray) -> NDArray"))],
    "a dataclass": [code("from dataclasses import dataclass\nimport numpy as np\n@dataclass\nclass A:\n    x: int = 3\n" + SOFTMAX)],
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_notebook_loses_nothing(grade: Callable[..., dict[str, FunctionResult]], name: str) -> None:
    found = grade(AWKWARD[name], TASK)["softmax"]
    assert found.verdict is Verdict.CORRECT, found


def test_a_notebook_before_version_4_is_read() -> None:
    text = '{"worksheets": [{"cells": [{"cell_type": "code", "input": ["x = 1\\n", "y = 2"]}]}], "nbformat": 3}'
    assert notebooks.cells(text) == ["x = 1\ny = 2"]


def test_what_is_no_notebook_says_so() -> None:
    with pytest.raises(NotANotebook, match="the JSON cannot be read"):
        notebooks.cells("{")
    with pytest.raises(NotANotebook, match="it has no list of cells"):
        notebooks.cells("[]")
