"""How orders and shifts are put into words, on screens and on paper."""

from bot.cabinet.cash.kept_order import KeptOrder, ShownShift
from bot.cabinet.cash.kept_shift import KeptShift, ShiftState
from bot.cabinet.cash.order_register import OrderState
from bot.cabinet.cash.receipt_order import CashOffice, CashReceiptOrder
from bot.cabinet.fiscal.shift_report import ShiftKey
from bot.cabinet.organization import Organization
from bot.texts import Html, Texts, joined, texts
from handlers import money, phrases

# КО-1 is a Russian form, whatever the language of the conversation.
_FORM_LANGUAGE = "ru"

ORDER_MARKS = {OrderState.NEW: "🆕", OrderState.ACCEPTED: "✅"}
SHIFT_MARKS = {
    ShiftState.NEW: "⏳",
    ShiftState.WAITING: "⏳",
    ShiftState.POSTED: "✅",
    ShiftState.EMPTY: "⚪️",
    ShiftState.NEGATIVE: "🔴",
    ShiftState.TWIN: "🔁",
    ShiftState.UNSURE: "❓",
    ShiftState.LEFT_OUT: "⛔️",
}


def shift_name(t: Texts, shift: KeptShift, register: str | None, zone: str) -> str:
    """«Касса 1, смена № 12, закрыта 20 ноября 2026 в 21:03 (ОФД)»."""
    record = shift.record
    where = phrases.cut(register or record.registration_number or record.shop or "", phrases.LABEL_LENGTH)
    moment = t(
        "moment.day",
        day=phrases.day(t, record.day),
        time=phrases.clock(t, record.closed_at, record.zone or zone),
    )
    source = t(f"integration.{record.source.value}")
    if record.number is None:
        return t("shift.of-shop", where=where, moment=moment, source=source)
    return t("shift.of-register", where=where, number=record.number, moment=moment, source=source)


def shift_money(t: Texts, shift: KeptShift) -> str:
    """«наличные 12 480,50 ₽, чеков 34»."""
    known = shift.record.money
    if known is None:
        return t("shift.no-money")
    return t(
        "shift.money",
        cash=money.rubles(t, known.cash),
        sales=known.sales_count,
        refunds=known.refunds_count,
    )


def shift_line(t: Texts, shown: ShownShift, zone: str) -> Html:
    """A shift, its money, and what became of it."""
    twin = shown.twin
    line = t.html(
        "shift.line",
        mark=SHIFT_MARKS[shown.shift.state],
        name=shift_name(t, shown.shift, shown.register, zone),
        money=shift_money(t, shown.shift),
        state=t(
            f"shift.state.{shown.shift.state.value}",
            order=shown.order or "",
            twin="" if twin is None else shift_name(t, twin, shown.twin_register, zone),
        ),
    )
    doubts = [t.html(f"shift.doubt.{doubt}") for doubt in sorted(shown.shift.record.doubts)]
    return joined([line, *doubts, *_later(t, shown)])


def _later(t: Texts, shown: ShownShift) -> list[Html]:
    """That the source tells of another sum since the shift stands."""
    later, known = shown.shift.later_cash, shown.shift.record.money
    if later is None or known is None:
        return []
    said = {
        "source": t(f"integration.{shown.shift.record.source.value}"),
        "later": money.rubles(t, later),
        "cash": money.rubles(t, known.cash),
    }
    if shown.order is None:
        return [t.html("shift.later", **said)]
    difference = money.rubles(t, later - known.cash)
    return [t.html("shift.later-order", **said, order=shown.order, difference=difference)]


def paper(order: KeptOrder, organization: Organization) -> CashReceiptOrder:
    """The order as form КО-1 states it."""
    t = texts(_FORM_LANGUAGE)
    record = order.shift.record
    key = None
    if record.registration_number is not None and record.drive is not None and record.number is not None:
        key = ShiftKey(record.registration_number, record.drive, record.number)
    day = phrases.day(t, record.day)
    where = phrases.cut(order.register or record.registration_number or "", phrases.NAME_LENGTH)
    if record.number is None:
        basis, attachment = t("cash.basis-retail", day=day, where=where), None
    else:
        basis = t("cash.basis", number=record.number, day=day)
        attachment = t(
            "cash.attachment",
            number=record.number,
            day=day,
            register=record.registration_number or "—",
            document=record.document or "—",
        )
    return CashReceiptOrder(
        number=order.number,
        day=order.day,
        office=CashOffice(name=phrases.firm(organization.name), inn=organization.inn),
        amount=order.amount,
        vat=None,
        received_from=t("cash.from-cashier"),
        basis=basis,
        shift=key,
        attachment=attachment,
        is_tax_known=False,
    )
