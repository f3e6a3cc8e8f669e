"""The documentation's pages: their code blocks and the command lines in them."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from tests.classroom import ROOT

PAGES = {
    name: (ROOT / name).read_text(encoding="utf-8")
    for name in (
        "docs/quick-start.md",
        "docs/instructors.md",
        *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").glob("*.md")),
        "README.md",
        "CONTRIBUTING.md",
    )
}
"""Text by path, in reading order: each page builds on the results of those before it."""

_FENCE = re.compile(r"^(?P<indent> *)```(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```[ ]*$", re.MULTILINE | re.DOTALL)
_SHELL = {"", "bash", "sh", "shell", "console"}
_OPERATORS = {"&&", "||", "|", ";", "&"}
_INLINE = re.compile(r"(?<!`)`([^`\n]+(?:\n[^`\n]+)?)`(?!`)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the name of the file that it shows, if any, and its text."""

    page: str
    language: str
    file: str
    text: str

    @property
    def is_shell(self) -> bool:
        """Blocks without a language count, too, so that no command is missed; other text is marked `text`."""
        return self.language in _SHELL


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page in order."""
    found = []
    for fence in _FENCE.finditer(PAGES[page]):
        language, _, file = fence["info"].strip().partition(" ")
        indent = len(fence["indent"])
        text = "\n".join(line[indent:] for line in fence["text"].splitlines())
        found.append(Block(page, language, file.strip(), text))
    return found


def command_lines(page: str) -> list[str]:
    """Return the command lines of a page, without comments and with continued lines joined."""
    return [line for block in blocks(page) if block.is_shell for line in _lines(block.text)]


def _lines(text: str) -> Iterator[str]:
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        line = re.sub(r"(^|\s)#.*$", "", line.removeprefix("$ ")).strip()
        if line:
            yield line


def simple_commands(line: str) -> list[list[str]]:
    """Split a line at `&&`, `|` etc. into commands, each a list of words without redirections."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars=";&|<>")
    lexer.whitespace_split = True
    commands: list[list[str]] = [[]]
    words = iter(lexer)
    for word in words:
        if word in _OPERATORS:
            commands.append([])
        elif word in {">", ">>", "<"}:
            next(words)
        elif commands[-1] or not re.fullmatch(r"\w+=.*", word):  # not a variable before a command
            commands[-1].append(word)
    return [command for command in commands if command]


def program(command: list[str]) -> str:
    """Return the name of a command's program without its folder."""
    return command[0] if command[0] == "." else PurePosixPath(command[0]).name


def mentioned(name: str) -> list[str]:
    """Return the commands of a program that pages mention within sentences."""
    texts = [_FENCE.sub("", text) for text in PAGES.values()]
    codes = {" ".join(code[1].split()) for text in texts for code in _INLINE.finditer(text)}
    return sorted(code for code in codes if code.startswith(f"{name} "))
