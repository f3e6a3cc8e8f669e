"""Redraws the picture in the first notebook: `python -m tests.source.picture`, then `make release`."""

from __future__ import annotations

import base64
import io

import matplotlib as mpl
import nbformat
import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from .notebooks import find, normal_form, path_of, read

NOTEBOOK, CELL, NAME = "bptt", "slope-picture", "logistic.png"
COLOURS = 24
LOOK = {"font.size": 11, "lines.linewidth": 2, "axes.spines.top": False, "axes.spines.right": False}


def draw() -> bytes:
    """Return the logistic function and its slope as a PNG with few colours, twice as large as it is mostly shown."""
    z = np.linspace(-8, 8, 321)
    y = 1 / (1 + np.exp(-z))
    with mpl.rc_context(LOOK):
        figure = Figure(figsize=(6.4, 2.3), dpi=180, layout="constrained")
        axes = figure.add_subplot()
        axes.plot(z, y)
        axes.plot(z, y * (1 - y), "--")
        axes.text(2.2, 0.75, "the logistic function")
        axes.text(1.6, 0.19, "its slope")
        axes.set(xlabel="z", xticks=[-8, -4, 0, 4, 8], yticks=[0, 0.25, 0.5, 1], xlim=(-8, 8))
        axes.grid(alpha=0.3)
        drawn, made = io.BytesIO(), io.BytesIO()
        figure.savefig(drawn)
    Image.open(drawn).convert("RGB").quantize(COLOURS).save(made, "png", optimize=True)
    return made.getvalue()


def attached() -> bytes:
    """Return the picture that is in the notebook."""
    return base64.b64decode(find(read(NOTEBOOK), CELL).attachments[NAME]["image/png"])


def main() -> None:
    """Draw the picture, and attach it to its cell."""
    notebook = read(NOTEBOOK)
    find(notebook, CELL).attachments = {NAME: {"image/png": base64.b64encode(draw()).decode()}}
    path_of(NOTEBOOK).write_text(normal_form(nbformat.writes(notebook)), encoding="utf-8")


if __name__ == "__main__":
    main()
