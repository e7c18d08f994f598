"""Settings: environment, files named by the environment, `.env`; typed and checked at start."""

import logging
import os
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from dotenv import dotenv_values
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from bot.settings_error import SettingsError
from bot.signature.revocation import Revocation


class Role(Enum):
    """What this process does."""

    ALL = "all"
    WEB = "web"  # answers updates
    WORKER = "worker"  # jobs and delivery


class LogFormat(Enum):
    """How the log looks."""

    CONSOLE = "console"
    JSON = "json"


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("url")
    return value.rstrip("/")


def _fernet(value: SecretStr) -> SecretStr:
    Fernet(value.get_secret_value())
    return value


def _token(value: SecretStr) -> SecretStr:
    number, colon, rest = value.get_secret_value().partition(":")
    if not (colon and number.isascii() and number.isdigit() and rest and " " not in rest):
        raise ValueError("token")
    return value


def _database(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("database")
    return value


def _redis(value: SecretStr) -> SecretStr:
    if not value.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("redis")
    return value


def _level(value: str) -> str:
    if value.upper() not in logging.getLevelNamesMapping():
        raise ValueError("level")
    return value.upper()


Listed = Annotated[tuple[str, ...], BeforeValidator(_listed)]
WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseModel):
    """Every variable of the environment, by its lower-case name."""

    model_config = ConfigDict(frozen=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    bot_api_url: WebAddress = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///data/kabinet.db"
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    webhook_url: WebAddress | None = None
    webhook_secret: SecretStr | None = None
    http_host: str = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    role: Role = Role.ALL
    trust_dir: Path = Path("data/trust")
    crl_hosts: Listed = ()
    revocation: Revocation = Revocation.REQUIRE
    operator_ids: Annotated[tuple[Annotated[int, Field(gt=0)], ...], BeforeValidator(_listed)] = ()
    encryption_keys: Annotated[
        tuple[Annotated[SecretStr, AfterValidator(_fernet)], ...], BeforeValidator(_listed)
    ] = ()
    diadoc_url: WebAddress = "https://diadoc-api.kontur.ru"
    diadoc_box_id: str | None = None
    diadoc_client_id: str | None = None
    diadoc_client_secret: SecretStr | None = None
    diadoc_refresh_token: SecretStr | None = None
    ofd_url: WebAddress = "https://ofd-api.kontur.ru"
    ofd_api_key: SecretStr | None = None
    ofd_sid: SecretStr | None = None
    market_url: WebAddress = "https://api.kontur.ru/market"
    market_api_key: SecretStr | None = None
    log_level: Annotated[str, AfterValidator(_level)] = "INFO"
    log_format: LogFormat = LogFormat.CONSOLE


def load(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """The settings. For each variable the first that is there: NAME, NAME_FILE, both again from `.env`; else a default.

    Args:
        environment: Instead of the process's own.
        folder: Where `.env` lies; the current folder unless given.

    Raises:
        SettingsError: Naming the first variable that is wrong.
    """
    own = os.environ if environment is None else environment
    dotenv = {k: v for k, v in dotenv_values((folder or Path()) / ".env").items() if v is not None}
    values: dict[str, Any] = {}
    for name in Settings.model_fields:
        for source in (own, dotenv):
            value = _value(source, name.upper())
            if value:
                values[name] = value
                break
    try:
        return Settings(**values)
    except ValidationError as invalid:
        error = invalid.errors()[0]
        variable = str(error["loc"][0]).upper()
        raise SettingsError(variable, f"settings.wrong.{variable.lower()}") from None


def _value(source: Mapping[str, str], variable: str) -> str | None:
    if (value := source.get(variable)) is not None and value.strip():
        return value.strip()
    if (path := source.get(f"{variable}_FILE")) is not None and path.strip():
        try:
            return Path(path.strip()).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            raise SettingsError(f"{variable}_FILE", "settings.unreadable-file", path) from None
    return None


def require_for_run(settings: Settings) -> None:
    """Check what `run` cannot do without.

    Raises:
        SettingsError: Naming the first variable that is missing.
    """
    if settings.bot_token is None:
        raise SettingsError("BOT_TOKEN", "settings.missing.bot_token")
    if not settings.encryption_keys:
        raise SettingsError("ENCRYPTION_KEYS", "settings.missing.encryption_keys")
    if settings.webhook_url is not None and settings.webhook_secret is None:
        raise SettingsError("WEBHOOK_SECRET", "settings.missing.webhook_secret")
