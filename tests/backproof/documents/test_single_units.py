"""A layer with one unit: its index is dropped where it counts that unit, and nowhere else."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""# Network

$$z^{(1)} = W^{(1)} x + b^{(1)}, \quad y^{(1)} = \varphi(z^{(1)}), \quad z^{(2)} = W^{(2)} y^{(1)} + b^{(2)}, \quad
y^{(2)} = \varphi(z^{(2)})$$

with $\varphi(z) = \frac{1}{1 + e^{-z}}$, $x \in \mathbb{R}^{20}$, $W^{(1)} \in \mathbb{R}^{7 \times 20}$,
$W^{(2)} \in \mathbb{R}^{1 \times 7}$, $b^{(2)} \in \mathbb{R}$. The loss of sample i is

$$Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)})$$

and with indices

$$CLAIM$$
"""


def verdict(claim: str) -> str:
    return check_document(PAGE.replace("CLAIM", claim)).claims[-1].verdict


def test_index_of_the_unit() -> None:
    assert verdict(r"z_k^{(2)} = \sum_j W_{kj}^{(2)} y_j^{(1)} + b_k^{(2)}") == "proved"


@pytest.mark.parametrize(
    "wrong",
    [
        r"\frac{\partial z_k^{(2)}}{\partial y_j^{(1)}} = W_{jk}^{(2)}",  # W has one row: its second index is an input
        r"z_k^{(2)} = \sum_j W_{jk}^{(2)} y_j^{(1)} + b_k^{(2)}",
        r"z_k^{(2)} = \sum_{k=1}^{10} z_k^{(2)}",
    ],
)
def test_index_at_another_place(wrong: str) -> None:
    assert verdict(wrong) != "proved"


def test_in_a_section_that_speaks_of_no_sample() -> None:
    section = "\n## Backward\n\n$$CLAIM$$\n"
    start = PAGE.replace("and with indices\n\n$$CLAIM$$\n", section)
    claims = {
        claim: check_document(start.replace("CLAIM", claim)).claims[-1].verdict
        for claim in (
            r"\frac{\partial z_k^{(2)}}{\partial y_j^{(1)}} = W_{kj}^{(2)}",
            r"\frac{\partial z_k^{(2)}}{\partial y_j^{(1)}} = W_{jk}^{(2)}",
        )
    }
    right, wrong = claims.values()
    assert right == "proved"
    assert wrong != "proved"
