"""Two projects on the small community: one late and above plan, one done, one work without a place."""

from datetime import date

from data.projects import add_project
from data.promises import add_promises
from data.store import Store
from data.works import add_works
from geo.ledger import Promise
from geo.works import AssetRef, Funding, OnAssets, Project, Unknown, WholeCommunity, Work, WorkDate

ROOFS = Project("roofs", "Roofs **x**", "compound", "Public words", "内部的话", "张三")
GARDENS = Project("gardens", "Gardens", "public_space")
EMPTY = Project("empty", "Nothing yet", "residents")
A01, A02 = (OnAssets((AssetRef("building", id),)) for id in ("A01", "A02"))

WORKS = (
    # Half of 200 m² done, none accepted; its estimated end has passed long ago.
    Work(
        "late", "roofs", "roof_leak", "Late roof", "under_construction", A01, planned=200.0, done=100.0,
        contractor="Acme", supervisor="李监理", cost_fen=100_000, funding=(Funding("财政资金", 100_000),),
        start=WorkDate(date(2025, 1, 1), True), end=WorkDate(date(2025, 2, 1)), internal_words="内部的话",
    ),
    # 120 of 100 m² accepted: the surplus fills no gap elsewhere.
    Work(
        "over", "roofs", "roof_leak", "2 over", "accepted", A02, planned=100.0, done=120.0, accepted=120.0,
        start=WorkDate(date(2024, 1, 1), True), end=WorkDate(date(2024, 2, 1), True),
    ),
    Work("whole", "roofs", "building_renovation", "10 whole", "accepted", OnAssets((*A01.assets, *A02.assets)),
         planned=2.0, done=2.0, accepted=2.0, end=WorkDate(date(2024, 3, 1), True)),
    Work("garden", "gardens", "garden", "=1+1", "planned", OnAssets((AssetRef("garden", "G1"),)), planned=1.0,
         end=WorkDate(date(2040, 1, 1))),
    Work("somewhere", "gardens", "other", "Somewhere", "planned", Unknown()),
    Work("words", "gardens", "other", "Words", "preparing", WholeCommunity(), planned=4.0, done=1.0),
)  # fmt: skip

PROMISES = (
    Promise("said-roof", "Roofs", 300.0, ">=", "m²", "Paper", date(2024, 12, 3), works=("late", "over")),
    Promise("said-houses", "Houses", 2.0, "=", "栋", "Paper", works=("whole",)),
    Promise("said-books", "Books", 3000.0, ">=", "册", "Paper"),
)


def add_sample_works(store: Store) -> None:
    """Write projects, works and promises into the community "small"."""
    with store.write("测试") as tx:
        for project in (ROOFS, GARDENS, EMPTY):
            add_project(tx, "small", project)
        add_works(tx, "small", WORKS)
        add_promises(tx, "small", PROMISES)
