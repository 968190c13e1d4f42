"""Reports: what a person reads in the terminal, in JSON, and on the page."""

import io
import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from backproof.documents.check import check_document
from backproof.documents.explanation import explanation, first_wrong, summary_text
from backproof.documents.mathml import formula
from backproof.documents.page import html_page, one_line
from backproof.documents.report import CheckedClaim, Counterexample, Report, Section, Step
from backproof.documents.terminal import print_report

EXAMPLE = Path(__file__).parents[3] / "examples" / "derivation.md"
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    r"$\text{<script>alert(1)</script>}$",
    r"$\href{javascript:alert(1)}{x} = 1$",
    r"$\style{background:url(//evil)}{x} = 1$",
    r"$$\text{</math><iframe src=//evil></iframe>} = 1$$",
    r"**bold <b onclick=alert(1)>** `code </code><script>`",
    "# heading <svg onload=alert(1)>",
    "```\n</pre><script>alert(1)</script>\n```",
    "&lt;script&gt; &#60;script&#62;",
    r"$\text{&#x3C;script&#x3E;alert(1)&#x3C;/script&#x3E;} = 2$",
    r"$\color{red\" onload=\"alert(1)}x = 2$",
    "javascript:alert(1) [link](javascript:alert(1))",
    "\x1b[31mred\x07",
)


