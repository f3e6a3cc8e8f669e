"""A folder with photos of the screen was submitted.

- honest: nothing
- person: sigmoid, jacobian, states, first-index, bptt-derivation
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb").unlink()
    (folder / "photos").mkdir()
    for number in (1, 2):
        (folder / "photos" / f"IMG_{number}.HEIC").write_bytes(b"\0\0\0\x18ftypheic")
