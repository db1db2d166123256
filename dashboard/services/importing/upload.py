"""An uploaded file: read once in the bound child process, then planned as the reader wants it."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from dashboard.services.kept import Kept
from data.importing import ALL_LAYERS, ImportReport, PlannedImport, Tables, plan_import, run_import, tables_of
from data.rights import Viewer
from data.store import Store
from geo.exchange.formats import Format, format_of
from geo.exchange.guessing import likely_layer
from geo.exchange.planning import Reading
from geo.exchange.sandbox import Source, read_all
from geo.layers import LAYER_BY_KEY

SUFFIXES = ("geojson", "json", "gpkg", "zip", "inp")
SWMM = "swmm"
ENCODINGS = ("", "UTF-8", "GB18030", "Big5")
OTHER_CRS = "other"


@dataclass(frozen=True, eq=False)
class Upload:
    """A file that was read: its tables in the order of the file, and a digest of its bytes and its encoding."""

    name: str
    format: Format
    sources: tuple[Source, ...]
    digest: str

    @property
    def is_whole(self) -> bool:
        """Whether all of it goes in at once: a SWMM network, or an export of ours."""
        return self.format.key == SWMM or (len(self.sources) > 1 and any(s.layer in LAYER_BY_KEY for s in self.sources))

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(len(source.frame) for source in self.sources)

    def likely_layer(self, table: str) -> str:
        """The layer that a table is most likely meant for, `ALL_LAYERS` for the whole file."""
        return ALL_LAYERS if not table else likely_layer(self.source(table)).key

    def source(self, table: str) -> Source:
        """A table by its name."""
        return next(source for source in self.sources if source.layer == table)

    def columns(self, table: str) -> list[str]:
        """The columns of a table beside its geometry."""
        frame = self.source(table).frame
        return [str(column) for column in frame.columns if column != frame.geometry.name]


@dataclass(frozen=True)
class Wish:
    """How the sender wants a file to be taken in; `table` "" and `layer` "all" for a file that goes in as a whole.

    `community` is an id, or the name of a new one. `fields`: column by field ("" takes none), `constants`: one value
    for all rows, `without`: required fields that may stay empty.
    """

    community: str
    layer: str
    table: str = ""
    crs: str = ""
    id_field: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    swap_axes: bool = False
    repair: bool = False
    skip_faulty: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What the plan depends on."""
        return (self.community, self.layer, self.table, self.crs, self.id_field, tuple(sorted(self.fields.items())),
                tuple(sorted(self.constants.items())), self.without, self.swap_axes, self.repair)  # fmt: skip

    def reading(self) -> Reading:
        """The same for the planning of a layer."""
        return Reading(dict(self.fields), dict(self.constants), self.id_field or None, self.crs or None,
                       self.swap_axes, self.repair, self.without)  # fmt: skip


_read = Kept(4)
_planned = Kept(8)


def read_upload(name: str, content: bytes, encoding: str = "") -> Upload:
    """The file's tables; `FileError` in one sentence for anything that cannot be read. The last few are kept."""
    digest = blake2b(content + encoding.encode() + Path(name).suffix.lower().encode(), digest_size=12).hexdigest()

    def make() -> Upload:
        with tempfile.TemporaryDirectory(prefix="upload-") as folder:
            path = Path(folder) / f"{Path(name).stem[:60] or 'file'}{Path(name).suffix.lower()}"
            path.write_bytes(content)
            return Upload(name, format_of(path), tuple(read_all(path, encoding=encoding or None)), digest)

    found: Upload = _read.get(digest, make)
    return found


def plan_upload(store: Store, upload: Upload, wish: Wish, revisions: Mapping[str, int]) -> PlannedImport:
    """What the file would become; made again only where the wish or the community's layers changed."""

    def make() -> PlannedImport:
        return plan_import(store, _tables(upload, wish), wish.community, wish.reading())

    key = (str(store.url), upload.digest, wish.key, tuple(sorted(revisions.items())))
    found: PlannedImport = _planned.get(key, make)
    return found


def rehearsed(
    store: Store,
    viewer: Viewer,
    upload: Upload,
    wish: Wish,
    planned: PlannedImport,
    revisions: Mapping[str, int],
    *,
    skip: bool,
) -> ImportReport:
    """What writing would do, found out in a transaction that is not kept. Raises as `run_import`."""

    def make() -> ImportReport:
        return run_import(store, planned, who=viewer, dry_run=True, skip_faulty=skip)

    key = ("rehearsed", str(store.url), upload.digest, wish.key, skip, viewer, tuple(sorted(revisions.items())))
    found: ImportReport = _planned.get(key, make)
    return found


def _tables(upload: Upload, wish: Wish) -> Tables:
    if wish.layer == ALL_LAYERS:
        return tables_of(upload.sources, upload.format.id_column)
    return Tables(((wish.layer, upload.source(wish.table)),), None, upload.format.id_column)
