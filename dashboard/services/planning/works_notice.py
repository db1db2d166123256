"""A works notice (停水停路通知): what one building is told, as text for the chat group and as content for print.

Everything in it is already in the reader's language. The phone is an office's, never a person's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.text import _, fill
from geo.stop_notice import StopNotice
from geo.words import N_


@dataclass(frozen=True)
class WorksNotice:
    """One notice. `stops` are whole sentences, the gravest first; `ask` what residents are asked to do.

    A date that is not confirmed is estimated and is said to be (`when`). `units` are the names of the entrances.
    `office` and `phone` say whom to call ("" where nobody has an office phone).
    """

    community: str
    title: str
    building: str
    building_name: str
    units: tuple[str, ...]
    work: str
    start: date
    end: date
    start_confirmed: bool
    end_confirmed: bool
    stops: tuple[str, ...]
    ask: tuple[str, ...]
    office: str
    phone: str
    issued: date
    is_sample: bool
    hours: str = ""

    @property
    def when(self) -> str:
        """The days of the work; what is estimated is said to be."""
        return span_of(self)

    @property
    def contact(self) -> str:
        """Whom to call, as one sentence."""
        if not self.phone:
            return _(N_("如有困难请联系社区居委会。"))
        if not self.office:
            return fill(N_("咨询电话:{phone}"), phone=self.phone)
        return fill(N_("咨询:{office},电话 {phone}"), office=self.office, phone=self.phone)

    @property
    def addressed(self) -> str:
        """Whom it is for: the building, and its entrances where it has several."""
        if len(self.units) < 2:
            return self.building_name
        units = _(N_("、")).join(self.units)
        return f"{self.building_name}{_(N_('('))}{units}{_(N_(')'))}"

    def text(self) -> str:
        """The notice as plain text to be copied into a chat group."""
        sample = _(N_("(示例数据)"))
        head = f"【{self.title}】{sample if self.is_sample else ''}"
        lines = [head, fill(N_("{whom}的居民:"), whom=self.addressed)]
        lines.append(fill(N_("因“{work}”施工,{when}:"), work=self.work, when=self.when))
        lines += [f"{number}. {sentence}" for number, sentence in enumerate((*self.stops, *self.ask), 1)]
        if not (self.start_confirmed and self.end_confirmed):
            lines.append(_(N_("预计日期可能调整,以施工前的再次通知为准。")))
        return "\n".join([*lines, self.contact, f"{self.community}  {self.issued.isoformat()}"])


def texts(notices: Sequence[WorksNotice]) -> str:
    """All notices as one text, a blank line between two."""
    return "\n\n".join(notice.text() for notice in notices)


def span_of(notice: "WorksNotice | StopNotice") -> str:
    """The days and hours of a notice; what is estimated is said to be."""
    start = _day(notice.start, confirmed=notice.start_confirmed)
    end = _day(notice.end, confirmed=notice.end_confirmed)
    days = start if start == end else fill(N_("{start} 至 {end}"), start=start, end=end)
    return f"{days} {notice.hours}".strip()


def _day(day: date, *, confirmed: bool) -> str:
    return day.isoformat() if confirmed else fill(N_("{day}(预计)"), day=day.isoformat())
