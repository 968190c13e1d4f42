"""Each misconception is named where a proof shows that it leads to what was claimed, and nowhere else."""

import pytest

from backproof.documents.check import check_document
from backproof.documents.misconceptions import MISCONCEPTIONS

SOFTMAX = r"Let $y_i = \frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}}$ and $L = -\sum_{k=1}^{n} t_k \log y_k$ with $\sum_{k=1}^{n} t_k = 1$."
LOGISTIC = (
    r"Let $\sigma(x) = \frac{1}{1 + e^{-x}}$, $p = \sigma(z)$, $J = -y \log p - (1 - y) \log(1 - p)$, $E = (p - y)^2$."
)
LAYER = (
    r"Let $a_j = \sum_{i=1}^{n_{in}} w_{ji} x_i$ with independent weights and inputs, $\mathbb{E}[w_{ji}] = 0$,"
    r" $\text{Var}(w_{ji}) = \sigma^2$, $\mathbb{E}[x_i] = 0$, $\text{Var}(x_i) = v^2$."
)
MEANS = r"Let $\mathbb{E}[x] = \mu$, $\text{Var}(x) = v^2$, $\mathbb{E}[w] = 0$ and $\text{Var}(w) = \sigma^2$, independent."
NORMAL = r"Let $a \sim N(0, s^2)$."
UNIFORM = r"Let $u \sim U[-c, c]$ with $c > 0$."
BATCH = r"Let $J = \frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i)^2$."
STEP = "The neuron has the step activation H, a step function with threshold 0."
NETWORK = (
    r"For every layer $\mathbf{z}^{(l)} = W^{(l)} \mathbf{y}^{(l-1)} + \mathbf{b}^{(l)}$ and"
    r" $\mathbf{y}^{(l)} = \varphi(\mathbf{z}^{(l)})$ with $\varphi(z) = \frac{1}{1 + e^{-z}}$; define"
    r" $\delta^{(l)} = \nabla_{\mathbf{z}^{(l)}} L$ (backpropagation)."
)

