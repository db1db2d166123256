"""The one file of a deck: page, style, scripts, fonts, map and photos inside; nothing is ever loaded."""

import re
from pathlib import Path

from dashboard.drawing.bundle import bundle
from dashboard.drawing.font_subset import font_faces
from dashboard.drawing.inline import inline_json, inline_script, inline_style

PAGE = Path(__file__).resolve().parents[1] / "templates" / "deck" / "deck.html"
STYLES = ("vendor/leaflet/leaflet.css", "mapview/mapview.css", "deck/deck.css", "deck/slides.css")
ENTRY = "deck/main.js"
_SLOT = re.compile(r"<!--=(\w+)=-->")

CONTENT_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "font-src data:; connect-src 'none'; form-action 'none'; base-uri 'none'"
)
"""What the file itself allows its browser: its own parts, and no address at all."""


def deck_html(facts: dict[str, object], packed: str, text: str, language: str) -> bytes:
    """The file in UTF-8. `facts` is what the scripts draw, `packed` the map, `text` every character that is shown.

    Each slot of the page is filled once, so that nothing inside the data can be taken for a slot.
    """
    parts = {
        "lang": "en" if language == "en" else "zh-CN",
        "policy": CONTENT_POLICY,
        "title": _plain(f"{facts['community']} · {facts['title']}"),
        "style": inline_style(*STYLES),
        "fonts": font_faces(text),
        "script": bundle(ENTRY, "microrenewalDeck"),
        "leaflet": inline_script("vendor/leaflet/leaflet.js"),
        "facts": inline_json(facts),
        "map": packed,
    }
    return _SLOT.sub(lambda match: parts[match[1]], PAGE.read_text(encoding="utf-8")).encode()


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
