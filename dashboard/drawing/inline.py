"""What stands inside a page of one file: scripts, styles and data, made harmless for the element that holds them."""

import json
import re

from dashboard.drawing.assets import ASSETS

_ADDRESS = re.compile(r"url\([^)]*\)")


def inline_script(path: str) -> str:
    """A script under the assets, to stand inside a script element."""
    return (ASSETS / path).read_text(encoding="utf-8").replace("</script", "<\\/script")


def inline_style(*paths: str) -> str:
    """Style sheets under the assets as one, without what they would load."""
    return "\n".join(_ADDRESS.sub("none", (ASSETS / path).read_text(encoding="utf-8")) for path in paths)


def inline_json(value: object) -> str:
    """JSON inside a script element: whatever people wrote, it cannot end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
