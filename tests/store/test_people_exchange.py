"""Lists of people in and out: every fault by row, nothing half taken in, the same file twice changes nothing."""

import io
from datetime import date

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from data.assignments import add_assignments, assignments, new_assignment
from data.history import changes
from data.people import people
from data.people_exchange import import_people
from data.people_export import export_rows, to_csv, to_excel
from data.people_table import COLUMNS, as_day, read_people_table
from data.privacy import reveal_mobile, reveals
from data.rights import PUBLIC, NotAllowed, Viewer
from geo.errors import FileError
from tests.store.people_sample import ADMIN, MOBILE, STAFF, START, hire, settle, someone

DAY = date(2025, 6, 1)
HEADER = "姓名,手机,单位,公示姓名,同意公示日期,岗位,地点类型,地点,负责起,负责止"
GOOD = f"""{HEADER}
示例·陈一,00000000001,示例物业,陈一,2025-01-01,楼栋长,楼栋,1栋,2025-01-01,
示例·陈一,00000000001,示例物业,陈一,2025-01-01,邻长,单元,一栋 1单元,2025-01-01,2025年12月31日
示例·王二,00000000002,示例物业,,,网格员,网格,第一网格,2025/1/1,
"""
TITLES = dict(COLUMNS)


@pytest.fixture
def c(store):
    return settle(store)


def take_in(store, text, name="people.csv", **options):
    content = text if isinstance(text, bytes) else text.encode("utf-8-sig")
    return import_people(store, STAFF, "c", read_people_table(content, name), is_sample=True, **options)


def book(rows, merged=()):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        sheet = file.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        for cells, value in merged:
            sheet.merge_range(cells, value)
    return buffer.getvalue()


def faults(report):
    return [(p.row, p.column) for p in report.problems]


def test_a_list_becomes_people_and_duties(store, c):
    report = take_in(store, GOOD)
    assert (report.people_added, report.assignments_added, report.written) == (2, 3, True)
    assert [p.name for p in people(store, STAFF, c)] == ["示例·王二", "示例·陈一"]
    held = {(a.role, a.layer, a.place, a.until) for a in assignments(store, c)}
    assert ("neighbour_head", "unit", "b1-1", date(2025, 12, 31)) in held
    assert ("grid_member", "grid", "g1", None) in held


def test_the_same_list_again_changes_nothing(store, c):
    take_in(store, GOOD)
    before = len(changes(store, c, limit=10_000))
    again = take_in(store, GOOD)
    counted = (again.people_added, again.people_changed, again.assignments_added, again.assignments_changed)
    assert counted == (0, 0, 0, 0) and again.problems == ()
    assert len(changes(store, c, limit=10_000)) == before


def test_a_dry_run_says_what_would_happen_and_writes_nothing(store, c):
    report = take_in(store, GOOD, dry_run=True)
    assert (report.people_added, report.assignments_added, report.written) == (2, 3, False)
    assert people(store, STAFF, c) == [] and assignments(store, c) == []


def test_every_fault_is_named_by_row_and_nothing_is_taken_in(store, c):
    bad = f"""{HEADER}
示例·甲,0000000000a,,,,,,,,
示例·乙,,,,,皇帝,楼栋,1栋,2025-01-01,
示例·丙,,,,,楼栋长,楼栋,99栋,2025-01-01,
示例·丁,,,,,楼栋长,单元,一栋 1单元,2025-01-01,
,00000000003,,,,,,,,
示例·己,,,,去年,,,,,
示例·庚,,,,,楼栋长,楼栋,1栋,,
"""
    report = take_in(store, bad)
    assert set(faults(report)) == {
        (2, "mobile"), (3, "role"), (4, "place"), (5, "layer"), (6, "name"), (7, "consent_day"), (8, "since"),
    }  # fmt: skip
    assert people(store, STAFF, c) == []


def test_days_in_the_wrong_order_and_second_holders_are_named_by_row(store, c):
    bad = f"""{HEADER}
示例·甲,,,,,楼栋长,楼栋,1栋,2025-01-01,
示例·乙,,,,,楼栋长,楼栋,1栋,2025-03-01,
示例·丙,,,,,楼栋长,楼栋,2栋,2025-03-01,2025-02-01
示例·丁,,,,,楼栋长,单元,一栋 1单元,2025-01-01,
"""
    report = take_in(store, bad)
    assert faults(report) == [(3, "since"), (4, "until"), (5, "layer")]
    assert people(store, STAFF, c) == [] and not report.written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_of_offices(store, c, encoding):
    assert take_in(store, GOOD.encode(encoding)).people_added == 2


