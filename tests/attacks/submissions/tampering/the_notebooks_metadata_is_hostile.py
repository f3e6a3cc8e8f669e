"""The notebook's metadata names kernels, languages, titles and widgets that would run or display something."""

SCRIPT = "<script>alert('an attack')</script>"


def tamper(notebook):
    notebook["metadata"] = {
        "kernelspec": {"name": "../../evil", "display_name": SCRIPT, "language": SCRIPT, "argv": ["touch", "/tmp/x"]},
        "language_info": {"name": "python\n!id", "version": SCRIPT, "pygments_lexer": SCRIPT},
        "title": SCRIPT,
        "authors": [{"name": SCRIPT}],
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {SCRIPT: SCRIPT}}},
        "celltoolbar": "Create Assignment",
        "jupytext": {"formats": "ipynb,py:percent", "text_representation": {"extension": ".py"}},
        "latex_envs": SCRIPT,
        "nbgrader": {"points": 1000},
    }
