"""A writer is killed with SIGKILL at random moments, again and again: every acknowledged write is there, whole."""

import multiprocessing
import random
import time

from sqlalchemy import func, select, text

from data import schema
from data.features import add_feature, feature, layer_frame, revisions
from tests.store.writer import whole, write_for_ever

ROUNDS = 16

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.store.writer", "psycopg", "sqlalchemy.dialects.postgresql.psycopg"])


def kill_a_writer(url: str, start: int, after_seconds: float) -> list[int]:
    """Start a writer, kill it that long after its first acknowledgement; what it acknowledged."""
    reader, writer = processes.Pipe(duplex=False)
    child = processes.Process(target=write_for_ever, args=(url, start, writer))
    child.start()
    writer.close()
    assert reader.poll(60), "the writer never started"
    time.sleep(after_seconds)
    child.kill()
    child.join()
    acknowledged = []
    try:
        while True:
            acknowledged.append(reader.recv())
    except (EOFError, OSError):
        return acknowledged


def test_every_acknowledged_write_survives_kill_9(store, community):
    with store.write("测试") as tx:
        add_feature(tx, community, "building", "counter")
    url, chance = store.url.render_as_string(hide_password=False), random.Random(4490)
    acknowledged: list[int] = []
    for _ in range(ROUNDS):
        start = len(layer_frame(store, community, "building"))  # the counter, and n1 … n(start - 1)
        heard = kill_a_writer(url, start, chance.uniform(0, 0.08))
        assert heard == list(range(start, start + len(heard)))
        acknowledged += heard
        check_consistent(store, community)
    assert len(acknowledged) >= ROUNDS
    for number in acknowledged:
        values, ring = whole(number)
        found = feature(store, community, "building", f"n{number}")
        assert found is not None and found.values == values and found.geometry.equals_exact(ring)


def check_consistent(store, community):
    """No write is there in part: features, counter, history and revision tell of the same number of writes."""
    writes = len(layer_frame(store, community, "building")) - 1
    counter = feature(store, community, "building", "counter")
    assert counter.values["households"] == writes and counter.version == writes + 1
    assert revisions(store, community)["building"] == writes + 1
    rows = schema.history.c
    per_action = select(rows.action, func.count()).where(rows.layer == "building").group_by(rows.action)
    with store.read() as connection:
        assert dict(map(tuple, connection.execute(per_action))) == {"add": writes + 1, "change": writes}
        if store.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
