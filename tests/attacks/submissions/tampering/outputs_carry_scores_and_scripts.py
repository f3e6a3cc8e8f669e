"""Forged outputs are stored in the notebook: scores, scripts, invalid pictures."""

SCRIPT = "<script>alert('an attack')</script>"


def tamper(notebook):
    for made in notebook["cells"]:
        if made["cell_type"] == "code":
            made["execution_count"] = 10**9
            made["outputs"] = [
                {"output_type": "execute_result", "data": {"text/plain": "3.0"}, "metadata": {}, "execution_count": 1},
                {
                    "output_type": "display_data",
                    "data": {"text/html": SCRIPT, "application/javascript": "1"},
                    "metadata": {},
                },
                {"output_type": "display_data", "data": {"image/png": f'">{SCRIPT}'}, "metadata": {"isolated": True}},
                {"output_type": SCRIPT},
            ]
        else:
            made["attachments"] = {"x.svg": {"image/svg+xml": f"<svg>{SCRIPT}</svg>"}}
