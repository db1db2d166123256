"""A font that holds just the characters of a text, to go inside a file; and which characters no font of ours has."""

from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

from fontTools import subset

from dashboard.drawing.assets import ASSETS

WEIGHTS = {400: "fonts/print/noto-sans-sc-regular.otf", 700: "fonts/print/noto-sans-sc-bold.otf"}
ALWAYS = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "≥≤≈±−–—·…、。,;:!?“”‘’()《》【】%‰°²³№×÷→←↑↓○●◔◑✔第栋号页单元"
    + "\u202f\u00a0"
)
"""What a presenter may type or the deck may count, whatever the text: ASCII, digits, signs."""

UNSEEN = frozenset("\u202f\u00a0\t\n\r\u200b\u200c\u200d\u2009\u2060\ufe0e\ufe0f\ufeff\u3000")


def font_faces(text: str) -> str:
    """`@font-face` rules with both weights inside, holding the characters of the text that the fonts have."""
    wanted = "".join(sorted({*text, *ALWAYS}))
    return "\n".join(
        '@font-face{font-family:"Noto Sans SC";font-style:normal;font-display:block;'
        f"font-weight:{weight};src:url(data:font/woff;base64,{b64encode(_subset(path, wanted)).decode()})"
        ' format("woff")}'
        for weight, path in WEIGHTS.items()
    )


def missing(text: Iterable[str]) -> tuple[str, ...]:
    """The characters that neither weight has, each once: shown in whatever font the computer in the room has."""
    known = _known()
    return tuple(dict.fromkeys(c for c in text if ord(c) not in known and c not in UNSEEN))


@lru_cache(maxsize=8)
def _subset(path: str, wanted: str) -> bytes:
    options = subset.Options(
        flavor="woff", layout_features=[], hinting=False, notdef_outline=True, name_IDs=[], ignore_missing_unicodes=True
    )
    font = subset.load_font(str(ASSETS / path), options)
    chosen = subset.Subsetter(options)
    chosen.populate(text=wanted)
    chosen.subset(font)
    written = BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


@lru_cache(maxsize=1)
def _known() -> frozenset[int]:
    fonts = [subset.load_font(str(ASSETS / path), subset.Options()) for path in WEIGHTS.values()]
    return frozenset.intersection(*(frozenset(font.getBestCmap()) for font in fonts))
