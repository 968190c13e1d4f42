"""Distances in a cube, from its corner and from its center, and the slope of a step."""

import pytest

from backproof.documents.check import check_document

GRID = r"""# Step networks

Step activation $\sigma(u) = 1$ for $u > 0$ and 0 otherwise. Cut $[-B, B]^d$ into cubes of side $\Delta$.

"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (
            r"From the center $c_k$ of a cube it is at worst $\max_x \|x - c_k\|_2 = \frac{\sqrt{d}\, \Delta}{2}$.",
            r"From the center $c_k$ of a cube it is at worst $\max_x \|x - c_k\|_2 = \frac{d\, \Delta}{2}$.",
        ),
        (r"For the corner $\|x - x_k\| \leq \sqrt{d} \Delta$.", r"For the corner of a cube $\|x - x_k\| \leq \Delta$."),
        (r"So $\sigma'(u) = 0$ for $u \neq 0$.", r"So $\sigma'(u) = 1$ for $u \neq 0$."),
    ],
)
def test_distances_in_a_cube_and_the_slope_of_a_step(right, wrong):
    found = [check_document(GRID + each).claims[-1].verdict for each in (right, wrong)]
    assert found == ["proved", "refuted"]


def test_the_middle_of_a_cell_on_a_line_is_no_center_of_a_cube():
    page = GRID + r"On a line, from the middle of a cell $|x - c_k| \leq \frac{\Delta}{2}$."
    assert check_document(page).claims[-1].verdict != "refuted"
