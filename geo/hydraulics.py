"""What a pipe can carry and what the households above it send: formulas, and coefficients as editable tables.

Full-bore flow by Manning, v = (1/n) · R^(2/3) · S^(1/2) with R = D/4. Design flow of dwellings:
households × persons × litres per day ÷ 86,400 × peaking factor.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from geo.words import N_

GB_50014 = "GB 50014-2021"
UNCHECKED = N_("常用值,未核对")
"""Said of a number that was not found in its standard's text: usual, editable, no source claimed."""

SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True)
class Coefficient:
    """A number that enters a formula: value, unit, usual range and source. A community may change it."""

    key: str
    title: str
    value: float
    unit: str
    low: float
    high: float
    source: str


COEFFICIENTS: tuple[Coefficient, ...] = (
    Coefficient("persons", N_("户均人口"), 2.62, N_("人/户"), 1.0, 6.0, N_("第七次全国人口普查(2020),全国户均")),
    Coefficient("litres", N_("人均污水量"), 150.0, "L/(人·d)", 80.0, 300.0, N_("通行做法,可修改")),
    Coefficient("n_plastic", N_("塑料管粗糙系数"), 0.010, "", 0.009, 0.011, UNCHECKED),
    Coefficient("n_concrete", N_("混凝土管粗糙系数"), 0.013, "", 0.013, 0.014, UNCHECKED),
    Coefficient("n_unknown", N_("管材未知时的粗糙系数"), 0.013, "", 0.009, 0.016, N_("通行做法,可修改")),
)

ROUGHNESS_OF = {"hdpe": "n_plastic", "pvc_u": "n_plastic", "concrete": "n_concrete"}
"""Which coefficient a material takes; any other takes n_unknown."""

PEAKING: tuple[tuple[float, float], ...] = (
    (5, 2.7), (15, 2.4), (40, 2.1), (70, 2.0), (100, 1.9), (200, 1.8), (500, 1.6), (1000, 1.5),
)  # fmt: skip
"""Mean daily flow in L/s and the peaking factor of domestic sewage: linear between, level beyond (`UNCHECKED`)."""

FILLING: tuple[tuple[float, float], ...] = ((0, 0.55), (350, 0.65), (500, 0.70), (1000, 0.75))
"""From this diameter in mm, the most that a foul sewer may be filled (depth ÷ diameter; GB 50014-2021 below DN1000,
`UNCHECKED` from there)."""


def values_of(coefficients: Sequence[Coefficient] = COEFFICIENTS) -> dict[str, float]:
    """The values by key, as the formulas take them."""
    return {coefficient.key: coefficient.value for coefficient in coefficients}


def full_bore(diameter_mm: ArrayLike, slope: ArrayLike, roughness: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Velocity in m/s and flow in L/s of a pipe running full; NaN where the slope is not positive or unknown.

    >>> velocity, flow = full_bore(300, 0.003, 0.013)  # R = 0.075 m
    >>> round(float(velocity), 3), round(float(flow), 1)
    (0.749, 53.0)
    """
    diameter_m = np.asarray(diameter_mm, dtype=float) / 1000
    slope = np.asarray(slope, dtype=float)
    falling = np.where(slope > 0, slope, np.nan)
    velocity = (diameter_m / 4) ** (2 / 3) * np.sqrt(falling) / np.asarray(roughness, dtype=float)
    return velocity, velocity * np.pi / 4 * diameter_m**2 * 1000


def filled_share(filling: ArrayLike) -> np.ndarray:
    """Flow at a filling (depth ÷ diameter, 0 to 1) as a share of the flow running full, by Manning.

    With θ = 2·arccos(1 - 2y): A/A₀ = (θ - sin θ)/2π and R/R₀ = 1 - sin θ/θ, so Q/Q₀ = A/A₀ · (R/R₀)^(2/3).

    >>> [round(float(q), 3) for q in filled_share([0.0, 0.5, 1.0])]
    [0.0, 0.5, 1.0]
    """
    theta = 2 * np.arccos(1 - 2 * np.clip(np.asarray(filling, dtype=float), 0, 1))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (theta - np.sin(theta)) / (2 * np.pi) * (1 - np.sin(theta) / theta) ** (2 / 3)
    return np.where(theta > 0, share, 0.0)


def peaking_factor(mean_l_s: ArrayLike, table: Sequence[tuple[float, float]] = PEAKING) -> np.ndarray:
    """The peaking factor of a mean flow in L/s.

    >>> [round(float(k), 3) for k in peaking_factor([1, 10, 2000])]
    [2.7, 2.55, 1.5]
    """
    flows, factors = zip(*table, strict=True)
    factor: np.ndarray = np.interp(np.asarray(mean_l_s, dtype=float), flows, factors)
    return factor


def design_flow_l_s(
    households: ArrayLike, values: Mapping[str, float], table: Sequence[tuple[float, float]] = PEAKING
) -> np.ndarray:
    """The design flow of so many households in L/s: mean flow × peaking factor.

    >>> round(float(design_flow_l_s(1000, values_of())), 2)  # 4.549 L/s × 2.7
    12.28
    """
    mean = np.asarray(households, dtype=float) * values["persons"] * values["litres"] / SECONDS_A_DAY
    return mean * peaking_factor(mean, table)


def capacity(
    pipes: pd.DataFrame,
    households: pd.Series,
    values: Mapping[str, float] | None = None,
    peaking: Sequence[tuple[float, float]] = PEAKING,
    fillings: Sequence[tuple[float, float]] = FILLING,
) -> pd.DataFrame:
    """What each pipe can carry beside what the households above it send.

    `pipes` has diameter_mm, slope, material, kind; `households` (same index) are those above. Columns: roughness,
    velocity_m_s and full_l_s (running full), filling (the most allowed; 1 for storm sewers), allowed_l_s (at that
    filling), design_l_s (foul and combined; dry weather only), used (design ÷ allowed). NaN where
    slope or diameter is unknown, or the pipe does not fall: nothing can be promised of it then.
    """
    values = values_of() if values is None else values
    roughness = pipes["material"].map(ROUGHNESS_OF).fillna("n_unknown").map(dict(values)).astype(float)
    velocity, full = full_bore(pipes["diameter_mm"], pipes["slope"], roughness)
    foul = pipes["kind"].isin(["foul", "combined"]).to_numpy()
    sizes, most = zip(*fillings, strict=True)
    at = np.searchsorted(sizes, pipes["diameter_mm"].fillna(0).to_numpy(dtype=float), side="right") - 1
    filling = np.where(foul, np.array(most)[at], 1.0)
    design = np.where(foul, design_flow_l_s(households.reindex(pipes.index), values, peaking), np.nan)
    allowed = full * filled_share(filling)
    return pd.DataFrame(
        {
            "roughness": roughness, "velocity_m_s": velocity, "full_l_s": full, "filling": filling,
            "allowed_l_s": allowed, "design_l_s": design, "used": design / allowed,
        },
        index=pipes.index,
    )  # fmt: skip
