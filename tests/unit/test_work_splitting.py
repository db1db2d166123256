"""Splitting works: the parts are the whole, to the last 分."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.splitting import SplitError, SplitPart, portioned, split
from geo.works import AssetRef, Funding, OnAssets, Work

CALM = settings(deadline=None)  # a busy machine is no fault
SHARES = st.lists(st.floats(0.01, 1000), min_size=2, max_size=12)
ROOFS = tuple(AssetRef("building", f"A0{i}") for i in (1, 2, 3))


def parts_of(shares: list[float]) -> list[SplitPart]:
    return [SplitPart(f"第{i}部分", share) for i, share in enumerate(shares, 1)]


def in_parts(work: Work, shares: list[float], unit: str) -> tuple[Work, ...]:
    return split(work, parts_of(shares), [f"w{i}" for i in range(len(shares))], unit)


def test_two_to_one_of_three_lights_is_two_and_one() -> None:
    lights = Work("w", "p", "street_lights", "路灯", planned=3, cost_fen=100)
    first, second = in_parts(lights, [2, 1], "盏")
    assert (first.planned, second.planned) == (2, 1)
    assert (first.cost_fen, second.cost_fen) == (67, 33)
    assert first.split_from == second.split_from == "w"


@CALM
@given(st.integers(0, 10**12), SHARES)
def test_portions_add_up_and_stay_within_one_of_their_share(amount: int, shares: list[float]) -> None:
    portions = portioned(amount, shares)
    assert sum(portions) == amount
    whole = sum(Decimal(str(share)) for share in shares)
    exact = [Decimal(amount) * Decimal(str(share)) / whole for share in shares]
    assert all(abs(portion - wanted) < 1 for portion, wanted in zip(portions, exact, strict=True))


@CALM
@given(
    st.decimals(0, 10**7, places=2).map(float),
    st.integers(0, 10**10),
    st.lists(st.integers(0, 10**9), max_size=3),
    SHARES,
)
def test_parts_sum_to_the_whole(planned: float, cost: int, funds: list[int], shares: list[float]) -> None:
    whole = Work(
        "w", "p", "sewer_renewal", "管网", planned=planned, done=planned / 2, cost_fen=cost,
        funding=tuple(Funding(f"来源{i}", fen) for i, fen in enumerate(funds)), weight=2.0,
    )  # fmt: skip
    parts = in_parts(whole, shares, "m")
    for key in ("planned", "done"):
        assert sum(Decimal(str(getattr(part, key))) for part in parts) == Decimal(str(getattr(whole, key)))
    assert sum(part.cost_fen or 0 for part in parts) == cost
    for line in range(len(funds)):
        assert sum(part.funding[line].fen for part in parts) == funds[line]
    assert sum(part.weight for part in parts) == pytest.approx(2.0)
    assert all(part.contracted is None for part in parts)


@CALM
@given(st.integers(0, 10**6), SHARES)
def test_counted_units_stay_whole(planned: int, shares: list[float]) -> None:
    parts = in_parts(Work("w", "p", "street_lights", "路灯", planned=planned), shares, "盏")
    assert all(part.planned == int(part.planned or 0) for part in parts)
    assert sum(part.planned or 0 for part in parts) == planned


def test_each_asset_goes_to_exactly_one_part() -> None:
    whole = Work("w", "p", "roof_leak", "屋面", location=OnAssets(ROOFS), planned=300)
    first, second = split(whole, [SplitPart("一", 1, ROOFS[:1]), SplitPart("二", 2, ROOFS[1:])], ["a", "b"], "m²")
    assert isinstance(first.location, OnAssets) and first.location.assets == ROOFS[:1]
    assert (first.planned, second.planned) == (100, 200)
    for wrong in (ROOFS[:1], ROOFS):  # one left out, one taken twice
        with pytest.raises(SplitError):
            split(whole, [SplitPart("一", 1, ROOFS[:1]), SplitPart("二", 2, wrong)], ["a", "b"], "m²")


@pytest.mark.parametrize("shares", [[], [1.0], [1.0, 0.0], [1.0, -1.0], [1.0, float("nan")]])
def test_a_split_that_makes_no_sense_is_refused(shares: list[float]) -> None:
    with pytest.raises(SplitError):
        in_parts(Work("w", "p", "garden", "花园"), shares, "个")


def test_where_the_funding_pays_for_the_whole_it_pays_for_every_part() -> None:
    whole = Work("w", "p", "sewer_renewal", "管网", cost_fen=31_600_000,
                 funding=(Funding("专项资金", 15_800_000), Funding("发展基金", 15_800_000)))  # fmt: skip
    parts = in_parts(whole, [1028.15, 551.95], "m")
    assert [sum(line.fen for line in part.funding) for part in parts] == [part.cost_fen for part in parts]
    for line in (0, 1):
        assert sum(part.funding[line].fen for part in parts) == 15_800_000
