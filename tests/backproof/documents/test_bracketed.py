r"""Arrays by one entry in brackets, $S = (s_{ip}) \in \mathbb{R}^{m \times P}$."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""
$$u_{ip} = \sum_q A_{pq} x_{iq}, \qquad s_{ip} = \tanh(u_{ip}), \qquad o_{ir} = \sum_p B_{rp} s_{ip}$$

The loss is $C = \frac1m \sum_i C_i$ with $C_i = \frac12 \sum_r (o_{ir} - y_{ir})^2$ and
$$\delta_{ir} = \frac{\partial C_i}{\partial o_{ir}}.$$

We collect $CLAIM$.
"""


@pytest.mark.parametrize(
    "claim",
    [
        r"S = (s_{ip}) \in \mathbb{R}^{m \times P}",
        r"\Delta = [\delta_{ir}] \in \mathbb{R}^{m \times R}",
        r"S = \left(s_{i,p}\right)_{i,p}",
    ],
)
def test_an_entry_in_brackets_is_the_array_of_all_and_no_number(claim):
    said = check_document(PAGE.replace("CLAIM", claim)).claims[-claim.count("=") - claim.count(r"\in ") :]
    assert {each.verdict for each in said} == {"definition"}


@pytest.mark.parametrize(("claim", "expected"), [(r"s_{ip} = (u_{ip})", "refuted"), (r"s_{ip} = (s_{ip})", "proved")])
def test_brackets_around_an_entry_beside_an_entry_are_brackets(claim, expected):
    assert check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict == expected
