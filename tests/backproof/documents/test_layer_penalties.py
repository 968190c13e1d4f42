"""Penalties summed over layers, and several arrays whose space is declared at once."""

import pytest

from backproof.documents.check import check_document

LAYERS = r"""# Backpropagation

$\mathbf{z}^{(l)} = \mathbf{W}^{(l)} \mathbf{y}^{(l-1)} + \mathbf{b}^{(l)}$ and $\mathbf{y}^{(l)} = \varphi(\mathbf{z}^{(l)})$ with
$\mathbf{W}^{(l)} \in \mathbb{R}^{n_l \times n_{l-1}}$ and $\mathbf{z}^{(l)}, \mathbf{b}^{(l)} \in \mathbb{R}^{n_l}$.

"""
PENALTY = LAYERS + r"With the penalty $R = \lambda \sum_{l=1}^L \| \mathbf{W}^{(l)} \|_F^2$ we have "


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$\nabla_{\mathbf{W}^{(l)}} R = 2 \lambda \mathbf{W}^{(l)}$.", "proved"),
        (r"$\nabla_{\mathbf{W}^{(l)}} R = \lambda \mathbf{W}^{(l)}$.", "refuted"),
        (r"$\nabla_{\mathbf{b}^{(l)}} R = \mathbf{0}$.", "proved"),
        (r"$\nabla_{\mathbf{b}^{(l)}} R = 2 \lambda \mathbf{b}^{(l)}$.", "undecided"),
    ],
)
def test_the_gradient_of_a_penalty_of_all_weights(claim, verdict):
    assert check_document(PENALTY + claim).claims[-1].verdict == verdict


def test_a_list_of_arrays_in_one_space_is_a_declaration():
    claims = check_document(LAYERS + r"So $\mathbf{W}^{(l)} \mathbf{z}^{(l)} \in \mathbb{R}^{n_l}$.").claims
    assert claims[3].verdict == "definition"
    assert claims[-1].verdict != "proved"


def test_a_sum_over_two_indices_without_a_comma():
    page = r"""Let $R = \frac{\lambda}{2} \left( \sum_{ij} W_{ij}^2 + \sum_{jk} V_{jk}^2 \right)$ be the weight decay. Then

$\frac{\partial R}{\partial W_{ij}} = \lambda W_{ij}$

$\frac{\partial R}{\partial W_{ij}} = 2 \lambda W_{ij}$
"""
    assert [each.verdict for each in check_document(page).claims] == ["definition", "proved", "refuted"]


DECAY = "# Backpropagation\n\nWith weight decay the loss becomes $PENALIZED$. Its gradient is $GRADIENT$."


@pytest.mark.parametrize(
    ("loss", "gradient", "verdict"),
    [
        (r"J = L + \lambda w^2", r"\frac{\partial J}{\partial w} = \frac{\partial L}{\partial w} + 2 \lambda w", "proved"),
        (r"J = L + \lambda w^2", r"\frac{\partial J}{\partial w} = \frac{\partial L}{\partial w} + \lambda w", "refuted"),
        (r"J = L + \lambda w^2", r"\frac{\partial J}{\partial w} = 2 \lambda w", "undecided"),  # L depends on w
        (r"\tilde L = L + \lambda \sum_i w_i^2",
         r"\frac{\partial \tilde L}{\partial w_i} = \frac{\partial L}{\partial w_i} + 2 \lambda w_i", "proved"),
        (r"\tilde L = L + \lambda \sum_i w_i^2",
         r"\frac{\partial \tilde L}{\partial w_i} = \frac{\partial L}{\partial w_i} + \lambda w_i", "refuted"),
        (r"J = L + \lambda \|W\|_F^2",
         r"\frac{\partial J}{\partial W} = \frac{\partial L}{\partial W} + 2 \lambda W", "proved"),
        (r"J = L + \lambda \|W\|_F^2",
         r"\frac{\partial J}{\partial W} = \frac{\partial L}{\partial W} + \lambda W", "refuted"),
    ],
)  # fmt: skip
def test_a_penalty_beside_a_loss_of_which_nothing_is_said(loss, gradient, verdict):
    page = DECAY.replace("PENALIZED", loss).replace("GRADIENT", gradient)
    assert check_document(page).claims[-1].verdict == verdict


