"""What `pyproject.toml` cannot say: a wheel holds a copy of the course at the top of the repository, for its demo."""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).parent


class BuildWithCourse(build_py):
    """Puts the course's notebooks and settings where `autograder.commands.demo` looks for them."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return  # the repository is there
        course = Path(self.build_lib, "autograder", "commands", "demo", "course")
        shutil.rmtree(course, ignore_errors=True)
        for step in ("source", "release"):
            shutil.copytree(ROOT / step, course / step, ignore=shutil.ignore_patterns(".*"))
        shutil.copy(ROOT / "nbgrader_config.py", course)


setup(cmdclass={"build_py": BuildWithCourse})
