"""The file is a pickle, called a notebook.

- honest: nothing
- reported: could not be read
"""

import pickle


class Touch:
    def __reduce__(self):
        import os

        return os.system, ("touch /tmp/planted-by-an-attack",)


def hand_in(folder, world):
    (folder / "bptt.ipynb").write_bytes(pickle.dumps(Touch()))
