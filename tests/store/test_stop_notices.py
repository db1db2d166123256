"""Published works notices: kept on both engines, one for each work, written by staff only, read without who wrote."""

from dataclasses import replace
from datetime import date

import pytest

from data.records import Refused
from data.rights import NotAllowed, Viewer
from data.stop_notices import publish_notice, stop_notices, withdraw_notice
from data.store import Store
from geo.stop_notice import StopNotice, Touched
from tests.store.people_sample import ADMIN
from tests.store.projects_ground import make_ground

ROUND = (("道路封闭",), (("绕行 {extra} m", (("extra", 60),)),))
NOTICE = StopNotice(
    "n1", "主轴管道改造", date(2026, 3, 2), date(2026, 3, 9), True, False,
    (Touched("A01", ("排水暂停",)), Touched("A02", *ROUND)), ("water",), "8:00-17:00", "roof", date(2026, 2, 27),
)  # fmt: skip


@pytest.fixture
def ground(store: Store) -> Store:
    """Two buildings with works."""
    make_ground(store)
    return store


def test_what_was_published_is_read_as_it_was_without_who_published_it(ground: Store) -> None:
    with ground.write(ADMIN) as tx:
        publish_notice(tx, "c", NOTICE)
    assert stop_notices(ground, "c") == [NOTICE]  # updated_by is "" again
    assert stop_notices(ground, "c", since=date(2026, 3, 9)) == [NOTICE]
    assert stop_notices(ground, "c", since=date(2026, 3, 10)) == []


def test_a_new_notice_of_a_work_takes_the_place_of_the_old_one(ground: Store) -> None:
    with ground.write(ADMIN) as tx:
        publish_notice(tx, "c", NOTICE)
        publish_notice(tx, "c", replace(NOTICE, id="other", work=""))
    with ground.write(ADMIN) as tx:
        publish_notice(tx, "c", replace(NOTICE, id="n2", end=date(2026, 3, 20)))
    assert [item.id for item in stop_notices(ground, "c")] == ["n2", "other"]


def test_what_is_taken_down_can_be_put_up_again(ground: Store) -> None:
    with ground.write(ADMIN) as tx:
        publish_notice(tx, "c", NOTICE)
    with ground.write(ADMIN) as tx:
        withdraw_notice(tx, "c", "n1")
    assert stop_notices(ground, "c") == []
    with ground.write(ADMIN) as tx:
        withdraw_notice(tx, "c", "n1", back=True)
    assert [item.id for item in stop_notices(ground, "c")] == ["n1"]


def test_only_staff_publish_and_faults_are_told_before_anything_is_written(ground: Store) -> None:
    with pytest.raises(NotAllowed), ground.write(Viewer("grid_member", "小李")) as tx:
        publish_notice(tx, "c", NOTICE)
    with pytest.raises(Refused), ground.write(ADMIN) as tx:
        publish_notice(tx, "c", replace(NOTICE, touched=()))
    assert stop_notices(ground, "c") == []
