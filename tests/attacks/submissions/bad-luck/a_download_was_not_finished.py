"""Parts of an earlier download are beside the finished notebook.

- honest: sigmoid, jacobian, states, first-index
"""


def hand_in(folder, world):
    data = (folder / "bptt.ipynb").read_bytes()
    for name in ("bptt.ipynb.part", "bptt.ipynb.crdownload", "bptt(1).ipynb"):
        (folder / name).write_bytes(data[:2000])
