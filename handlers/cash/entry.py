"""The ways to the cash of an organization."""

from bot.cabinet.organization import OrganizationId
from bot.texts import Texts
from handlers.cash.buttons import OrderMonths, ShiftsPage
from handlers.screen import Row, button


def rows(t: Texts, organization: OrganizationId) -> list[Row]:
    """Orders, and the shifts that they come from."""
    return [
        [
            button(t("button.cash-orders"), OrderMonths(id=organization)),
            button(t("button.shifts"), ShiftsPage(id=organization)),
        ]
    ]
