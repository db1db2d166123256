"""The sample's works notices: a tank is cleaned, a road is paved. Days, hours and buildings are invented: 示例."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from data import records
from data.demo.community import DemoCommunity
from data.stop_notices import NOTICE, publish_notice
from data.store import Store
from geo.notices import ROAD, ROAD_SHUT, WALK_ROUND
from geo.stop_notice import StopNotice, Touched
from geo.words import N_

WHO = "sample"
TITLE = N_("示例通知")
AT_THE_FRONT = ((ROAD_SHUT, ()), (WALK_ROUND, (("extra", 60),)))


def load_notices(
    store: Store, sample: DemoCommunity, today: date, progress: Callable[[str], None] | None = None
) -> None:
    """Write the sample's notices in one transaction; run again it brings them back and withdraws what was added."""
    if progress:
        progress(TITLE)
    community, wanted = sample.community.id, sample_notices(today)
    with store.write(WHO) as tx:
        tx.lock(community)
        present = {item.id: item for item in records.find(tx.connection, NOTICE, community)}
        strangers = [replace(item, archived=True) for id, item in present.items() if id not in {n.id for n in wanted}]
        records.save(tx, NOTICE, community, strangers)
        for item in wanted:
            if item.id in present:
                records.save(tx, NOTICE, community, [replace(item, version=present[item.id].version)])
            else:
                publish_notice(tx, community, item)


def sample_notices(today: date) -> tuple[StopNotice, ...]:
    """The notices as they stand on `today`."""
    tank, paving = today + timedelta(days=5), today + timedelta(days=10)
    return (
        StopNotice(
            "notice-tank", "水箱清洗(示例)", tank, tank, True, True,
            tuple(Touched(id) for id in ("A05", "A06", "A07", "A08")), services=("water",), hours="9:00-15:00",
            issued=today - timedelta(days=2), is_sample=True,
        ),
        StopNotice(
            "notice-paving", "环路东段路面罩面", paving, paving + timedelta(days=30), False, False,
            tuple(Touched(id, (ROAD,), AT_THE_FRONT) for id in ("B01", "B02", "B03")), services=("parking",),
            work="loop-paving", issued=today - timedelta(days=2), is_sample=True,
        ),
    )  # fmt: skip
