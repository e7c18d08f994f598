"""Where settings come from, and what is wrong with them."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import LogFormat, Role, Settings, load, require_for_run
from bot.settings_error import SettingsError
from bot.signature.revocation import Revocation
from bot.texts import texts

KEY, OLDER = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_defaults(tmp_path: Path) -> None:
    settings = load({}, tmp_path)
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///data/kabinet.db"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8081)
    assert settings.trust_dir == Path("data/trust")
    assert (settings.role, settings.revocation) == (Role.ALL, Revocation.REQUIRE)
    assert (settings.log_level, settings.log_format) == ("INFO", LogFormat.CONSOLE)
    assert (len(settings.crl_hosts), len(settings.operator_ids), len(settings.encryption_keys)) == (0, 0, 0)
    assert (settings.bot_token, settings.redis_url, settings.webhook_url) == (None, None, None)


def test_lists_are_comma_separated(tmp_path: Path) -> None:
    settings = load(
        {
            "OPERATOR_IDS": "1, 2,",
            "CRL_HOSTS": "a.example,b.example:8080",
            "ENCRYPTION_KEYS": f"{KEY},{OLDER}",
        },
        tmp_path,
    )
    assert settings.operator_ids == (1, 2)
    assert settings.crl_hosts == ("a.example", "b.example:8080")
    assert [key.get_secret_value() for key in settings.encryption_keys] == [KEY, OLDER]


def test_the_order_of_sources(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("  http://file.example/\n", encoding="utf-8")
    (tmp_path / ".env").write_text("BOT_API_URL=http://dotenv.example\nHTTP_PORT=1\n", encoding="utf-8")
    file = str(tmp_path / "file")
    assert load({}, tmp_path).bot_api_url == "http://dotenv.example"
    assert load({"BOT_API_URL_FILE": file}, tmp_path).bot_api_url == "http://file.example"
    both = {"BOT_API_URL": "http://own.example", "BOT_API_URL_FILE": file}
    assert load(both, tmp_path).bot_api_url == "http://own.example"
    assert load({"HTTP_PORT": "2"}, tmp_path).http_port == 2
    assert load({"HTTP_PORT": "  "}, tmp_path).http_port == 1


@pytest.mark.parametrize(
    "name", [name for name in Settings.model_fields if "secret" in name or "key" in name]
)
def test_secrets_do_not_show(name: str) -> None:
    value = f"{KEY},{OLDER}" if name == "encryption_keys" else "very-secret"
    shown = repr(load({name.upper(): value}))
    assert "very-secret" not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TOKEN", "123456"),
        ("BOT_TOKEN", "abc:def"),
        ("BOT_TOKEN", "1:"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://a"),
        ("DATABASE_URL", "sqlite:///x.db"),
        ("DATABASE_URL", "postgresql://a/b"),
        ("REDIS_URL", "http://a"),
        ("HTTP_PORT", "65536"),
        ("HTTP_PORT", "-1"),
        ("ROLE", "boss"),
        ("REVOCATION", "yes"),
        ("OPERATOR_IDS", "0"),
        ("OPERATOR_IDS", "a"),
        ("ENCRYPTION_KEYS", "a,b"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("WEBHOOK_URL", "example"),
        ("DIADOC_URL", "example"),
        ("BOT_TOKEN", "123456:токен"),
        ("BOT_TOKEN", "123456:a/../b"),
        ("BOT_API_URL", "http://"),
        ("BOT_API_URL", "http://host:99999"),
        ("BOT_API_URL", "http://:80"),
        ("BOT_API_URL", "https://a b"),
        ("REDIS_URL", "redis://host:port"),
        ("REDIS_URL", "redis://host/name"),
        ("WEBHOOK_SECRET", "с пробелом"),
        ("WEBHOOK_SECRET", "a" * 257),
        ("HTTP_HOST", "no such host"),
        ("TRUST_DIR", __file__),
        ("CRL_HOSTS", "http://a.example/list.crl"),
        ("CRL_HOSTS", "a.example, *"),
        ("OPERATOR_IDS", "99999999999999999999"),
        ("ENCRYPTION_KEYS", "A" * 43 + "=;" + "B" * 43 + "="),
        ("ENCRYPTION_KEYS", "A" * 43 + "=,ключ"),
        ("LOG_LEVEL", "NOTSET"),
        ("LOG_LEVEL", "5"),
        ("DIADOC_BOX_ID", "ящик"),
        ("DIADOC_CLIENT_ID", "a b"),
        ("DIADOC_CLIENT_SECRET", "a\nb"),
        ("DIADOC_REFRESH_TOKEN", "ключ"),
        ("OFD_API_KEY", "ключ"),
        ("OFD_SID", "a b"),
        ("MARKET_API_KEY", "a\nb"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, variable: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load({variable: value}, tmp_path)
    assert refused.value.variable == variable
    for language in ("ru", "en"):
        assert texts(language).has(refused.value.problem)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TOKEN", "123456:AAE_x-9"),
        ("BOT_API_URL", "http://[::1]:8081"),
        ("REDIS_URL", "redis://:secret@host:6379/2"),
        ("REDIS_URL", "rediss://host?ssl_cert_reqs=none"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("HTTP_HOST", "::"),
        ("TRUST_DIR", "nowhere-yet"),
        ("LOG_LEVEL", "debug"),
    ],
)
def test_what_is_unusual_is_taken(tmp_path: Path, variable: str, value: str) -> None:
    assert getattr(load({variable: value}, tmp_path), variable.lower()) is not None


def test_a_dotenv_in_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# настройки\nROLE=web\n".encode("cp1251"))
    with pytest.raises(SettingsError) as refused:
        load({}, tmp_path)
    assert refused.value.variable == ".env"


def test_what_run_needs(tmp_path: Path) -> None:
    missing: dict[str, str] = {"WEBHOOK_URL": "https://a.example/hook"}
    for variable, value in (("BOT_TOKEN", "1:a"), ("ENCRYPTION_KEYS", KEY), ("WEBHOOK_SECRET", "s")):
        with pytest.raises(SettingsError) as refused:
            require_for_run(load(missing, tmp_path))
        assert refused.value.variable == variable
        missing[variable] = value
    require_for_run(load(missing, tmp_path))
