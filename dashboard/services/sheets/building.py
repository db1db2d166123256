"""Building sheets 一楼一档 for residents: facts, works past, now and next, what is near, whom to ask, a QR code."""

from collections.abc import Callable, Sequence
from typing import Any

import shapely

from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import STATUS_TITLES
from dashboard.services.public.public_facts import PublicBuilding, PublicView
from dashboard.services.public.public_who import Contact, who_to_ask
from dashboard.services.public.qr import slips
from dashboard.services.sheets.plans import PublicGround, plan_data
from dashboard.services.sheets.shared import Plain, Sheet, sheet_data
from dashboard.services.sheets.work_lines import work_line
from dashboard.text import _, fill
from data.access import VISITOR, visible_layers
from data.store import Store
from data.work_kinds import work_kinds
from geo.layers import layer_type
from geo.words import N_

LIGHTS_M = 30.0
MOST_PAST, MOST_PAST_LARGE = 6, 5
MAP_MM, MAP_MM_LARGE = (122.67, 86.0), (186.0, 92.0)
MOST_NAMES = 3
OF_COMMUNITY = 2
"""So many lines of those who answer for the whole community: the nearest are asked first."""

KIND = N_("一楼一档")
WORDS = {
    "kind": KIND,
    "facts": N_("楼栋情况"),
    "now": N_("正在做"),
    "next": N_("接下来"),
    "past": N_("已经做完"),
    "none-now": N_("没有正在进行的工程"),
    "none-next": N_("没有已排定的工程"),
    "none-past": N_("还没有完成的工程"),
    "near": N_("附近的路灯和管网"),
    "people": N_("有事找谁"),
    "and": N_("、"),
}


def building_sheets(
    store: Store, view: PublicView, ids: Sequence[str], base: str, *, large: bool = False,
    tell: Callable[[int, int], None] | None = None,
) -> Sheet:  # fmt: skip
    """The sheets of these buildings in one document, in the order given; ids that are not there are left out.

    `base` is the address of this server for residents; `tell(done, all)` is called after each building.
    """
    ground = PublicGround.of(store, view)
    sewers = sewer_words(store, ground)
    found = [item for id in ids if (item := view.building(id))]
    sheets, files = [], {}
    for position, item in enumerate(found, 1):
        drawn = ground.building(item.id, *(MAP_MM_LARGE if large else MAP_MM), 1.35 if large else 1.0)
        name = f"map-{position}.svg"
        if drawn:
            files[name] = drawn.svg.encode()
        plan = plan_data(drawn, name, left_out=False)
        number = item.id if len(found) == 1 else f"{item.id} · {position} / {len(found)}"
        sheets.append(_sheet(store, view, item, plan, number, base, large) | {"about": _about(ground, item, sewers)})
        if tell:
            tell(position, len(found))
    title = found[0].title if len(found) == 1 else _(KIND)
    return Sheet("building.typ", sheet_data(view, title, WORDS, large=large, sheets=sheets), files)


def _sheet(
    store: Store, view: PublicView, item: PublicBuilding, plan: Plain, number: str, base: str, large: bool
) -> Plain:
    past = [view.works[id] for id in item.past]
    most = MOST_PAST_LARGE if large else MOST_PAST
    more = len(past) - most
    slip = slips(view, base, buildings=[item.id])[-1]
    return {
        "title": item.title,
        "sub": " · ".join(part for part in (item.compound_title, *_in_short(item)) if part and part not in item.title),
        "number": number,
        "plan": plan,
        "facts": _facts(item),
        "now": [work_line(view, view.works[id]) for id in item.now],
        "next": [work_line(view, view.works[id]) for id in item.next],
        "past": [work_line(view, work) for work in past[:most]],
        "more": fill(N_("另有 {count} 项已完成的工程,扫码可看"), count=more) if more > 0 else "",
        "people": people_lines(who_to_ask(store, view, "building", item.id)),
        "qr": {"svg": slip.svg, "opens": slip.opens, "address": slip.address},
    }


def _in_short(item: PublicBuilding) -> list[str]:
    counted = ((item.storeys, N_("层")), (item.units, N_("个单元")), (item.households, N_("户")))
    told = [amount(value, unit) for value, unit in counted if value]
    return told + ([fill(N_("{year} 年建成"), year=item.year_built)] if item.year_built else [])


