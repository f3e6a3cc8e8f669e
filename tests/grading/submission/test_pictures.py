"""Pictures are re-encoded from their pixels; no other submitted bytes are kept."""

import base64
import io

import pytest
from PIL import Image, PngImagePlugin

from autograder.grading.submission.pictures import MAX_PICTURES, MAX_SIDE, Album, only_pictures, re_encoded


def encoded(kind, size=(40, 30), **options):
    made = io.BytesIO()
    lossless = {"lossless": True} if kind == "WEBP" else {}
    Image.new("RGB", size, "red").save(made, kind, **lossless, **options)
    return made.getvalue()


def read(picture):
    ((kind, data),) = picture.items()
    return kind, base64.b64decode(data)


def text_of(data):
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "TIFF"])
def test_drawing_becomes_a_png(kind):
    media, data = read(re_encoded(text_of(encoded(kind))))
    assert media == "image/png"
    assert Image.open(io.BytesIO(data)).getpixel((5, 5))[:3] == (255, 0, 0)


def test_photo_stays_a_jpeg_and_becomes_smaller():
    media, data = read(re_encoded(text_of(encoded("JPEG", (4000, 3000)))))
    assert media == "image/jpeg"
    assert max(Image.open(io.BytesIO(data)).size) <= MAX_SIDE


def test_metadata_and_trailing_bytes_are_dropped():
    info = PngImagePlugin.PngInfo()
    info.add_text("comment", "<script>alert(1)</script>")
    data = encoded("PNG", pnginfo=info) + b"<script>alert(2)</script>"
    assert b"script" not in read(re_encoded(text_of(data)))[1]


def test_photo_taken_sideways_is_rotated():
    exif = Image.Exif()
    exif[0x0112] = 6
    _, data = read(re_encoded(text_of(encoded("JPEG", (40, 30), exif=exif))))
    assert Image.open(io.BytesIO(data)).size == (30, 40)


@pytest.mark.parametrize(
    argnames="data",
    ids=["nothing", "a cut GIF", "SVG", "PDF", "a cut PNG", "noise"],
    argvalues=[
        b"",
        b"GIF89a",
        b"<svg onload='x'/>",
        b"%PDF-1.7",
        encoded("PNG")[:60],
        b"\x89PNG\r\n\x1a\n" + b"\xff" * 1000,
    ],
)
def test_bytes_without_a_picture_give_none(data):
    assert re_encoded(text_of(data)) is None


@pytest.mark.parametrize("data", ["", "!!!", "not base64", "é", "A", "=" * 100])
def test_text_that_is_not_base64_gives_none(data):
    assert re_encoded(data) is None


def test_decompression_bomb_is_not_unpacked():
    assert re_encoded(text_of(encoded("PNG", (12_000, 12_000)))) is None


def test_number_of_pictures_is_limited():
    album = Album()
    text = " ".join(f"attachment:p{n}" for n in range(MAX_PICTURES + 5))
    picture = text_of(encoded("PNG"))
    source, kept = album.keep(text, {f"p{n}": picture for n in range(MAX_PICTURES + 5)})
    assert len(kept) == MAX_PICTURES
    assert album.lost
    assert source.count("cannot be shown") == 5


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("![scan](attachment:picture-1)", True),
        ("![scan](attachment:picture-1)\n\n![2](attachment:picture-2)", True),
        ("![scan](attachment:picture-1)\n\nHence the claim.", False),
        ("Hence the claim.", False),
        ("", False),
    ],
)
def test_answer_with_only_pictures_is_recognised(text, alone):
    assert only_pictures(text) is alone
