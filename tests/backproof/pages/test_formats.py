import dataclasses
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from backproof.pages.formats import FORMATS, hypothesis_formula, latex, markdown, text
from backproof.pages.formulas import Text
from backproof.pages.page import Page, page_of
from proofs.book import theorems
from proofs.kernel.derivations import check_theorem


@cache
def page_about(name: str) -> Page:
    theorem = theorems()[name]
    return page_of(theorem, check_theorem(theorem))


EVERY_THIRD = [  # the others on request
    pytest.param(name, marks=[] if number % 3 == 0 else [pytest.mark.slow]) for number, name in enumerate(theorems())
]


@pytest.fixture(params=EVERY_THIRD, scope="session")  # the tests of one page run together, in one process
def page(request: pytest.FixtureRequest) -> Page:
    return page_about(request.param)


def braces_balance(code: str) -> bool:
    depth = 0
    for character in re.sub(r"\\[{}]", "", code):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def test_latex_is_balanced_and_needs_no_package(page: Page) -> None:
    code = latex(page)
    assert braces_balance(code)
    assert code.count(r"\left") == code.count(r"\right")
    assert len(re.findall(r"\\begin{(\w+)}", code)) == len(re.findall(r"\\end{(\w+)}", code))
    assert not re.search(r"\\(text|operatorname|mathbb|begin{align)", code)


@pytest.mark.latex
def test_latex_compiles_in_a_plain_article(page: Page, tmp_path: Path) -> None:
    compiler = shutil.which("pdflatex")
    assert compiler, "install a TeX distribution with pdflatex to run the tests marked latex"
    (tmp_path / "page.tex").write_text(rf"\documentclass{{article}}\begin{{document}}{latex(page)}\end{{document}}")
    run = subprocess.run(
        [compiler, "-halt-on-error", "-interaction=nonstopmode", "page.tex"], cwd=tmp_path, capture_output=True
    )
    assert run.returncode == 0, run.stdout[-2000:]


def test_each_name_is_explained_once(page: Page) -> None:
    names = [name for name, _ in page.alphabet]
    assert len(names) == len(set(names))


def test_markdown_has_paired_dollars(page: Page) -> None:
    code = markdown(page)
    assert code.count("$$") % 2 == 0
    assert code.replace("$$", "").count("$") % 2 == 0
    assert "`" not in code


def test_html_is_well_formed_and_loads_nothing(page: Page) -> None:
    code = FORMATS["html"](page)
    assert "<math" in code
    assert not re.search(r"<script|<link|src=", code)
    body = re.search(r"<main>.*</main>", code, re.S)
    assert body
    ElementTree.fromstring(re.sub(r"&(?!#|amp;|lt;|gt;|quot;)\w+;", "", body[0]))


def test_text_names_the_rule_of_every_step(page: Page) -> None:
    printed = text(page)
    for section in page.sections:
        for line in section.lines:
            assert f"[{line.rule}]" in printed


def test_every_hypothesis_is_printed_with_its_formula(page: Page) -> None:
    for premise in page.hypotheses:
        assert hypothesis_formula(premise, Text()) in text(page)


def test_the_law_of_a_normal_variable_comes_from_the_object() -> None:
    (normal,) = (each for each in page_about("relu-factor").hypotheses if "normal" in each.words)
    assert hypothesis_formula(normal, Text()) == "p_i ~ N(0, s^2)"


def test_a_formula_in_the_notation_is_a_formula_in_every_format() -> None:
    page = page_about("softmax-jacobian")
    ((name, _), *others) = page.alphabet
    told = dataclasses.replace(page, alphabet=((name, "factor per layer, `n_in sigma^2`"), *others))
    for write in FORMATS.values():
        assert "`" not in write(told)
