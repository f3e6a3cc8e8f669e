"""The lines that `autograder init` writes say what this repository's own `nbgrader_config.py` says."""

from traitlets.config.loader import PyFileConfigLoader

from autograder.store import wiring
from tests.classroom import ROOT


def settings(folder):
    return PyFileConfigLoader("nbgrader_config.py", path=str(folder)).load_config()


def test_lines_grade_as_the_settings_of_this_repository(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(wiring.added(""))
    written, ours = settings(tmp_path), settings(ROOT)
    assert set(written) == {"Autograde", "GenerateFeedback"}
    for command in written:
        assert written[command] == ours[command], command
