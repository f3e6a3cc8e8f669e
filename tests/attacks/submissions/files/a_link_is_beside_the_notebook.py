"""Links beside the notebook point to keys and to the gradebook, under names that nbgrader copies."""


def hand_in(folder, world):
    (folder / "data.csv").symlink_to(world.home / ".ssh" / "id_rsa")
    (folder / "bptt_files").symlink_to(world.home, target_is_directory=True)
    (folder / "timestamp.txt").symlink_to(world.home / ".ssh" / "id_rsa")
    (folder / "bptt (1).ipynb").symlink_to(world.course / "source" / "rnn" / "bptt.ipynb")
