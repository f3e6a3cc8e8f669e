"""Python files beside the notebook have the names of libraries, of the grader, and of files that Python runs by itself."""

MODULES = (
    "numpy sympy json msgpack IPython autograder inside worker sitecustomize usercustomize conftest nbgrader_config "
    "antigravity struct socket __main__ __init__"
).split()


def hand_in(folder, world):
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(world.outside / 'planted-by-an-attack')!r}, 'w').write('x')\n")
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("jacobian = lambda W, x: 0\nraise SystemExit\n")
    (folder / "evil.pth").write_text(f"import os; os.system('touch {world.outside}/planted-by-an-attack')\n")
    (folder / "nbgrader_config.py").write_text("c = get_config(); c.Autograde.autograde_preprocessors = []\n")
    (folder / "jupyter_config.json").write_text('{"Exporter": {"preprocessors": ["evil.Evil"]}}')
