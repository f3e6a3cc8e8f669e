"""The notebook is a folder with the notebook in it.

- reported: was read as notebook `bptt`
"""


def hand_in(folder, world):
    text = (folder / "bptt.ipynb").read_bytes()
    (folder / "bptt.ipynb").unlink()
    (folder / "bptt.ipynb").mkdir()
    (folder / "bptt.ipynb" / "bptt.ipynb").write_bytes(text)
