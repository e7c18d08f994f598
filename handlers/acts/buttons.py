"""Buttons of reconciliation acts."""

from aiogram.filters.callback_data import CallbackData

from handlers.buttons import Identifier, Number
from handlers.calendar.keyboard import DayNumber


class ActsPage(CallbackData, prefix="al"):
    """Acts and orders of an organization."""

    id: Identifier
    page: Number = 0


class SentActs(CallbackData, prefix="as"):
    """Acts of an organization that came through Диадок."""

    id: Identifier
    page: Number = 0


class ActFile(CallbackData, prefix="af"):
    """Send an act."""

    id: Identifier
    act: Identifier


class ChoosePeriod(CallbackData, prefix="ap"):
    """Show the periods to order an act for."""

    id: Identifier


class OrderPeriod(CallbackData, prefix="ao"):
    """Ask whether to order an act for this period."""

    id: Identifier
    first: DayNumber
    last: DayNumber


class OrderAct(CallbackData, prefix="ao!"):
    """Order it."""

    id: Identifier
    first: DayNumber
    last: DayNumber


class ActCalendar(CallbackData, prefix="ac"):
    """Choose own dates: the first day, then the last one."""

    id: Identifier
    month: DayNumber
    first: DayNumber | None = None


class WithdrawOrder(CallbackData, prefix="aw"):
    """Take back an order."""

    id: Identifier
    order: Identifier


class WaitingOrders(CallbackData, prefix="wo"):
    """Orders that wait, for operators."""

    page: Number = 0


class WaitingOrder(CallbackData, prefix="wc"):
    """One order, for operators."""

    order: Identifier


class AttachFile(CallbackData, prefix="wf"):
    """Ask for the file of an order."""

    order: Identifier


class TakeSentAct(CallbackData, prefix="wd"):
    """Have the file of an act that came through Диадок, for an order."""

    order: Identifier
    document: Identifier


class SettleOrder(CallbackData, prefix="wf!"):
    """Give the file that was shown to whoever ordered it."""

    order: Identifier
    file: Identifier


class DeclineOrder(CallbackData, prefix="wx"):
    """Ask why an order is declined."""

    order: Identifier
