"""Splitting a work into parts whose quantities and money add up to the whole, exactly.

Counted units and 分 are shared in whole numbers by the largest remainder; measured units to the
hundredth. What is left by rounding goes to the parts that lost most, so nothing appears or vanishes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from geo.errors import MapError
from geo.words import N_
from geo.works import QUANTITIES, WHOLE_NUMBERS, AssetRef, Funding, OnAssets, Work

HUNDREDTH = Decimal("0.01")


class SplitError(MapError):
    """A work cannot be split as asked."""


@dataclass(frozen=True)
class SplitPart:
    """A part to be: its name, its share of the whole and, for works on assets, the assets it takes."""

    name: str
    share: float
    assets: tuple[AssetRef, ...] = ()


def split(work: Work, parts: Sequence[SplitPart], ids: Sequence[str], unit: str) -> tuple[Work, ...]:
    """The parts as works of their own (`ids` give their ids), adding up to `work` in every quantity.

    Shares are taken in proportion, whatever they add up to. Dates, words, contractor and warranty
    are copied; weight, cost and each line of funding are shared like the quantities.

    Raises `SplitError` for fewer than two parts, a share that is not positive, or assets that are
    not exactly those of the work.
    """
    _check(work, parts)
    shares = [part.share for part in parts]
    step = Decimal(1) if unit in WHOLE_NUMBERS else HUNDREDTH
    amounts = {key: _shared_quantity(getattr(work, key), shares, step) for key in QUANTITIES}
    cost = [None] * len(parts) if work.cost_fen is None else portioned(work.cost_fen, shares)
    lines = _shared_funding(work, shares, cost)
    return tuple(
        replace(
            work,
            id=ids[i],
            name=part.name,
            location=OnAssets(part.assets) if part.assets else work.location,
            weight=work.weight * part.share / sum(shares),
            cost_fen=cost[i],
            funding=tuple(Funding(source, fen[i]) for source, fen in lines),
            split_from=work.id,
            version=1,
            planned=amounts["planned"][i],
            contracted=amounts["contracted"][i],
            done=amounts["done"][i],
            accepted=amounts["accepted"][i],
        )
        for i, part in enumerate(parts)
    )


def _shared_funding(work: Work, shares: Sequence[float], cost: Sequence[int | None]) -> list[tuple[str, list[int]]]:
    """Each line in portions; where the lines pay for the whole exactly, they do so for every part."""
    lines = [(line.source, portioned(line.fen, shares)) for line in work.funding]
    if not lines or work.cost_fen != sum(line.fen for line in work.funding):
        return lines
    largest = max(range(len(lines)), key=lambda at: work.funding[at].fen)
    others = [sum(fen[part] for at, (_source, fen) in enumerate(lines) if at != largest) for part in range(len(shares))]
    rest = [(whole or 0) - other for whole, other in zip(cost, others, strict=True)]
    if min(rest) >= 0:
        lines[largest] = (lines[largest][0], rest)
    return lines


def portioned(amount: int, shares: Sequence[float]) -> list[int]:
    """A whole amount in whole portions that follow `shares` and add up to it (largest remainder).

    >>> portioned(10, [1, 1, 1])
    [4, 3, 3]
    """
    whole = sum(Decimal(str(share)) for share in shares)
    exact = [Decimal(amount) * Decimal(str(share)) / whole for share in shares]
    floors = [int(part // 1) for part in exact]
    by_loss = sorted(range(len(exact)), key=lambda i: (floors[i] - exact[i], i))
    for i in by_loss[: amount - sum(floors)]:
        floors[i] += 1
    return floors


def _shared_quantity(quantity: float | None, shares: Sequence[float], step: Decimal) -> list[float | None]:
    """A quantity in portions of whole `step`s; a remainder finer than a step goes to the first part."""
    if quantity is None:
        return [None] * len(shares)
    exact = Decimal(str(quantity))
    steps = int(exact // step)
    portions = [Decimal(portion) * step for portion in portioned(steps, shares)]
    portions[0] += exact - steps * step
    return [float(portion) for portion in portions]


def _check(work: Work, parts: Sequence[SplitPart]) -> None:
    if len(parts) < 2:
        raise SplitError(N_("工作“{work}”至少要拆成两部分"), work=work.name)
    if any(not part.share > 0 for part in parts):
        raise SplitError(N_("工作“{work}”的每一部分都要有大于零的份额"), work=work.name)
    if isinstance(work.location, OnAssets):
        taken = [asset for part in parts for asset in part.assets]
        if any(part.assets for part in parts) and sorted(taken, key=str) != sorted(work.location.assets, key=str):
            raise SplitError(N_("工作“{work}”的每个对象须恰好分到一个部分"), work=work.name)
        if taken and not all(part.assets for part in parts):
            raise SplitError(N_("工作“{work}”的每一部分至少要有一个对象"), work=work.name)
    elif any(part.assets for part in parts):
        raise SplitError(N_("工作“{work}”不在所选对象上,不能按对象拆分"), work=work.name)
