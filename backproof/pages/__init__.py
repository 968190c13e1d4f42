"""Pages: theorems as LaTeX, Markdown, HTML and text, printed only from checked objects."""
