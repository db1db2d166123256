"""Luminaires as their list shows them: flux, power, which lights take them, and the curves of their distribution."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.services.frames import Community
from dashboard.services.planning.light_page import named_luminaires
from dashboard.services.projects.quantity import amount
from dashboard.text import _, fill
from data.luminaires import KeptLuminaire
from geo.luminaires import Luminaire, flux_lm, read_luminaire
from geo.rule_values import ROAD_KINDS
from geo.words import N_

STEP_DEG = 5.0
Plain = dict[str, Any]


def luminaire_rows(layers: Community, fixtures: Sequence[KeptLuminaire]) -> list[Plain]:
    """One row for each: what it is, what uses it, and two half planes of its curve (along and across the road)."""
    lights = layers["street_light"].frame
    taken = named_luminaires(lights, fixtures)
    rows = []
    for item in fixtures:
        shape = read_luminaire(item.file_name, item.photometry)
        lumens = shape.lumens if shape.lumens > 0 else flux_lm(shape)
        count = sum(id == item.id for id in taken.values())
        words = [item.file_name, amount(round(lumens), "lm")]
        words += [amount(shape.power_w, "W")] if np.isfinite(shape.power_w) and shape.power_w > 0 else []
        use = _(ROAD_KINDS[item.used_for]) if item.used_for else _(N_("只由路灯指名"))
        rows.append({"title": item.name, "words": " · ".join(words),
                     "use": fill(N_("{use},{count} 盏"), use=use, count=count), **_curves(shape)})  # fmt: skip
    return rows


def _curves(shape: Luminaire) -> Plain:
    """Intensities as shares of the greatest, from straight down to 90° and on both sides."""
    gamma = np.arange(0.0, 90.0 + STEP_DEG, STEP_DEG)
    sides = {"along": (0.0, 180.0), "across": (90.0, 270.0)}
    found = {key: [shape.intensity(gamma, np.full(len(gamma), c)) for c in pair] for key, pair in sides.items()}
    most = max(float(np.max(curve)) for pair in found.values() for curve in pair) or 1.0
    shares = {key: [(curve / most).round(3).tolist() for curve in pair] for key, pair in found.items()}
    return {**shares, "step": STEP_DEG, "most": amount(round(most), "cd"),
            "legend": [_(N_("沿路 C0-C180")), _(N_("横路 C90-C270"))]}  # fmt: skip
