"""Recent changes are told in words: no name of a table, a column or a stored word on the screen."""

from datetime import UTC, datetime

from dashboard.services.duty.duty_changes import DutyWords
from dashboard.services.recent_changes import recent_rows
from data.history import Change


def change(table: str, before: dict | None, after: dict, layer: str = "work") -> Change:
    at = datetime(2025, 6, 1, 4, 0, tzinfo=UTC)
    return Change(1, at, "社区小李", "c", table, "r1", layer, "change" if before else "add", 1, before, after)


def test_records_and_features_are_named_as_people_name_them() -> None:
    work = {"name": "屋面", "status": "planned", "version": 1}
    rows = recent_rows(
        [
            change("work", work, {**work, "status": "accepted", "version": 2}),
            change("person_role", None, {"name": "楼栋长"}),
            change("step", None, {"step": "needs"}),
            change("feature", None, {"name": "1栋"}, layer="building"),
            change("no_such_table", None, {}),
        ]
    )
    told = ["工作项 · 屋面", "岗位 · 楼栋长", "步骤 · 评估社区需求", "楼栋 · 1栋", "记录 · r1"]
    assert [row.what for row in rows] == told
    assert rows[0].differences == ("状态: 计划中 → 已验收",)


class Titles:
    """What places are called, without a store."""

    def title(self, layer: str, id: str) -> str:
        return {"A07": "麓山名园 7栋"}.get(id, id)


def test_a_duty_is_told_by_person_role_place_and_days_and_a_person_without_what_is_personal() -> None:
    words = DutyWords({"p": "张一"}, {"building_head": "楼栋长"}, Titles())  # type: ignore[arg-type]
    duty = {"person": "p", "role": "building_head", "layer": "building", "place": "A07", "since": "2025-01-01"}
    ended = {**duty, "until": "2025-05-31"}
    who = {"name": "set", "mobile": "", "erased_number": None}
    rows = recent_rows(
        [
            change("assignment", None, duty),
            change("assignment", duty, ended),
            change("assignment", ended, {**ended, "withdrawn": True}),
            change("person", {**who, "mobile": "set"}, {**who, "name": "changed"}),
            change("person", who, {**who, "erased_number": 3}),
        ],
        words,
    )
    assert [row.what for row in rows[:3]] == ["责任 · 张一 · 楼栋长 · 麓山名园 7栋"] * 3
    assert [row.differences for row in rows] == [
        ("2025-01-01 起",),
        ("2025-01-01 起 → 2025-01-01 至 2025-05-31",),
        ("2025-01-01 至 2025-05-31",),
        ("姓名: 已修改", "手机: 已清空"),
        (),
    ]
    assert [row.action for row in rows] == ["新增", "改期", "已撤销", "修改", "已删除个人信息"]
    assert rows[4].what == "人员 · 已删除人员 3"
