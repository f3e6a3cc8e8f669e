"""Modules whose import is put off are imported when they are used."""

import subprocess
import sys
import zipfile

import pytest

USES = {
    "an archive is unpacked": (
        "import nbgrader.utils; assert 'setuptools' not in sys.modules; "
        "nbgrader.utils.unzip('a.zip', '.'); print(open('inside.txt').read())"
    ),
    "a JupyterHub is asked": (
        "import nbgrader.auth.jupyterhub as hub; assert 'urllib3' not in sys.modules; print(hub.requests.get.__name__)"
    ),
    "a part is imported": "import requests.exceptions; print(requests.get.__name__)",
}


@pytest.mark.parametrize("use", USES)
def test_a_module_whose_import_was_put_off_is_imported_when_it_is_used(tmp_path, use):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("inside.txt", "get")
    lines = f"import sys; from autograder.processes.startup import stub_imports; stub_imports(); {USES[use]}"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.strip() == "get", done.stderr
