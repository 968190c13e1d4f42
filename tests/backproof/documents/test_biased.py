"""A weighted sum with a bias of its own can be any numbers: what lies below it decides nothing."""

from time import process_time

from backproof.documents.check import check_document

_NETWORK = r"""# Five classes

The pixels have the index $k$, the hidden units $j$, the classes $c$.

$$u_j = \max\Bigl(0, \sum_{k=1}^{300} V_{jk} x_k + d_j\Bigr), \qquad z^{(2)}_c = \sum_{j=1}^{60} U_{cj} u_j + b_c$$

$$q_c = \frac{\exp(z^{(2)}_c)}{\sum_{r=1}^{M} \exp(z^{(2)}_r)}$$

"""


def _said(claim: str, page: str = _NETWORK) -> str:
    return check_document(page + claim).claims[-1].verdict


def test_what_a_softmax_is_of_a_large_network_is_decided_at_once():
    begin = process_time()
    assert _said(r"All of them are positive: $q_c > 0$.") == "proved"
    assert _said(r"They add up: $\sum_c q_c = 1$.") == "proved"
    assert _said(r"They add up: $\sum_c q_c = M$.") == "refuted"
    assert _said(r"The slope is $\frac{\partial q_c}{\partial z_c} = q_c (1 - q_c)$.") == "proved"
    assert _said(r"The slope is $\frac{\partial q_c}{\partial z_c} = q_c (1 + q_c)$.") == "refuted"
    assert process_time() - begin < 5  # a second, where 300 x 60 terms would take half a minute


def test_a_claim_that_speaks_of_the_bias_or_differentiates_by_what_is_below_looks_below():
    page = _NETWORK.replace("300", "n").replace("60", "m")
    assert _said(r"We get $\frac{\partial z^{(2)}_c}{\partial b_c} = 1$.", page) == "proved"
    assert _said(r"We get $\frac{\partial z^{(2)}_c}{\partial u_j} = U_{cj}$.", page) == "proved"
    assert _said(r"We get $\frac{\partial z^{(2)}_c}{\partial u_j} = U_{cj} + 1$.", page) == "refuted"
    small = r"Let $s_c = v_c x + b_c$. "
    assert _said(small + r"Then $s_c - b_c = v_c x$.", "") == "proved"
    assert _said(small + r"Then $s_c - b_c = v_c$.", "") != "proved"


def test_a_bias_that_is_used_twice_leaves_no_freedom():
    page = r"Let $s_c = v_c x + b_c$ and $r_c = w_c x + b_c$. "
    assert _said(page + r"Then $s_c - r_c = (v_c - w_c) x$.", "") == "proved"
    assert _said(page + r"Then $s_c - r_c = (v_c + w_c) x$.", "") != "proved"


def test_a_value_that_entries_have_for_once_does_not_define_them():
    page = _NETWORK + r"If the network knows nothing, $q_c = \frac{1}{5}$ and the loss is $-\log \frac{1}{5} = \log 5$."
    page += "\n\nThe slopes are "
    assert _said(r"$\frac{\partial q_c}{\partial z_c} = q_c (1 - q_c)$.", page) == "proved"
    assert _said(r"$\frac{\partial q_c}{\partial z_c} = 0$.", page) == "refuted"


def test_the_labels_of_a_batch_have_the_shape_that_is_declared():
    page = r"""# Batch

The samples are the rows, $X \in \mathbb{R}^{N \times 20}$ and $y \in \mathbb{R}^{N \times 1}$.

$$A_1 = \varphi(X W_1 + \mathbf{1} b_1), \qquad P = \varphi(A_1 W_2 + \mathbf{1} b_2)$$

with $W_1 \in \mathbb{R}^{20 \times 8}$, $W_2 \in \mathbb{R}^{8 \times 1}$, $b_1 \in \mathbb{R}^{1 \times 8}$ and
$b_2 \in \mathbb{R}$. Per sample, with $p_i = \varphi(z_i)$,

$$\ell_i = -y_i \log p_i - (1 - y_i) \log(1 - p_i), \qquad L = \frac{1}{N} \sum_{i=1}^N \ell_i$$

The errors of the batch are """
    assert _said(r"$\Delta_2 = P - y \in \mathbb{R}^{N \times 1}$.", page) == "proved"
    assert _said(r"$\Delta_2 = P - y \in \mathbb{R}^{1 \times N}$.", page) == "refuted"


_STABLE = (
    _NETWORK
    + r"""Take the largest, $a = \max_m z_m$. Then

"""
)


def test_the_exponentials_of_logits_without_a_layer_are_those_of_the_softmax():
    assert _said(r"$$\sum_m e^{z_m - a} \le M$$", _STABLE) == "proved"
    assert _said(r"$$\sum_m e^{z_m - a} \le 1$$", _STABLE) == "refuted"
    assert _said(r"$$\log q_c = z_c - a - \log \sum_m e^{z_m - a}$$", _STABLE) == "proved"
    assert _said(r"$$\log q_c = z_c - a - \log \sum_m e^{z_m}$$", _STABLE) == "refuted"


def test_the_sum_that_a_sentence_names_is_that_of_the_same_logits():
    page = _NETWORK + r"With $S = \sum_m e^{z_m}$ and the quotient rule, for different indices $c \neq m$, "
    assert _said(r"$$\frac{\partial q_c}{\partial z_m} = \frac{0 - e^{z_c} e^{z_m}}{S^2}$$", page) == "proved"
    assert _said(r"$$\frac{\partial q_c}{\partial z_m} = \frac{0 + e^{z_c} e^{z_m}}{S^2}$$", page) == "refuted"


_TARGET = _NETWORK + r"Let $t$ be the one-hot target, $t_c \in \{0, 1\}$ and $\sum_c t_c = 1$"


def test_the_true_class_is_that_of_the_one_hot_target():
    page = _TARGET + ", and let $y$ be the true class. Then "
    assert _said(r"$$-\sum_{c=1}^M t_c \log q_c = -\log q_y$$", page) == "proved"
    assert _said(r"$$-\sum_{c=1}^M t_c \log q_c = -q_y$$", page) != "proved"


def test_a_target_is_explained_where_no_class_is_in_doubt():
    assert _said(r". Both sum to one: $$\sum_{c=1}^M (q_c - t_c) = 0$$", _TARGET) == "proved"
    assert _said(r". Both sum to one: $$\sum_{c=1}^M (q_c - t_c) = 1$$", _TARGET) == "refuted"
    assert _said(r". So $$-\sum_{c=1}^M t_c \log q_c = -\log q_y$$", _TARGET) == "undecided"  # y is not said to be it
