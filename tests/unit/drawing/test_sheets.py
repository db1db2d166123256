"""Sheets from bad input: long names, nothing at all, characters that no font has, a huge photo: all look right."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from dashboard.drawing.punctuation import chinese_marks
from dashboard.drawing.typesetting import marked
from dashboard.services.planning.works_notice import WorksNotice
from dashboard.services.public.public_facts import PublicView
from dashboard.services.public.public_view import public_view
from dashboard.services.sheets.board import notice_sheet, qr_sheet
from dashboard.services.sheets.building import building_sheets
from dashboard.services.sheets.ledger import ledger_sheet
from dashboard.services.sheets.markdown_blocks import markdown_blocks
from dashboard.services.sheets.minutes import minutes_sheet
from dashboard.services.sheets.poster import poster
from dashboard.services.sheets.project import project_sheet
from data.meetings import PublicMeeting
from data.pictures import keep_picture, picture_path
from data.public_records import PublicPhoto
from data.store import Store, open_store
from tests.pages.conftest import fill_store
from tests.pages.works_sample import add_sample_works
from tests.printed import faults_of, pages_of, words_of

DAY = date(2025, 6, 1)
BASE = "http://10.0.0.5:8501"
LONG = "老旧小区综合整治提升改造" * 16 + "终点站"  # 195 characters
RARE = "㐂园🌳"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = open_store(f"sqlite:///{tmp_path_factory.mktemp('sheets') / 'map.db'}")
    made.migrate()
    fill_store(made)
    add_sample_works(made)
    return made


@pytest.fixture(scope="module")
def view(store: Store) -> PublicView:
    return public_view(store, "small", DAY)


def named(view: PublicView, name: str) -> PublicView:
    """The view with this name on every project, work and building."""
    works = {id: replace(work, name=name) for id, work in view.works.items()}
    projects = tuple(
        replace(item, name=name, words=name, works=tuple(works[work.id] for work in item.works))
        for item in view.projects
    )
    buildings = tuple(replace(item, title=name) for item in view.buildings)
    return replace(view, works=works, projects=projects, buildings=buildings)


def look(pdf: bytes, folder: Path) -> int:
    """The number of pages, after seeing that each is printed and nothing runs off."""
    pages = pages_of(pdf, folder)
    assert [faults_of(page) for page in pages] == [[] for _page in pages]
    return len(pages)


@pytest.mark.parametrize("name", [LONG, LONG.encode().hex()[:200]], ids=["chinese", "one latin word"])
def test_long_names_neither_run_off_nor_add_a_page_to_the_poster(
    store: Store, view: PublicView, tmp_path: Path, name: str
) -> None:
    long = named(view, name)
    assert look(poster(store, long, BASE, tmp_path).printed().content, tmp_path) == 1
    sheets = [
        building_sheets(store, long, ["A01"], BASE), project_sheet(store, long, long.projects[0], BASE, tmp_path),
        qr_sheet(long, BASE, buildings=["A01", "A02"]),
    ]  # fmt: skip
    for sheet in sheets:
        assert look(sheet.printed().content, tmp_path) >= 1


def test_what_the_fonts_lack_is_boxed_with_its_code_and_named(store: Store, view: PublicView, tmp_path: Path) -> None:
    made = project_sheet(store, named(view, RARE), named(view, RARE).projects[0], BASE, tmp_path).printed()
    assert made.missing == ("㐂", "🌳")
    told = words_of(made.content)
    assert "U+3402园U+1F333" in told
    assert "U+3402、U+1F333" in told  # the sentence that says so


def test_a_community_without_anything_still_makes_its_sheets(store: Store, view: PublicView, tmp_path: Path) -> None:
    bare = replace(view, projects=(), works={}, promises=())
    assert look(poster(store, bare, BASE, tmp_path).printed().content, tmp_path) == 1
    assert "还没有登记公开承诺" in words_of(ledger_sheet(bare).printed().content)


def test_a_building_without_a_place_has_a_sheet_that_says_so(store: Store, view: PublicView, tmp_path: Path) -> None:
    made = building_sheets(store, view, ["A03"], BASE).printed().content
    assert look(made, tmp_path) == 1
    assert "没有地图" in words_of(made)


def test_a_huge_photo_is_printed_from_its_kept_size(store: Store, view: PublicView, tmp_path: Path) -> None:
    huge = io.BytesIO()
    Image.effect_noise((7_000, 5_000), 60).convert("RGB").save(huge, "JPEG", quality=60)
    kept = keep_picture(tmp_path, huge.getvalue())
    photos = tuple(
        PublicPhoto(role, "late", role, kept.sha256, kept.width, kept.height, "") for role in ("before", "after")
    )
    roofs = next(item for item in view.projects if item.id == "roofs")
    pictured = replace(roofs, works=tuple(replace(work, photos=photos) for work in roofs.works[:1]))
    made = project_sheet(store, view, pictured, BASE, tmp_path).printed().content
    # Twice the same kept picture and some type; the upload alone is larger than 10 MB.
    assert len(made) < 2.2 * picture_path(tmp_path, kept.sha256, "large").stat().st_size + 300_000


def test_a_missing_photo_file_leaves_its_pair_out(store: Store, view: PublicView, tmp_path: Path) -> None:
    photos = tuple(PublicPhoto(role, "late", role, "0" * 64, 10, 10, "") for role in ("before", "after"))
    roofs = next(item for item in view.projects if item.id == "roofs")
    lost = replace(roofs, works=tuple(replace(work, photos=photos) for work in roofs.works[:1]))
    assert "改造前" not in words_of(project_sheet(store, view, lost, BASE, tmp_path).printed().content)


def test_many_buildings_are_one_document_and_its_maker_says_how_far_it_is(store: Store, view: PublicView) -> None:
    told: list[tuple[int, int]] = []
    made = building_sheets(store, view, ["A01", "A02", "nowhere"], BASE, tell=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    words = words_of(made.printed().content)
    assert "A01·1/2" in words and "A02·2/2" in words


def test_notices_are_set_large_and_say_that_days_are_estimated(view: PublicView, tmp_path: Path) -> None:
    notice = WorksNotice(
        "小社区", "停水通知", "A01", "麓山名园 1栋", ("1单元", "2单元"), "换水管", date(2025, 7, 1), date(2025, 7, 2),
        True, False, ("8:00 至 18:00 停水。",), ("请提前储水。",), "居委会", "000-8000-0001", DAY, True,
    )  # fmt: skip
    made = notice_sheet(view, [notice], BASE).printed().content
    assert look(made, tmp_path) == 1
    words = words_of(made)
    for part in ("停水通知", "1单元、2单元", "8:00至18:00停水", "预计日期可能调整", "000-8000-0001"):
        assert part in words, part


def test_markdown_becomes_blocks_and_never_markup() -> None:
    blocks = markdown_blocks(
        "# 一\n\n段 **粗** `#x`\n\n- a\n  1. b\n\n| c | d |\n|---|---|\n| 1 | 2 |\n\n<script>x</script>"
    )
    assert [block["kind"] for block in blocks] == ["heading", "paragraph", "list", "table", "paragraph"]
    assert [run["text"] for run in blocks[1]["runs"]] == ["段 ", "粗", " ", "#x"]
    assert blocks[2]["items"][0][1]["items"][0][0]["runs"][0]["text"] == "b"
    assert blocks[4]["runs"][0]["text"] == "<script>x</script>"


def test_hostile_minutes_are_set_all_the_same(view: PublicView, tmp_path: Path) -> None:
    minutes = (
        ">" * 300
        + "x\n\n"
        + "- " * 200
        + "y\n\n"
        + "#" * 9
        + ' z\n\n#import "/etc/passwd"\n\n'
        + RARE
        + "\n"
        + "长" * 5_000
    )
    meeting = PublicMeeting("m", DAY, "council", LONG, "", "", True, (), (), minutes, None, True)
    assert look(minutes_sheet(view, meeting).printed().content, tmp_path) >= 2


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("位置近似,非测绘成果", "位置近似，非测绘成果"), ("比例尺 1:1,000(按 100%)", "比例尺 1:1,000（按 100%）"),
        ("see http://a.b, (x)", "see http://a.b, (x)"), ("邻长(1单元):甲", "邻长（1单元）：甲"),
    ],
)  # fmt: skip
def test_punctuation_beside_chinese_is_as_wide_as_chinese(typed: str, printed: str) -> None:
    assert chinese_marks(typed) == printed


def test_marks_of_missing_characters_hold_their_code_points() -> None:
    assert marked("a㐂b") == "a\ue0003402\ue001b"
    assert marked("✔5") == "√5"
