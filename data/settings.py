"""Settings: from the environment (`MAP_…`), else from a TOML file, else the defaults below."""

import os
import tempfile
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from data.errors import SettingsError
from geo.words import N_

PROJECT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an installation may choose. Relative paths start at the project's folder.

    Each is read from the environment variable `MAP_` + its name in capitals, else from `map.toml` in the
    project's folder (or the file that `MAP_SETTINGS` names).
    """

    model_config = SettingsConfigDict(env_prefix="MAP_", extra="forbid", env_ignore_empty=True)

    folder: Path = Field(Path("var"), description="Folder for the database, photos and other live files.")
    database: str = Field(
        "",
        repr=False,  # may hold a password
        description="Database URL: `postgresql+psycopg://user:password@host/name` or `sqlite:///path`. "
        "Empty: `map.db` in the folder above.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on; 127.0.0.1 serves this machine only.")
    port: int = Field(8501, ge=1, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s/?#]+(/[^\s?#]*)?)?$",
        description="Address under which residents reach this server, such as `https://map.example.org`: QR codes and "
        "printed sheets carry it. Empty: the address by which the page was opened.",
    )
    community: str = Field(
        "", description="Id of the community shown first; empty: the first of one's own, else the sample."
    )
    language: Literal["zh", "en"] = Field("zh", description="Language of the first visit: `zh` or `en`.")
    secret: str = Field(
        "",
        repr=False,
        description="What sign-in cookies are signed with, at least 32 characters; the same for all processes of one "
        "installation. Empty: made once and kept as `secret` in the folder above.",
    )
    oidc_issuer: str = Field(
        "",
        description="Address of an OpenID Connect provider to sign in with, e.g. `https://id.example.org/realms/city`; "
        "`https`, or `http` on this machine. Empty: local accounts only.",
    )
    oidc_client: str = Field("", description="Client id that the provider gave this dashboard.")
    oidc_secret: str = Field("", repr=False, description="Client secret; empty for a public client.")
    oidc_name: str = Field("", description="What people call the provider, for the button. Empty: its host name.")
    oidc_return: str = Field(
        "",
        description="Address that the provider sends people back to, ending in `/account/oidc/return`, registered "
        "there. Empty: this path on the address that the reader used.",
    )
    idle: int = Field(120, ge=1, description="Minutes without use after which one has to sign in again.")
    lifetime: int = Field(12, ge=1, description="Hours after which one has to sign in again in any case.")

    @field_validator("oidc_issuer", "oidc_return")
    @classmethod
    def _is_trusted(cls, address: str) -> str:
        if address and not is_trusted_address(address):
            raise ValueError("must begin with https://, or with http:// on this machine")
        return address

    @model_validator(mode="after")
    def _knows_its_client(self) -> "Settings":
        if bool(self.oidc_issuer) != bool(self.oidc_client):
            raise ValueError("oidc_issuer and oidc_client are set together or not at all")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, toml_file=settings_file())

    @property
    def live_folder(self) -> Path:
        """The folder of live files as an absolute path."""
        return (PROJECT / self.folder).resolve()

    @property
    def url(self) -> str:
        """The database URL; of a relative SQLite path, the absolute one."""
        if not self.database:
            return f"sqlite:///{self.live_folder / 'map.db'}"
        start = "sqlite:///"
        if self.database.startswith(start):
            return start + str(PROJECT / self.database.removeprefix(start))
        return self.database


def is_trusted_address(address: str) -> bool:
    """Whether what is sent there stays between us: https, or http that does not leave this machine.

    >>> [is_trusted_address(a) for a in ("https://id.example.org", "http://127.0.0.1:9000/x", "http://id.example.org")]
    [True, True, False]
    """
    parts = urlsplit(address)
    here = parts.hostname in ("127.0.0.1", "localhost", "::1")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def settings_file() -> Path:
    """The TOML file that is read if it exists."""
    return PROJECT / os.environ.get("MAP_SETTINGS", "map.toml")


def load_settings() -> Settings:
    """The settings in force; `SettingsError` names the first one that is wrong and its file or variable."""
    named = os.environ.get("MAP_SETTINGS")
    if named and not settings_file().is_file():
        raise SettingsError(N_("MAP_SETTINGS 指的设置文件 {path} 不存在。请改正路径或取消该变量。"), path=named)
    try:
        return Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "oidc_client"
        raise SettingsError(
            N_("设置 {name} 不能用:{reason}。请改正环境变量 MAP_{variable} 或文件 {path}。"),
            name=name,
            reason=first["msg"],
            variable=name.upper(),
            path=settings_file(),
        ) from error
    except ValueError as error:  # TOML that cannot be parsed
        raise SettingsError(
            N_("设置文件 {path} 读不懂:{reason}。请改正或删除它。"), path=settings_file(), reason=error
        ) from error


def prepare_folder(folder: Path) -> Path:
    """The folder, made if it was missing; `SettingsError` when nothing can be written into it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsError(
            N_("文件夹 {folder} 不可写({reason})。请改正其权限,或用环境变量 MAP_FOLDER 指定另一个文件夹。"),
            folder=folder,
            reason=error.strerror,
        ) from error
    return folder
