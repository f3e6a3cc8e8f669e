"""The folder of the notebook was zipped, and the zip file was zipped again.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""

import zipfile


def hand_in(folder, world):
    with zipfile.ZipFile(folder / "homework.zip", "w") as inner:
        inner.write(folder / "bptt.ipynb", "rnn/bptt.ipynb")
    with zipfile.ZipFile(folder / "s123.zip", "w") as outer:
        outer.write(folder / "homework.zip", "homework.zip")
    (folder / "homework.zip").unlink()
    (folder / "bptt.ipynb").unlink()
