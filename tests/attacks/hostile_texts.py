"""Texts that make careless parsers slow: deep, wide, repeated and unfinished, of any size."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count, takewhile

Text = Callable[[int], str]
"""Takes a size in characters and returns a text of about that size."""


def _repeated(part: str, begin: str = "", end: str = "") -> Text:
    return lambda size: begin + part * (size // len(part)) + end


def _nested(begin: str, end: str, middle: str = "x") -> Text:
    return lambda size: begin * (n := size // len(begin + end)) + middle + end * n


def _numbered(part: str) -> Text:
    """Repeat a part with `#` replaced by a number, so that no two are the same."""
    step = len(part) + 5
    return lambda size: "".join(part.replace("#", f"{n:06}") for n in range(size // step))


def _stairs(mark: str, end: str = "\n") -> Text:
    """Lines of which each is longer than the one before; their number grows like the root of the size."""

    def text(size: int) -> str:
        lines = takewhile(lambda n: n * (n + 1) // 2 * len(mark) < size, count(1))
        return "".join(mark * n + "x" + end for n in lines)

    return text


MARKDOWN: Mapping[str, Text] = {
    "nested quotes": _repeated("> "),
    "stairs of quotes": _stairs("> "),
    "nested lists": _repeated("- "),
    "indented lists": lambda size: "".join(f"{'  ' * (n % 200)}- x\n" for n in range(size // 204)),
    "one wide list": _repeated("* x\n"),
    "numbered lists": _numbered("#. x\n"),
    "brackets": _repeated("["),
    "closed brackets": _nested("[", "]"),
    "unfinished links": _repeated("[a]("),
    "links in links": _nested("[", "](u)"),
    "unfinished images": _repeated("![a]("),
    "reference definitions": _numbered("[#]: u\n"),
    "one definition used often": lambda size: "[a]: u\n\n" + "[a]" * (size // 3),
    "unfinished reference": _repeated("[a]: <"),
    "footnotes": _numbered("[^#]: x\n\n"),
    "emphasis": _repeated("*a "),
    "nested emphasis": _repeated("*_"),
    "strong": _repeated("**a"),
    "underscores": _repeated("_a"),
    "strikes": _repeated("~~a"),
    "backticks": _repeated("`"),
    "stairs of backticks": _stairs("`", " "),
    "backticks of two lengths": _repeated("``a`"),
    "fences": _repeated("```\n"),
    "unfinished fence": _repeated("x\n", "```\n"),
    "backslashes": _repeated("\\"),
    "unfinished formulas": _repeated("$a "),
    "formulas": _numbered("$x_{#}$ "),
    "formulas in blocks": _numbered("$$x_{#}$$\n\n"),
    "dollars": _repeated("$"),
    "double dollars": _repeated("$$a\n"),
    "brackets of formulas": _repeated("\\\\["),
    "unfinished block formula": _repeated("\\["),
    "unfinished environments": _repeated("\\begin{a}"),
    "nested environments": _nested("\\begin{a}", "\\end{a}"),
    "stars after environments": _repeated("\\begin{a"),
    "parentheses of formulas": _repeated("\\\\("),
    "definitions of macros": _numbered("\\def\\a#{x}"),
    "table columns": lambda size: "|".join("a" * (size // 6)) + "\n" + "|".join("-" * (size // 6)) + "\n",
    "table rows": lambda size: "a|b\n-|-\n" + "1|2\n" * (size // 4),
    "wide and long table": lambda size: (
        "|" + "a|" * (n := int((size / 4) ** 0.5)) + "\n|" + "-|" * n + "\n" + ("|" + "1|" * n + "\n") * n
    ),
    "ragged table": lambda size: "|a" * (size // 8) + "\n" + "|-" * (size // 8) + "\n" + "|x\n" * (size // 6),
    "unfinished table": _repeated("|-"),
    "blanks": _repeated(" "),
    "blanks before a letter": _repeated(" ", "a", "b"),
    "blank lines": _repeated("\n", "a", "b"),
    "tabs": _repeated("\t", "a\n"),
    "blanks at the end of lines": _repeated("a      \n"),
    "headings": _repeated("# a\n"),
    "hashes": _repeated("#", "# a ", " b"),
    "closing hashes": _repeated(" #", "# a", " b"),
    "underlines": _repeated("a\n=\n"),
    "rules": _repeated("* * *\n"),
    "unfinished rule": _repeated("- - ", "", "x"),
    "tags": _repeated("<a "),
    "unfinished comments": _repeated("<!--"),
    "comments of dashes": _repeated("-", "<!--"),
    "processing instructions": _repeated("<?"),
    "declarations": _repeated("<!A "),
    "character data": _repeated("<![CDATA["),
    "attributes": _repeated(" a=b", "<a"),
    "quotes in a tag": _repeated("\"'", "<a b="),
    "automatic links": _repeated("<http://a"),
    "addresses": _repeated("http://a."),
    "entities": _repeated("&amp;"),
    "unfinished entities": _repeated("&#"),
    "letters": _repeated("a"),
    "words": _repeated("word "),
    "combining marks": _repeated("\u0301"),
    "wide characters": _repeated("😀"),
    "schemes": _repeated("java"),
    "blanks in a scheme": _repeated(" \\", "java"),
    "letters of a scheme": _repeated("j a v a "),
    "attachments": _repeated("attachment:"),
    "pictures as data": _repeated("![a](data:image/png;base64,AA"),
    "comments of pictures": _repeated("<img "),
}
HTML: Mapping[str, Text] = {
    "nested lists": _repeated("<ul><li>"),
    "nested blocks": _repeated("<div>"),
    "nested tables": _repeated("<table><tr><td>"),
    "tables without cells": _repeated("<table>"),
    "formatting": _repeated("<b><i>"),
    "misnested formatting": _repeated("<b><p></b>"),
    "many links": _repeated("<a><p>"),
    "formatting with attributes": _numbered("<b title=#><p>"),
    "unclosed paragraphs": _repeated("<p>x"),
    "closing tags": _repeated("</p>"),
    "closing tags in lists": lambda size: "<ul><li>" * (size // 16) + "</b>" * (size // 8),
    "attributes": _numbered("a#=1 "),
    "one tag of many attributes": lambda size: "<p " + _numbered("a#=1 ")(size) + ">",
    "selects": _repeated("<select><option>"),
    "foreign elements": _repeated("<svg><math>"),
    "templates": _repeated("<template>"),
    "frames": _repeated("<frameset><frame>"),
    "unfinished tags": _repeated("<a"),
    "entities": _repeated("&notit;"),
    "unfinished comment": _repeated("<!--"),
    "headings": _repeated("<h1><h2>"),
    "formatting in tables": _repeated("<table><b>"),
    "scripts": _repeated("<script>"),
    "titles": _repeated("<textarea><title>"),
}
PRINTED: Mapping[str, Text] = {
    "colours": _repeated("\x1b[31mx"),
    "unfinished colours": _repeated("\x1b["),
    "long colours": _repeated("1;", "\x1b["),
    "wrong colour": _repeated("x", "\x1b[38m"),
    "colour without a number": _repeated("\x1b[38;5m"),
    "colour of a million": _repeated("\x1b[38;2;999999;1;1mx"),
    "nested styles": _numbered("\x1b[1m\x1b[4m#"),
    "escapes": _repeated("\x1b"),
    "carriage returns": _repeated("\r", "x"),
    "backspaces": _repeated("x\b"),
    "angle brackets": _repeated("<"),
    "blank lines": _repeated("\n"),
    "one line": _repeated("x"),
    "addresses": _repeated("http://x"),
}
LATEX: Mapping[str, Text] = {
    "open braces": _repeated("{"),
    "nested braces": _nested("{", "}"),
    "nested fractions": _nested("\\frac{", "}{x}"),
    "roots": _repeated("\\sqrt"),
    "left without right": _repeated("\\left("),
    "powers": _repeated("x^"),
    "nested powers": _nested("x^{", "}"),
    "lower and upper": _repeated("_^"),
    "table of formulas": _repeated("a&b\\\\"),
    "unfinished table": _repeated("\\begin{matrix}"),
    "primes": _repeated("'"),
    "macros": lambda size: "\\def\\a{xx}" + "\\a" * (size // 2),
    "macros of macros": lambda size: (
        "".join(f"\\def\\{chr(98 + n)}{{\\{chr(97 + n)}\\{chr(97 + n)}}}" for n in range(24)) + "\\y" * (size // 2)
    ),
    "texts": _repeated("\\text{"),
    "many formulas": _numbered("$x_{#}$ "),
    "dollars": _repeated("$"),
    "dollars and letters": _repeated("$$a"),
    "escaped dollars": _repeated("\\$"),
    "infix": _repeated("\\over"),
}
CODE: Mapping[str, Text] = {
    "names": _numbered("a#\n"),
    "dots": _repeated("."),
    "braces": _repeated("{"),
    "brackets": _nested("(", ")"),
    "blank lines": _repeated("\n"),
    "blanks": _repeated(" "),
    "blanks in lines": _repeated("    \n"),
    "quotes": _repeated("'"),
    "triple quotes": _repeated('"""a'),
    "unfinished strings": _repeated("'a\n"),
    "backslashes": _repeated("\\"),
    "escapes in a string": _repeated("\\a", "'"),
    "formatted strings": _repeated("f'{"),
    "comments": _repeated("#"),
    "magics": _repeated("%"),
    "shell": _repeated("!"),
    "line magics": _repeated("%a\n"),
    "help": _repeated("?"),
    "digits": _repeated("9"),
    "digits and underscores": _repeated("1_"),
    "imports": _repeated("import a\n"),
    "from imports": _repeated("from ."),
    "decorators": _repeated("@a\n"),
    "letters": _repeated("a"),
    "classes": _repeated("class "),
    "definitions": _repeated("def f("),
    "continued lines": _repeated("\\\n"),
    "operators": _repeated("-", "x"),
    "commas": _repeated(",a"),
    "keywords": _repeated("not "),
    "attributes": _repeated(".a", "a"),
    "indentation": lambda size: "".join(f"{' ' * (n % 100)}if a:\n" for n in range(size // 56)),
    "lambdas": _repeated("lambda:"),
    "strings after print": _repeated("print('a b c d e f g h i j k l m n')\n"),
    "open print": _repeated("print('"),
    "picture files": _repeated("open("),
    "prefixes": _repeated("rb'"),
}
KINDS: Mapping[str, Mapping[str, Text]] = {
    "markdown": MARKDOWN,
    "html": HTML,
    "printed": PRINTED,
    "latex": LATEX,
    "code": CODE,
}
