"""What a split gives, before it is done: every part with its quantities and money, beside the whole."""

from collections.abc import Sequence

import pandas as pd

from dashboard.services.frames import Community
from dashboard.services.projects.quantity import amount
from dashboard.services.projects.work_words import yuan
from dashboard.text import _
from geo.splitting import SplitPart, split
from geo.words import N_
from geo.work_places import asset_quantities
from geo.works import AssetRef, Work, WorkKind

COLUMNS = (("planned", N_("计划")), ("contracted", N_("合同")), ("done", N_("完成")), ("accepted", N_("验收")))


def split_table(whole: Work, parts: Sequence[SplitPart], unit: str) -> pd.DataFrame:
    """One row for each part and one for the whole, as text; only what the whole has. Raises `SplitError`."""
    pieces = [*split(whole, parts, [str(number) for number in range(len(parts))], unit), whole]
    names = [*(part.name for part in parts), _(N_("合计 = 原工作"))]
    table = {_(N_("部分")): names}
    for key, title in COLUMNS:
        if getattr(whole, key) is not None:
            table[_(title)] = [exact(getattr(piece, key), unit) for piece in pieces]
    if whole.cost_fen is not None:
        table[_(N_("造价"))] = [yuan(piece.cost_fen) for piece in pieces]
    if whole.funding:
        table[_(N_("资金"))] = [yuan(sum(line.fen for line in piece.funding)) for piece in pieces]
    return pd.DataFrame(table)


def exact(quantity: float, unit: str) -> str:
    """A quantity with as many decimals as it has, at most two: parts must be seen to add up.

    >>> exact(33.25, "m"), exact(4.0, "m")
    ('33.25\\u202fm', '4\\u202fm')
    """
    decimals = next(places for places in (0, 1, 2) if places == 2 or round(quantity, places) == round(quantity, 2))
    return amount(quantity, unit, decimals)


def asset_shares(layers: Community, kind: WorkKind, parts: Sequence[Sequence[AssetRef]]) -> list[float] | None:
    """What the assets of each part measure by the kind of work; None where one part has none that can be measured."""
    rows = [(str(place), asset.layer, asset.id) for place, part in enumerate(parts) for asset in part]
    frame = pd.DataFrame(rows, columns=["work", "layer", "id"], dtype=object)
    frames = {key: layers[key].frame for key in frame["layer"].unique()}
    measured = asset_quantities(frame, {str(place): kind for place in range(len(parts))}, frames)
    sums = measured.groupby(frame["work"]).sum(min_count=1).reindex([str(place) for place in range(len(parts))])
    return [round(float(value), 2) for value in sums] if (sums > 0).all() else None
