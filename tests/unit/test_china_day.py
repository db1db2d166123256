"""The day is China's, wherever the server stands."""

from datetime import date, datetime

import pytest

from data import china_day
from data.people import Person
from data.people_checks import check_person

HALF_PAST_MIDNIGHT = datetime(2099, 1, 1, 0, 30, tzinfo=china_day.CHINA)
"""16:30 of the day before in UTC; far ahead, so that no clock of a machine can agree by chance."""


@pytest.fixture(autouse=True)
def after_midnight_in_china(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return HALF_PAST_MIDNIGHT.astimezone(tz)

    monkeypatch.setattr(china_day, "datetime", Clock)


def test_after_midnight_in_china_the_day_is_already_the_new_one():
    assert china_day.today() == date(2099, 1, 1)


@pytest.mark.parametrize("day, faults", [(date(2099, 1, 1), 0), (date(2099, 1, 2), 1)])
def test_consent_may_be_of_today_in_china_and_not_of_tomorrow(day, faults):
    person = Person("p", "示例·甲", consent_day=day)
    assert len([fault for fault in check_person(person) if fault.column == "consent_day"]) == faults
