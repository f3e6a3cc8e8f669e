"""Text from students is displayed without invisible characters or terminal control sequences."""

import pytest

from autograder.text import identifier, printable


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202eevil", "\uaaf7", "\ud800", "a\nb", "\x00", "\u200b"])
def test_unprintable_characters_are_replaced(text):
    assert printable(text).isprintable()
    assert "�" in printable(text)


@pytest.mark.parametrize("text", ["naïve", "数学", "∂L/∂W", "plain text"])
def test_printable_text_of_any_script_is_kept(text):
    assert printable(text) == text


def test_long_text_is_cut():
    assert len(printable("x" * 10**6)) == 80


def test_identifier_keeps_plain_characters_and_is_never_empty():
    assert identifier("My_Type<script>") == "My_Typescript"
    assert identifier("\uaaf7") == "unknown"
