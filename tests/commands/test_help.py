"""Help: what each command does, reads and writes, with examples and exit codes."""

import re
from importlib.metadata import version

import pytest
import typer

from autograder import cli

COMMANDS = [each.name for each in cli.app.registered_commands]


def options_of(name):
    return {
        option
        for each in typer.main.get_command(cli.app).commands[name].params
        for option in (*each.opts, *each.secondary_opts)
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lists_inputs_outputs_examples_and_exit_codes(call, name):
    said = call(name, "--help")
    assert said.code == 0
    for part in ("Usage:", "Examples:", f"    autograder {name}", "Exit codes: 0"):
        assert part in said.output
    assert re.search(r"[Rr]eads|[Nn]eeds no course", said.output)
    assert re.search(r"[Ww]rites", said.output)


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_use_existing_options(call, name):
    for line in re.findall(rf"autograder {name}([^#│\n]*)", call(name, "--help").output.partition("Examples:")[2]):
        assert set(re.findall(r"(?<=\s)--?[a-z][\w-]*", line)) <= options_of(name), line


def test_top_level_help_lists_all_commands_and_the_demo(call):
    said = call("--help").output
    assert all(re.search(rf"^│ {name} ", said, re.MULTILINE) for name in COMMANDS)
    assert "autograder demo" in said.partition("New here?")[2]


def test_version_is_the_version_of_the_package(call):
    said = call("--version")
    assert said.code == 0
    assert said.output.split() == ["autograder", version("rnn-autograder")]


def test_options_are_grouped(call):
    said = call("grade", "--help").output
    headings = ["Which submissions", "How to run", "Output files"]
    places = [said.index(heading) for heading in headings]
    assert places == sorted(places)
    assert (
        places[0]
        < said.index("│ --student")
        < places[1]
        < said.index("│ --level")
        < places[2]
        < said.index("│ --junit")
    )
