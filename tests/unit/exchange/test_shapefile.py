"""Zipped shapefiles: encodings found out, and archives that are refused before they are unpacked."""

import stat
import zipfile

import pytest

from geo.errors import FileError
from geo.exchange.sandbox import read_source


def add(path, name, content=b"x", **about):
    """Add a member to an archive."""
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name)
        member.compress_type = zipfile.ZIP_DEFLATED
        for key, value in about.items():
            setattr(member, key, value)
        archive.writestr(member, content)
    return path


def test_a_zip_is_read_with_its_crs_and_utf8_text(zipped, three_buildings):
    source = read_source(zipped(three_buildings))
    assert source.layer == "楼栋"
    assert source.frame.crs.to_epsg() == 4326
    assert source.frame["NAME"].tolist() == ["甲栋", "乙栋", "丙栋"]
    assert source.problems == ()


def test_a_missing_prj_leaves_the_crs_open(zipped, three_buildings):
    assert read_source(zipped(three_buildings, leave_out=(".prj",))).frame.crs is None


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
def test_text_without_cpg_is_found_out_and_said(zipped, three_buildings, encoding):
    source = read_source(zipped(three_buildings, encoding=encoding, leave_out=(".cpg",)))
    assert source.frame["NAME"].tolist() == ["甲栋", "乙栋", "丙栋"]
    assert encoding in source.problems[0].text()


def test_a_cpg_that_lies_is_not_believed(zipped, three_buildings):
    path = add(zipped(three_buildings, encoding="GB18030", leave_out=(".cpg",)), "楼栋/楼栋.cpg", b"UTF-8")
    assert read_source(path).frame["NAME"].tolist() == ["甲栋", "乙栋", "丙栋"]


def test_a_cpg_as_chinese_software_writes_it_is_believed(zipped, three_buildings):
    path = add(zipped(three_buildings, encoding="GB18030", leave_out=(".cpg",)), "楼栋/楼栋.cpg", b"ANSI 936")
    source = read_source(path)
    assert source.frame["NAME"].tolist() == ["甲栋", "乙栋", "丙栋"]
    assert source.problems == ()


def test_the_sender_can_say_the_encoding(zipped, three_buildings):
    path = zipped(three_buildings.assign(NAME="國語"), encoding="Big5", leave_out=(".cpg",))
    assert read_source(path, encoding="Big5").frame["NAME"].tolist() == ["國語"] * 3
    with pytest.raises(FileError, match="不认识的文字编码"):
        read_source(path, encoding="klingon")


def test_of_two_shapefiles_one_must_be_chosen(zipped, three_buildings, tmp_path):
    path = zipped(three_buildings, "a")
    with zipfile.ZipFile(zipped(three_buildings, "b")) as other, zipfile.ZipFile(path, "a") as archive:
        for name in other.namelist():
            archive.writestr(name, other.read(name))
    with pytest.raises(FileError, match="a、b"):
        read_source(path)
    assert read_source(path, layer="b").layer == "b"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("../../evil.shp", "文件夹之外"),
        ("/etc/evil.shp", "文件夹之外"),
        ("C:/evil.shp", "文件夹之外"),
        ("..\\evil.dbf", "文件夹之外"),
        ("inner.zip", "只压缩一层"),
    ],
)
def test_suspicious_names_refuse_the_archive(zipped, three_buildings, name, word):
    with pytest.raises(FileError, match=word):
        read_source(add(zipped(three_buildings), name))


def test_a_symbolic_link_refuses_the_archive(zipped, three_buildings):
    link = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(FileError, match="符号链接"):
        read_source(add(zipped(three_buildings), "楼栋/extra.dbf", b"/etc/passwd", external_attr=link, create_system=3))


def test_a_zip_bomb_is_not_unpacked(zipped, three_buildings):
    with pytest.raises(FileError, match="压缩炸弹"):
        read_source(add(zipped(three_buildings), "楼栋/extra.dbf", bytes(80 << 20)))


def test_too_many_members_refuse_the_archive(zipped, three_buildings):
    path = zipped(three_buildings)
    with zipfile.ZipFile(path, "a") as archive:
        for i in range(300):
            archive.writestr(f"{i}.txt", "")
    with pytest.raises(FileError, match="超过上限 200"):
        read_source(path)


def test_other_files_in_the_zip_are_left_alone(zipped, three_buildings):
    assert len(read_source(add(zipped(three_buildings), "楼栋/说明.txt")).frame) == 3


def test_a_zip_without_shapefile_says_so(tmp_path):
    with pytest.raises(FileError, match=r"没有 \.shp"):
        read_source(add(tmp_path / "x.zip", "readme.txt"))


def test_a_vrt_disguised_as_shp_is_not_followed(tmp_path, three_buildings):
    target = tmp_path / "secret.gpkg"
    three_buildings.to_file(target, layer="a")
    layer = f"<OGRVRTLayer name='a'><SrcDataSource>{target}</SrcDataSource></OGRVRTLayer>"
    vrt = f"<OGRVRTDataSource>{layer}</OGRVRTDataSource>"
    with pytest.raises(FileError, match="损坏"):
        read_source(add(tmp_path / "x.zip", "a.shp", vrt.encode()))


@pytest.mark.parametrize("kept_bytes", [10, 400])
def test_a_truncated_zip_gets_one_clear_error(zipped, three_buildings, kept_bytes):
    path = zipped(three_buildings)
    path.write_bytes(path.read_bytes()[:kept_bytes])
    with pytest.raises(FileError, match="zip 文件损坏"):
        read_source(path)


def test_text_renamed_to_zip_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    path.write_text("not a zip at all")
    with pytest.raises(FileError, match="不是 zip"):
        read_source(path)
