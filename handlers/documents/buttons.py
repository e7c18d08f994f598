"""Buttons of closing documents."""

from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from handlers.buttons import Identifier, Number

Year = Annotated[int, Field(ge=1990, le=2200)]
MonthNumber = Annotated[int, Field(ge=1, le=12)]


class DocumentMonths(CallbackData, prefix="dm"):
    """The months of an organization; `again` loads its documents anew."""

    id: Identifier
    page: Number = 0
    again: bool = False


class DocumentMonth(CallbackData, prefix="dl"):
    """The documents of a month."""

    id: Identifier
    year: Year
    month: MonthNumber
    page: Number = 0


class DocumentCard(CallbackData, prefix="dc"):
    """A document with the others of its deal."""

    id: Identifier
    document: Identifier


class DocumentFile(CallbackData, prefix="df"):
    """Send a document, or the whole deal that it belongs to."""

    id: Identifier
    document: Identifier
    deal: bool = False


class MonthArchive(CallbackData, prefix="da"):
    """Send the documents of a month as one archive."""

    id: Identifier
    year: Year
    month: MonthNumber


class ChooseDocuments(CallbackData, prefix="dx"):
    """Choose documents of a month; with a document, choose it or choose it no more."""

    id: Identifier
    year: Year
    month: MonthNumber
    page: Number = 0
    toggle: Identifier | None = None


class ChosenArchive(CallbackData, prefix="dz"):
    """Send the chosen documents as one archive."""

    id: Identifier
