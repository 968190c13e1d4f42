"""Witnesses of what a batch does to gradients: the complex step of the mean loss, and NumPy's own matrices."""

from collections.abc import Callable, Iterator

import numpy as np

from backproof.closed_forms import Values, number
from proofs.kernel.claims import Claim

from .networks import EPS, Array, Case, Probe, classifier, compare, indices
from .testimony import Rng, Testimony, witness


def _batch_values(probe: Probe) -> dict[str, "float | Array"]:
    """The first layer of a network on a batch, with the names of the chapter."""
    first, deltas = probe.network.layers[0], probe.gradients.deltas[0]
    sizes = {"N": float(len(probe.x)), "m": float(first.n_out), "n": float(first.n_in)}
    means = {"dbar": deltas.mean(axis=0), "abar": probe.x.mean(axis=0), "G": probe.gradients.weights[0]}
    losses, z = probe.network.losses(probe.x, probe.t), probe.network.forward(probe.x).preactivations[0]
    named = {"W": first.weights, "b": first.bias, "a": probe.x, "z": z, "d": deltas, "C": losses, "L": losses.mean()}
    return {**sizes, **named, **means}


def _each_batch(claim: Claim, rng: Rng, measure: Callable[[Probe], Array], *names: str) -> Testimony:
    """Batches of 1, 2 and 7 samples; a mean of N adds N roundings to those of its terms."""

    def cases() -> Iterator[Case]:
        for samples, depth in ((1, 2), (2, 1), (7, 3)):
            probe = classifier(rng, depth, samples=samples)
            values, measured = _batch_values(probe), measure(probe)
            allowed = (samples + 4) * probe.tolerance(1) * (1 + float(np.sum(np.abs(probe.x))))
            for entry in indices(*measured.shape):
                here: Values = {**values, **{name: float(i) for name, i in zip(names, entry, strict=True)}}
                yield number(claim.terms[1], here), float(measured[tuple(i - 1 for i in entry)]), allowed

    return compare(cases())


@witness("batch-gradient", "weights", "complex step of the mean loss", draws=False)
def batch_weights(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the mean loss, not of its terms."""
    return _each_batch(claim, rng, lambda probe: probe.losses_by(1, what="weights").mean(axis=0), "j", "k")


@witness("batch-gradient", "biases", "complex step of the mean loss", draws=False)
def batch_biases(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The derivative of the mean loss with respect to the biases."""
    return _each_batch(claim, rng, lambda probe: probe.losses_by(1, what="bias").mean(axis=0), "j")


@witness("averaging-first", "covariance", "the network's gradient minus the product of the means", draws=False)
def averaging_first(claim: Claim, rng: Rng, _: float) -> Testimony:
    """What the backward pass gives, minus the outer product of the averaged deltas and the averaged inputs."""

    def lost(probe: Probe) -> Array:
        means = np.outer(probe.gradients.deltas[0].mean(axis=0), probe.x.mean(axis=0))
        return np.asarray(probe.gradients.weights[0] - means)

    return _each_batch(claim, rng, lost, "j", "k")


@witness("rank-one-sum", "image", "the network's gradient times a vector", draws=False)
def rank_one_image(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The gradient of the backward pass, multiplied by NumPy with a vector."""

    def cases() -> Iterator[Case]:
        for samples in (1, 2, 5):
            probe = classifier(rng, 2, samples=samples)
            v = rng.normal(size=probe.x.shape[1])
            values = {**_batch_values(probe), "v": v}
            scale = (1 + float(np.sum(np.abs(probe.x)))) * (1 + float(np.sum(np.abs(v))))
            allowed = (samples + 4) * probe.tolerance(1) * scale
            for j, measured in enumerate(probe.gradients.weights[0] @ v, start=1):
                yield number(claim.terms[1], {**values, "j": float(j)}), float(measured), allowed

    return compare(cases())


def _matrices(rng: Rng) -> Iterator[tuple[Array, Array, dict[str, "float | Array"], float]]:
    """Random matrices with their names; every entry below has at most N + 8 roundings of products of four entries."""
    for m, N, n in ((1, 1, 1), (2, 3, 4), (4, 2, 3), (3, 6, 2)):
        A, B = rng.normal(size=(m, N)), rng.normal(size=(N, n))
        outer = np.einsum("js,sk->sjk", A, B)
        values = {"m": float(m), "N": float(N), "n": float(n), "A": A, "B": B, "P": A @ B, "R": outer}
        largest = (1 + np.max(np.abs(A))) * (1 + np.max(np.abs(B)))
        yield A, B, values, float((N + 8) * EPS * N * largest**2)


@witness("rank-one-sum", "sum-of-outer-products", "NumPy's matrix product", draws=False)
def sum_of_outer_products(claim: Claim, rng: Rng, _: float) -> Testimony:
    """The entries of A @ B."""

    def cases() -> Iterator[Case]:
        for A, B, values, allowed in _matrices(rng):
            for (j, k), measured in np.ndenumerate(A @ B):
                here: Values = {**values, "j": float(j + 1), "k": float(k + 1)}
                yield number(claim.terms[1], here), float(measured), allowed

    return compare(cases())


@witness("rank-one-sum", "vanishing-minors", "minors of NumPy's outer products", draws=False)
def vanishing_minors(claim: Claim, rng: Rng, _: float) -> Testimony:
    """Every two-by-two minor of every outer product."""

    def cases() -> Iterator[Case]:
        for A, B, values, allowed in _matrices(rng):
            (m, N), n = A.shape, B.shape[1]
            for s, j, c, k, e in indices(N, m, m, n, n):
                R = np.outer(A[:, s - 1], B[s - 1])
                minor = R[j - 1, k - 1] * R[c - 1, e - 1] - R[j - 1, e - 1] * R[c - 1, k - 1]
                names = {"s": s, "j": j, "c": c, "k": k, "e": e}
                here: Values = {**values, **{name: float(i) for name, i in names.items()}}
                yield number(claim.terms[1], here), float(minor), allowed

    return compare(cases())
