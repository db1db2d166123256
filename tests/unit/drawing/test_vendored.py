"""What travels with the project is exactly what the table says, and folium asks nobody else."""

from hashlib import sha256
from pathlib import Path

import folium
import folium.plugins
import pytest
from fontTools.ttLib import TTFont

from dashboard.drawing.assets import ASSETS, LOCAL, asset_url, folium_classes, point_folium_home
from dashboard.drawing.vendored import VENDORED, Vendored

TEN_MB = 10 * 1024 * 1024


@pytest.mark.parametrize("library", VENDORED, ids=lambda library: library.name)
def test_each_file_is_the_published_one(library: Vendored) -> None:
    for name, digest in library.files:
        path = ASSETS / library.folder / name
        assert sha256(path.read_bytes()).hexdigest() == digest, path
        assert path.stat().st_size < TEN_MB


@pytest.mark.parametrize("library", VENDORED, ids=lambda library: library.name)
def test_a_licence_lies_beside_each_library(library: Vendored) -> None:
    assert any(Path(name).stem in {"LICENSE", "OFL"} for name, _digest in library.files)


def test_no_file_is_carried_without_a_line_in_the_table() -> None:
    listed = {ASSETS / library.folder / name for library in VENDORED for name, _digest in library.files}
    carried = {path for path in (ASSETS / "vendor").rglob("*") if path.is_file()}
    carried |= set((ASSETS / "fonts").glob("*.woff2"))
    assert carried <= listed


def test_every_local_address_leads_to_a_file() -> None:
    assert [path for path in LOCAL.values() if not (ASSETS / path).is_file()] == []


def test_no_folium_class_can_ask_an_outside_address() -> None:
    point_folium_home()
    links = [url for each in folium_classes() for _name, url in [*each.default_js, *each.default_css]]
    assert links
    assert [url for url in links if not url.startswith("/assets/")] == []


def test_a_class_whose_scripts_are_not_carried_refuses_to_draw() -> None:
    point_folium_home()
    figure = folium.Map(tiles=None)
    folium.plugins.HeatMap([[28.2, 112.9]]).add_to(figure)
    with pytest.raises(RuntimeError, match="HeatMap needs scripts from outside"):
        figure.get_root().render()


def test_a_cluster_still_draws_with_our_copies() -> None:
    point_folium_home()
    figure = folium.Map(tiles=None)
    folium.plugins.MarkerCluster([[28.2, 112.9]]).add_to(figure)
    html = figure.get_root().render()
    assert asset_url("vendor/markercluster/leaflet.markercluster.js") in html
    assert "https://" not in html


def test_the_fonts_hold_every_character_of_gb2312() -> None:
    wanted = {
        ord(bytes([high, low]).decode("gb2312"))
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    }
    assert len(wanted) == 6763  # level 1 and 2 of GB 2312-80
    for weight in (400, 700):
        font = TTFont(ASSETS / "fonts" / f"noto-sans-sc-{weight}.woff2")
        missing = (wanted | {ord(sign) for sign in "²≥≤○●‰·—…"}) - set(font.getBestCmap())
        assert {chr(code) for code in missing} == set()
