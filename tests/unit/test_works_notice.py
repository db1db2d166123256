"""What a works notice says: estimated dates are said to be, the phone is an office's."""

from dataclasses import replace
from datetime import date

import pytest

from dashboard.services.planning.works_notice import WorksNotice, texts
from dashboard.text import speak

NOTICE = WorksNotice(
    "小社区", "停水停路通知", "A01", "1栋", ("1单元", "2单元"), "主轴管道改造",
    date(2026, 3, 2), date(2026, 3, 20), True, False,
    ("排水暂停",), ("请少用水",), "社区服务中心", "0731-00000000", date(2026, 2, 27), False,
)  # fmt: skip


@pytest.fixture(autouse=True)
def _chinese():
    speak("zh")


def test_an_estimated_date_looks_estimated_and_a_confirmed_one_does_not():
    assert NOTICE.when == "2026-03-02 至 2026-03-20(预计)"
    assert "以施工前的再次通知为准" in NOTICE.text()
    assert "预计" not in replace(NOTICE, end_confirmed=True).text()


def test_the_text_for_the_chat_group_names_building_work_days_what_stops_and_whom_to_call():
    assert NOTICE.text().splitlines() == [
        "【停水停路通知】",
        "1栋(1单元、2单元)的居民:",
        "因“主轴管道改造”施工,2026-03-02 至 2026-03-20(预计):",
        "1. 排水暂停",
        "2. 请少用水",
        "预计日期可能调整,以施工前的再次通知为准。", "咨询:社区服务中心,电话 0731-00000000", "小社区  2026-02-27",
    ]  # fmt: skip


def test_a_sample_says_so_and_several_notices_are_one_text():
    sample = replace(NOTICE, is_sample=True, phone="")
    assert "示例数据" in sample.text() and "居委会" in sample.text()
    assert texts([NOTICE, sample]).count("停水停路通知") == 2