CLAIMS = (
    ("second moment against variance", NORMAL, r"\text{Var}(\text{ReLU}(a)) = \frac{s^2}{2}"),
    ("second moment against variance", MEANS, r"\text{Var}(x) = v^2 + \mu^2"),
    ("variance against second moment", MEANS, r"\mathbb{E}[x^2] = v^2"),
    ("standard deviation for variance", LAYER, r"\text{Var}(a_j) = n_{in} \sigma v"),
    ("width of a uniform distribution", UNIFORM, r"\text{Var}(u) = \frac{c^2}{12}"),
    ("variance is not linear", LAYER, r"\text{Var}(3 a_j) = 3 n_{in} \sigma^2 v^2"),
    ("variance of a difference", MEANS, r"\text{Var}(x - w) = v^2 - \sigma^2"),
    ("variance of a product", MEANS, r"\text{Var}(w x) = \sigma^2 v^2"),
    ("expectation moved inside", MEANS, r"\mathbb{E}[x^2] = \mu^2"),
    ("fan-in and fan-out swapped", LAYER, r"\text{Var}(a_j) = n_{out} \sigma^2 v^2"),
    ("factor 2 of ReLU", NORMAL, r"\mathbb{E}[\text{ReLU}(a)^2] = s^2"),
    ("one variable repeated", LAYER, r"\text{Var}(a_j) = n_{in}^2 \sigma^2 v^2"),
    ("one term for the sum", LAYER, r"\text{Var}(a_j) = \sigma^2 v^2"),
    ("elementwise rule at a softmax layer", SOFTMAX, r"\frac{\partial L}{\partial z_j} = -t_j (1 - y_j)"),
    ("only the case i = j", SOFTMAX, r"\frac{\partial y_i}{\partial z_j} = y_i (1 - y_i)"),
    ("only the case i != j", SOFTMAX, r"\frac{\partial y_i}{\partial z_j} = -y_i y_j"),
    ("derivative by the wrong variable", SOFTMAX, r"\frac{\partial \log y_i}{\partial z_i} = \delta_{ij} - y_j"),
    ("derivative of the logarithm", SOFTMAX, r"\frac{\partial y_i}{\partial z_j} = \delta_{ij} - y_j"),
    ("inner derivative forgotten", LOGISTIC, r"\frac{d}{dx} \sigma(3x) = \sigma(3x) (1 - \sigma(3x))"),
    ("chain rule stopped halfway", LOGISTIC, r"\frac{\partial J}{\partial z} = \frac{p - y}{p (1 - p)}"),
    ("product rule", LOGISTIC, r"\frac{d}{dx} (x e^x) = e^x"),
    ("sign in the quotient rule", LOGISTIC, r"\frac{d}{dx} \frac{x}{1 + e^x} = \frac{1 + e^x + x e^x}{(1 + e^x)^2}"),
    ("factor of the square", LOGISTIC, r"\frac{\partial E}{\partial p} = p - y"),
    ("logarithm of a sum", SOFTMAX, r"\log \sum_{k=1}^{n} e^{z_k} = \sum_{k=1}^{n} z_k"),
    ("exponential of a sum", LOGISTIC, r"e^{x + y} = e^x + e^y"),
    ("function of a sum", LOGISTIC, r"\sigma(x + y) = \sigma(x) + \sigma(y)"),
    ("reciprocal of a sum", LAYER, r"\frac{2}{n_{in} + n_{out}} = \frac{1}{2} \left( \frac{1}{n_{in}} + \frac{1}{n_{out}} \right)"),
    ("square of a sum", BATCH, r"(w x_i - y_i)^2 = w^2 x_i^2 + y_i^2"),
    ("sum and product confused", LOGISTIC, r"\log(e^x e^y) = x \cdot y"),
    ("value of the step at 0", STEP, "H(0) = 1"),
    ("a factor left in the denominator", SOFTMAX + " For $C > 0$", r"\frac{e^{z_i}}{\sum_{k=1}^{n} e^{z_k}} = \frac{e^{z_i + \log C}}{C \sum_{k=1}^{n} e^{z_k + \log C}}"),
    ("transpose", NETWORK, r"\delta^{(l)} = W^{(l+1)} \delta^{(l+1)} \odot \varphi'(\mathbf{z}^{(l)})"),
    ("order of the outer product", NETWORK, r"\nabla_{W^{(l)}} L = \mathbf{y}^{(l-1)} \delta^{(l)T}"),
    ("wrong layer", NETWORK, r"\delta^{(l)} = W^{(l)T} \delta^{(l+1)} \odot \varphi'(\mathbf{z}^{(l)})"),
    ("sum for mean", BATCH, r"\frac{\partial J}{\partial b} = 2 \sum_{i=1}^{N} (w x_i + b - y_i)"),
    ("indices swapped", SOFTMAX, r"\frac{\partial \log y_i}{\partial z_j} = \delta_{ij} - y_i"),
    ("off by one", LAYER, r"\text{Var}(a_j) = (n_{in} - 1) \sigma^2 v^2"),
    ("sign lost in a double negation", BATCH, r"-(w x_i + b - y_i) = -w x_i + b - y_i"),
    ("sign lost in a double negation", LOGISTIC, r"\frac{\partial J}{\partial p} = -\frac{y}{p} - \frac{1 - y}{1 - p}"),
    ("sign lost", SOFTMAX, r"\frac{\partial L}{\partial z_j} = t_j - y_j"),
    ("a factor forgotten", LOGISTIC, r"J = \log(1 + e^z) - y"),
    ("upside down", LOGISTIC, r"\sigma(x) = 1 + e^{-x}"),
)  # fmt: skip


def last(context, claim):
    return check_document(f"{context}\n\nThen\n\n$${claim}.$$\n").claims[-1]


def _id(text):
    return text[:40]


QUICK = [each for each in CLAIMS if each[1] is not NETWORK]


def test_most_misconceptions_have_a_claim_here():
    assert len({name for name, _, _ in CLAIMS}) >= 35
    assert {name for name, _, _ in CLAIMS} <= {each.name for each in MISCONCEPTIONS}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "context", "claim"), [each for each in CLAIMS if each[1] is NETWORK], ids=_id)
def test_the_misconception_about_layers_is_named(name, context, claim):
    found = last(context, claim)
    assert (found.verdict, found.misconception) == ("refuted", name)


@pytest.mark.parametrize(
    ("context", "claim"),
    [
        (LAYER, r"\text{Var}(a_j) = 7 n_{in}^5 \sigma^2 v^2"),
        (LOGISTIC, r"\sigma'(x) = \sigma(x)^3"),
        (SOFTMAX, r"\frac{\partial y_i}{\partial z_j} = 17 y_i"),
    ],
)
def test_what_no_misconception_reproduces_is_left_without_a_name(context, claim):
    found = last(context, claim)
    assert (found.verdict, found.misconception) == ("refuted", None)


def test_the_name_does_not_depend_on_how_the_wrong_side_is_written():
    ways = (r"n_{in}^2 \sigma^2 v^2", r"(n_{in} \sigma v)^2", r"\sigma^2 \cdot n_{in} \cdot v^2 \cdot n_{in}")
    assert {last(LAYER, rf"\text{{Var}}(a_j) = {way}").misconception for way in ways} == {"one variable repeated"}


@pytest.mark.parametrize(("name", "context", "claim"), QUICK, ids=_id)
def test_the_misconception_is_named(name, context, claim):
    found = last(context, claim)
    assert (found.verdict, found.misconception) == ("refuted", name)
