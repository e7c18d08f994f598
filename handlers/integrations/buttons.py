"""Buttons of integrations."""

from enum import Enum
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.cabinet.integrations.integration import IntegrationKind
from handlers.buttons import Identifier
from handlers.calendar.keyboard import DayNumber


class Step(Enum):
    """What to do with an integration."""

    BEGIN = "on"  # begin, or go on with switching on
    CANCEL = "no"  # give up switching on
    ENABLE = "go"  # «Включить интеграцию»
    ORDER = "text"  # send the order or the prohibition to be signed
    ASK_OFF = "off?"
    OFF = "off"
    KEEP = "keep"  # leave it on after all
    LOAD = "load"
    PAPERS = "docs"


class IntegrationCard(CallbackData, prefix="ic"):
    """The integrations of an organization, or one of them."""

    id: Identifier
    kind: IntegrationKind | None = None


class IntegrationStep(CallbackData, prefix="is"):
    """Do something with an integration."""

    id: Identifier
    kind: IntegrationKind
    step: Step


class ChooseCertificate(CallbackData, prefix="it"):
    """Choose the certificate of a confirmation; without one, show them."""

    id: Identifier
    kind: IntegrationKind
    confirmation: Identifier | None = None


class ChooseStart(CallbackData, prefix="id"):
    """Choose the day to load from; with a month only, show the calendar; with neither, days that people often choose."""

    id: Identifier
    kind: IntegrationKind
    day: DayNumber | None = None
    month: DayNumber | None = None


class ChooseRegistersZone(CallbackData, prefix="iz"):
    """Choose the zone of the cash registers; without one, show them."""

    id: Identifier
    kind: IntegrationKind
    zone: Annotated[str, Field(max_length=32)] | None = None


class SignedPaper(CallbackData, prefix="ip"):
    """Send a signed text with its signature."""

    id: Identifier
    text: Identifier
