"""What the browser must know to draw a community: layers, themes, colours and words in one language."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict

from dashboard.drawing import styles
from dashboard.drawing.kind_icons import kind_icon
from dashboard.drawing.map_words import MAP_WORDS
from data.communities import Community
from data.records import REVISION
from geo.crs import metric_crs
from geo.layers import LAYER_GROUPS, Field, LayerType
from geo.words import N_
from geo.works import STATUSES, WorkKind

Translate = Callable[[str], str]


def map_config(
    community: Community,
    layers: Iterable[LayerType],
    counts: dict[str, tuple[int, int]],
    revisions: dict[str, int],
    translate: Translate,
    kinds: Iterable[WorkKind] = (),
) -> dict[str, object]:
    """The configuration as plain values for JSON.

    `counts` is layer → (rows, rows without a place). `crs` is the metric CRS of the place as a PROJ
    string: the browser measures in it. `kinds` are the community's kinds of work.
    """
    return {
        "community": {
            "id": community.id,
            "name": community.name,
            "lon": community.lon,
            "lat": community.lat,
            "is_sample": community.is_sample,
            "crs": proj_string(community.lon),
        },
        "groups": [{"key": key, "title": translate(title)} for key, title in LAYER_GROUPS],
        "layers": [
            {
                **_layer(layer, translate),
                "count": counts.get(layer.key, (0, 0))[0],
                "unplaced": counts.get(layer.key, (0, 0))[1] if layer.geometry else 0,
                "revision": revisions.get(layer.key, 0),
            }
            for layer in layers
        ],
        "themes": [_theme(theme, translate) for theme in (*styles.THEMES, styles.COVERAGE_THEME)],
        "lux": [{"title": step.title, "light": step.light, "dark": step.dark} for step in styles.LUX],
        "work": _work(revisions, kinds, translate),
        "styles": styles.as_json(),
        "words": {key: translate(text) for key, text in MAP_WORDS.items()},
    }


def proj_string(lon: float) -> str:
    """The metric CRS at a longitude as a PROJ string that proj4js reads (CGCS2000's ellipsoid is GRS80's)."""
    with warnings.catch_warnings():
        # pyproj warns that the string loses the datum's name; CGCS2000 is taken as WGS-84 here anyway.
        warnings.simplefilter("ignore", UserWarning)
        return metric_crs(lon).to_proj4()


def _work(revisions: dict[str, int], kinds: Iterable[WorkKind], translate: Translate) -> dict[str, object]:
    """The works' record for the browser: kinds by id, statuses in their order with their looks."""
    return {
        "title": translate(N_("微更新工作")),
        "revision": revisions.get(REVISION, 0),
        "kinds": {
            kind.id: {
                "title": translate(kind.title),
                "unit": translate(kind.unit),
                "colour": kind.colour,
                "icon": kind_icon(kind.icon),
            }
            for kind in kinds
        },
        "statuses": [{"key": key, "title": translate(title), **styles.status_look(key)} for key, title in STATUSES],
    }


def _layer(layer: LayerType, translate: Translate) -> dict[str, object]:
    """One layer's record for the browser."""
    return {
        "key": layer.key,
        "title": translate(layer.title),
        "group": layer.group,
        "geometry": list(layer.geometry),
        "internal": layer.internal,
        "context": layer.context,
        "measure": layer.measure,
        "word": translate(layer.measure_word),
        "card": list(styles.CARD_FACTS.get(layer.key, ())) or None,
        "fields": [_field(field, translate) for field in layer.fields],
    }


def _field(field: Field, translate: Translate) -> dict[str, object]:
    """One field's record for the browser."""
    return {
        "key": field.key,
        "title": translate(field.title),
        "kind": field.kind,
        "unit": translate(field.unit) if field.unit else "",
        "values": {value: translate(title) for value, title in field.values},
        "refers_to": field.refers_to,
    }


def _theme(theme: styles.Theme, translate: Translate) -> dict[str, object]:
    """One theme's record for the browser."""
    record = asdict(theme)
    record["title"] = translate(theme.title)
    record["unit"] = translate(theme.unit) if theme.unit else ""
    record["steps"] = [{**asdict(step), "title": translate(step.title)} for step in theme.steps]
    return record
