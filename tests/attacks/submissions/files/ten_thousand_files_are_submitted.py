"""Very many files and deep folders surround the notebook."""


def hand_in(folder, world):
    for number in range(3000):
        (folder / f"file-{number}.txt").touch()
    deep = folder.joinpath(*["deep"] * 50)
    deep.mkdir(parents=True)
    (deep / "bptt.ipynb").write_text("{}")
