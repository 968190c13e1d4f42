"""Mutation: wrong variants of every claim of the book, made by operators, and what becomes of them."""
