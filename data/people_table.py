"""A list of people as it comes from an office: Excel or CSV, its rows as text under known columns.

Excel is read by calamine (a parser in a memory-safe language), after the unpacked size has been checked. CSV may be
UTF-8 (with or without mark), UTF-16 or GB18030, which includes GBK.
"""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from geo.errors import FileError, Problem
from geo.words import N_

COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", N_("人员编号")),
    ("name", N_("姓名")),
    ("shown_name", N_("公示姓名")),
    ("organisation", N_("单位")),
    ("office_phone", N_("办公电话")),
    ("mobile", N_("手机")),
    ("person_since", N_("任职起")),
    ("person_until", N_("任职止")),
    ("consent_day", N_("同意公示日期")),
    ("consent_words", N_("同意方式")),
    ("role", N_("岗位")),
    ("layer", N_("地点类型")),
    ("place", N_("地点")),
    ("since", N_("负责起")),
    ("until", N_("负责止")),
)
"""Key and title of each column; a file may use either, in any order, and leave out what it does not know."""

DAYS = ("person_since", "person_until", "consent_day", "since", "until")
MAX_BYTES, MAX_UNPACKED_BYTES, MAX_ROWS = 20 << 20, 200 << 20, 20_000
ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True)
class PeopleTable:
    """The rows of a file: `rows` are (row number as the sender sees it, column key → text or date)."""

    rows: tuple[tuple[int, dict[str, Any]], ...]
    problems: tuple[Problem, ...]


def read_people_table(content: bytes, name: str) -> PeopleTable:
    """The table in a file called `name` (.xlsx, .xls, .ods or .csv), with every fault of its form.

    Merged cells are faults, because nobody can tell to which rows their value belongs. `FileError` for a file that is
    no table, too large or without a column of names.
    """
    if len(content) > MAX_BYTES:
        raise FileError(N_("文件太大,最多 {limit} MB"), limit=MAX_BYTES >> 20)
    if name.lower().endswith(".csv"):
        cells, merged = _csv_cells(content), list[Problem]()
    else:
        cells, merged = _excel_cells(content)
    problems = list(merged)
    if len(cells) > MAX_ROWS + 1:
        raise FileError(N_("行数太多,最多 {limit} 行;请分几个文件导入"), limit=MAX_ROWS)
    header = next((number for number, row in enumerate(cells) if _keys(row).count("name")), None)
    if header is None:
        raise FileError(N_("找不到“姓名”一栏。第一行应是栏目名:{titles}"), titles="、".join(t for _, t in COLUMNS))
    keys = _keys(cells[header])
    for key, title in COLUMNS:
        if keys.count(key) > 1:
            problems.append(Problem(N_("栏目“{title}”出现了两次"), header + 1, key, values={"title": title}))
    rows, faults = [], problems
    for number, row in enumerate(cells[header + 1 :], header + 2):
        values = {key: value for key, value in zip(keys, row, strict=False) if key and value not in ("", None)}
        if values:
            rows.append((number, {key: _clean(key, value, number, faults) for key, value in values.items()}))
    return PeopleTable(tuple(rows), tuple(faults))


def as_day(value: Any) -> date | None:
    """A day as people write it: 2025-06-01, 2025/6/1, 2025.6.1, 2025年6月1日, 20250601; None if it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    for old, new in (("年", "-"), ("月", "-"), ("日", ""), ("/", "-"), (".", "-")):
        text = text.replace(old, new)
    parts = [text[:4], text[4:6], text[6:]] if len(text) == 8 and text.isdigit() else text.split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None


def _clean(key: str, value: Any, row: int, faults: list[Problem]) -> Any:
    """A cell as its column needs it; what cannot be a day is a fault."""
    if key in DAYS:
        found = as_day(value)
        if found is None:
            message = N_("“{value}”不是日期;请写成 2025-06-01")
            faults.append(Problem(message, row, key, values={"value": str(value)[:20]}))
        return found
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Excel keeps a phone number typed as a number as 13800000000.0
    text = str(value).strip()
    if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
        text = text[1:]  # written so by our own CSV, to keep spreadsheets from running it
    return text.replace(" ", "").replace("-", "") if key == "mobile" else text


def _keys(row: list[Any]) -> list[str]:
    known = {title: key for key, title in COLUMNS} | {key: key for key, _ in COLUMNS}
    return [known.get(str(cell).strip(), "") for cell in row]


def _csv_cells(content: bytes) -> list[list[Any]]:
    encodings = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        first = text.split("\n", 1)[0]
        try:
            return [list(row) for row in csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")]
        except csv.Error as error:
            raise FileError(N_("这个 CSV 文件读不懂。请用 Excel 另存为 CSV(UTF-8)后再试。")) from error
    raise FileError(N_("看不出文字编码。请用 Excel 另存为 CSV(UTF-8)或 xlsx 后再试。"))


def _excel_cells(content: bytes) -> tuple[list[list[Any]], list[Problem]]:
    _refuse_bomb(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = book.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
        merged = sheet.merged_cell_ranges or []
    except (CalamineError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise FileError(N_("这个文件不是能读的 Excel 表格。请另存为 xlsx 后再试。")) from error
    problems = []
    for (top, left), (bottom, right) in merged:
        values = {"cells": f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"}
        message = N_("{cells} 是合并单元格,分不清内容属于哪几行。请取消合并,并在每一行都填上内容")
        problems.append(Problem(message, top + 1, None, values=values))
    header = next((n for n, row in enumerate(cells) if _keys(row).count("name")), 0)
    # A title across the top of the sheet is harmless.
    return cells, [problem for problem in problems if problem.row is None or problem.row > header]


def _refuse_bomb(content: bytes) -> None:
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise FileError(N_("这个文件不是能读的 Excel 表格。请另存为 xlsx 后再试。")) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise FileError(N_("文件解压后超过 {limit} MB,没有读取"), limit=MAX_UNPACKED_BYTES >> 20)


def _letters(column: int) -> str:
    """A column's letters: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
