"""A meeting's slides: what each shows, as frozen records that the browser draws. Only the visitor's view goes in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from dashboard.services.meeting.deck_facts import (
    ask_rows,
    date_rows,
    decision_rows,
    done_of_planned,
    news_rows,
    next_rows,
    promise_figures,
    promise_rows,
    role_rows,
    work_rows,
)
from dashboard.services.meeting.deck_parts import Figure, Material, Slide
from dashboard.services.meeting.deck_plan import ShownPlan
from dashboard.services.meeting.deck_words import day_text, kind_text, short_title
from dashboard.services.projects.quantity import THIN_SPACE, amount
from dashboard.services.projects.work_words import percent
from dashboard.services.public.public_facts import PublicProject, PublicView
from dashboard.text import _, fill
from geo.ledger import LedgerRow
from geo.meetings import AgendaItem, SlideEdit
from geo.since import NEWS_KINDS
from geo.words import N_

MOST_ROWS = 6
DECISIONS_EACH = 3
MOST_PAIRS = 2
MOST_ASKED = 5

Row = Mapping[str, object]


def slides(material: Material, edits: Sequence[SlideEdit] = ()) -> tuple[Slide, ...]:
    """The slides in their order, with what people changed of them; hidden ones are still there."""
    made = [replace(slide, sample=material.view.community.is_sample) for slide in _made(material)]
    return tuple(edited(made, edits))


def edited(made: Sequence[Slide], edits: Sequence[SlideEdit]) -> list[Slide]:
    """Slides in the order of the edits; one that no edit names stays behind the one it was made after."""
    known = {edit.key: edit for edit in edits}
    wanted = [edit.key for edit in edits if edit.key in {slide.key for slide in made}]
    order = list(wanted)
    for place, slide in enumerate(made):
        if slide.key not in known:
            before = made[place - 1].key if place else ""
            order.insert(order.index(before) + 1 if before in order else 0, slide.key)
    by_key = {slide.key: slide for slide in made}
    return [_changed(by_key[key], known.get(key)) for key in order]


def _changed(slide: Slide, edit: SlideEdit | None) -> Slide:
    if edit is None:
        return slide
    return replace(
        slide, hidden=edit.hidden, notes=edit.notes, title=edit.title or slide.title, words=edit.words or slide.words
    )


def _made(material: Material) -> Iterator[Slide]:
    yield _title(material)
    yield _glance(material)
    yield from _since(material)
    if carried := material.carried:
        rows = tuple(decision_rows(carried, material.view.day))
        yield Slide("carried", "list", _(N_("上次定的事")), rows=rows[:MOST_ROWS], more=max(0, len(rows) - MOST_ROWS))
    for item in material.meeting.agenda:
        yield from _item(material, item)
    yield from _closing(material)


def _title(material: Material) -> Slide:
    meeting, view = material.meeting, material.view
    when = " ".join(part for part in (day_text(meeting.day, view.day, year=True), meeting.time) if part)
    title = short_title(meeting.title) or kind_text(meeting.kind)
    return Slide("title", "title", title, kicker=view.community.name, words=when, note=meeting.place)


def _glance(material: Material) -> Slide:
    glance = material.view.glance
    counts = dict(glance.statuses)
    finished = counts.get("accepted", 0) + counts.get("completed", 0)
    figures = [
        Figure(amount(glance.works, "项"), _(N_("工作在册"))),
        Figure(amount(finished, "项"), fill(N_("已完工,其中验收 {count}"), count=counts.get("accepted", 0))),
        Figure(amount(glance.late, "项"), _(N_("逾期")), "warm" if glance.late else ""),
    ]
    about = [f"{_(item.title)} {amount(item.value, item.unit)}" for item in glance.figures[:2]]
    left_out = []
    if glance.works_without_place:
        left_out.append(fill(N_("{count} 项还没有位置,不在图上"), count=glance.works_without_place))
    if glance.works_without_progress:
        left_out.append(fill(N_("{count} 项没有填进度,按 0 计"), count=glance.works_without_progress))
    title = _(N_("社区一览"))
    return Slide("glance", "figures", title, " · ".join(about), "", _(N_(";")).join(left_out), tuple(figures))


def _since(material: Material) -> Iterator[Slide]:
    since = material.since
    if since is None:
        return
    view = material.view
    by_kind = {kind: [item for item in since.news if item.kind == kind] for kind, _title in NEWS_KINDS}
    finished = len(by_kind["accepted"]) + len(by_kind["done"])
    figures = (
        Figure(amount(finished, "项"), _(N_("完工或验收"))),
        Figure(amount(len(by_kind["begun"]), "项"), _(N_("新开工"))),
        Figure(amount(len(by_kind["late"]), "项"), _(N_("逾期")), "warm" if by_kind["late"] else ""),
    )
    kicker = fill(N_("{day} 开会以来"), day=day_text(since.day, view.day))
    more = [
        fill(N_("{title} {count} 项"), title=_(title), count=len(by_kind[kind]))
        for kind, title in NEWS_KINDS
        if kind in ("date", "new") and by_kind[kind]
    ]
    if since.known_from:
        more.append(fill(N_("改期与新增自 {day} 起有记录"), day=day_text(since.known_from, view.day)))
    told = tuple(dict.fromkeys(item.work for item in since.news))
    title = _(N_("上次以来"))
    yield Slide("since", "figures", title, kicker, "", _(N_(";")).join(more), figures, works=told or None)
    for kind, title in NEWS_KINDS:
        if items := by_kind[kind]:
            rows = tuple(news_rows(items, view))
            works = tuple(item.work for item in items)
            left = max(0, len(rows) - MOST_ROWS)
            yield Slide(f"since-{kind}", "list", _(title), kicker, rows=rows[:MOST_ROWS], works=works, more=left)


def _item(material: Material, item: AgendaItem) -> Iterator[Slide]:
    key, title = f"item-{item.id}", short_title(item.title)
    subject = item.subject
    project = material.view.project(subject.id) if subject.kind == "project" else None
    if project is not None:
        yield from _project(material, key, title, item.words, project)
    elif subject.kind == "place":
        yield _place(material, key, title, item)
    elif plan := material.plans.get(subject.id):
        yield _plan(plan, key, title, item)
    else:
        yield Slide(key, "words", title, words=item.words)


def _project(material: Material, key: str, title: str, words: str, project: PublicProject) -> Iterator[Slide]:
    view, works = material.view, project.works
    ids = tuple(work.id for work in works)
    accepted = sum(work.status == "accepted" for work in works)
    open_ones = sum(work.status not in ("accepted", "completed") for work in works)
    figures = [Figure(percent(project.progress.share), _(N_("完成进度")))]
    if len(works) == 1 and (quantity := done_of_planned(works[0])):
        figures.append(Figure(quantity, _(N_("完成 / 计划"))))
    else:
        figures.append(Figure(f"{accepted}{THIN_SPACE}/{THIN_SPACE}{len(works)}", _(N_("项已验收"))))
    if project.late:
        figures.append(Figure(amount(project.late, "项"), _(N_("逾期")), "warm"))
    elif open_ones:
        figures.append(Figure(amount(open_ones, "项"), _(N_("还在做"))))
    kicker, note = short_title(project.name), _left_out(project)
    rows, ask = tuple(date_rows(works, view.day)), ask_rows(material.asked.get(("project", project.id), ()))
    first = () if rows else ask  # the slide of dates has room for them
    yield Slide(key, "figures", title, kicker, words, note, tuple(figures), works=ids, ask=first)
    yield from _promises(view, key, kicker, project)
    if rows:
        left = max(0, len(rows) - MOST_ROWS)
        title, note = _(N_("什么时候")), _(N_("斜纹为预计,竖虚线为今天"))
        yield Slide(f"{key}-dates", "dates", title, kicker, "", note, (), rows[:MOST_ROWS], ids, ask=ask, more=left)
    pairs = [(work, work.pair) for work in works if work.pair]
    for work, pair in pairs[:MOST_PAIRS]:
        before, after = pair
        photos = (before.id, after.id)
        note = after.caption or before.caption
        yield Slide(f"{key}-photo-{work.id}", "compare", work.name, kicker, note=note, photos=photos, works=(work.id,))


def _promises(view: PublicView, key: str, kicker: str, project: PublicProject) -> Iterator[Slide]:
    said = [row for row in view.promises if any(row.promise.id in work.promises for work in project.works)]
    if len(said) == 1:
        row = said[0]
        figures = tuple(Figure(value, label) for value, label in promise_figures(row))
        note = _source(row)
        yield Slide(f"{key}-said", "figures", _(row.promise.title), kicker, "", note, figures, works=row.promise.works)
    elif said:
        rows = tuple(promise_rows(said))
        works = tuple(work for row in said for work in row.promise.works)
        note, left = _source(said[0]), max(0, len(rows) - MOST_ROWS)
        title = _(N_("说到与做到"))
        yield Slide(f"{key}-said", "said", title, kicker, "", note, (), rows[:MOST_ROWS], works, more=left)


def _source(row: LedgerRow) -> str:
    return fill(N_("公开说法出处:{source}"), source=row.promise.source) if row.promise.source else ""


def _left_out(project: PublicProject) -> str:
    told = []
    if project.without_place:
        told.append(fill(N_("{count} 项还没有位置,不在图上"), count=project.without_place))
    if project.without_progress:
        told.append(fill(N_("{count} 项没有填进度,按 0 计"), count=project.without_progress))
    return _(N_(";")).join(told)


def _place(material: Material, key: str, title: str, item: AgendaItem) -> Slide:
    view, subject = material.view, item.subject
    place = (subject.layer, subject.id)
    building = view.building(subject.id) if subject.layer == "building" else None
    ids = (*building.now, *building.next, *building.past) if building else ()
    rows = tuple(work_rows([view.works[id] for id in ids if id in view.works], view.day))
    kicker = building.title if building else ""
    left = max(0, len(rows) - 3)
    ask = ask_rows(material.asked.get(place, ()))
    return Slide(key, "words", title, kicker, item.words, rows=rows[:3], works=ids, places=(place,), ask=ask, more=left)


def _plan(plan: ShownPlan, key: str, title: str, item: AgendaItem) -> Slide:
    told = [_(N_("方案,还没有立项"))]
    if plan.unseen:
        told.append(fill(N_("{count} 项不在图上"), count=plan.unseen))
    return Slide(
        key, "plan", title, "", item.words, _(N_(";")).join(told), rows=plan.rows, works=(), sketches=plan.sketches
    )


def _closing(material: Material) -> Iterator[Slide]:
    view, meeting = material.view, material.meeting
    coming = next_rows(view)
    if coming:
        rows, works = tuple(row for row, _id in coming), tuple(id for _row, id in coming)
        note = _(N_("影响为一般情况,以施工前的通知为准"))
        left = max(0, len(rows) - 5)
        title = _(N_("接下来"))
        yield Slide("next", "list", title, "", "", note, (), rows[:5], works[:5], more=left)
    dated = sum(bool(work.start or work.end) for work in view.works.values())
    if dated:
        without = len(view.works) - dated
        note = fill(N_("{count} 项没有日期,不在其中"), count=without) if without else ""
        yield Slide("lapse", "lapse", _(N_("逐月看变化")), note=note)
    yield Slide("questions", "questions", _(N_("您来问")), words=_(N_("说出楼栋号,马上看您那一栋。")))
    if meeting.decisions:
        rows = tuple(decision_rows([(meeting, decision) for decision in meeting.decisions], view.day))
        for start in range(0, len(rows), DECISIONS_EACH):
            number = start // DECISIONS_EACH
            key = f"decisions-{number + 1}" if number else "decisions"
            yield Slide(key, "votes", _(N_("今天定下的事")), rows=rows[start : start + DECISIONS_EACH])
    elif meeting.agenda:
        rows = tuple({"text": short_title(item.title), "mark": "vote"} for item in meeting.agenda)
        left = max(0, len(rows) - MOST_ROWS)
        yield Slide("decisions", "list", _(N_("今天要定的事")), rows=rows[:MOST_ROWS], more=left)
    yield from _who(material)


def _who(material: Material) -> Iterator[Slide]:
    """Whom to ask, by role: what stands on the wall while people leave."""
    asked = [
        material.asked.get((item.subject.layer or item.subject.kind, item.subject.id), ())
        for item in material.meeting.agenda
    ]
    if rows := tuple(role_rows(asked)):
        left = max(0, len(rows) - MOST_ASKED)
        yield Slide("who", "people", _(N_("有事找谁")), rows=rows[:MOST_ASKED], more=left)
