"""QR codes that open the public page, and the address that they carry."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

import segno

from dashboard.services.public.public_facts import PublicView
from dashboard.text import _
from data.settings import Settings
from geo.words import N_

INK, PAPER = "#1d2b36", "#ffffff"


@dataclass(frozen=True)
class Slip:
    """One code of a sheet: what it is for, what scanning it opens, the address, and its drawing."""

    title: str
    opens: str
    address: str
    svg: str


def public_base(settings: Settings, opened: str = "") -> str:
    """The address of this server for residents: that of the settings, else that by which a page was opened.

    >>> public_base(Settings(public_url="https://map.example.org/"), "http://10.0.0.5:8501/who?x=1")
    'https://map.example.org'
    >>> public_base(Settings(), "http://10.0.0.5:8501/who?x=1")
    'http://10.0.0.5:8501'
    """
    if settings.public_url:
        return settings.public_url.rstrip("/")
    parts = urlsplit(opened)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else f"http://127.0.0.1:{settings.port}"


def public_path(community: str, page: str = "", id: str = "", **words: str) -> str:
    """The path of a public page; `words` (`lang`, `size`, `q`) are its query, empty ones left out.

    >>> public_path("c", "building", "A07", lang="en")
    '/public/c/building/A07?lang=en'
    """
    parts = [quote(part, safe="") for part in (community, page, id) if part]
    query = urlencode({key: value for key, value in words.items() if value})
    return "/public/" + "/".join(parts) + (f"?{query}" if query else "")


def public_address(base: str, community: str, page: str = "", id: str = "", **words: str) -> str:
    """The whole address of a public page."""
    return base + public_path(community, page, id, **words)


@lru_cache(maxsize=64)
def qr_svg(text: str) -> str:
    """A QR code as an SVG drawing, dark on white with the quiet zone that readers need."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", scale=4, border=4, dark=INK, light=PAPER)
    return drawing.getvalue().decode()


def slips(view: PublicView, base: str, *, projects: Sequence[str] = (), buildings: Sequence[str] = ()) -> list[Slip]:
    """Codes for notice boards, in the reader's language: the community's, those of these projects and buildings."""
    id = view.community.id
    found = [_slip(view.community.name, N_("扫码看本社区的微更新"), public_address(base, id))]
    for building in view.buildings:
        if building.id in buildings:
            address = public_address(base, id, "building", building.id)
            found.append(_slip(building.title, N_("扫码看这栋楼:在做什么、接下来做什么、找谁"), address))
    for project in view.projects:
        if project.id in projects:
            address = public_address(base, id, "project", project.id)
            found.append(_slip(project.name, N_("扫码看这个项目的进展"), address))
    return found


def _slip(title: str, opens: str, address: str) -> Slip:
    return Slip(title, _(opens), address, qr_svg(address))
