"""`kabinet check` asks Диадок, ОФД and Маркет; `kabinet import acts` from the command line."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.diadoc.server import DiadocStandIn
from bot.demo.diadoc.world import DiadocWorld
from bot.demo.market.server import MarketStandIn
from bot.demo.ofd.server import OfdStandIn
from bot.demo.registers.generator import Plan, world
from bot.emulator.faults import Fault
from tests.files.memory import pdf
from tests.program.test_command_line import KEY, kabinet

DIADOC = {
    "DIADOC_CLIENT_ID": "kabinet",
    "DIADOC_CLIENT_SECRET": "secret",
    "DIADOC_REFRESH_TOKEN": "refresh-0",
}


@pytest.fixture
async def diadoc() -> AsyncIterator[DiadocStandIn]:
    made = DiadocStandIn(DiadocWorld())
    await made.start()
    yield made
    await made.stop()


async def test_check_asks_every_service_that_is_on(tmp_path: Path, diadoc: DiadocStandIn) -> None:
    registers = world(Plan(seed=1, first=date(2026, 11, 1), days=1, registers=1))
    ofd, market = OfdStandIn(registers, "key", "sid"), MarketStandIn(registers, "key", SystemClock())
    await ofd.start()
    await market.start()
    assert (await kabinet(tmp_path, "migrate")).code == 0
    asked = {
        "ENCRYPTION_KEYS": KEY,
        "DIADOC_URL": diadoc.url,
        **DIADOC,
        "OFD_URL": ofd.url,
        "OFD_API_KEY": "key",
        "OFD_SID": "sid",
        "MARKET_URL": market.url,
        "MARKET_API_KEY": "wrong",
    }
    for _ in range(2):  # the renewed token is kept: the first one is dead by then
        ended = await kabinet(tmp_path, "check", **asked)
        assert "Диадок: пускает" in ended.out
        assert "Диадок: ящик 99999999…" in ended.out
        assert "Контур.ОФД: пускает" in ended.out
        assert "Контур.Маркет: ключ или приложение не подходит" in ended.out
        assert not any(secret in ended.out for secret in ("refresh-", "access-", "secret"))
    await ofd.stop()
    await market.stop()


async def test_check_says_what_diadoc_refuses(tmp_path: Path, diadoc: DiadocStandIn) -> None:
    assert (await kabinet(tmp_path, "migrate")).code == 0
    diadoc.faults.add(Fault("my-organizations", status=402, times=0))
    ended = await kabinet(tmp_path, "check", ENCRYPTION_KEYS=KEY, DIADOC_URL=diadoc.url, **DIADOC)
    assert "Диадок: закончилась подписка ящика на API" in ended.out
    assert "Контур.ОФД: выключен" in ended.out
    diadoc.faults.clear()
    other = {**DIADOC, "DIADOC_BOX_ID": "1" * 32}
    ended = await kabinet(tmp_path, "check", ENCRYPTION_KEYS=KEY, DIADOC_URL=diadoc.url, **other)
    assert "DIADOC_BOX_ID: такого ящика" in ended.out


async def test_half_of_diadocs_settings_is_a_wrong_setting(tmp_path: Path) -> None:
    ended = await kabinet(tmp_path, "run", BOT_TOKEN="1:a", ENCRYPTION_KEYS=KEY, DIADOC_CLIENT_ID="kabinet")
    assert ended.code == 2
    assert "DIADOC_CLIENT_SECRET" in ended.err


async def test_acts_are_loaded_from_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "9600100116_2026-07-01_2026-09-30.pdf").write_bytes(pdf())
    ended = await kabinet(tmp_path, "import", "acts", ".", ENCRYPTION_KEYS=KEY)
    assert (ended.code, ended.err) == (0, "")
    assert "Новых актов: 1" in ended.out
    missing = await kabinet(tmp_path, "import", "acts", ".")
    assert missing.code == 2
    assert "ENCRYPTION_KEYS" in missing.err
