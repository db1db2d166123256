"""Recent changes are told in words: no name of a table, a column or a stored word on the screen."""

from datetime import UTC, datetime

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
    told = ["工作 · 屋面", "岗位 · 楼栋长", "步骤 · 评估社区需求", "楼栋 · 1栋", "记录 · r1"]
    assert [row.what for row in rows] == told
    assert rows[0].differences == ("状态: 计划中 → 已验收",)
