"""The loss of sample i, Loss_i, beside names that have no index because they are of that sample, too."""

from backproof.documents.check import check_document

PAGE = r"""A network for two classes; $\varphi(z) = 1/(1+e^{-z})$ is the sigmoid.

$$\mathbf{z}^{(1)} = \mathbf{W}^{(1)}\mathbf{x} + \mathbf{b}^{(1)}, \quad \mathbf{y}^{(1)} = \varphi(\mathbf{z}^{(1)})$$

$$\mathbf{z}^{(2)} = \mathbf{W}^{(2)}\mathbf{y}^{(1)} + \mathbf{b}^{(2)}, \quad \mathbf{y}^{(2)} = \varphi(\mathbf{z}^{(2)})$$

Here $\mathbf{x} \in \mathbb{R}^{20}$, $\mathbf{y}^{(1)} \in \mathbb{R}^{7}$, $\mathbf{y}^{(2)} \in \mathbb{R}$,
$W^{(1)} \in \mathbb{R}^{7 \times 20}$, $W^{(2)} \in \mathbb{R}^{1 \times 7}$. The losses are

$$Loss_i = -y_i \log y_i^{(2)} - (1 - y_i) \log(1 - y_i^{(2)}), \qquad Loss = \frac{1}{N} \sum_{i=1}^N Loss_i.$$

$$\delta^{(2)} = \nabla_{\mathbf{z}^{(2)}} Loss_i$$

$$\delta^{(1)} = W^{(2)T} \delta^{(2)} \odot \varphi'(\mathbf{z}^{(1)})$$

With $\mathbf{y}^{(0)} = \mathbf{x}$, $\Delta^{(l)} = [\delta_1^{(l)} \cdots \delta_N^{(l)}]$ and
$Y^{(1)} = [\mathbf{y}_1^{(1)} \cdots \mathbf{y}_N^{(1)}]$:

"""


def test_what_has_no_index_beside_the_loss_of_a_sample_is_of_that_sample():
    lines = {
        r"$\nabla_{\mathbf{z}^{(2)}} Loss_i = y_i^{(2)} - y_i$": "proved",
        r"$\nabla_{\mathbf{z}^{(2)}} Loss_i = y_i - y_i^{(2)}$": "refuted",
        r"$\nabla_{W^{(2)}} Loss = \frac{1}{N} \sum_{i=1}^N \delta_i^{(2)} \mathbf{y}_i^{(1)T}$": "proved",
        r"$\nabla_{W^{(l)}} Loss_i = \delta^{(l)} \mathbf{y}^{(l-1)T}$": "proved",
    }
    found = check_document(PAGE + "\n\n".join(lines)).claims
    assert [each.verdict for each in found][-len(lines) :] == list(lines.values())


def test_a_claim_about_layer_l_is_not_proved_while_a_layer_is_open():
    page = PAGE.replace(r"$$\delta^{(1)} = W^{(2)T} \delta^{(2)} \odot \varphi'(\mathbf{z}^{(1)})$$", "")
    page = page.replace(r"$$\delta^{(2)} = \nabla_{\mathbf{z}^{(2)}} Loss_i$$", r"$$\delta^{(2)} = y_i^{(2)} - y_i$$")
    claim = check_document(page + r"$$\nabla_{W^{(l)}} Loss_i = \delta^{(l)} \mathbf{y}^{(l-1)T}$$").claims[-1]
    assert claim.verdict == "undecided"
