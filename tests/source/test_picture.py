"""The released picture is the one that `picture` draws."""

import io

import numpy as np
from PIL import Image

from .picture import attached, draw


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("L"), dtype=float)


def test_attached_picture_is_the_drawn_one():
    made, kept = pixels(draw()), pixels(attached())
    assert made.shape == kept.shape
    assert np.abs(made - kept).mean() < 0.5, "run `python -m tests.source.picture`"  # of 255; letters differ a little


def test_picture_is_small_opaque_and_light():
    assert len(attached()) < 15_000
    picture = Image.open(io.BytesIO(attached()))
    assert "transparency" not in picture.info
    assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
