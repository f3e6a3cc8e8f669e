"""The notebook was printed as a PDF under another name.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb").unlink()
    (folder / "Untitled1 - Colaboratory.pdf").write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
