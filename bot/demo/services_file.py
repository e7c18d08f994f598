"""The cast's services as a file such as an operator's billing writes: the stand loads them the way everybody does."""

import csv
import io
from collections.abc import Iterable
from datetime import date

from bot.cabinet.service_file import Column
from bot.cabinet.subscription import ServiceLine

_PERPETUAL = "бессрочно"


def services_file(lines: Iterable[ServiceLine]) -> bytes:
    """A CSV file: semicolons, UTF-8 with a mark, days as people write them."""
    text = io.StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    table.writerow(column.value for column in Column)
    for line in lines:
        cells = {
            Column.INN: line.inn,
            Column.KPP: line.kpp or "",
            Column.ORGANIZATION: line.organization,
            Column.PRODUCT: line.product,
            Column.TARIFF: line.tariff,
            Column.MODIFIERS: ", ".join(line.modifiers),
            Column.START: _day(line.start),
            Column.END: _day(line.end) or _PERPETUAL,
            Column.EXTERNAL_ID: line.external_id or "",
        }
        table.writerow(cells[column] for column in Column)
    return text.getvalue().encode("utf-8-sig")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
