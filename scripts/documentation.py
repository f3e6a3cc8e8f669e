"""Hooks for MkDocs, which `mkdocs.yml` refers to.

- Some pages lie outside `docs/`, where people look for them in a repository. They become pages of the site, and links
  between them and `docs/` lead to the right place in both.
- A block of code that names its file, as in "```python intro.py", is shown with that name.
- The reference of the commands is made from the commands themselves.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = {
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "benchmarks.md": "benchmarks/README.md",
}
"""Files of the repository by the name of their page in the site."""
COMMANDS = "<!-- every command -->"
"""The marker that the command reference replaces."""

_IN_SITE = {path: name for name, path in OUTSIDE.items()} | {"README.md": "index.md"}
_LINK = re.compile(r"(?<=\]\()([^)\s#:]+)(?=[#)])")
_NAMED_BLOCK = re.compile(r"^```(\w+) ([\w./-]+)$", re.MULTILINE)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages from outside `docs/`."""
    for name, path in OUTSIDE.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Prepare the text of a page for the site."""
    source = OUTSIDE.get(page.file.src_uri, f"docs/{page.file.src_uri}")
    markdown = _LINK.sub(lambda found: in_site(found[1], source), markdown)
    markdown = _NAMED_BLOCK.sub(r'```\1 title="\2"', markdown)
    return markdown.replace(COMMANDS, reference()) if COMMANDS in markdown else markdown


def in_site(link: str, source: str) -> str:
    """Return where a link leads in the site.

    Parameters
    ----------
    link : str
        A path, relative to the file that contains it.
    source : str
        That file, relative to the repository. Its page lies at the top of the site if it is not in `docs/`.
    """
    target = os.path.normpath(PurePosixPath(source).parent / link)
    if target in _IN_SITE:
        target = _IN_SITE[target]
    elif target.startswith("docs/"):
        target = target.removeprefix("docs/")
    else:
        return link  # leads out of the site, and the strict build says so
    here = PurePosixPath(source.removeprefix("docs/")).parent if source.startswith("docs/") else PurePosixPath()
    return os.path.relpath(target, here)


def reference() -> str:
    """Return the help of every command, as Typer renders it in Markdown."""
    made = subprocess.run(
        [sys.executable, "-m", "typer", "autograder.cli", "utils", "docs", "--name", "autograder"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return made.stdout[made.stdout.index("\n## ") :]
