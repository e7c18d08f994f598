"""`kabinet` as its users start it: settings, signals, checks."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.clock import SystemClock
from bot.demo.cast import ROMASHKA
from bot.demo.signing import good
from bot.demo.wallets import Wallets
from bot.emulator import Emulator

ROOT = Path(__file__).resolve().parents[2]
KEY = Fernet.generate_key().decode()


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


async def start(folder: Path, *arguments: str, **variables: str) -> asyncio.subprocess.Process:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment: Mapping[str, str] = {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HTTP_PORT": "0",
        "COLUMNS": "200",
        **variables,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments,
        cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def kabinet(folder: Path, *arguments: str, **variables: str) -> Ended:
    process = await start(folder, *arguments, **variables)
    out, err = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "nonsense"}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "1:a"}, "ENCRYPTION_KEYS"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": "short"}, "ENCRYPTION_KEYS"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "REVOCATION": "sometimes"}, "REVOCATION"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "DATABASE_URL": "mysql://x"}, "DATABASE_URL"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "OPERATOR_IDS": "1,me"}, "OPERATOR_IDS"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "HTTP_PORT": "http"}, "HTTP_PORT"),
        ({"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        (
            {"BOT_TOKEN": "1:a", "ENCRYPTION_KEYS": KEY, "WEBHOOK_URL": "https://a.example/hook"},
            "WEBHOOK_SECRET",
        ),
        ({"BOT_TOKEN_FILE": "/nowhere/token"}, "BOT_TOKEN_FILE"),
    ],
)
async def test_a_wrong_setting_is_one_line_and_exit_code_2(
    tmp_path: Path, variables: dict[str, str], named: str
) -> None:
    ended = await kabinet(tmp_path, "run", **variables)
    assert ended.code == 2
    assert ended.err.startswith(f"{named}: ")
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err


async def test_a_token_that_telegram_rejects_is_one_line_too(tmp_path: Path) -> None:
    emulator = Emulator(clock=SystemClock())
    await emulator.start()
    ended = await kabinet(
        tmp_path,
        "run",
        BOT_TOKEN="123456:wrong",
        BOT_API_URL=emulator.url,
        ENCRYPTION_KEYS=KEY,
        LOG_LEVEL="ERROR",
    )
    await emulator.stop()
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert ended.err.startswith("BOT_TOKEN: ")


async def test_settings_come_from_dotenv_and_from_files(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("123456:wrong\n", encoding="utf-8")
    (tmp_path / ".env").write_text(
        f"BOT_TOKEN_FILE=token\nENCRYPTION_KEYS={KEY}\nROLE=nobody\n", encoding="utf-8"
    )
    ended = await kabinet(tmp_path, "run")
    assert ended.err.startswith("ROLE: ")


async def test_the_bot_runs_unchanged_against_another_server_and_loses_nothing_at_sigterm(
    tmp_path: Path,
) -> None:
    wallets = Wallets([ROMASHKA], datetime.now(UTC))
    wallets.authority.write(tmp_path / "trust")
    emulator = Emulator(clock=SystemClock())
    await emulator.start()
    anna = emulator.person("Анна")
    settings = {
        "BOT_TOKEN": emulator.token,
        "BOT_API_URL": emulator.url,
        "ENCRYPTION_KEYS": KEY,
        "TRUST_DIR": "trust",
        "LOG_FORMAT": "json",
    }
    process = await start(tmp_path, "run", **settings)
    await anna.send("/add")
    challenge = await anna.expect_document("Запрос", timeout=30)
    signed = good(wallets, ROMASHKA, challenge.content, challenge.name, datetime.now(UTC))
    await anna.upload(signed.name, signed.content)
    await anna.expect("доступ открыт")
    # The server takes its time with the answer; the signal comes when the message has been fetched, not yet answered.
    emulator.fault("sendMessage", delay=1.0)
    with emulator.world.bus.subscribe() as events:
        await anna.send("/help")
        while (await events.next()).name != "read":
            pass
    process.send_signal(signal.SIGTERM)
    await anna.expect("Как открыть организацию", timeout=20)
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    log = out.decode() + err.decode()
    assert "bot.stopping" in log
    for secret in (emulator.token, ROMASHKA.inn, ROMASHKA.director.surname, "Traceback"):
        assert secret not in log
    await emulator.stop()


async def test_check_says_what_is_missing(tmp_path: Path) -> None:
    ended = await kabinet(
        tmp_path, "check", BOT_TOKEN="1:a", ENCRYPTION_KEYS=KEY, BOT_API_URL="http://127.0.0.1:9"
    )
    assert ended.code == 1
    for said in ("BOT_TOKEN: задан", "нет ни одного корневого сертификата", "http://127.0.0.1:9 недоступен"):
        assert said in ended.out
    assert "OPERATOR_IDS не задан: акты сверки через бота заказать нельзя" in ended.out
    assert KEY not in ended.out


async def test_check_is_content_when_all_is_well(tmp_path: Path) -> None:
    Wallets([], datetime.now(UTC)).authority.write(tmp_path / "trust")
    emulator = Emulator(clock=SystemClock())
    await emulator.start()
    ended = await kabinet(
        tmp_path, "check",
        BOT_TOKEN=emulator.token, BOT_API_URL=emulator.url, ENCRYPTION_KEYS=KEY, TRUST_DIR="trust",
    )  # fmt: skip
    await emulator.stop()
    assert ended.code == 0, ended.out
    assert "бот @kabinet_demo_bot отвечает" in ended.out
    assert "Всё в порядке." in ended.out


async def test_check_asks_redis(tmp_path: Path) -> None:
    ended = await kabinet(
        tmp_path, "check", ENCRYPTION_KEYS=KEY, REDIS_URL="redis://127.0.0.1:9/0", OPERATOR_IDS="1004"
    )
    assert "акты сверки через бота заказать нельзя" not in ended.out
    assert ended.code == 1
    assert "недоступен: ConnectionError" in ended.out


async def test_check_names_an_authority_without_a_list(tmp_path: Path) -> None:
    Wallets([], datetime.now(UTC)).authority.write(tmp_path / "trust")
    lists = sorted((tmp_path / "trust" / "crls").iterdir())
    lists[0].unlink()
    ended = await kabinet(tmp_path, "check", ENCRYPTION_KEYS=KEY, TRUST_DIR="trust")
    assert ended.out.count("нет списка отзыва: ") == 1
    forgiving = await kabinet(
        tmp_path, "check", ENCRYPTION_KEYS=KEY, TRUST_DIR="trust", REVOCATION="if-available"
    )
    assert "нет списка отзыва: " not in forgiving.out


async def test_migrate_and_import_work_on_an_empty_folder(tmp_path: Path) -> None:
    table = tmp_path / "services.csv"
    table.write_text(
        "ИНН;Организация;Продукт;Тариф;Действует до\n9600100116;ООО «Ромашка»;Экстерн;Учетный;30.11.2026\n",
        encoding="utf-8",
    )
    assert (await kabinet(tmp_path, "migrate")).code == 0
    first = await kabinet(tmp_path, "import", "services", "services.csv")
    assert first.code == 0, first.out + first.err
    again = await kabinet(tmp_path, "import", "services", "services.csv")
    assert again.code == 0
    assert (tmp_path / "data" / "kabinet.db").exists()


async def test_a_database_of_a_newer_program_is_not_touched(tmp_path: Path) -> None:
    assert (await kabinet(tmp_path, "migrate")).code == 0
    with closing(sqlite3.connect(tmp_path / "data" / "kabinet.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    ended = await kabinet(tmp_path, "migrate")
    assert ended.code == 2
    assert (
        ended.err
        == "DATABASE_URL: Базой данных уже пользовалась более новая версия Кабинета. Обновите программу.\n"
    )


async def test_a_database_out_of_reach_is_one_line(tmp_path: Path) -> None:
    ended = await kabinet(
        tmp_path, "migrate", DATABASE_URL="postgresql+asyncpg://nobody:secret@127.0.0.1:9/none"
    )
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "secret" not in ended.err
