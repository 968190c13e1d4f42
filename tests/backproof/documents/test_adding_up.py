"""Targets of many samples: the entries t_nk of each sample add up to 1 where the page says that they are one-hot."""

import pytest

from backproof.documents.check import check_document

PAGE = r"""Softmax outputs $q_{ic} = e^{s_{ic}} / \sum_r e^{s_{ir}}$ with WORD targets $y_{ic}$ and

$$L = -\sum_i \sum_c y_{ic} \log q_{ic}$$

$$"""


def said(word, claim):
    return check_document(PAGE.replace("WORD", word) + claim + "$$").claims[-1]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\frac{\partial L}{\partial s_{ir}} = (q_{ir} - y_{ir})", "proved"),
        (r"(q_{ir} \sum_c y_{ic} - y_{ir}) = (q_{ir} - y_{ir})", "proved"),
        (r"\sum_c y_{ic} = 1", "proved"),
        (r"\frac{\partial L}{\partial s_{ir}} = (y_{ir} - q_{ir})", "refuted"),
        (r"\sum_i y_{ic} = 1", "undecided"),  # a class may have no sample, or many
    ],
)
def test_the_targets_of_every_sample_add_up_to_one(claim, expected):
    assert said("one-hot", claim).verdict == expected


def test_where_the_page_does_not_say_so_it_is_a_condition():
    claim = said("given", r"\frac{\partial L}{\partial s_{ir}} = (q_{ir} - y_{ir})")
    assert (claim.verdict, claim.condition) == ("conditional", "sum_k y_nk = 1")


def test_where_the_page_denies_it_it_is_a_condition():
    claim = said("(not necessarily one-hot)", r"\frac{\partial L}{\partial s_{ir}} = (q_{ir} - y_{ir})")
    assert claim.verdict == "conditional"


def test_a_link_that_holds_so_follows():
    claim = said(
        "one-hot",
        r"\frac{\partial L}{\partial s_{ir}} = (q_{ir} \sum_c y_{ic} - y_{ir}) = (q_{ir} - y_{ir})",
    )
    assert claim.step is not None
    assert (claim.verdict, claim.step.verdict) == ("proved", "follows")


def test_the_class_may_be_the_first_index():
    page = r"""Softmax outputs $q_{ci} = e^{s_{ci}} / \sum_r e^{s_{ri}}$ with one-hot targets $y_{ci}$ and

$$L = -\sum_c \sum_i y_{ci} \log q_{ci}$$

$$\sum_c y_{ci} = 1$$

$$\sum_i y_{ci} = 1$$
"""
    assert [each.verdict for each in check_document(page).claims[-2:]] == ["proved", "undecided"]
