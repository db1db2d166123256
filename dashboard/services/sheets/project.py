"""The sheet of one project for the public: how far it is, where, its works, photos, whom to ask."""

from collections.abc import Sequence
from pathlib import Path

from dashboard.services.duty.responsible import FAR, SECTION_TITLES
from dashboard.services.projects.work_words import STATUS_TITLES, line_text, percent
from dashboard.services.public.public_facts import PublicProject, PublicView, PublicWork
from dashboard.services.public.public_who import Contact, who_to_ask
from dashboard.services.public.qr import slips
from dashboard.services.sheets.building import people_lines
from dashboard.services.sheets.photos import photo_pairs
from dashboard.services.sheets.plans import PublicGround, plan_data
from dashboard.services.sheets.poster import last_day, progress_data
from dashboard.services.sheets.shared import Sheet, sheet_data
from dashboard.services.sheets.work_lines import work_line
from dashboard.text import _, fill
from data.store import Store
from geo.words import N_
from geo.works import FINISHED, PARTIES

MAP_MM, MAP_MM_LARGE = (122.67, 78.0), (186.0, 92.0)
MOST_PEOPLE, MOST_OWN = 11, 4
WORDS = {
    "kind": N_("项目单"),
    "works": N_("各项工程"),
    "none": N_("还没有登记工程"),
    "pair": N_("改造前、改造后"),
    "people": N_("有事找谁"),
    "and": N_("、"),
}


def project_sheet(
    store: Store, view: PublicView, project: PublicProject, base: str, photos: Path, *, large: bool = False
) -> Sheet:
    """The sheet of a project as the public sees it."""
    size = MAP_MM_LARGE if large else MAP_MM
    drawn = PublicGround.of(store, view).project(project.id, *size, 1.35 if large else 1.0)
    pairs, files = photo_pairs(photos, project.works, 2)
    if drawn:
        files["map.svg"] = drawn.svg.encode()
    slip = slips(view, base, projects=[project.id])[-1]
    compounds = _(N_("、")).join(view.compounds[id] for id in project.compounds if id in view.compounds)
    data = sheet_data(
        view, project.name or project.id, WORDS, large=large,
        number=project.id, progress=progress_data(project.progress), told=_told(project), about=project.words,
        sub=" · ".join(part for part in (line_text(project.line_of_work), compounds, parties(project)) if part),
        plan=plan_data(drawn, "map.svg"),
        works=[work_line(view, work, project=False) for work in project.works if not _is_over(work)],
        finished=[work_line(view, work, project=False) for work in project.works if _is_over(work)],
        pairs=pairs, people=people_lines(_near(who_to_ask(store, view, "project", project.id))),
        qr={"svg": slip.svg, "opens": slip.opens, "address": slip.address},
    )  # fmt: skip
    return Sheet("project.typ", data, files)


def _near(contacts: Sequence[Contact]) -> list[Contact]:
    """Those to ask about a project: where it touches many buildings, their heads are on the buildings' own sheets."""
    if len(contacts) <= MOST_PEOPLE:
        return list(contacts)
    single = {_(SECTION_TITLES[key]) for key in ("building", "unit")}
    wide = [contact for contact in contacts if contact.section not in single]
    own = [contact for contact in wide if contact.section not in {_(SECTION_TITLES[key]) for key in FAR}]
    far = [contact for contact in wide if contact not in own]
    return [*own[:MOST_OWN], *far[: MOST_PEOPLE - min(len(own), MOST_OWN)]]


def _is_over(work: PublicWork) -> bool:
    return work.status in FINISHED and not work.late


def parties(project: PublicProject) -> str:
    """The parties of 五社联动 that take part, each with its role."""
    roles = dict(project.parties)
    told = [f"{_(title)}{_(N_(':'))}{roles[word]}" for word, title in PARTIES if roles.get(word)]
    return _(N_("、")).join(told)


def _told(project: PublicProject) -> str:
    told = [_(STATUS_TITLES.get(project.status, project.status))]
    told.append(fill(N_("已验收 {share}"), share=percent(project.progress.accepted)))
    if project.progress.unaccepted > 0:
        told.append(fill(N_("已完成待验收 {share}"), share=percent(project.progress.unaccepted)))
    last = last_day(project)
    if last:
        day = f"{'' if last.confirmed else '≈ '}{last.day.isoformat()}"
        told.append(fill(N_("全部完工 {day}"), day=day))
    elif any(work.status not in FINISHED for work in project.works):
        told.append(_(N_("完工日期未定")))
    for count, sentence in (
        (project.late, N_("逾期 {count} 项")),
        (project.without_progress, N_("{count} 项尚无进展,按 0 计")),
        (project.with_surplus, N_("{count} 项超过计划,超出部分不计入")),
        (project.without_place, N_("{count} 项没有具体位置")),
    ):
        if count:
            told.append(fill(sentence, count=count))
    return " · ".join(told)
