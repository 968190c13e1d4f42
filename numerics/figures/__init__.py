"""Figures, drawn with Matplotlib; nothing outside this folder imports it."""
