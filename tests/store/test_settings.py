"""Settings come from the environment, then the file, then the defaults; a wrong one is named."""

from pathlib import Path

import pytest

from data import settings as module
from data.errors import SettingsError
from data.settings import Settings, load_settings, prepare_folder


@pytest.fixture(autouse=True)
def project(tmp_path, monkeypatch):
    """An empty project folder and no MAP_ variable."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MAP_{name.upper()}", raising=False)
    monkeypatch.delenv("MAP_SETTINGS", raising=False)
    monkeypatch.setattr(module, "PROJECT", tmp_path)
    return tmp_path


def test_by_default_everything_lies_in_var(project):
    found = load_settings()
    assert found.url == f"sqlite:///{project / 'var' / 'map.db'}"
    assert (found.host, found.port, found.language, found.community) == ("127.0.0.1", 8501, "zh", "")


def test_the_environment_comes_before_the_file(project, monkeypatch):
    (project / "map.toml").write_text('port = 9000\nlanguage = "en"\n')
    monkeypatch.setenv("MAP_PORT", "9100")
    found = load_settings()
    assert (found.port, found.language) == (9100, "en")


def test_another_file_may_be_named_but_must_exist(project, monkeypatch):
    (project / "other.toml").write_text('folder = "elsewhere"\n')
    monkeypatch.setenv("MAP_SETTINGS", "other.toml")
    assert load_settings().live_folder == project / "elsewhere"
    monkeypatch.setenv("MAP_SETTINGS", "missing.toml")
    with pytest.raises(SettingsError, match=r"missing\.toml"):
        load_settings()


def test_database_urls_are_taken_as_they_are_and_relative_files_start_at_the_project(project, monkeypatch):
    monkeypatch.setenv("MAP_DATABASE", "sqlite:///here/map.db")
    assert load_settings().url == f"sqlite:///{project / 'here' / 'map.db'}"
    monkeypatch.setenv("MAP_DATABASE", "sqlite:////absolute/map.db")
    assert load_settings().url == "sqlite:////absolute/map.db"
    monkeypatch.setenv("MAP_DATABASE", "postgresql+psycopg://map:secret@host/map")
    assert load_settings().url == "postgresql+psycopg://map:secret@host/map"
    assert "secret" not in repr(load_settings())


@pytest.mark.parametrize(("name", "value"), [("MAP_PORT", "70000"), ("MAP_PORT", "eighty"), ("MAP_LANGUAGE", "fr")])
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


@pytest.mark.parametrize("content", ["prot = 9000", "port = = 1"])
def test_a_file_with_a_fault_is_named(project, content):
    (project / "map.toml").write_text(content)
    with pytest.raises(SettingsError, match=r"map\.toml"):
        load_settings()


def test_every_setting_is_described():
    assert all(field.description for field in Settings.model_fields.values())


def test_a_folder_is_made_on_demand_and_one_that_cannot_be_written_is_named(project):
    assert prepare_folder(project / "a" / "b").is_dir()
    (project / "file").write_text("")
    with pytest.raises(SettingsError, match="MAP_FOLDER"):
        prepare_folder(project / "file" / "b")
    assert not Path(project / "file" / "b").exists()