def _facts(item: PublicBuilding) -> list[tuple[str, str]]:
    roof = _(N_("没有登记")) if item.roof_treated_m2 is None else amount(item.roof_treated_m2, "m²")
    rows = [
        (_(N_("综合整治")), _(N_("已整治") if item.renovated else N_("未整治"))),
        (_(N_("屋面渗漏治理")), roof),
        (_(N_("层数")), amount(item.storeys, N_("层")) if item.storeys else ""),
        (_(N_("单元")), amount(item.units, N_("个")) if item.units else ""),
        (_(N_("户数")), amount(item.households, N_("户")) if item.households else ""),
        (_(N_("建成年代")), f"{item.year_built}" if item.year_built else ""),
        (_(N_("占地面积(按图形量算)")), amount(item.ground_m2, "m²") if item.ground_m2 else ""),
    ]
    return [(title[:1].upper() + title[1:], value) for title, value in rows if value]


def sewer_words(store: Store, ground: PublicGround) -> dict[str, str]:
    """Compound → what was done to its sewers, in words: where they run is not for the public."""
    public = {layer.key for layer in visible_layers(VISITOR)}
    kinds = {kind.id for kind in work_kinds(store, ground.view.community.id) if kind.layers}
    hidden = {k.id for k in work_kinds(store, ground.view.community.id) if k.layers and not set(k.layers) & public}
    works = ground.works[ground.works["kind"].isin(hidden & kinds)]
    found: dict[str, list[str]] = {}
    for row in works.itertuples():
        for compound in row.compounds:
            found.setdefault(compound, []).append(f"{row.name} {_(STATUS_TITLES[row.status])}")
    return {compound: _(N_("、")).join(told) for compound, told in found.items()}


def _about(ground: PublicGround, item: PublicBuilding, sewers: dict[str, str]) -> str:
    """Lights around the building and the sewers of its compound, in words."""
    told = []
    buildings, lights = ground.terrain.all("building"), ground.terrain.all("street_light")
    if item.id in buildings.index and len(lights):
        near = lights[shapely.distance(lights.geometry.to_numpy(), buildings.geometry[item.id]) <= LIGHTS_M]
        unit = layer_type("street_light").measure_word
        count, added = amount(len(near), unit), amount(int(near["added"].eq(True).sum()), unit)
        sentence = N_("楼周 {distance} m 内有路灯 {count},其中新增 {added}。")
        told.append(fill(sentence, distance=f"{LIGHTS_M:g}", count=count, added=added))
        faulty = int(near["state"].eq("faulty").sum()) if "state" in near else 0
        if faulty:
            told.append(fill(N_("其中 {count} 故障。"), count=amount(faulty, unit)))
    if item.compound in sewers:
        told.append(fill(N_("排水管网(小区范围):{works}。"), works=sewers[item.compound]))
    return " ".join(told) or _(N_("没有登记附近的路灯和管网。"))


def people_lines(contacts: Sequence[Contact]) -> list[dict[str, Any]]:
    """Whom to ask, nearest first, the community's own offices last and few."""
    sections = list(dict.fromkeys(contact.section for contact in contacts))
    last = sections[-1] if len(sections) > 1 else ""
    near = [contact for contact in contacts if contact.section != last]
    far = [contact for contact in contacts if contact.section == last][:OF_COMMUNITY]
    return [_person(contact) for contact in (*near, *far)]


def _few(contact: Contact) -> list[str]:
    """The first names; how many there are where not all are named."""
    if len(contact.names) <= MOST_NAMES:
        return [name for name in (*contact.names, contact.more) if name]
    count = contact.more or fill(N_("等 {count} 人"), count=len(contact.names))
    return [*contact.names[:MOST_NAMES], count]


def _person(contact: Contact) -> dict[str, Any]:
    named = contact.place and contact.place != contact.section
    where = f"{_(N_('('))}{contact.place}{_(N_(')'))}" if named else ""
    names = [_(N_("暂缺"))] if contact.vacant else _few(contact)
    return {
        "role": f"{contact.role}{where}",
        "names": names,
        "phone": contact.phone,
        "vacant": contact.vacant,
    }
