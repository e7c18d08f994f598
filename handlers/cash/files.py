"""Orders as files: form КО-1 as a PDF, the register of a month as XLSX."""

import asyncio
from datetime import date

from aiogram import Bot
from aiogram.enums import ChatAction
from aiogram.types import BufferedInputFile, CallbackQuery

from bot.cabinet.acts.period import part
from bot.cabinet.cabinet import Cabinet
from bot.cabinet.cash.kept_order import KeptOrder, OrderId
from bot.cabinet.cash.order_register import OrderRegister, RegisterLine
from bot.cabinet.cash.orders import TooManyOrdersError, UnknownOrderError
from bot.cabinet.fiscal.period import Period
from bot.cabinet.organization import Organization, OrganizationId
from bot.cabinet.person import Person
from bot.cabinet.services import TooManyFilesError
from bot.documents.cash_order_register import write_register
from bot.documents.cash_receipt_order.form import write_orders
from bot.middlewares.toast import Toast
from bot.texts import Texts
from handlers import phrases
from handlers.calendar.keyboard import day_of
from handlers.cash import wording
from handlers.cash.buttons import MonthAct, OrderForm, OrderMonthAct, RegisterPeriod
from handlers.documents.wording import month as month_name
from handlers.tap import answer_tap

AT_ONCE = 2
_ANY_DAY = Period(date.min, date.max)


class CashFiles:
    """Makes files beside the conversation, a few at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._room = asyncio.Semaphore(at_once)

    @staticmethod
    def is_file(_callback: CallbackQuery, callback_data: OrderMonthAct) -> bool:
        """Whether a file is asked for."""
        return callback_data.act in {MonthAct.FORMS, MonthAct.REGISTER}

    async def send_order(
        self,
        callback: CallbackQuery,
        callback_data: OrderForm,
        bot: Bot,
        person: Person,
        cabinet: Cabinet,
        t: Texts,
        toast: Toast,
    ) -> None:
        """One order as form КО-1."""
        organization, order = OrganizationId(callback_data.id), OrderId(callback_data.order)
        found = await self._orders(cabinet, person, organization, _ANY_DAY, t, toast, order)
        if found is None:
            return
        await answer_tap(callback, toast)
        firm, orders = found
        name = t("cash.form-name", number=orders[0].number, day=orders[0].day.isoformat())
        await self._send_forms(bot, person, firm, orders, f"{name}.pdf", t)

    async def send_month(
        self,
        callback: CallbackQuery,
        callback_data: OrderMonthAct,
        bot: Bot,
        person: Person,
        cabinet: Cabinet,
        t: Texts,
        toast: Toast,
    ) -> None:
        """The orders of a month, as forms or as a register."""
        organization = OrganizationId(callback_data.id)
        days = part(date(callback_data.year, callback_data.month, 1), 1, 0)
        found = await self._orders(cabinet, person, organization, days, t, toast)
        if found is None:
            return
        await answer_tap(callback, toast)
        firm, orders = found
        name = t("cash.month-name", month=month_name(t, days.first))
        if callback_data.act is MonthAct.FORMS:
            await self._send_forms(bot, person, firm, orders, f"{name}.pdf", t)
            return
        await self._send_register(bot, person, firm, orders, days, f"{name}.xlsx", t, cabinet)

    async def send_register(
        self,
        callback: CallbackQuery,
        callback_data: RegisterPeriod,
        bot: Bot,
        person: Person,
        cabinet: Cabinet,
        t: Texts,
        toast: Toast,
    ) -> None:
        """The register of a period."""
        try:
            days = Period(day_of(callback_data.first or 0), day_of(callback_data.last or 0))
        except ValueError:  # the button was forged
            toast.text, toast.alert = t("cash.gone"), True
            return
        found = await self._orders(cabinet, person, OrganizationId(callback_data.id), days, t, toast)
        if found is None:
            return
        await answer_tap(callback, toast)
        firm, orders = found
        name = t("cash.register-name", first=days.first.isoformat(), last=days.last.isoformat())
        await self._send_register(bot, person, firm, orders, days, f"{name}.xlsx", t, cabinet)

    async def _send_register(
        self,
        bot: Bot,
        person: Person,
        firm: Organization,
        orders: tuple[KeptOrder, ...],
        days: Period,
        name: str,
        t: Texts,
        cabinet: Cabinet,
    ) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_DOCUMENT)
        papers = [wording.paper(order, firm) for order in orders]
        lines = tuple(RegisterLine(paper, order.state) for paper, order in zip(papers, orders, strict=True))
        register = OrderRegister(papers[0].office, days, lines, cabinet.clock.now())
        async with self._room:
            content = await asyncio.to_thread(write_register, register, t.language)
        caption = t.html("cash.register-caption", name=phrases.firm(firm.name))
        await bot.send_document(person.id, BufferedInputFile(content, name), caption=caption)

    @staticmethod
    async def _orders(
        cabinet: Cabinet,
        person: Person,
        organization: OrganizationId,
        days: Period,
        t: Texts,
        toast: Toast,
        order: OrderId | None = None,
    ) -> tuple[Organization, tuple[KeptOrder, ...]] | None:
        try:
            membership, orders = await cabinet.cash_orders.for_file(person, organization, days, order)
        except UnknownOrderError:
            toast.text, toast.alert = t("cash.no-orders" if order is None else "cash.gone"), True
        except TooManyOrdersError:
            toast.text, toast.alert = t("cash.too-many"), True
        except TooManyFilesError:
            toast.text, toast.alert = t("services.file.too-many"), True
        else:
            return membership.organization, orders
        return None

    async def _send_forms(
        self,
        bot: Bot,
        person: Person,
        firm: Organization,
        orders: tuple[KeptOrder, ...],
        name: str,
        t: Texts,
    ) -> None:
        await bot.send_chat_action(person.id, ChatAction.UPLOAD_DOCUMENT)
        papers = [wording.paper(order, firm) for order in orders]
        async with self._room:
            content = await asyncio.to_thread(write_orders, papers)
        caption = t.html_plural("cash.forms-caption", len(orders), name=phrases.firm(firm.name))
        await bot.send_document(person.id, BufferedInputFile(content, name), caption=caption)
