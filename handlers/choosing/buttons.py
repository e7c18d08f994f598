"""Buttons that lead to a choice among organizations."""

from enum import Enum

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Number


class Feature(Enum):
    """What is to be seen of the organization."""

    DOCUMENTS = "documents"
    ACTS = "acts"
    INTEGRATIONS = "integrations"


class Choose(CallbackData, prefix="ch"):
    """Choose an organization."""

    feature: Feature
    page: Number = 0
