"""What students chose is shown without what nobody could see, or what a terminal would obey."""

import pytest

from autograder.text import identifier, printable


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202eevil", "\uaaf7", "\ud800", "a\nb", "\x00", "\u200b"])
def test_what_cannot_be_shown_is_replaced_by_a_mark_that_can(text):
    assert printable(text).isprintable()
    assert "�" in printable(text)


@pytest.mark.parametrize("text", ["naïve", "数学", "∂L/∂W", "plain text"])
def test_every_readable_script_is_kept(text):
    assert printable(text) == text


def test_a_long_text_is_cut():
    assert len(printable("x" * 10**6)) == 80


def test_a_name_keeps_plain_characters_only_and_is_never_empty():
    assert identifier("My_Type<script>") == "My_Typescript"
    assert identifier("\uaaf7") == "unknown"
