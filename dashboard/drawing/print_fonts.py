"""The fonts of printed sheets, and which characters they have: what is missing is marked and named, never blank."""

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts" / "print"
FONT_FILES = {"regular": FONTS / "noto-sans-sc-regular.otf", "bold": FONTS / "noto-sans-sc-bold.otf"}


@lru_cache(maxsize=1)
def printable() -> frozenset[int]:
    """The code points that both weights can print."""
    found = []
    for file in FONT_FILES.values():
        with TTFont(file, lazy=True) as font:
            found.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*found)


GETA = "\u3013"
"""What printers set where a character is missing: 〓."""

ALIKE = {0x2212: "\u2013", 0x2011: "-", 0x2009: "\u202f", 0x00A0: " ", 0x2713: "√", 0x2714: "√"}
"""Characters that others stand for without loss where the fonts lack them."""

INVISIBLE = frozenset(
    {0x09, 0x0A, 0x0D, 0x20, 0xA0, 0x3000, 0x2009, 0x200B, 0x200C, 0x200D, 0x202F, 0x2060, 0xFE0E, 0xFE0F, 0xFEFF}
)
"""Spaces, joiners and variation selectors: nothing is lost where the fonts do not draw them."""


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that would print blank, each once, in order.

    >>> missing("龙王港 🌳㐂 9,640 m²")
    ('🌳', '㐂')
    """
    lost = (c for c in text if ord(c) not in printable() and ord(c) not in INVISIBLE and not ALIKE.get(ord(c)))
    return tuple(dict.fromkeys(lost))


def printed(text: str) -> str:
    """A text as a map prints it: what the fonts lack is replaced by its like, else marked by 〓.

    >>> printed("㐂园")
    '〓园'
    """
    known = printable()
    return "".join(c if ord(c) in known else ALIKE.get(ord(c)) or ("" if ord(c) in INVISIBLE else GETA) for c in text)
