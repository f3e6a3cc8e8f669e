"""Files beside the notebook have names that shells, terminals and pages would interpret."""

NAMES = (
    "-rf.ipynb", "$(touch planted).ipynb", "`id`.ipynb", "a\nb.ipynb", "\x1b[2J.ipynb", "<script>alert(1)<.ipynb",
    "..ipynb", ".ipynb", "%s%n.ipynb", "con.ipynb", "a" * 240 + ".ipynb", "\u202egnp.ipynb", "bptt.ipynb.exe",
    "*.ipynb", r"bptt $\href{javascript:alert(1)}{x}$.ipynb",
)  # fmt: skip


def hand_in(folder, world):
    for name in NAMES:
        (folder / name).write_text("{}")
    for number in range(200):
        (folder / f"{number}.ipynb").write_text("[]")
    with open(bytes(folder) + b"/\xff\xfe.ipynb", "wb") as file:
        file.write(b"\xff")