class Tags(HTMLParser):
    """All elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= set(attrs)


def tags_of(page: str) -> Tags:
    parser = Tags()
    parser.feed(page)
    return parser


@pytest.fixture(scope="module")
def example() -> Report:
    return check_document(EXAMPLE.read_text())


def claim(**fields) -> CheckedClaim:
    return CheckedClaim(**{"line": 1, "latex": "x = 1", "verdict": "refuted", "reason": "they differ", **fields})


def printed(report: Report, width: int = 100) -> str:
    stream = io.StringIO()
    print_report(report, "homework.md", Console(file=stream, width=width, highlight=False))
    return stream.getvalue()


def test_a_refutation_says_what_was_read_where_it_fails_what_is_right_and_what_happened():
    found = Counterexample((("n", "2"), ("z_1", "0")), "1/2", "-1/2")
    said = explanation(claim(read="dL/dz = t - y", counterexample=found, correction="y - t", misconception="sign lost"))
    assert [each.label for each in said] == ["read as", "counterexample", "right would be", "what happened"]
    assert said[1].text == "at n = 2, z_1 = 0: the left side is 1/2, the right side is -1/2"
    assert said[3].text == "sign lost: right with the other sign"


def test_a_condition_an_exception_a_missing_hypothesis_and_a_broken_step_are_told():
    assert explanation(claim(verdict="conditional", condition="x = 0"))[0].text == "x = 0"
    assert explanation(claim(verdict="proved", exceptions=("x = d",)))[0].label == "except at"
    assert explanation(claim(verdict="conditional", missing=("E[g] = 0",)))[0].text == "E[g] = 0"
    step = explanation(claim(step=Step("does not follow", "the sign changed", 4)))[-1]
    assert step.text == "does not follow from line 4: the sign changed"


def test_a_failed_inequality_says_which_relation_fails():
    found = Counterexample((), "2", "1", "<=")
    assert "2 is not at most 1" in explanation(claim(counterexample=found))[0].text


def test_the_example_has_three_slips_and_the_reports_find_them(example):
    assert [each.line for each in example.claims if each.verdict == "refuted"] == [23, 29, 36]
    assert first_wrong(example).line == 23
    assert [each.misconception for each in example.claims if each.verdict == "refuted"] == [
        "a factor left in the denominator",
        "sign lost",
        "inner derivative forgotten",
    ]


def test_the_terminal_names_the_first_wrong_line_and_counts(example):
    text = printed(example)
    assert "the first wrong line is line 23" in text
    assert "3 wrong" in text
    assert summary_text(example).split(":")[0] in text
    assert "sign lost" in text


def test_the_terminal_shows_no_markup_and_no_control_characters_of_a_document():
    text = printed(Report("", (claim(latex="[red]x[/red] \x1b[31m = 1\x07", read="[bold]y"),)))
    assert "[red]x[/red]" in text
    assert "\x1b[31m" not in text
    assert "\x07" not in text


def test_json_has_the_shape_that_scripts_depend_on(example):
    found = json.loads(json.dumps(example.as_dict()))
    assert {"claims", "summary", "sections", "seconds"} <= found.keys()
    assert all({"line", "latex", "verdict", "reason"} <= each.keys() for each in found["claims"])
    wrong = next(each for each in found["claims"] if each["verdict"] == "refuted")
    assert {"where", "left", "right"} <= wrong["counterexample"].keys()
    assert found["summary"]["refuted"] == 3


def test_the_page_is_self_contained_and_has_no_script(example):
    page = html_page(example, "derivation.md")
    found = tags_of(page)
    assert not found.tags & {"script", "link", "img", "iframe", "object", "embed", "form", "svg"}
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)
    assert "math" in found.tags
    assert "default-src 'none'" in page


def test_the_page_shows_every_claim_once_and_links_to_the_first_wrong_one(example):
    page = html_page(example, "derivation.md")
    assert [int(each) for each in re.findall(r'id="c(\d+)"', page)] == list(range(1, len(example.claims) + 1))
    number = example.claims.index(first_wrong(example)) + 1
    assert f'<a href="#c{number}">The first wrong line is line 23.</a>' in page


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_document_stays_text(text):
    report = check_document(text)
    for name in ("x.md", text):
        page = html_page(report, name)
        found = tags_of(page)
        assert not found.tags & {"script", "img", "iframe", "svg", "object", "embed"}, page
        assert not [each for each in found.attributes if each[0].startswith("on")]
        assert {name for name, _ in found.attributes} <= {
            "lang", "charset", "http-equiv", "content", "name", "class", "id", "href", "display", "stretchy", "fence",
            "form", "separator", "accent", "movablelimits", "displaystyle", "width", "xmlns", "lspace", "rspace",
        }  # fmt: skip
        assert all(value.startswith("#c") for key, value in found.attributes if key == "href")


def test_hostile_fields_of_a_claim_stay_text():
    evil = "<script>alert(1)</script>"
    found = Counterexample(((evil, evil),), evil, evil)
    report = Report(
        "x",
        (claim(latex=evil, read=evil, reason=evil, counterexample=found, correction=evil, misconception=evil),),
        (Section(1, 1, evil, evil, "document", evil),),
    )
    assert "script" not in tags_of(html_page(report, evil)).tags


@pytest.mark.parametrize("latex", ["x_", r"\frac{a", "{" * 3000, r"\left(" * 200, "a" * 5000, ""])
def test_a_formula_that_cannot_be_converted_is_shown_as_it_was_written(latex):
    assert formula(latex).startswith('<code class="latex">') or "<math" in formula(latex)


def test_the_marks_that_align_are_dropped_outside_environments_alone():
    assert one_line(r"a &= b \\ &= c").split() == ["a", "=", "b", "=", "c"]
    cases = r"\begin{cases} 1 & x \\ 0 & y \end{cases}"
    assert one_line(cases) == cases


def test_a_document_without_claims_has_a_page():
    assert "<main>" in html_page(check_document("Nothing but words."), "words.md")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_a_browser_shows_the_page_without_scrolling_sideways(example, width, tmp_path):
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    assert browser is not None, "install chromium to run the browser tests"
    page = tmp_path / "page.html"
    html = html_page(example, "derivation.md").replace("default-src 'none'", "script-src 'unsafe-inline'")
    page.write_text(
        "<!doctype html><title></title>"
        f'<iframe id=f width={width} height=900 srcdoc="{html.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
        "<script>f.onload = () => { const d = f.contentDocument.documentElement;"
        " document.body.append('wide ' + d.scrollWidth + ' maths ' + f.contentDocument.querySelectorAll('math').length"
        " + ' notes ' + f.contentDocument.querySelectorAll('.note').length) }</script>"
    )
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=4000", "--dump-dom"]
    shown = subprocess.run([*command, page.as_uri()], capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"wide (\d+) maths (\d+) notes (\d+)", shown)
    assert found is not None, shown[-500:]
    assert int(found[1]) <= width
    assert int(found[2]) > 20
    assert int(found[3]) == len(example.claims)
