"""Settings: environment, files named by the environment, `.env`; typed and checked at start."""

import os
import re
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

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


_BLANK = re.compile(r"[\s\x00-\x1f]")
_REDIS_PATH = re.compile(r"/?\d*", re.ASCII)
_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"})


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    has_port = parts.port != 0  # raises ValueError for what is no port
    if parts.scheme not in {"http", "https"} or not (parts.hostname and has_port) or _BLANK.search(value):
        raise ValueError("url")
    return value.rstrip("/")


def _written_as(form: str) -> AfterValidator:
    """A check that the whole value has this form."""
    pattern = re.compile(form, re.ASCII)

    def check(value: str | SecretStr) -> str | SecretStr:
        if not pattern.fullmatch(value if isinstance(value, str) else value.get_secret_value()):
            raise ValueError("form")
        return value

    return AfterValidator(check)


def _folder(value: Path) -> Path:
    if value.exists() and not value.is_dir():
        raise ValueError("folder")
    return value


def _database(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite:///", "postgresql+asyncpg://")):
        raise ValueError("database")
    return value


def _redis(value: SecretStr) -> SecretStr:
    parts = urlsplit(value.get_secret_value())
    is_good = parts.scheme == "unix" or (
        parts.scheme in {"redis", "rediss"} and parts.port != 0 and _REDIS_PATH.fullmatch(parts.path)
    )
    if not is_good:
        raise ValueError("redis")
    return value


def _level(value: str) -> str:
    if value.upper() not in _LEVELS:
        raise ValueError("level")
    return value.upper()


WebAddress = Annotated[str, AfterValidator(_web_address)]
Token = Annotated[SecretStr, _written_as(r"\d+:[\w-]+")]
# Stricter than the library, which skips what it cannot read: of two keys with a wrong separator it would take one.
FernetKey = Annotated[SecretStr, _written_as(r"[\w-]{43}=")]
WebhookSecret = Annotated[SecretStr, _written_as(r"[\w-]{1,256}")]  # what setWebhook takes
HostName = Annotated[str, _written_as(r"[\w.:-]+")]
# What is sent in headers and forms: a character of another kind would fail there, far from here.
Identifier = Annotated[str, _written_as(r"[!-~]+")]
Key = Annotated[SecretStr, _written_as(r"[!-~]+")]


class Settings(BaseModel):
    """Every variable of the environment, by its lower-case name."""

    model_config = ConfigDict(frozen=True)

    bot_token: Token | None = None
    bot_api_url: WebAddress = "https://api.telegram.org"
    database_url: Annotated[str, AfterValidator(_database)] = "sqlite+aiosqlite:///data/kabinet.db"
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    webhook_url: WebAddress | None = None
    webhook_secret: WebhookSecret | None = None
    http_host: HostName = "127.0.0.1"
    http_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    role: Role = Role.ALL
    trust_dir: Annotated[Path, AfterValidator(_folder)] = Path("data/trust")
    crl_hosts: Annotated[tuple[HostName, ...], BeforeValidator(_listed)] = ()
    revocation: Revocation = Revocation.REQUIRE
    operator_ids: Annotated[tuple[Annotated[int, Field(gt=0, lt=2**52)], ...], BeforeValidator(_listed)] = ()
    encryption_keys: Annotated[tuple[FernetKey, ...], BeforeValidator(_listed)] = ()
    diadoc_url: WebAddress = "https://diadoc-api.kontur.ru"
    diadoc_box_id: Identifier | None = None
    diadoc_client_id: Identifier | None = None
    diadoc_client_secret: Key | None = None
    diadoc_refresh_token: Key | None = None
    ofd_url: WebAddress = "https://ofd-api.kontur.ru"
    ofd_api_key: Key | None = None
    ofd_sid: Key | None = None
    market_url: WebAddress = "https://api.kontur.ru/market"
    market_api_key: Key | None = None
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
    dotenv = _dotenv((folder or Path()) / ".env")
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


def _dotenv(path: Path) -> dict[str, str]:
    try:
        return {name: value for name, value in dotenv_values(path).items() if value is not None}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(path.name, "settings.unreadable-file", str(path)) from None


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
    diadoc = ("diadoc_client_id", "diadoc_client_secret", "diadoc_refresh_token")
    missing = [name for name in diadoc if getattr(settings, name) is None]
    if 0 < len(missing) < len(diadoc):
        raise SettingsError(missing[0].upper(), "settings.missing.diadoc")
    if settings.webhook_url is not None and settings.webhook_secret is None:
        raise SettingsError("WEBHOOK_SECRET", "settings.missing.webhook_secret")
