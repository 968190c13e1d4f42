"""Judging other people's NumPy code: a trusted judge, an untrusted worker, and typed frames between them.

This file must stay free of imports: the zygote that runs submissions imports the package by name, and nothing
that knows an answer may come along.
"""
