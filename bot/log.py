"""The log: structlog over the standard one, masked at the very end, so that nothing slips past through a library."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.requisites import is_inn
from bot.settings import LogFormat

_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{20,}")  # in addresses "bot" stands right before it
_NUMBER = re.compile(r"(?<!\d)(?:\d{12}|\d{10})(?!\d)")
_SNILS = re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}[ -]\d{2}(?!\d)|(?<!\d)\d{11}(?!\d)")


def masked(line: str) -> str:
    """The line without bot tokens and СНИЛС, and with the middle of every ИНН hidden."""
    line = _TOKEN.sub("<token>", line)
    line = _SNILS.sub("<snils>", line)
    return _NUMBER.sub(lambda found: _inn(found[0]), line)


def _inn(number: str) -> str:
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}" if is_inn(number) else number


class _Masked:
    """A renderer whose output is masked as a whole: message, values and trace."""

    def __init__(self, renderer: Any) -> None:
        self._renderer = renderer

    def __call__(self, logger: Any, name: str, event: MutableMapping[str, Any]) -> str:
        return masked(str(self._renderer(logger, name, event)))


def configure(level: str, form: LogFormat) -> None:
    """Send every record of every library through one renderer to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[structlog.typing.Processor]
    if form is LogFormat.JSON:
        last = [
            structlog.processors.format_exc_info,
            _Masked(structlog.processors.JSONRenderer(ensure_ascii=False)),
        ]
    else:
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)
        last = [_Masked(renderer)]
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    # Each update and each request would be a line, and each statement with the values in it.
    for noisy in (
        "aiogram.event",
        "aiohttp.access",
        "aiosqlite",
        "apscheduler",
        "alembic",
        "pyhanko_certvalidator",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING)
