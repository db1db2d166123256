"""The A3 poster of a community: map, what was said and what is done, projects with their parts, photos, a QR code."""

from collections import Counter
from pathlib import Path

from dashboard.services.projects.quantity import bound_text
from dashboard.services.projects.work_words import STATUS_TITLES, number, percent
from dashboard.services.public.public_facts import Progress, PublicProject, PublicView
from dashboard.services.public.qr import slips
from dashboard.services.sheets.photos import photo_pairs
from dashboard.services.sheets.plans import PublicGround, plan_data
from dashboard.services.sheets.shared import Plain, Sheet, sheet_data, shortened
from dashboard.text import _, fill, language
from data.store import Store
from geo.ledger import VERDICTS, LedgerRow
from geo.words import N_
from geo.works import FINISHED, STATUSES, WorkDate

MAP_MM = (273.0, 144.0)
LETTERING = 1.3
MOST_PROJECTS, MOST_PROMISES, MOST_PAIRS = 8, 7, 2
LONGEST_NAME = 34

SUBTITLE = N_("微更新进展")
WORDS = {
    "kind": N_("A3 海报"),
    "subtitle": SUBTITLE,
    "promises": N_("说了多少,做了多少"),
    "projects": N_("各个项目"),
    "pair": N_("改造前、改造后"),
    "said": N_("公开说法"),
    "more": N_("另有 {count} 个项目,扫码可看"),
    "and": N_("、"),
}


def poster(store: Store, view: PublicView, base: str, photos: Path) -> Sheet:
    """The poster as things stand. `base`: address of this server for residents; `photos`: the folder of pictures."""
    projects = in_order(view)
    numbers = {project.id: f"{position}" for position, project in enumerate(projects, 1)}
    drawn = PublicGround.of(store, view).whole(*MAP_MM, numbers, LETTERING)
    unfinished_first = [work for project in projects for work in project.works]
    pairs, files = photo_pairs(photos, unfinished_first, MOST_PAIRS)
    if drawn:
        files["map.svg"] = drawn.svg.encode()
    slip = slips(view, base)[0]
    data = sheet_data(
        view, f"{view.community.name} {_(SUBTITLE)}", WORDS,
        day=view.day.isoformat(), plan=plan_data(drawn, "map.svg"), progress=_whole(view),
        promises=[_promise(row) for row in view.promises if _is_counted(row)][:MOST_PROMISES],
        projects=[_project(view, project, numbers[project.id]) for project in projects[:MOST_PROJECTS]],
        total=len(projects),
        pairs=pairs, qr={"svg": slip.svg, "opens": slip.opens, "address": slip.address},
    )  # fmt: skip
    return Sheet("poster.typ", data, files)


def in_order(view: PublicView) -> list[PublicProject]:
    """Projects as a reader asks for them: late ones, those going on, those to come, those finished."""

    def order(project: PublicProject) -> tuple[bool, bool, int, str]:
        finished = project.status in FINISHED and project.progress.unaccepted == 0
        words = [word for word, _title in STATUSES]
        urgency = words[::-1].index(project.status) if project.status in words else len(words)
        return finished, not project.late, urgency, project.name

    return sorted(view.projects, key=order)


def progress_data(progress: Progress) -> Plain:
    """A bar and its percentage."""
    return {
        "percent": percent(progress.share), "accepted": progress.accepted, "unaccepted": progress.unaccepted,
    }  # fmt: skip


def _whole(view: PublicView) -> Plain:
    glance = view.glance
    told = [fill(N_("{count} 项工程"), count=glance.works)]
    told += [f"{_(STATUS_TITLES[word])} {count}" for word, count in reversed(glance.statuses) if count]
    if glance.late:
        told.append(fill(N_("逾期 {count} 项"), count=glance.late))
    if glance.works_without_progress:
        told.append(fill(N_("{count} 项尚无进展,按 0 计"), count=glance.works_without_progress))
    return progress_data(glance.progress) | {"told": told}


def _is_counted(row: LedgerRow) -> bool:
    return row.accepted is not None or row.done is not None


def _promise(row: LedgerRow) -> Plain:
    said = row.promise
    reached, title = (row.accepted, N_("已验收")) if row.accepted is not None else (row.done, N_("已完成"))
    return {
        "title": shortened(_(said.title), 13 if language() == "zh" else 26),
        "reached": number(round(reached or 0, 1), said.unit),
        "said": bound_text(said.bound, said.quantity, said.unit),
        "verdict": f"{_(title)} · {_(dict(VERDICTS)[row.verdict])}",
        "good": row.verdict in ("met", "exceeded"),
    }


def _project(view: PublicView, project: PublicProject, position: str) -> Plain:
    counted = Counter(work.status for work in project.works)
    statuses = [
        {"status": word, "title": _(title), "count": counted[word]}
        for word, title in reversed(STATUSES)
        if counted[word]
    ]
    told = []
    last = last_day(project)
    if last:
        day = f"{'' if last.confirmed else '≈ '}{last.day.isoformat()}"
        told.append(fill(N_("全部完工 {day}"), day=day))
    elif any(work.status not in FINISHED for work in project.works):
        told.append(_(N_("完工日期未定")))
    if project.without_progress:
        told.append(fill(N_("{count} 项尚无进展,按 0 计"), count=project.without_progress))
    if project.without_place:
        told.append(fill(N_("{count} 项没有具体位置"), count=project.without_place))
    return progress_data(project.progress) | {
        "number": position, "name": shortened(project.name or project.id, LONGEST_NAME), "statuses": statuses,
        "late": fill(N_("逾期 {count} 项"), count=project.late) if project.late else "", "told": " · ".join(told),
    }  # fmt: skip


def last_day(project: PublicProject) -> WorkDate | None:
    """When the last unfinished work is to end, estimated if any of their ends is; None if one of them has no date."""
    ends = [work.end for work in project.works if work.status not in FINISHED]
    if not ends:
        ends = [work.end for work in project.works]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    return WorkDate(max(end.day for end in known), all(end.confirmed for end in known))
