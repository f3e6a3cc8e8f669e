"""The whole folder of the submission is a symbolic link to the instructor's folder.

- honest: nothing
- reported: links are not followed
"""

import shutil


def hand_in(folder, world):
    shutil.rmtree(folder)
    folder.symlink_to(world.course / "source" / "rnn", target_is_directory=True)