_NAMED = r"""# Decay

The samples are rows, $X \in \mathbb{R}^{50 \times 20}$, $N = 50$.

$$Z_1 = X W_1 + \mathbf{1} b_1^\top, \quad A_1 = \tanh(Z_1), \quad Z_2 = A_1 W_2 + \mathbf{1} b_2^\top, \quad
J = \frac{1}{2N} \|Z_2 - Y\|_F^2$$

with $W_1 \in \mathbb{R}^{20 \times 7}$, $W_2 \in \mathbb{R}^{7 \times 5}$. I write $dA = \partial J / \partial A$. With weight decay
$J_\lambda = J + \frac{\lambda}{2} \sum_{l=1}^{2} \|W_l\|_F^2$, so

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\frac{\partial J_\lambda}{\partial W_l} = dW_l + \lambda W_l", "proved"),
        (r"\frac{\partial J_\lambda}{\partial W_l} = dW_l + 2 \lambda W_l", "refuted"),  # once, not for each layer
        (r"\frac{\partial J_\lambda}{\partial W_l} = dW_l - \lambda W_l", "refuted"),
    ],
)
def test_the_penalty_of_a_layer_is_added_once_to_a_gradient_with_a_name(claim, verdict):
    assert check_document(_NAMED.replace("CLAIM", claim)).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"W_l \leftarrow (1 - \eta \lambda) W_l - \eta\, dW_l", "proved"),
        (r"W_l \leftarrow W_l - \eta (dW_l + \lambda W_l)", "proved"),
        (r"W_l \leftarrow (1 - \lambda) W_l - \eta\, dW_l", "refuted"),
        (r"W_1 \leftarrow (1 + \eta \lambda) W_1 - \eta\, dW_1", "refuted"),
        (r"W_l \leftarrow W_l - \eta\, dW_l", "definition"),  # on the loss without its penalty
        (
            r"\frac{\partial J_\lambda}{\partial W_l} = dW_l + \lambda W_l, \quad W_l \leftarrow (1 - \lambda) W_l - \eta dW_l",
            "refuted",
        ),
    ],
)
def test_a_step_with_weight_decay_is_one_on_the_penalized_loss(claim, verdict):
    assert check_document(_NAMED.replace("CLAIM", claim)).claims[-1].verdict == verdict


def test_decay_that_is_called_decoupled_is_no_step_on_a_loss():
    page = _NAMED.replace("With weight decay", "AdamW has a decoupled decay; with weight decay")
    claim = r"W_l \leftarrow (1 - \lambda) W_l - \eta\, dW_l"
    assert check_document(page.replace("CLAIM", claim)).claims[-1].verdict == "definition"


@pytest.mark.parametrize(("factor", "verdict"), [(r"\lambda", "proved"), (r"2 \lambda", "refuted")])
def test_another_letter_may_count_the_layers(factor, verdict):
    page = _NAMED.replace("sum_{l=1}", "sum_{i=1}").replace("W_l", "W_i")
    claim = rf"\frac{{\partial J_\lambda}}{{\partial W_i}} = dW_i + {factor} W_i"
    assert check_document(page.replace("CLAIM", claim)).claims[-1].verdict == verdict


_ALONE = r"""# Ridge

The loss of the network is $L$, its weights $V \in \mathbb{R}^{m \times d}$, and $G$ is the gradient of the loss by $V$. SAID

$$CLAIM$$
"""


@pytest.mark.parametrize(
    ("said", "claim", "verdict"),
    [
        (r"With a penalty $\frac{\mu}{2} \|V\|_F^2$ a step is", r"V \leftarrow (1 - \eta \mu) V - \eta G", "proved"),
        (r"With a penalty $\frac{\mu}{2} \|V\|_F^2$ a step is", r"V \leftarrow (1 - \mu) V - \eta G", "refuted"),
        (r"With a penalty $\frac{\mu}{2} \|V\|_F^2$ a step is", r"V \leftarrow (1 - \eta) \mu V - \eta G", "refuted"),
        (r"With a penalty $\mu \|V\|_F^2$ a step is", r"V \leftarrow (1 - \eta \mu) V - \eta G", "refuted"),
        (r"With a penalty $\mu \|V\|_F^2$ a step is", r"V \leftarrow (1 - 2 \eta \mu) V - \eta G", "proved"),
        (r"With a penalty $\mu \sum_{i,j} V_{ij}^2$ a step is", r"V \leftarrow V - \eta G", "definition"),
        (  # the last penalty that is said
            r"With $J = L + \frac{\mu}{2} \|V\|_F^2$ all is well. Others write $\mu \|V\|_F^2$, and then",
            r"V \leftarrow (1 - \eta \mu) V - \eta G",
            "refuted",
        ),
        (r"A decoupled decay, $\frac{\mu}{2} \|V\|_F^2$, takes", r"V \leftarrow (1 - \mu) V - \eta G", "definition"),
        (r"A step is", r"V \leftarrow (1 - \mu) V - \eta G", "definition"),  # of no penalty
    ],
)
def test_what_shrinks_the_weights_is_the_penalty_that_was_said(said, claim, verdict):
    assert check_document(_ALONE.replace("SAID", said).replace("CLAIM", claim)).claims[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"V \leftarrow V - \eta (\nabla_V L + \mu V) = (1 - \eta \mu) V - \eta \nabla_V L", "proved"),
        (r"V \leftarrow V - \eta (\nabla_V L + \mu V) = (1 - \mu) V - \eta \nabla_V L", "refuted"),
        (r"V \leftarrow V - \eta (\nabla_V L + \mu V) = (1 - \tfrac{\eta \mu}{2}) V - \eta \nabla_V L", "refuted"),
        (r"V - \eta \frac{\partial J}{\partial V} = (1 - \eta \mu) V - \eta \frac{\partial L}{\partial V}", "proved"),
        (r"V - \eta \frac{\partial J}{\partial V} = (1 - \eta) \mu V - \eta \frac{\partial L}{\partial V}", "refuted"),
        (r"V - \eta \frac{\partial J}{\partial V} = (1 - \eta \mu) V - \frac{\partial L}{\partial V}", "refuted"),
        (r"\frac{\partial J}{\partial c} = \frac{\partial L}{\partial c}", "proved"),
        (r"\frac{\partial J}{\partial V} = \frac{\partial L}{\partial V}", "refuted"),
    ],
)
def test_behind_an_assignment_the_chain_goes_on(claim, verdict):
    page = _ALONE.replace("SAID", r"With weight decay $J = L + \frac{\mu}{2} \|V\|_F^2$ one step is")
    assert check_document(page.replace("CLAIM", claim)).claims[-1].verdict == verdict


def test_a_wrong_multiple_comes_with_the_right_one():
    page = _ALONE.replace("SAID", r"With weight decay $J = L + \frac{\mu}{2} \|V\|_F^2$ one step is")
    claim = check_document(page.replace("CLAIM", r"V \leftarrow (1 - \mu) V - \eta G")).claims[-1]
    assert claim.correction is not None
    assert "eta" in claim.correction
    assert "mu" in claim.correction
