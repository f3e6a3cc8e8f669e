"""A forged gradebook, feedback and autograded notebooks are submitted with the notebook."""

import shutil


def hand_in(folder, world):
    (folder / "gradebook.db").write_bytes(b"SQLite format 3\0" + bytes(4096))
    for name in ("autograded", "feedback", "release", "source", ".nbgrader"):
        (folder / name / "rnn").mkdir(parents=True)
        shutil.copy(folder / "bptt.ipynb", folder / name / "rnn")
    (folder / "bptt.html").write_text("<script>alert('an attack')</script>")
