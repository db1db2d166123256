"""A writer that is killed: numbered features, each acknowledged after its commit."""

from itertools import count
from multiprocessing.connection import Connection

import shapely

from data.errors import StoreBusy, StoreUnavailable
from data.features import add_feature, feature, save_feature
from data.store import Store


def whole(number: int) -> tuple[dict[str, object], shapely.Polygon]:
    """The values and the geometry that feature `number` must have: large enough to be torn."""
    ring = shapely.Point(112.9 + number * 1e-5, 28.2).buffer(0.001, quad_segs=64)
    return {"no": f"{number}栋", "storeys": number % 40 + 1, "说明": f"第 {number} 号 " * 60}, ring


def write_for_ever(url: str, start: int, acknowledge: Connection) -> None:
    """Add features `start`, `start` + 1 … and raise a counter feature with each, until somebody kills us."""
    store = Store(url)
    for number in count(start):
        values, ring = whole(number)
        present = feature(store, "c", "building", "counter")
        try:
            with store.write("写入者", key=f"write-{number}") as tx:
                add_feature(tx, "c", "building", f"n{number}", values=values, geometry=ring)
                save_feature(
                    tx, "c", "building", "counter", version=present.version, values={"households": number % 5000}
                )
        except (StoreBusy, StoreUnavailable) as error:
            acknowledge.send(str(error))
            return
        acknowledge.send(number)
