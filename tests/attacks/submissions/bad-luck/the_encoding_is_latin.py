"""The file was saved in Windows-1252, with umlauts in comments.

- honest: sigmoid, jacobian, states, first-index
- reported: it was read as Windows-1252
"""


def hand_in(folder, world):
    path = folder / "bptt.ipynb"
    text = path.read_text(encoding="utf-8").replace("def jacobian", "# für später\\ndef jacobian")
    path.write_bytes(text.encode("cp1252", errors="replace"))
