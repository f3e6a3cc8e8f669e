"""Five thousand added cells surround the answers."""


def tamper(notebook):
    code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [{**code, "id": f"mine-{n}", "source": f"x{n} = {n}"} for n in range(5000)]
