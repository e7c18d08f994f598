"""The arrows of the architecture: who may know whom."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUR = ("bot", "handlers", "storage")

# package -> prefixes that must not be imported anywhere below it
FORBIDDEN = {
    "bot/cabinet": (
        "aiogram",
        "aiohttp",
        "sqlalchemy",
        "alembic",
        "redis",
        "handlers",
        "storage",
        "bot.kontur",
    ),
    "bot/signature": ("aiogram", "sqlalchemy", "handlers", "storage", "bot.cabinet", "bot.middlewares"),
    "bot/documents": ("aiogram", "aiohttp", "sqlalchemy", "handlers", "storage"),
    "bot/imports": ("aiogram", "aiohttp", "sqlalchemy", "handlers", "storage"),
    "bot/emulator": (
        "aiogram",
        "sqlalchemy",
        "handlers",
        "storage",
        "bot.cabinet",
        "bot.signature",
        "bot.demo",
    ),
    "bot/middlewares": ("sqlalchemy", "handlers", "storage", "bot.signature"),
    "bot/kontur": ("aiogram", "sqlalchemy", "handlers", "storage", "bot.app", "bot.demo", "bot.emulator"),
    "bot/jobs": ("aiogram", "aiohttp", "sqlalchemy", "handlers", "storage"),
    "handlers": ("sqlalchemy", "storage", "bot.kontur", "bot.app", "bot.emulator", "bot.demo"),
    "storage": ("handlers", "bot.app", "bot.middlewares", "bot.emulator", "bot.demo", "aiohttp"),
}
# `storage.fsm` and `storage.event_isolation` implement aiogram's interfaces; nothing else there speaks of Telegram.
AIOGRAM_IN_STORAGE = {"storage/fsm.py", "storage/event_isolation.py"}
PURE = ("bot/requisites.py", "bot/clock.py", "bot/signature/verdict.py")


def sources(folder: str) -> Iterator[Path]:
    path = ROOT / folder
    yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def crosses(name: str, prefix: str) -> bool:
    return name == prefix or name.startswith(prefix + ".")


@pytest.mark.parametrize("package", FORBIDDEN)
def test_a_package_imports_nothing_it_must_not_know(package: str) -> None:
    wrong = [
        f"{source.relative_to(ROOT)} imports {name}"
        for source in sources(package)
        for name in imported(source)
        for prefix in FORBIDDEN[package]
        if crosses(name, prefix)
    ]
    assert not wrong


def test_only_two_files_of_storage_speak_of_telegram() -> None:
    speaking = {
        str(source.relative_to(ROOT))
        for source in sources("storage")
        if any(crosses(name, "aiogram") for name in imported(source))
    }
    assert speaking == AIOGRAM_IN_STORAGE


@pytest.mark.parametrize("module", PURE)
def test_values_depend_on_nothing_of_ours_but_values(module: str) -> None:
    ours = {name for name in imported(ROOT / module) if name.split(".")[0] in OUR}
    assert all(crosses(name, "bot.requisites") for name in ours)


@pytest.mark.parametrize("package", OUR)
def test_the_wall_clock_is_read_in_one_place(package: str) -> None:
    allowed = {"bot/clock.py", "bot/demo/clock.py"}
    wrong = [
        str(source.relative_to(ROOT))
        for source in sources(package)
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "utcnow", "today"}
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
        and str(source.relative_to(ROOT)) not in allowed
    ]
    assert not wrong


@pytest.mark.parametrize("package", OUR)
def test_files_have_names_that_say_something(package: str) -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert not [str(s) for s in sources(package) if s.stem in empty or s.stem.endswith("_utils")]
