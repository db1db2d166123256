"""Setting a printed sheet with Typst: a constant template, data as JSON, pictures as files, the fonts carried along.

Nothing that people wrote is ever Typst source: it reaches the template as strings in `data.json`. Offline by
construction: no packages, no fonts of the system, no files but those handed in.
"""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal

from dashboard.drawing.assets import ASSETS
from dashboard.drawing.print_fonts import ALIKE, FONTS, missing, printable
from dashboard.drawing.punctuation import breakable, chinese_marks
from geo.errors import MapError
from geo.words import N_

if TYPE_CHECKING:  # loaded with the first sheet
    import typst

TEMPLATES = ASSETS / "print"
AT_ONCE = 2
"""Sheets set at the same time; each takes a core while it lasts."""

PATIENCE_S = 30.0
_places = threading.BoundedSemaphore(AT_ONCE)


class PrintersBusy(MapError):  # noqa: N818 - named as the leaves in data.errors
    """More people print at once than the machine has hands for."""


@dataclass(frozen=True)
class Printed:
    """A finished sheet: the file's bytes, and the characters that the fonts lack (each is marked on the paper)."""

    content: bytes
    missing: tuple[str, ...] = ()


def typeset(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes], *, form: Literal["pdf", "png"] = "pdf",
    ppi: float = 144.0, warn: Callable[[tuple[str, ...]], str] | None = None,
) -> Printed:  # fmt: skip
    """A sheet from a template of `assets/print`. PNG gives the first page only.

    `files`: the pictures that the data names. `warn` makes what the sheet itself says of missing characters.

    Raises:
        PrintersBusy: no place became free in `PATIENCE_S`.
    """
    lost = missing("".join(_texts(data)))
    said = {**data, "missing": warn(lost) if lost and warn else ""}
    # Sentences that name the missing characters would only print boxes: their code points stand there.
    shown = _set(said, chinese_marks if data.get("lang") == "zh" else str)
    given = {
        "main.typ": (TEMPLATES / template).read_bytes(),
        "sheet.typ": (TEMPLATES / "sheet.typ").read_bytes(),
        "data.json": json.dumps(shown, ensure_ascii=False).encode(),
        **files,
    }
    if not _places.acquire(timeout=PATIENCE_S):
        raise PrintersBusy(N_("正在打印的人较多,请稍候再试。"))
    try:
        made = _compiled(given, form, ppi)
    finally:
        _places.release()
    return Printed(made if isinstance(made, bytes) else made[0], lost)


@lru_cache(maxsize=1)
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _compiled(files: Mapping[str, bytes], form: Literal["pdf", "png"], ppi: float) -> Any:
    """What Typst makes of the files in a folder of their own: it can read nothing outside."""
    import typst

    with TemporaryDirectory(prefix="sheet-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        return typst.compile(f"{folder}/main.typ", root=folder, format=form, ppi=ppi, font_paths=_fonts())


def _texts(value: Any) -> Iterator[str]:
    """Every string of the data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _set(value: Any, marks: Callable[[str], str]) -> Any:
    """The data as it is set: its punctuation, and boxes for what cannot be printed; drawings stay as they are."""
    if isinstance(value, str):
        return value if value.startswith("<") else marked(breakable(marks(value)))
    if isinstance(value, Mapping):
        return {key: _set(item, marks) for key, item in value.items()}
    return [_set(item, marks) for item in value] if isinstance(value, list | tuple) else value


def marked(text: str) -> str:
    """A text whose unprintable characters are replaced by their like, or by their code point between two marks.

    >>> marked("㐂园") == chr(0xE000) + "3402" + chr(0xE001) + "园"
    True
    """
    known = printable()
    if all(ord(character) in known for character in text):
        return text
    lost = set(missing(text))
    return "".join(
        f"\ue000{ord(c):04X}\ue001" if c in lost else ALIKE.get(ord(c), c) if ord(c) not in known else c for c in text
    )
