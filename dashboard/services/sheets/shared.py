"""What every public sheet says beside its subject: whose it is, when, from where, and that a sample is a sample."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeVar

from dashboard.drawing.plan_svg import status_sign
from dashboard.drawing.typesetting import Printed, typeset
from dashboard.services.public.public_facts import PublicView
from dashboard.text import _, fill, language
from geo.words import N_
from geo.works import STATUSES

Plain = dict[str, Any]
Form = Literal["pdf", "png"]
T = TypeVar("T")
PNG_PPI = 150.0


@dataclass(frozen=True)
class Sheet:
    """A sheet ready to be set: its template, its data and the pictures that the data names."""

    template: str
    data: Plain
    files: Mapping[str, bytes]

    def printed(self, form: Form = "pdf", ppi: float = PNG_PPI) -> Printed:
        """The file. Raises `PrintersBusy`."""
        return typeset(self.template, self.data, self.files, form=form, ppi=ppi, warn=missing_words)


def sheet_data(view: PublicView, title: str, words: Mapping[str, str], *, large: bool = False, **more: Any) -> Plain:
    """The data that `sheet.typ` asks for, and what the sheet itself adds."""
    return {
        "title": title,
        "community": view.community.name,
        "sample": _(N_("示例数据")) if view.community.is_sample else "",
        "lang": language(),
        "large": large,
        "note": source_note(view),
        "words": {key: _(text) for key, text in words.items()},
        "signs": status_signs(),
        **more,
    }


def source_note(view: PublicView) -> str:
    """The line at the foot: source, day, what "≈" means, and that places are approximate."""
    parts = [fill(N_("来源:{community}微更新一张图的公开数据,截至 {day}"), community=view.community.name, day=view.day)]
    parts.append(_(N_("“≈”为预计日期")))
    parts.append(_(N_("位置近似,非测绘成果")))
    if view.community.is_sample:
        parts.append(_(N_("示例数据:建筑、管线、人名与数字均为演示而编造,公开报道的总量除外")))
    return _(N_(";")).join(parts)


def missing_words(lost: Sequence[str]) -> str:
    """The sentence about characters that the fonts of the press lack."""
    named = _(N_("、")).join(f"U+{ord(character):04X}" for character in lost)
    return fill(N_("打印字体里没有这些字符,纸上以编码框代替:{characters}"), characters=named)


@lru_cache(maxsize=1)
def status_signs() -> dict[str, str]:
    """The signs of statuses as small drawings: "planned", "late-planned" …"""
    size = 'width="6mm" height="6mm" viewBox="0 0 6 6"'
    return {
        prefix
        + status: f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{status_sign(status, 3, 3, 2.6, late=late)}</svg>'
        for status, _title in STATUSES
        for prefix, late in (("", False), ("late-", True))
    }


def file_name(view: PublicView, subject: str, day: date, form: str = "pdf") -> str:
    """The name of a download: community, subject and day.

    >>> from types import SimpleNamespace
    >>> community = SimpleNamespace(name="龙王港社区")
    >>> file_name(SimpleNamespace(community=community), "海报/A3", date(2026, 11, 28))
    '龙王港社区-海报 A3-2026-11-28.pdf'
    """
    name = f"{view.community.name}-{subject}-{day.isoformat()}"
    clean = "".join(" " if c in '\\/:*?"<>|' or not c.isprintable() else c for c in name)
    return f"{clean[:120].strip()}.{form}"


def shortened(text: str, most: int) -> str:
    """A text that a place of fixed size holds, cut at `most` characters with "…".

    >>> shortened("一二三四五", 4), shortened("一二三", 4)
    ('一二三…', '一二三')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
