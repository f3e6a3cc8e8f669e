"""The file is a hundred thousand nested lists.

- honest: nothing
- reported: nested too deeply
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb").write_text("[" * 100_000 + "]" * 100_000)
