"""Zipped Shapefile: members checked before unpacking, text encoding found out and said."""

import codecs
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from geo.errors import FileError, Problem
from geo.exchange import limits
from geo.exchange.geopackage import chosen_layer, read_layer
from geo.exchange.table import Parsed
from geo.words import N_

MAGIC = b"PK\x03\x04"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".tar", ".kmz")
DBF_LANGUAGES = {0x4D: "GB18030", 0x4F: "Big5", 0x78: "Big5"}
"""Language byte of a dBASE header -> encoding, for the values that Chinese software writes."""


def parse(path: Path, *, layer: str | None, encoding: str | None, folder: Path) -> Parsed:
    """The shapefile in a zip, unpacked into `folder` (empty, private, removed by the caller)."""
    with path.open("rb") as stream:
        if stream.read(len(MAGIC)) != MAGIC:
            raise FileError(N_("这不是 zip 文件;Shapefile 请把 .shp .shx .dbf .prj 一起压缩成 zip"))
    try:
        with zipfile.ZipFile(path) as archive:
            sets = _members(archive)
            name = chosen_layer(tuple(sets), layer)
            for suffix, member in sets[name].items():
                _unpack(archive, member, folder / f"layer{suffix}")
    except (zipfile.BadZipFile, NotImplementedError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise FileError(N_("zip 文件损坏或用了不支持的压缩方式:{reason}"), reason=str(error)[:120]) from None
    if ".shp" not in sets[name]:
        raise FileError(N_("zip 里没有 .shp 文件"))
    codec, problems = text_encoding(folder, encoding)
    parsed = read_layer(folder / "layer.shp", "layer", ("layer",), encoding=codec)
    return Parsed(parsed.table, parsed.crs, name, tuple(sets), (*problems, *parsed.problems))


def _members(archive: zipfile.ZipFile) -> dict[str, dict[str, zipfile.ZipInfo]]:
    """The shapefiles of an archive: name -> suffix -> member. Anything suspicious refuses the archive."""
    members = archive.infolist()
    if len(members) > limits.MAX_MEMBERS:
        raise FileError(N_("zip 里有 {count} 个文件,超过上限 {limit}"), count=len(members), limit=limits.MAX_MEMBERS)
    if sum(member.file_size for member in members) > limits.MAX_UNPACKED_BYTES:
        raise FileError(N_("zip 解压后超过 {limit} MB,拒绝解压"), limit=limits.MAX_UNPACKED_BYTES >> 20)
    sets: dict[str, dict[str, zipfile.ZipInfo]] = {}
    for member in members:
        place = PurePosixPath(_name(member).replace("\\", "/"))
        suffix = place.suffix.lower()
        _refuse_suspicious(member, place, suffix)
        if member.is_dir() or suffix not in PARTS or "__MACOSX" in place.parts:
            continue
        sets.setdefault(place.stem, {})[suffix] = member
    shapefiles = {name: parts for name, parts in sets.items() if ".shp" in parts}
    if not shapefiles:
        raise FileError(N_("zip 里没有 .shp 文件"))
    return shapefiles


def _refuse_suspicious(member: zipfile.ZipInfo, place: PurePosixPath, suffix: str) -> None:
    name = str(place)[:80]
    if place.is_absolute() or ".." in place.parts or (place.parts and ":" in place.parts[0]):
        raise FileError(N_("zip 里的文件名“{name}”指向文件夹之外,拒绝解压"), name=name)
    if stat.S_ISLNK(member.external_attr >> 16):
        raise FileError(N_("zip 里的“{name}”是符号链接,拒绝解压"), name=name)
    if suffix in ARCHIVES:
        raise FileError(N_("zip 里还有压缩包“{name}”;请只压缩一层"), name=name)
    if member.flag_bits & 1:
        raise FileError(N_("zip 加了密码;请先去掉密码"))
    packed_too_well = member.file_size > limits.MAX_RATIO * max(member.compress_size, 1)
    if packed_too_well and member.file_size > limits.RATIO_FREE_BYTES:
        raise FileError(N_("zip 里的“{name}”压缩比异常,像是压缩炸弹,拒绝解压"), name=name)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; zips made on Chinese Windows hold GBK bytes that zipfile reads as cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Unpack one member under a name of our own, never more bytes than it declares."""
    left = member.file_size
    with archive.open(member) as source, target.open("wb") as sink:
        while block := source.read(1 << 20):
            left -= len(block)
            if left < 0:
                raise FileError(N_("zip 里的文件比声明的大,拒绝解压"))
            sink.write(block)


def text_encoding(folder: Path, wanted: str | None) -> tuple[str, list[Problem]]:
    """The encoding of the attribute text: as told, as the .cpg or .dbf declares if that holds, else found out."""
    if wanted:
        return _codec(wanted) or _unknown_encoding(wanted), []
    texts = list(_texts(folder / "layer.dbf"))
    declaration = folder / "layer.cpg"
    declared = _codec(declaration.read_text("ascii", "replace")[:40].strip()) if declaration.exists() else None
    if declared and _decodes(texts, declared):
        return declared, []
    if all(text.isascii() for text in texts):
        return "UTF-8", []
    language = _language(folder / "layer.dbf")
    for codec in ("UTF-8", *([language] if language else []), "GB18030"):
        if _decodes(texts, codec):
            message = N_("没有可信的 .cpg 文件,文字按 {encoding} 读取;如有乱码,请用 --encoding 指定(如 GB18030、Big5)")
            return codec, [Problem(message, severity="warning", values={"encoding": codec})]
    raise FileError(N_("文字既不是 UTF-8 也不是 GB18030;请用 --encoding 指定编码"))


def _unknown_encoding(name: str) -> str:
    raise FileError(N_("不认识的文字编码“{name}”;例如 UTF-8、GB18030、Big5"), name=name[:40])


def _codec(name: str) -> str | None:
    """An encoding's usual name from what people and .cpg files write ("936", "ANSI 936", "GBK" …)."""
    bare = name.upper().replace("ANSI", "").replace("OEM", "").strip()
    if bare.isdigit():
        bare = {"65001": "UTF-8", "88591": "ISO-8859-1"}.get(bare, f"CP{bare}")
    if bare in ("CP936", "GBK", "GB2312"):
        return "GB18030"
    try:
        return {"utf-8": "UTF-8", "gb18030": "GB18030", "big5": "Big5"}.get(codecs.lookup(bare).name, bare)
    except LookupError:
        return None


def _decodes(texts: list[bytes], codec: str) -> bool:
    """Whether every text decodes; a character cut in two by the end of its field is forgiven."""
    make = codecs.getincrementaldecoder(codec)
    try:
        for text in texts:
            make("strict").decode(text)
    except UnicodeDecodeError:
        return False
    return True


def _language(dbf: Path) -> str | None:
    with dbf.open("rb") as stream:
        header = stream.read(32)
    return DBF_LANGUAGES.get(header[29]) if len(header) == 32 else None


def _texts(dbf: Path, most: int = 2_000_000) -> Iterator[bytes]:
    """Column names and text values of a dBASE table as raw bytes, without padding (the first `most` values)."""
    if not dbf.exists():
        return
    with dbf.open("rb") as stream:
        header = stream.read(32)
        if len(header) < 32:
            return
        header_bytes, record_bytes = int.from_bytes(header[8:10], "little"), int.from_bytes(header[10:12], "little")
        fields = stream.read(max(0, header_bytes - 32))
        spans, start = [], 1
        for at in range(0, len(fields) - 31, 32):
            if fields[at] == 0x0D:
                break
            yield fields[at : at + 11].split(b"\0")[0]
            length = fields[at + 16]
            if fields[at + 11 : at + 12] == b"C":
                spans.append((start, start + length))
            start += length
        while spans and most > 0 and len(record := stream.read(record_bytes)) == record_bytes > 0:
            for first, last in spans:
                most -= 1
                if value := record[first:last].rstrip(b" \0"):
                    yield value
