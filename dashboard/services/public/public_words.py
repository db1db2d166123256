"""What the public page says: records of the public view as short texts in the reader's language."""

import re
from collections.abc import Iterable, Iterator, Sequence

from dashboard.services.projects.promise_rows import MEASURES
from dashboard.services.projects.quantity import amount, bound_text
from dashboard.services.projects.work_words import Places, number, percent
from dashboard.services.public.public_facts import Progress, PublicBuilding, PublicProject, PublicView, PublicWork
from dashboard.services.public.public_who import Contact
from dashboard.text import _, fill
from data.photos import ROLES
from data.public_records import PublicPhoto
from data.spelling import answers, folded
from geo.layers import LAYER_BY_KEY
from geo.ledger import VERDICTS, LedgerRow
from geo.meetings import DECISION_STATES, MEETING_KINDS, Decision
from geo.words import N_
from geo.works import FINISHED, MECHANISMS, NOT_BEGUN, PARTIES

Facts = list[tuple[str, str]]
Section = tuple[str, str, list[Contact]]


def progress_words(progress: Progress) -> str:
    """What a bar says: how much is accepted, and how much is done and waits for it."""
    said = [fill(N_("已验收 {share}"), share=percent(progress.accepted))]
    if progress.unaccepted > 0:
        said.append(fill(N_("已完成待验收 {share}"), share=percent(progress.unaccepted)))
    return " · ".join(said)


def late_words(work: PublicWork) -> str:
    """By how many days a work is late, "" where it is not."""
    return fill(N_("逾期 {days} 天"), days=work.days_late) if work.late else ""


def quantities(work: PublicWork, whole: bool) -> Facts:
    """Done of planned; `whole`: every quantity that is known, each by itself."""
    if not whole:
        reached = max((value for value in (work.done, work.accepted) if value is not None), default=None)
        if work.planned is None:
            return [(_(N_("已完成")), number(reached, work.unit))] if reached is not None else []
        return [(_(N_("完成 / 计划")), f"{number(reached or 0, '')} / {number(work.planned, work.unit)}")]
    values = (
        (N_("计划"), work.planned),
        (N_("图上量算"), None if work.measured is None else round(work.measured, 1)),
        (N_("合同"), work.contracted),
        (N_("已完成"), work.done),
        (N_("已验收"), work.accepted),
    )
    return [(_(title), number(value, work.unit)) for title, value in values if value is not None]


def places_of(view: PublicView) -> Places:
    """Names of compounds and buildings."""
    return Places(view.compounds, {item.id: item.title for item in view.buildings})


def span(project: PublicProject) -> str:
    """From when to when: months, "≈" before an end that nobody has confirmed."""
    if project.start_day is None and project.end_day is None:
        return _(N_("日期待定"))
    sure = all(work.end.confirmed for work in project.works if work.end and work.end.day == project.end_day)
    start = f"{project.start_day:%Y-%m}" if project.start_day else _(N_("待定"))
    end = f"{'' if sure else '≈ '}{project.end_day:%Y-%m}" if project.end_day else _(N_("待定"))
    return f"{start} → {end}"


def left_out(project: PublicProject) -> str:
    """What the bar and the map of a project do not show, as counts."""
    said = (
        (N_("{count} 项没有位置,地图上看不到"), project.without_place),
        (N_("{count} 项还没有进度,按 0 计"), project.without_progress),
        (N_("{count} 项超出计划"), project.with_surplus),
    )
    return " · ".join(fill(words, count=count) for words, count in said if count)


def project_facts(project: PublicProject, view: PublicView) -> Facts:
    """Dates, compounds, who takes part and how."""
    between = _(N_("、"))
    roles = dict(project.parties)
    return [
        (_(N_("时间")), span(project)),
        (_(N_("小区")), between.join(view.compounds.get(id, id) for id in project.compounds)),
        (_(N_("机制")), between.join(_(title) for word, title in MECHANISMS if word in project.mechanisms)),
        *((_(title), roles[word]) for word, title in PARTIES if roles.get(word)),
    ]


def building_facts(building: PublicBuilding) -> str:
    """Compound, storeys, stairwells and age of a building in one line; what nobody recorded is left out."""
    said = [building.compound_title]
    if building.storeys is not None:
        said.append(amount(building.storeys, "层"))
    if building.units:
        said.append(fill(N_("{count} 个单元"), count=building.units))
    if building.year_built is not None:
        said.append(fill(N_("{year} 年建成"), year=building.year_built))
    if building.renovated:
        said.append(_(N_("已综合整治")))
    return " · ".join(part for part in said if part)


def without_place(view: PublicView) -> str:
    """Everything that has no place on the map, with counts; "" where nothing is missing."""
    missing = [f"{_(LAYER_BY_KEY[layer].title)} {count}" for layer, count in view.glance.layers_without_place]
    if view.glance.works_without_place:
        missing.append(f"{_(N_('微更新工作'))} {view.glance.works_without_place}")
    return fill(N_("没有位置、因此地图上看不到的:{listed}"), listed=_(N_("、")).join(missing)) if missing else ""


