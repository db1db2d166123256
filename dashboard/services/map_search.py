"""Finding a place by what people type: number, name, code, pinyin, initials of pinyin."""

import re
from dataclasses import asdict, dataclass
from functools import lru_cache

import geopandas as gpd
import shapely
from pypinyin import Style, lazy_pinyin

from geo.layers import LAYERS

SEARCHED: tuple[tuple[str, float], ...] = (
    ("compound", 1.0),
    ("building", 0.95),
    ("garden", 0.9),
    ("facility", 0.85),
    ("grid", 0.8),
    ("road", 0.75),
    ("outfall", 0.6),
    ("manhole", 0.55),
    ("gully", 0.5),
    ("street_light", 0.5),
    ("pipe", 0.45),
)
"""Layer → weight: between equally good matches the heavier layer comes first."""

CHINESE = re.compile(r"[\u3400-\u9fff]+")
DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Hit:
    """One result: `bbox` is (left, bottom, right, top) in degrees, the point is where its label stands."""

    layer: str
    id: str
    title: str
    subtitle: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]

    def as_dict(self) -> dict[str, object]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Entry:
    """A hit with its weight and the folded texts that it answers to."""

    hit: Hit
    weight: float
    texts: tuple[str, ...]


def folded(text: str) -> str:
    """Text as compared: lower case, full-width forms narrowed, without blanks and punctuation."""
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text)
    return re.sub(r"[\s#_\-·.,,。、()()]+", "", narrow).lower()


@lru_cache(maxsize=20_000)
def _spelled(chinese: str) -> tuple[str, str]:
    """(full pinyin, initials) of a run of Chinese characters."""
    full = lazy_pinyin(chinese, style=Style.NORMAL)
    return "".join(full), "".join(syllable[:1] for syllable in full)


def pinyin(text: str) -> tuple[str, str]:
    """Full pinyin and initials of a mixed text: 麓山名园 3栋 → ("lushanmingyuan3dong", "lsmy3d")."""
    plain = folded(text)
    full = CHINESE.sub(lambda run: _spelled(run.group())[0], plain)
    return full, CHINESE.sub(lambda run: _spelled(run.group())[1], plain)


def index_of(frames: dict[str, gpd.GeoDataFrame]) -> list[Entry]:
    """The search index over the given layers; features without a place are not in it."""
    compounds = frames.get("compound")
    names = {} if compounds is None else compounds["name"].to_dict()
    titles = {layer.key: layer.title for layer in LAYERS}
    entries: list[Entry] = []
    for layer, weight in SEARCHED:
        frame = frames.get(layer)
        if frame is not None and not frame.empty:
            entries += _entries(frame[~frame.geometry.isna()], layer, titles[layer], weight, names)
    return entries


def _entries(
    frame: gpd.GeoDataFrame, layer: str, layer_title: str, weight: float, compounds: dict[str, str]
) -> list[Entry]:
    """The entries of one layer."""
    points = shapely.point_on_surface(frame.geometry.values)
    boxes = shapely.bounds(frame.geometry.values)
    numbers = frame["no"] if "no" in frame else frame["name"]
    owners = frame["compound"] if "compound" in frame else [None] * len(frame)
    found = []
    rows = zip(frame.index, frame["name"], frame["code"], numbers, owners, points, boxes, strict=True)
    for key, name, code, number, owner, point, box in rows:
        title = str(name or code or key)
        where = compounds.get(str(owner), "")
        subtitle = "" if where and where in title else where
        box = tuple(round(float(side), 7) for side in box)
        hit = Hit(layer, str(key), title, subtitle, round(point.x, 7), round(point.y, 7), box)
        found.append(Entry(hit, weight, _texts(str(key), name, code, number)))
    return found


def _texts(*sources: object) -> tuple[str, ...]:
    """What an entry answers to, each once."""
    texts: dict[str, None] = {}
    for source in sources:
        if isinstance(source, str) and source:
            texts[folded(source)] = None
            if CHINESE.search(source):
                texts.update(dict.fromkeys(pinyin(source)))
    return tuple(texts)


def search(entries: list[Entry], query: str, limit: int = 12) -> list[Hit]:
    """The best hits for a query, best first: equal > begins with > contains; shorter titles and lower numbers first."""
    wanted = folded(query)
    if not wanted:
        return []
    scored = []
    for entry in entries:
        quality = max((_quality(text, wanted) for text in entry.texts), default=0.0)
        if quality:
            scored.append((-quality * entry.weight, len(entry.hit.title), _natural(entry.hit.title), entry.hit))
    scored.sort(key=lambda item: item[:3])
    return [item[3] for item in scored[:limit]]


def _quality(text: str, wanted: str) -> float:
    """How well a folded text answers: 0 not at all, 3 exactly."""
    if text == wanted:
        return 3.0
    if text.startswith(wanted):
        return 2.0
    return 1.0 if wanted in text else 0.0


def _natural(text: str) -> tuple[tuple[int, str], ...]:
    """Sort key under which 2栋 comes before 10栋."""
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in DIGITS.split(text))
