"""The sample meetings: two that were held and one to come. Places, attendance and hands are invented: 示例."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from data import records
from data.demo.community import DemoCommunity
from data.meetings import MEETING, add_meeting
from data.store import Store
from geo.meetings import AgendaItem, Attendance, Decision, Meeting, Subject
from geo.words import N_

WHO = "sample"
TITLE = N_("示例会议")
ROOM = "社区综合文化服务中心(示例)"
INTERNAL = "示例:内部备注,不对外"


def load_meetings(
    store: Store, sample: DemoCommunity, today: date, progress: Callable[[str], None] | None = None
) -> None:
    """Write the sample's meetings in one transaction; the sample's projects must be there.

    Run again it brings them back to what they were and puts away meetings that people added since.
    """
    if progress:
        progress(TITLE)
    community, wanted = sample.community.id, sample_meetings(today)
    with store.write(WHO) as tx:
        tx.lock(community)
        present = {item.id: item for item in records.find(tx.connection, MEETING, community)}
        for item in wanted:
            if item.id in present:
                records.save(tx, MEETING, community, [replace(item, version=present[item.id].version)])
            else:
                add_meeting(tx, community, item)
        ids = {item.id for item in wanted}
        strangers = [replace(item, archived=True) for id, item in present.items() if id not in ids]
        records.save(tx, MEETING, community, strangers)


def sample_meetings(today: date) -> tuple[Meeting, ...]:
    """The meetings as they stand on `today`, the oldest first."""
    return _first(today - timedelta(days=160)), _second(today - timedelta(days=68)), _next(today + timedelta(days=6))


def _project(id: str) -> Subject:
    return Subject("project", "", id)


def _came(*counts: tuple[str, int]) -> tuple[Attendance, ...]:
    return tuple(Attendance(building, people) for building, people in counts)


def _first(day: date) -> Meeting:
    agenda = (
        AgendaItem("a1", "楼栋综合整治回头看", _project("renovation"), "各楼栋长谈一年来的使用情况。"),
        AgendaItem("a2", "口袋公园怎么做", _project("pocket"), "看图选方案,当场举手。"),
        AgendaItem("a3", "分类点离家多远合适", _project("waste")),
    )
    decisions = (
        Decision("d1", "花园边先做座椅和铺装,微花园第二步", "a2", _project("pocket"), 41, 3, 4, "kept"),
        Decision(
            "d2", "七个分类点加雨棚,先做风口上的", "a3", _project("waste"), 46, 0, 2, "open", day + timedelta(days=150)
        ),
    )
    minutes = "示例纪要\n\n- 到会 48 人,来自 12 栋楼。\n- 两项议题当场举手。\n\n**会后**:社区在公示栏张贴结果。"
    people = _came(
        ("A01", 6), ("A02", 5), ("A03", 4), ("A04", 3), ("A05", 5), ("A07", 4), ("A09", 4), ("A11", 5), ("A13", 4),
        ("A20", 3), ("A31", 3), ("B01", 2),
    )  # fmt: skip
    return Meeting(
        "meeting-1", day, "council", "微更新议事会(示例)", ROOM, "19:30", True, True, agenda, people, decisions,
        minutes, INTERNAL, is_sample=True,
    )  # fmt: skip


def _second(day: date) -> Meeting:
    agenda = (
        AgendaItem("a1", "屋面复漏怎么修", _project("leaks"), "三栋楼的住户代表说明漏点。"),
        AgendaItem("a2", "夜里哪里最暗", _project("lights-b")),
        AgendaItem("a3", "5栋单元口的坡道", Subject("place", "building", "A05"), "推轮椅的住户提出。"),
    )
    decisions = (
        Decision("d1", "三栋复漏屋面先修后结算,雨季前完工", "a1", _project("leaks"), 29, 0, 1, "open",
                 day + timedelta(days=48)),
        Decision("d2", "补装路灯先装龙王港小区北侧", "a2", _project("lights-b"), 24, 4, 2, "open",
                 day + timedelta(days=98)),
        Decision("d3", "坡道列入微心愿,下次会报告设计", "a3", Subject("place", "building", "A05"), 30, 0, 0, "open"),
    )  # fmt: skip
    minutes = "示例纪要\n\n1. 复漏屋面由原单位在质保期内维修。\n2. 补装路灯的位置以现场照度为准。\n3. 坡道需先看坡度。"
    people = _came(("A03", 7), ("A05", 4), ("A07", 8), ("A11", 6), ("B02", 3), ("B05", 2))
    return Meeting(
        "meeting-2", day, "consultation", "屋面与照明恳谈会(示例)", ROOM, "15:00", True, True, agenda, people,
        decisions, minutes, INTERNAL, is_sample=True,
    )  # fmt: skip


def _next(day: date) -> Meeting:
    agenda = (
        AgendaItem("a1", "综合整治完成得怎样", _project("renovation")),
        AgendaItem("a2", "屋面复漏修到哪一步", _project("leaks"), "雨季前能不能完工,施工单位到会说明。"),
        AgendaItem("a3", "口袋公园", _project("pocket")),
        AgendaItem("a4", "环路先管后路", _project("loop"), "先做管道再做路面,避免重复开挖。"),
        AgendaItem("a5", "垃圾分类点", _project("waste")),
        AgendaItem("a6", "龙王港小区照明", _project("lights-b")),
        AgendaItem("a7", "5栋单元口的坡道", Subject("place", "building", "A05"), "坡度与位置,看图说。"),
    )
    return Meeting(
        "meeting-3", day, "council", "季度进度会(示例)", ROOM, "19:30", False, True, agenda,
        internal_words=INTERNAL, is_sample=True,
    )  # fmt: skip
