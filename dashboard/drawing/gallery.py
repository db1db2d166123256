"""Photos by address: ids in, HTML out. Captions are data and are escaped here."""

from collections.abc import Sequence
from html import escape

from dashboard.drawing.community_map import checked_id


def photo_url(community: str, photo: str, size: str, audience: str = "") -> str:
    """The address of a photo in one size ("small", "large", "full")."""
    if size not in ("small", "large", "full"):
        raise ValueError(f"not a size: {size!r}")
    as_whom = "?as=visitor" if audience == "visitor" else ""
    return f"/photos/{checked_id(community)}/{checked_id(photo)}/{size}{as_whom}"


def gallery(community: str, photos: Sequence[tuple[str, str]], audience: str = "") -> str:
    """HTML of small photos in a row, each a link to the large one. `photos`: (id, what it shows)."""
    figures = "".join(
        f'<a href="{photo_url(community, id, "large", audience)}" target="_blank" rel="noopener">'
        f'<img src="{photo_url(community, id, "small", audience)}" alt="{escape(words)}" title="{escape(words)}"'
        f' loading="lazy"></a>'
        for id, words in photos
    )
    return f'<div class="gallery">{figures}</div>'