def test_an_excel_file_with_numbers_for_phones_and_real_dates_is_read(store, c):
    rows = [HEADER.split(","), ["示例·陈一", "00000000001", "", "", "", "楼栋长", "楼栋", "1栋", 45658, ""]]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as file:
        sheet, day = file.add_worksheet(), file.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        sheet.write_datetime(1, 8, date(2025, 1, 1), day)
        sheet.write_number(2, 1, 13800000000)
        sheet.write_string(2, 0, "示例·真")
    table = read_people_table(buffer.getvalue(), "people.xlsx")
    assert table.rows[0][1]["since"] == date(2025, 1, 1)
    assert table.rows[1][1]["mobile"] == "13800000000"


def test_merged_cells_are_named_and_refused_but_a_merged_title_is_not():
    rows = [["名册"], HEADER.split(","), ["甲"], ["乙"], ["丙"]]
    table = read_people_table(book(rows, [("A1:C1", "名册"), ("C3:C5", "示例物业")]), "people.xlsx")
    assert [(p.row, p.values["cells"]) for p in table.problems] == [(3, "C3:C5")]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", "电话,地址\n".encode()])
def test_what_is_no_list_of_people_is_refused_as_a_whole(content):
    for name in ("x.csv", "x.xlsx"):
        with pytest.raises(FileError):
            read_people_table(content, name)


def test_one_name_for_two_people_needs_more_than_the_name(store, c):
    hire(store, someone("p1", "示例·陈一"), someone("p2", "示例·陈一"))
    report = take_in(store, f"{HEADER}\n示例·陈一,,,,,,,,,\n")
    assert faults(report) == [(2, "name")]


@pytest.mark.parametrize("text", ["2025-06-01", "2025/6/1", "2025.6.1", "2025年6月1日", "20250601", date(2025, 6, 1)])
def test_days_are_read_as_people_write_them(text):
    assert as_day(text) == DAY
    assert as_day("2025-13-01") is None and as_day("昨天") is None


@pytest.mark.parametrize("role", ["visitor", "grid_member", "building_head"])
def test_only_staff_import(store, c, role):
    with pytest.raises(NotAllowed):
        import_people(store, Viewer(role, "x"), c, read_people_table(GOOD.encode(), "a.csv"))


@pytest.fixture
def held(store, c):
    hire(store, someone("p1", "=示例", shown_name="陈老师", organisation="示例物业"))
    with store.write("测试") as tx:
        add_assignments(tx, STAFF, c, [new_assignment("p1", "building_head", "building", "b1", START)])
    return c


def test_what_staff_take_out_goes_in_again_without_a_change(store, held):
    columns, rows = export_rows(store, STAFF, held, DAY)
    for content, name in ((to_excel(columns, rows, TITLES), "a.xlsx"), (to_csv(columns, rows, TITLES), "a.csv")):
        assert MOBILE.encode() not in content
        report = import_people(store, STAFF, held, read_people_table(content, name), is_sample=True)
        counted = (report.people_added, report.people_changed, report.assignments_added, report.assignments_changed)
        assert (report.problems, counted) == ((), (0, 0, 0, 0)), name
    assert reveal_mobile(store, ADMIN, held, "p1", "核对") == MOBILE


def test_a_visitors_list_holds_only_what_was_agreed(store, held):
    columns, rows = export_rows(store, PUBLIC, held, DAY)
    assert rows == [
        {"role": "楼栋长", "layer": "楼栋", "place": "一栋", "shown_name": "陈老师", "office_phone": "000-8000-0001"}
    ]
    assert columns == ("role", "layer", "place", "shown_name", "office_phone")


def test_numbers_in_clear_need_an_administrator_and_a_reason_that_is_logged(store, held):
    with pytest.raises(NotAllowed):
        export_rows(store, STAFF, held, DAY, mobiles_for="备份")
    _, rows = export_rows(store, ADMIN, held, DAY, mobiles_for="防汛值班")
    assert [row["mobile"] for row in rows] == [MOBILE]
    assert [(line.person, line.action, line.reason) for line in reveals(store, ADMIN, held)] == [
        ("p1", "export_list", "防汛值班")
    ]


def test_no_cell_is_a_formula(store, held):
    columns, rows = export_rows(store, STAFF, held, DAY)
    cells = (
        CalamineWorkbook.from_filelike(io.BytesIO(to_excel(columns, rows, TITLES))).get_sheet_by_index(0).to_python()
    )
    assert cells[1][1] == "=示例"
    assert ",'=示例," in to_csv(columns, rows, TITLES).decode("utf-8-sig")
