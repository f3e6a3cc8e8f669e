"""The fairness report can be shown to students: it explains, is self-contained and gives nothing away."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from autograder.release_check.fairness import workers
from autograder.release_check.fairness.claims import claims
from autograder.release_check.fairness.evidence import collect_evidence
from autograder.release_check.fairness.margin_plot import shown
from autograder.release_check.fairness.page import fairness_page
from autograder.release_check.fairness.target import Target
from autograder.sandbox import SandboxReport

SANDBOX = SandboxReport("ns", ("network", "files"), (), (("Python", "3.11"), ("pandas", "2.2.0"), ("torch", "2.9.0")))
WHEN = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
VOID = {"meta", "link", "br", "img", "path", "use", "rect"}


def made(mistake):
    def run(jobs, processes=None):
        yield from ((place, job.function(*job.arguments)) for place, job in enumerate(jobs))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workers, "run", run)
        return collect_evidence(
            Target(mistake, "tests.release_check.fairness.lesson:load", "tests.release_check.fairness.lesson"),
            ["a", "b", "c"],
        )


@pytest.fixture(scope="module")
def fair():
    return made("none")


@pytest.fixture(scope="module")
def unfair():
    return made("a tolerance that is too large")


def page(evidence, names=True):
    return fairness_page(evidence, list(claims(evidence)), SANDBOX, WHEN, names=names)


class Outline(HTMLParser):
    """Checks that elements are closed, and collects headings, ids, links and labels."""

    def __init__(self, text):
        super().__init__()
        self.open, self.ids, self.targets, self.found = [], [], [], []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.found.append((tag, values))
        self.ids += [values["id"]] if "id" in values else []
        self.targets += (values.get("aria-labelledby") or "").split()
        if (values.get("href") or "").startswith("#"):
            self.targets.append(values["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag


@pytest.mark.parametrize("names", [True, False])
def test_every_link_and_label_has_a_target(fair, names):
    outline = Outline(page(fair, names))
    assert len(outline.ids) == len(set(outline.ids))
    assert set(outline.targets) <= set(outline.ids)


def test_versions_that_run_the_code_of_students_are_listed(fair):
    assert "<dt>Students' code</dt><dd>pandas 2.2.0, torch 2.9.0</dd>" in page(fair)


def test_page_loads_nothing_and_runs_no_script(fair):
    outline = Outline(page(fair))
    assert not {"script", "iframe", "link", "object"} & {tag for tag, _ in outline.found}
    for _, values in outline.found:
        assert not any(name.startswith("on") for name in values)
        for name in ("src", "href", "xlink:href"):
            assert (values.get(name) or "#").startswith("#")


def test_headings_skip_no_level_and_tables_have_captions_and_scopes(fair):
    found = Outline(page(fair)).found
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert sum(tag == "table" for tag, _ in found) == sum(tag == "caption" for tag, _ in found) > 2
    assert all("scope" in values for tag, values in found if tag == "th")


def test_scrolling_regions_can_be_reached_with_the_keyboard(fair):
    scrolling = [values for _, values in Outline(page(fair)).found if values.get("class") == "wide"]
    assert scrolling
    assert all(values.get("tabindex") == "0" and values.get("role") == "region" for values in scrolling)


def test_plot_is_described_in_words(fair):
    (label,) = [values["aria-label"] for _, values in Outline(page(fair)).found if values.get("role") == "img"]
    assert "The largest error of a right answer is" in label


def test_verdicts_are_legible_without_colour(unfair):
    text = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", page(unfair), flags=re.DOTALL)
    assert "claims fail" in text
    assert text.count("✗") > 3
    assert "fails" in re.sub(r"<[^>]*>", "", text)
    assert re.search(r"\d+/\d+ ✗ \d+ missed", text)


def test_page_of_a_fair_assignment_says_that_all_claims_hold(fair):
    text = page(fair)
    assert "All 6 claims hold" in text
    assert "✗" not in text
    for word in ("numpy 2", "2026-01-02 03:04 UTC", "level ns", "3 students"):
        assert word in text


@pytest.mark.parametrize("mistake", ["fair", "unfair"])
@pytest.mark.parametrize("names", [True, False])
def test_page_contains_no_line_of_the_reference_and_no_mutant(request, mistake, names):
    evidence = request.getfixturevalue(mistake)
    text = page(evidence, names)
    for each in evidence.mutant_results:
        assert each.mutant.before not in text
        assert each.mutant.after not in text
    assert "column(W)" not in text


def test_names_of_answers_are_marked_and_can_be_omitted(fair):
    named, bare = page(fair), page(fair, names=False)
    assert "For after the deadline" in named
    assert "For after the deadline" not in bare
    for each in fair.answer_results[1:]:
        assert escape(each.name) in named
        assert escape(each.about).replace("&#x27;", "&#39;") in named
        assert escape(each.about).replace("&#x27;", "&#39;") not in bare
    assert "one product" not in bare
    assert "column missing" not in bare


def test_names_are_escaped(fair):
    nasty = "<script>alert('&amp;')</script>"
    text = page(
        replace(
            fair,
            assignment=nasty,
            written=(nasty,),
            answer_results=tuple(replace(each, name=nasty, about=nasty) for each in fair.answer_results),
        )
    )
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_same_evidence_gives_the_same_page(fair):
    assert page(fair) == page(fair)


@pytest.mark.parametrize(
    ("margin", "text"),
    [
        (0, "0"),
        (float("inf"), "∞"),
        (0.816, "0.82"),
        (12.3, "12"),
        (2308.9, "2309"),
        (5e-8, "5 · 10⁻⁸"),
        (3.1e12, "3 · 10¹²"),
    ],
)
def test_errors_are_rounded_to_readable_numbers(margin, text):
    assert shown(margin) == text
