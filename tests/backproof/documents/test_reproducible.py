"""A page is reported in the same words in every run, whatever the order of sets in the process."""

import os
import subprocess
import sys

PAGE = r"""
Let $z_c = \sum_{i=1}^{n} w_{ci} x_i$ and $p_c = \frac{\exp(z_c)}{\sum_{k=1}^{K} \exp(z_k)}$. Then $p_c \leq 1$.
"""
SCRIPT = f"""
from backproof.documents.check import check_document
for each in check_document({PAGE!r}, "general").claims:
    print(each.as_dict())
"""


def test_the_order_of_sets_changes_no_word_of_a_report():
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("0", "1")  # with these, sums and exponentials come in different orders
    ]
    first, second = (run.communicate()[0] for run in runs)
    assert "'verdict'" in first
    assert first == second
