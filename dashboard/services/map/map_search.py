"""Finding a place by what people type: number, name, code, pinyin, initials of pinyin."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import shapely

from data.work_frames import WorkView
from geo.layers import LAYERS
from geo.works import FINISHED

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

PROJECT_WEIGHT, WORK_WEIGHT = 0.88, 0.7
MOST_WORKS_OF_PROJECT = 200
"""Works that a project's hit names: a map is not fitted to more."""

CHINESE = re.compile(r"[\u3400-\u9fff]+")
DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Hit:
    """One result: `bbox` is (left, bottom, right, top) in degrees, the point is where its label stands.

    `layer` is a layer's key, "work", or "project" with the ids of its works that have a place, the most urgent first.
    """

    layer: str
    id: str
    title: str
    subtitle: str
    lon: float
    lat: float
    bbox: tuple[float, float, float, float]
    works: tuple[str, ...] = ()

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
    from pypinyin import Style, lazy_pinyin  # only now: its dictionaries take more memory than a community

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


def index_of_works(view: WorkView) -> list[Entry]:
    """The search index over the works that have a place, and over their projects: their names, nothing internal.

    Titles are as people wrote them. A visitor's view holds nothing that is not for the public.
    """
    placed = view.works[view.works["shown"] != ""]
    boxes = np.round(shapely.bounds(placed.geometry.to_numpy()), 7)
    entries = []
    rows = zip(placed.index, placed["name"], placed["project_name"], boxes.tolist(), strict=True)
    for key, name, project, box in rows:
        hit = Hit("work", str(key), str(name), str(project), *_middle(box), tuple(box))
        entries.append(Entry(hit, WORK_WEIGHT, _texts(str(name))))
    return [*entries, *_projects(placed, boxes)]


def _projects(placed: gpd.GeoDataFrame, boxes: np.ndarray) -> list[Entry]:
    """An entry for each project with a placed work."""
    urgent = placed.assign(finished=placed["status"].isin(FINISHED), row=np.arange(len(placed)))
    urgent = urgent.sort_values(["late", "finished", "row"], ascending=[False, True, True])
    found = []
    for key, works in urgent.groupby("project", sort=False):
        rows = boxes[works["row"].to_numpy()]
        box = (*rows[:, :2].min(axis=0).tolist(), *rows[:, 2:].max(axis=0).tolist())
        name = str(works["project_name"].iloc[0])
        ids = tuple(map(str, works.index[:MOST_WORKS_OF_PROJECT]))
        found.append(Entry(Hit("project", str(key), name, "", *_middle(box), box, ids), PROJECT_WEIGHT, _texts(name)))
    return found


def _middle(box: Sequence[float]) -> tuple[float, float]:
    return round((box[0] + box[2]) / 2, 7), round((box[1] + box[3]) / 2, 7)


def _texts(*sources: object) -> tuple[str, ...]:
    """What an entry answers to, each once."""
    texts: dict[str, None] = {}
    for source in sources:
        if isinstance(source, str) and source:
            texts.update(dict.fromkeys(_spellings(source)))
    return tuple(texts)


@lru_cache(maxsize=100_000)
def _spellings(source: str) -> tuple[str, ...]:
    """A text as it is compared, with its pinyin and the initials of it; kept, since most names outlive a write."""
    return (folded(source), *(pinyin(source) if CHINESE.search(source) else ()))


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
