"""A dense network of any depth, forward and backward: the textbook, line by line.

Alphabet: N samples are the rows of X; layer l has weights W_l of shape (n_l, n_{l-1}) and bias b_l of shape (n_l,).

    forward     A_0 = X,   Z_l = A_{l-1} W_l' + b_l,   A_l = f_l(Z_l)
    loss        L = mean over the samples of loss_s
    backward    delta_l[s] = d loss_s / d z_l[s]     (one row per sample, without the 1/N of the mean)
                delta_{l-1} = pullback of delta_l W_l through f_{l-1}
                dL/dW_l = mean_s delta_l[s] a_{l-1}[s]',   dL/db_l = mean_s delta_l[s],   dL/dX = delta_1 W_1 / N

This is the reference that other code is held against, so it is written for the reader; nothing here is in place.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from numerics.activations import activation
from numerics.arrays import Array, as_inexact
from numerics.initializers import Initializer, RandomSource
from numerics.losses import loss


@dataclass(frozen=True, eq=False)
class Dense:
    """One layer: weights (n_out, n_in), bias (n_out,), and the name of its activation.

    Raises ValueError for shapes that do not fit and for an unknown activation.
    """

    weights: Array
    bias: Array
    activation: str = "linear"

    def __post_init__(self) -> None:
        object.__setattr__(self, "weights", as_inexact("weights", self.weights))
        object.__setattr__(self, "bias", as_inexact("bias", self.bias))
        activation(self.activation)
        if self.weights.ndim != 2:
            raise ValueError(f"weights: expected shape (n_out, n_in), got {self.weights.shape}")
        if self.bias.shape != self.weights.shape[:1]:
            raise ValueError(
                f"bias: expected shape {self.weights.shape[:1]}, one entry per row of weights, got {self.bias.shape}"
            )

    @property
    def n_in(self) -> int:
        """Number of inputs."""
        return int(self.weights.shape[1])

    @property
    def n_out(self) -> int:
        """Number of units."""
        return int(self.weights.shape[0])


@dataclass(frozen=True, eq=False)
class Cache:
    """What a forward pass computed: inputs (N, n_0), and Z_l and A_l of every layer, each of shape (N, n_l)."""

    inputs: Array
    preactivations: tuple[Array, ...]
    activations: tuple[Array, ...]

    @property
    def logits(self) -> Array:
        """Preactivations of the last layer."""
        return self.preactivations[-1]

    @property
    def output(self) -> Array:
        """Activations of the last layer."""
        return self.activations[-1]


@dataclass(frozen=True, eq=False)
class Gradients:
    """dL/dW and dL/db of every layer, dL/dX, and the deltas (per sample, before the mean), first layer first."""

    weights: tuple[Array, ...]
    biases: tuple[Array, ...]
    inputs: Array
    deltas: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Network:
    """Dense layers in order and the name of a loss: "cross-entropy", "binary-cross-entropy" or "squared-error".

    Raises ValueError where two layers do not fit, or where the last activation is not the one the loss needs.
    """

    layers: tuple[Dense, ...]
    loss: str = "cross-entropy"

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ValueError("layers: expected at least one Dense layer, got none")
        for index, (below, above) in enumerate(zip(self.layers, self.layers[1:], strict=False)):
            if below.n_out != above.n_in:
                raise ValueError(
                    f"layers: layer {index} has {below.n_out} outputs but layer {index + 1} takes {above.n_in} inputs"
                )
        heads, head = loss(self.loss).heads, self.layers[-1].activation
        if heads and head not in heads:
            raise ValueError(
                f"loss: {self.loss} is computed from the logits of a {' or '.join(heads)} layer, "
                f"but the last activation is {head}; change one of the two"
            )

    @classmethod
    def initialized(
        cls,
        widths: Sequence[int],
        *,
        hidden: str,
        head: str,
        loss: str,
        initializer: Initializer,
        rng: RandomSource,
    ) -> "Network":
        """A network of widths (n_0, ..., n_L), weights drawn layer by layer from `initializer`, biases 0."""
        names = [hidden] * (len(widths) - 2) + [head]
        layers = (
            Dense(initializer(n_in, n_out, rng=rng), np.zeros(n_out), name)
            for n_in, n_out, name in zip(widths, widths[1:], names, strict=False)
        )
        return cls(tuple(layers), loss)

    def with_layer(self, index: int, **changes: object) -> "Network":
        """The same network with `weights`, `bias` or `activation` of one layer replaced."""
        layers = list(self.layers)
        layers[index] = replace(layers[index], **changes)  # type: ignore[arg-type]
        return Network(tuple(layers), self.loss)

    def forward(self, x: npt.ArrayLike) -> Cache:
        """Run a batch x of shape (N, n_0) through the network."""
        inputs = as_inexact("x", x)
        if inputs.ndim != 2 or inputs.shape[0] == 0 or inputs.shape[1] != self.layers[0].n_in:
            raise ValueError(
                f"x: expected shape (N, {self.layers[0].n_in}) with N >= 1, samples as rows, got {inputs.shape}; "
                "a single sample is x[numpy.newaxis, :]"
            )
        preactivations, activations = [], []
        a = inputs
        for layer in self.layers:
            z = a @ layer.weights.T + layer.bias
            a = activation(layer.activation).function(z)
            preactivations.append(z)
            activations.append(a)
        return Cache(inputs, tuple(preactivations), tuple(activations))

    def losses(self, x: npt.ArrayLike, t: npt.ArrayLike) -> Array:
        """Loss of every sample, shape (N,), for targets t of shape (N, n_L)."""
        cache = self.forward(x)
        return loss(self.loss).per_sample(self._targets(cache, t), cache.logits, self.layers[-1].activation)

    def mean_loss(self, x: npt.ArrayLike, t: npt.ArrayLike) -> Array:
        """L, the mean of the losses over the batch; shape ()."""
        return np.asarray(self.losses(x, t).mean())

    def backward(self, cache: Cache, t: npt.ArrayLike) -> Gradients:
        """Gradients of the mean loss over the batch in `cache`, for targets t of shape (N, n_L)."""
        targets = self._targets(cache, t)
        delta = loss(self.loss).delta(targets, cache.logits, self.layers[-1].activation)
        return self._propagate(cache, delta, 1 / len(targets))

    def pullback(self, cache: Cache, output_gradient: npt.ArrayLike) -> Gradients:
        """Gradients of sum over samples and outputs of output_gradient * output, whatever the loss.

        output_gradient has the shape (N, n_L) of the output. With a unit vector as its only row, `inputs` is a row of
        the Jacobian of the network.
        """
        g = as_inexact("output_gradient", output_gradient)
        if g.shape != cache.output.shape:
            raise ValueError(f"output_gradient: expected the shape {cache.output.shape} of the output, got {g.shape}")
        delta = activation(self.layers[-1].activation).pullback(cache.logits, cache.output, g)
        return self._propagate(cache, delta, 1.0)

    def _propagate(self, cache: Cache, delta: Array, sample_weight: float) -> Gradients:
        """Carry the last layer's delta down; `sample_weight` is 1/N for a mean over samples, 1 for a sum."""
        weights, biases, deltas = [], [], []
        for l in reversed(range(len(self.layers))):
            below = cache.activations[l - 1] if l > 0 else cache.inputs
            weights.append(sample_weight * (delta.T @ below))
            biases.append(sample_weight * delta.sum(axis=0))
            deltas.append(delta)
            arriving = delta @ self.layers[l].weights
            if l > 0:
                delta = activation(self.layers[l - 1].activation).pullback(
                    cache.preactivations[l - 1], cache.activations[l - 1], arriving
                )
        return Gradients(tuple(weights[::-1]), tuple(biases[::-1]), sample_weight * arriving, tuple(deltas[::-1]))

    def _targets(self, cache: Cache, t: npt.ArrayLike) -> Array:
        targets = as_inexact("t", t)
        if targets.shape != cache.output.shape:
            raise ValueError(
                f"t: expected the shape {cache.output.shape} of the output, one row per sample, got {targets.shape}; "
                "class labels become rows of numpy.eye"
            )
        return targets
