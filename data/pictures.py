"""Picture files: what people upload becomes a clean JPEG with thumbnails, named by its own content.

An upload is hostile until decoded: only the formats below are tried, sizes are checked in the header
before anything is unpacked, and what is kept is made anew from the pixels, so that neither metadata
nor anything appended to the file survives. Time and place are read from the EXIF data before that.
"""

import hashlib
import io
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from PIL import Image, ImageOps

from data.files import write_file
from geo.errors import FileError
from geo.words import N_

MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 40_000_000
THUMBNAILS = {"small": 320, "large": 1280}
"""Longest side in pixels of the sizes that are kept beside the full picture."""

QUALITY = 88
CAMERA_ZONE = ZoneInfo("Asia/Shanghai")
"""Cameras write local time; without an offset it is taken for this zone."""

HEIC = find_spec("pillow_heif") is not None
"""Whether the library is there that reads what iPhones write; everything else works without it."""

FORMATS = ("JPEG", "PNG", "WEBP", *(("HEIF",) if HEIC else ()))
TITLES = "JPEG / PNG / WebP" + (" / HEIC" if HEIC else "")

if HEIC:
    import_module("pillow_heif").register_heif_opener()

NO_HEIC = N_(
    "这是 HEIC 照片,本机没有读取它的组件。请在手机相机设置中改用“兼容性最佳”(JPEG)再拍,或请管理员安装 pillow-heif"
)


@dataclass(frozen=True)
class Picture:
    """A picture that is kept. `sha256` of its JPEG names the file; `taken_at` is UTC; None: unknown."""

    sha256: str
    width: int
    height: int
    size_bytes: int
    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def keep_picture(folder: Path, content: bytes) -> Picture:
    """Decode, clean and keep a picture under `folder`; the files are on the disk when this returns.

    The row that refers to it is written afterwards, so a row never points to a missing file; a file
    without a row is removed by `data.photos.sweep`. Raises `FileError` saying what is wrong: too
    large, too many pixels, not a picture of an admitted format, or damaged.
    """
    image, taken_at, place = _decoded(content)
    full = _jpeg(image)
    sha256 = hashlib.sha256(full).hexdigest()
    for name, side in THUMBNAILS.items():
        thumbnail = image.copy()
        thumbnail.thumbnail((side, side), Image.Resampling.LANCZOS)
        write_file(picture_path(folder, sha256, name), _jpeg(thumbnail))
    write_file(picture_path(folder, sha256), full)  # last: where it is, the thumbnails are too
    lon, lat = place or (None, None)
    return Picture(sha256, image.width, image.height, len(full), taken_at, lon, lat)


def picture_path(folder: Path, sha256: str, size: str = "full") -> Path:
    """Where a picture lies: size "full", "small" or "large"; `KeyError` for another size."""
    ending = "" if size == "full" else f"-{THUMBNAILS[size]}"
    return folder / sha256[:2] / f"{sha256}{ending}.jpg"


def _decoded(content: bytes) -> tuple[Image.Image, datetime | None, tuple[float, float] | None]:
    """The pixels upright in RGB, and time and place as the camera noted them."""
    if len(content) > MOST_BYTES:
        raise FileError(N_("照片有 {size} MB,最多 15 MB;请压缩后再上传"), size=round(len(content) / 1024**2, 1))
    if not content:
        raise FileError(N_("照片是空文件;请重新选择原图"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own size warning: the limit below is stricter
        try:
            opened = Image.open(io.BytesIO(content), formats=FORMATS)
            width, height = opened.size
        except Image.DecompressionBombError as error:
            raise FileError(N_("照片有几亿像素,最多 40 百万;请缩小后再上传")) from error
        except Exception as error:
            if is_heic(content) and "HEIF" not in FORMATS:
                raise FileError(NO_HEIC) from error
            raise FileError(N_("这不是能识别的照片;可用 {formats}"), formats=TITLES) from error
        if width * height > MOST_PIXELS:
            millions = round(width * height / 1e6)
            raise FileError(N_("照片有 {millions} 百万像素,最多 40 百万;请缩小后再上传"), millions=millions)
        try:
            opened.load()
            noted = _exif(opened)
            return _upright_rgb(opened), _taken_at(noted), _place(noted)
        except Exception as error:
            raise FileError(N_("照片已损坏或不完整;请重新上传原图")) from error


def is_heic(content: bytes) -> bool:
    """Whether a file says of itself that it is HEIC or HEIF (the brand in its first box).

    >>> is_heic(b"\\0\\0\\0\\x18ftypheic"), is_heic(b"\\xff\\xd8\\xff")
    (True, False)
    """
    return content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")


def _upright_rgb(image: Image.Image) -> Image.Image:
    """Turned as the camera was held, transparency on white."""
    upright = ImageOps.exif_transpose(image)
    if upright.has_transparency_data:
        layer = upright.convert("RGBA")
        upright = Image.new("RGBA", layer.size, "white")
        upright.alpha_composite(layer)
    return upright.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    bare = Image.frombytes("RGB", image.size, image.tobytes())  # nothing but pixels can go along
    bare.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()


_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TIME, _TAKEN, _OFFSET = 0x0132, 0x9003, 0x9011


def _exif(image: Image.Image) -> dict[str, Any]:
    """The few notes that are read; none where the camera wrote none or nonsense."""
    try:
        exif = image.getexif()
        inner = exif.get_ifd(_EXIF_IFD)
        return {
            "taken": inner.get(_TAKEN) or exif.get(_TIME),
            "offset": inner.get(_OFFSET),
            "gps": dict(exif.get_ifd(_GPS_IFD)),
        }
    except Exception:  # noqa: BLE001 - damaged notes are no reason to refuse a picture
        return {}


def _taken_at(noted: dict[str, Any]) -> datetime | None:
    """When the picture was taken, in UTC; None for nothing, nonsense or a clock that was never set."""
    text = str(noted.get("taken") or "").strip("\0 ")
    try:
        local = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    moment = local.replace(tzinfo=CAMERA_ZONE)
    try:
        zone = datetime.strptime(str(noted.get("offset") or "").strip("\0 "), "%z").tzinfo
        moment = local.replace(tzinfo=zone)
    except ValueError:
        pass
    moment = moment.astimezone(UTC)
    plausible = datetime(1990, 1, 1, tzinfo=UTC) < moment < datetime.now(UTC) + timedelta(days=1)
    return moment if plausible else None


def _place(noted: dict[str, Any]) -> tuple[float, float] | None:
    """Longitude and latitude in degrees; None where the camera noted none, or 0, 0 for want of a fix."""
    gps = noted.get("gps") or {}
    try:
        lat, lon = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None
    lat, lon = (-lat if gps.get(1) == "S" else lat), (-lon if gps.get(3) == "W" else lon)
    sound = abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon)  # also False for NaN
    return (round(lon, 7), round(lat, 7)) if sound else None


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
