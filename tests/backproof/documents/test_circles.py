"""What is made of a name does not define it; letters of matrices do not change their places."""

import pytest

from backproof.documents.check import check_document


def last(page: str) -> str:
    return check_document(page).claims[-1].verdict


@pytest.mark.parametrize("letters", [(r"\bar a", r"\bar x"), ("a", "x"), (r"\hat h", r"\hat u")])
def test_an_input_is_not_defined_by_what_is_made_of_it(letters):
    output, given = letters
    page = f"The first layer is ${output} = W {given}$. Therefore "
    assert last(page + f"${output} = W {given}$.") == "proved"
    assert last(page + f"${given} = W {output}$.") == "refuted"


@pytest.mark.parametrize(
    ("page", "right", "wrong"),
    [
        (r"The layers are $\hat h = U \hat u$ and $\hat o = V \hat h$. So $\hat o = %s \hat u$.", "V U", "U V"),
        (r"Let $P = Q R$ and $S = P X$. Then $S = %s$.", "Q R X", "X Q R"),
        (r"We have $\mathbf{h} = \mathbf{U} \mathbf{v}$, $\mathbf{o} = \mathbf{V} \mathbf{h}$. So $\mathbf{o} = %s \mathbf{v}$.",
         r"\mathbf{V} \mathbf{U}", r"\mathbf{U} \mathbf{V}"),
    ],
)  # fmt: skip
def test_letters_of_matrices_do_not_commute(page, right, wrong):
    assert last(page % right) == "proved"
    assert last(page % wrong) != "proved"


def test_numbers_commute():
    assert (
        last(r"The loss is $E = \frac12 (y - t)^2$ with $y = w x$. Then $\frac{\partial E}{\partial w} = x (y - t)$.")
        == "proved"
    )
