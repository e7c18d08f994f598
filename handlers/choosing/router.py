"""From the menu to a feature of one organization: chosen from a list, or the only one at once."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiogram import Bot, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery

from bot.cabinet.cabinet import Cabinet
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.texts import Texts
from handlers import phrases
from handlers.buttons import Go, Place
from handlers.choosing.buttons import Choose, Feature
from handlers.paging import arrows
from handlers.screen import Row, Screen, button, show

Opening = Callable[..., Awaitable[None]]
"""Shows the feature of an organization."""


class Choosing:
    """Shows the choice.

    Args:
        openings: What opens each feature.
        buttons: What a button of an organization carries.
    """

    def __init__(
        self,
        openings: Mapping[Feature, Opening],
        buttons: Mapping[Feature, Callable[[OrganizationId], CallbackData]],
    ) -> None:
        self._openings = openings
        self._buttons = buttons

    async def choose(
        self,
        callback: CallbackQuery,
        callback_data: Choose,
        bot: Bot,
        state: FSMContext,
        person: Person,
        cabinet: Cabinet,
        t: Texts,
    ) -> None:
        """The list of organizations; with only one there is nothing to choose."""
        feature = callback_data.feature
        page = await cabinet.organizations.page(person.id, "", callback_data.page)
        if page.total == 1:
            only = page.items[0].organization.id
            await self._openings[feature](callback, bot, state, person, cabinet, t, only)
            return
        await show(callback, bot, self._screen(t, feature, page, cabinet))

    def _screen(self, t: Texts, feature: Feature, page: Page[Membership], cabinet: Cabinet) -> Screen:
        now = cabinet.clock.now()

        def row(membership: Membership) -> Row:
            mark = phrases.OPEN_MARK if membership.is_open(now) else phrases.LAPSED_MARK
            name = phrases.firm(membership.organization.name, phrases.LABEL_LENGTH)
            return [button(f"{mark} {name}", self._buttons[feature](membership.organization.id))]

        text = t.html(f"choosing.{feature.value}" if page.total else "choosing.none")
        return Screen(
            text,
            (
                *map(row, page.items),
                arrows(t, page, lambda number: Choose(feature=feature, page=number)),
                [] if page.total else [button(t("button.add"), Go(to=Place.ADD), "primary")],
                [button(t("button.menu"), Go(to=Place.MENU))],
            ),
        )


def build(
    openings: Mapping[Feature, Opening], buttons: Mapping[Feature, Callable[[OrganizationId], Any]]
) -> Router:
    """The router of the choice."""
    router = Router(name="choosing")
    router.callback_query.register(Choosing(openings, buttons).choose, Choose.filter())
    return router
