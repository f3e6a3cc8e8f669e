"""The notebook is a symbolic link to the instructor's source notebook.

- honest: nothing
- reported: links are not followed
"""


def hand_in(folder, world):
    (folder / "bptt.ipynb").unlink()
    (folder / "bptt.ipynb").symlink_to(world.course / "source" / "rnn" / "bptt.ipynb")