def said(row: LedgerRow) -> str:
    """A promise as it was published, with its bound: "≥ 9,600 m"."""
    return bound_text(row.promise.bound, row.promise.quantity, row.promise.unit)


def verdict(row: LedgerRow) -> str:
    """Whether a promise was kept."""
    return _(dict(VERDICTS)[row.verdict])


def reason(row: LedgerRow) -> str:
    """Why the verdict is what it is."""
    values = {**row.values, "unit": _(str(row.values["unit"]))} if "unit" in row.values else row.values
    return fill(row.reason, **values)


def promise_figures(row: LedgerRow) -> Facts:
    """Measured, contracted, done and accepted, as far as they are known."""
    values = ((title, getattr(row, key)) for key, title in MEASURES)
    return [(_(title), number(round(value, 1), row.promise.unit)) for title, value in values if value is not None]


def meeting_kind(kind: str) -> str:
    """The kind of a meeting."""
    return _(dict(MEETING_KINDS).get(kind, kind))


def decision_state(decision: Decision) -> str:
    """What became of a decision."""
    return _(dict(DECISION_STATES)[decision.state])


def votes(decision: Decision) -> str:
    """The hands that were counted, "" where nobody counted."""
    counted = (
        (N_("赞成 {count}"), decision.votes_for),
        (N_("反对 {count}"), decision.votes_against),
        (N_("弃权 {count}"), decision.abstained),
    )
    return " · ".join(fill(words, count=count) for words, count in counted if count is not None)


def photo_role(photo: PublicPhoto) -> str:
    """When a photo was taken: before, during, after."""
    return _(dict(ROLES)[photo.role])


def minutes(text: str) -> Iterator[tuple[str, str]]:
    """The lines of Markdown minutes as ("head" | "item" | "text", words): its marks go, its words stay text."""
    for line in text.splitlines():
        found = re.match(r"\s*(?:(#{1,6})|([-*+]|\d+[.)]))\s+(.*)", line)
        words = re.sub(r"(\*\*|__)(.+?)\1", r"\2", found[3] if found else line).strip()
        if words:
            yield ("head" if found and found[1] else "item" if found else "text"), words


def sections(contacts: Iterable[Contact]) -> list[Section]:
    """Contacts by section, each with the place that all of its lines share ("" if they differ)."""
    found: dict[str, list[Contact]] = {}
    for contact in contacts:
        found.setdefault(contact.section, []).append(contact)
    return [(title, _shared({line.place for line in lines}), lines) for title, lines in found.items()]


def _shared(places: set[str]) -> str:
    return places.pop() if len(places) == 1 else ""


def search(view: PublicView, typed: str) -> list[PublicBuilding]:
    """The buildings that answer to what was typed, exact numbers first: "7", "7栋", a name, pinyin or its initials."""
    bare = re.sub(r"(栋|号楼|号|幢|building)", "", folded(typed))
    if bare.isdecimal():
        exact = [item for item in view.buildings if _digits(item.no or item.title) == bare.lstrip("0")]
        if exact:
            return exact
    if not folded(typed):
        return []
    return [item for item in view.buildings if folded(item.id) == folded(typed) or answers(item.title, typed)]


def _digits(no: str) -> str:
    return "".join(c for c in no if c.isdecimal()).lstrip("0")


def under_way(works: Iterable[PublicWork]) -> list[PublicWork]:
    """Works under construction, late ones first, then by their end."""
    found = [work for work in works if work.status not in (*FINISHED, *NOT_BEGUN)]
    return sorted(
        found, key=lambda work: (not work.late, work.end is None, work.end.day if work.end else None, work.id)
    )


def to_come(works: Iterable[PublicWork]) -> list[PublicWork]:
    """Works that have not begun, those that begin first ahead; those without a day last."""
    found = [work for work in works if work.status in NOT_BEGUN]
    return sorted(found, key=lambda w: (w.start is None, w.start.day if w.start else None, w.id))


def with_pair(works: Sequence[PublicWork], most: int) -> list[PublicWork]:
    """The first works that have a photo of before and one of after."""
    return [work for work in works if work.pair][:most]


def by_end(now: Sequence[PublicWork], next: Sequence[PublicWork]) -> list[PublicWork]:
    """Works that are not finished, those under way first, each group by its end; those without a day last."""
    return [work for group in (now, next) for work in sorted(group, key=_end)]


def _end(work: PublicWork) -> tuple[bool, object, str]:
    return work.end is None, work.end.day if work.end else None, work.id


def first_to_call(people: Iterable[Contact]) -> Contact | None:
    """The nearest who has an office phone, None where nobody has."""
    return next((person for person in people if person.phone), None)
