"""Uploaded pictures: what is kept is clean, what is no photo is refused with a sentence."""

import io
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from data.pictures import MOST_BYTES, Picture, keep_picture, picture_path
from geo.errors import FileError


def file_of(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    target = io.BytesIO()
    image.save(target, form, **options)
    return target.getvalue()


def drawn(width: int = 400, height: int = 300) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste((0, 0, 255), (width // 2, 0, width, height))
    return image


def noted(time: str = "2025:05:01 09:30:00", offset: str = "", place: bool = True, turned: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x010F] = "示例相机".encode().decode("latin-1")
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = time
    if offset:
        inner[0x9011] = offset
    if place:
        exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 13.0, 3.0), 3: "E", 4: (112.0, 55.0, 26.4)})
    return exif


def kept(folder: Path, picture: Picture, size: str = "full") -> Image.Image:
    image = Image.open(picture_path(folder, picture.sha256, size))
    image.load()
    return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_jpeg_with_two_thumbnails(tmp_path, form):
    picture = keep_picture(tmp_path, file_of(drawn(2000, 1500), form))
    assert (picture.width, picture.height) == (2000, 1500)
    assert [kept(tmp_path, picture, size).size for size in ("full", "large", "small")] == [
        (2000, 1500), (1280, 960), (320, 240),
    ]  # fmt: skip
    assert kept(tmp_path, picture).format == "JPEG"
    assert picture.size_bytes == picture_path(tmp_path, picture.sha256).stat().st_size
    assert not list(tmp_path.rglob("*.part"))


def test_time_and_place_are_read_and_then_nothing_of_them_is_left(tmp_path):
    content = file_of(drawn(), exif=noted())
    picture = keep_picture(tmp_path, content)
    assert picture.taken_at == datetime(2025, 5, 1, 1, 30, tzinfo=UTC)  # half past nine in Changsha
    assert (picture.lon, picture.lat) == (pytest.approx(112.924), pytest.approx(28.2175))
    for path in tmp_path.rglob("*.jpg"):
        assert b"Exif" not in path.read_bytes() and b"2025:05:01" not in path.read_bytes()
        with Image.open(path) as image:
            assert not image.getexif() and not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)


def test_an_offset_that_the_camera_noted_counts(tmp_path):
    picture = keep_picture(tmp_path, file_of(drawn(), exif=noted(offset="+00:00")))
    assert picture.taken_at == datetime(2025, 5, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("time", ["", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2999:01:01 00:00:00", "gestern"])
def test_a_clock_that_was_never_set_gives_no_time(tmp_path, time):
    assert keep_picture(tmp_path, file_of(drawn(), exif=noted(time))).taken_at is None


def test_without_notes_time_and_place_are_unknown(tmp_path):
    picture = keep_picture(tmp_path, file_of(drawn()))
    assert (picture.taken_at, picture.lon, picture.lat) == (None, None, None)


def test_a_photo_stands_as_the_camera_was_held(tmp_path):
    picture = keep_picture(tmp_path, file_of(drawn(), exif=noted(turned=6)))  # to be turned a quarter clockwise
    image = kept(tmp_path, picture)
    assert image.size == (300, 400)
    red, blue = image.getpixel((150, 20)), image.getpixel((150, 380))
    assert red[0] > 200 > red[2] and blue[2] > 200 > blue[0]


def test_transparency_becomes_white(tmp_path):
    picture = keep_picture(tmp_path, file_of(Image.new("RGBA", (40, 40), (255, 0, 0, 0)), "PNG"))
    assert kept(tmp_path, picture).getpixel((20, 20)) == (255, 255, 255)


def test_what_hangs_on_to_the_file_is_gone(tmp_path):
    keep_picture(tmp_path, file_of(drawn(), comment=b"<script>") + b"<?php evil ?>")
    assert all(
        b"evil" not in path.read_bytes() and b"<script" not in path.read_bytes() for path in tmp_path.rglob("*.jpg")
    )


def test_the_same_picture_is_kept_once(tmp_path):
    first, second = (keep_picture(tmp_path, file_of(drawn())) for _ in range(2))
    assert first == second and len(list(tmp_path.rglob("*.jpg"))) == 3


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing: what unpacks it is a bomb."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空文件"),
        (b"\0" * (MOST_BYTES + 1), "15 MB"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "不是能识别的照片"),
        (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "不是能识别的照片"),
        (b"GIF89a" + b"\0" * 100, "不是能识别的照片"),
        (b"%PDF-1.7 nothing", "不是能识别的照片"),
        (file_of(drawn(), "BMP"), "不是能识别的照片"),
        (file_of(drawn(), "TIFF"), "不是能识别的照片"),
        (file_of(drawn())[:900], "已损坏或不完整"),
        (file_of(drawn(), "PNG")[:-40], "已损坏或不完整"),
        (file_of(drawn(), "WEBP")[:-40], "照片"),
        (png_header(300, 200), "已损坏或不完整"),
        (png_header(8000, 5001), "40 百万"),
        (png_header(60_000, 60_000), "几亿像素"),
    ],
)  # fmt: skip
def test_what_is_no_sound_photo_is_refused_and_leaves_nothing(tmp_path, content, words):
    with pytest.raises(FileError, match=words):
        keep_picture(tmp_path, content)
    assert list(tmp_path.rglob("*")) == []


def test_damaged_notes_do_not_refuse_a_sound_picture(tmp_path):
    content = file_of(drawn(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40)
    assert keep_picture(tmp_path, content).width == 400


@pytest.fixture
def heic() -> bytes:
    """A photo as an iPhone writes it, turned by its EXIF data, with time and place."""
    pillow_heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif[0x0132] = "2025:03:02 10:20:30"
    target = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "green")).save(target, format="HEIF", exif=exif.tobytes())
    return target.getvalue()


def test_a_photo_of_an_iphone_becomes_a_clean_jpeg(heic, tmp_path):
    kept = keep_picture(tmp_path, heic)
    assert (kept.width, kept.height) == (64, 48)
    assert kept.taken_at == datetime(2025, 3, 2, 2, 20, 30, tzinfo=UTC)  # 10:20 in Shanghai
    with Image.open(picture_path(tmp_path, kept.sha256)) as image:
        red, green, blue = image.getpixel((10, 10))
        assert image.format == "JPEG" and not image.getexif() and green > 100 > max(red, blue)


def test_without_the_library_a_photo_of_an_iphone_is_refused_with_what_to_do(heic, tmp_path, monkeypatch):
    monkeypatch.setattr("data.pictures.FORMATS", ("JPEG", "PNG", "WEBP"))
    with pytest.raises(FileError, match=r"HEIC.*兼容性最佳.*pillow-heif"):
        keep_picture(tmp_path, heic)
