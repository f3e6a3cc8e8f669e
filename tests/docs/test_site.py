"""The site builds without warnings, is complete, and loads nothing from other machines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
import typer
from bs4 import BeautifulSoup

from autograder.cli import app
from tests.classroom import ROOT
from tests.docs.pages import PAGES

COMMANDS = typer.main.get_command(app).commands
LOADS = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
}
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
ON_DEMAND = re.compile(r"https://unpkg\.com/(mermaid@|resize-observer-polyfill)|https?://www\.w3\.org/")
"""What the theme's script would load for a diagram, which no page has, and for browsers older than 2020; and names that
look like addresses."""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder of the site, and what was said while it was built."""
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stderr


@pytest.fixture(scope="module")
def pages(built):
    """Every page of the site, by its path."""
    folder, _ = built
    return {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in folder.rglob("*.html")
    }


def test_site_builds_without_warnings(built):
    lines = [line for line in built[1].splitlines() if line.strip()]
    assert [line for line in lines if not line.startswith("INFO    -  ")] == []
    assert "Documentation built" in lines[-1]


def test_every_page_is_in_the_navigation(pages):
    linked = {link["href"] for link in pages["index.html"].select("nav.md-nav--primary a[href]")}
    wanted = {f"{name.removeprefix('docs/').removesuffix('.md')}.html" for name in PAGES if name.startswith("docs/")}
    assert wanted | {"contributing.html", "changelog.html", "benchmarks.html"} <= linked | {"index.html"}


def test_links_within_the_site_lead_to_an_existing_page_and_anchor(built, pages):
    """MkDocs has checked what it knows of Markdown; this checks what came out, with the pages made from docstrings."""
    folder, _ = built
    places = {name: {tag["id"] for tag in page.select("[id]")} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        if name == "404.html":
            continue
        for link in page.select("a[href], img[src]"):
            target = urlsplit(link.get("href") or link["src"])
            if target.scheme or target.netloc:
                continue
            path = (folder / name).parent / target.path if target.path else folder / name
            known = places.get(os.path.relpath(path, folder), set())
            if not path.exists() or (target.fragment and target.fragment not in known):
                broken.append(f"{name}: {target.geturl()}")
    assert broken == []


def test_pages_load_nothing_from_other_hosts(built, pages):
    folder, _ = built
    asked = []
    for name, page in pages.items():
        asked += [(name, tag[LOADS[tag.name]]) for tag in page.find_all(list(LOADS)) if tag.get(LOADS[tag.name])]
        asked += [(name, tag["href"]) for tag in page.select("link[href]") if LOADED_LINKS & set(tag.get("rel", ()))]
        asked += [(name, address) for tag in page.select("style, [style]") for address in _addresses(str(tag))]
    for path in folder.rglob("*.css"):
        asked += [(path.name, address) for address in _addresses(path.read_text(encoding="utf-8"))]
    assert len(asked) > 50
    assert [each for each in asked if urlsplit(each[1]).netloc or urlsplit(each[1]).scheme not in ("", "data")] == []


def test_scripts_load_nothing_from_other_hosts(built, pages):
    folder, _ = built
    texts = [path.read_text(encoding="utf-8") for path in folder.rglob("*.js")]
    found = {address for text in texts for address in re.findall(r"[\"'](https?://[^\s\"']+)[\"']", text)}
    assert found
    assert [address for address in found if not ON_DEMAND.match(address)] == []
    assert [name for name, page in pages.items() if page.select(".mermaid")] == []
    assert [name for name, page in pages.items() if page.select("[data-md-component=source], script[src*=shim]")] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_documented_with_all_its_options(pages, command):
    page = pages["commands.html"]
    section = page.find(id=f"autograder-{command}")
    assert section is not None
    texts = []
    for each in section.find_next_siblings():
        if each.name == "h2":
            break
        texts.append(each.get_text(" "))
    shown = " ".join(" ".join(texts).split())
    options = [name for each in COMMANDS[command].params for name in (*each.opts, *each.secondary_opts)]
    assert [name for name in options if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown)] == []
    assert " ".join(COMMANDS[command].help.split("\n\n")[0].replace("`", "").split())[:60] in shown.replace("` ", "")


def test_public_classes_are_documented_from_their_docstrings(pages):
    page = pages["api.html"]
    for name in (
        "Question",
        "Verdict",
        "undecided",
        "Numeric",
        "grading.grader.Grader.grade",
    ):
        assert page.find(id=f"autograder.{name}") is not None, name
    assert "The trusted function." in page.get_text()


def _addresses(text: str) -> list[str]:
    return re.findall(r"url\(\s*['\"]?([^'\")]+)", text) + re.findall(r"@import\s+['\"]([^'\"]+)", text)
