"""The kernel: the trusted base of every proof.

Read it bottom-up: claims and verdicts; terms, settings, signs; the first engine (normal_form, derivatives,
moments, integrals); the second engine (evaluation, instances, solver); rules; derivations; judging.
"""
