"""Colab saved the notebook: format 4.0, ids in the metadata, and additional metadata.

- honest: sigmoid, jacobian, states, first-index
"""


def tamper(notebook):
    notebook["nbformat_minor"] = 0
    notebook["metadata"] = {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    for made in notebook["cells"]:
        made["metadata"] |= {"id": made.pop("id"), "outputId": "3f", "executionInfo": {"status": "ok", "user": {}}}
