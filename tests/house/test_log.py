"""The log hides what it must, whoever writes it."""

import json
import logging
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

from bot.log import configure, masked
from bot.settings import LogFormat
from storage.database import Database

TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (f"POST /bot{TOKEN}/getMe", "POST /bot<token>/getMe"),
        ("inn 7701234560, person 7000000001", "inn 77******60, person 7000000001"),
        ("inn 770123456703.", "inn 77********03."),
        ("snils 112-233-445 95 and 11223344595", "snils <snils> and <snils>"),
        ("update 12345 took 7 ms", "update 12345 took 7 ms"),
        ("org 1027700123450", "org 1027700123450"),
    ],
)
def test_masking(line: str, shown: str) -> None:
    assert masked(line) == shown


@pytest.mark.parametrize("form", list(LogFormat))
def test_our_lines_and_the_libraries_lines_are_masked(
    form: LogFormat, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("INFO", form)
    structlog.get_logger("ours").warning("said", inn="7701234560")
    error = ConnectionError(f"cannot reach https://api.telegram.org/bot{TOKEN}/getMe")
    logging.getLogger("theirs").error("failed for %s", "7701234560", exc_info=error)
    written = capsys.readouterr().err
    assert TOKEN not in written
    assert "7701234560" not in written
    assert written.count("77******60") == 2
    assert "<token>" in written
    if form is LogFormat.JSON:
        assert [json.loads(line)["level"] for line in written.splitlines()] == ["warning", "error"]
    configure("WARNING", LogFormat.CONSOLE)


async def test_statements_are_not_logged_with_the_values_in_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure("DEBUG", LogFormat.CONSOLE)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}")
    async with database.read() as connection:
        await connection.execute(text("SELECT :name").bindparams(name="Ковалёва"))
    await database.aclose()
    assert "Ковалёва" not in capsys.readouterr().err
    configure("WARNING", LogFormat.CONSOLE)
