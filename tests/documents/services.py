"""Invented services, and reports about them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from bot.cabinet.organization import OrganizationId
from bot.cabinet.services import ServicesReport
from bot.cabinet.subscription import Subscription, SubscriptionId, Term

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def service(
    ident: int = 1,
    *,
    organization: int = 1,
    name: str = "ООО «Ромашка»",
    product: str = "Экстерн",
    tariff: str = "Учетный",
    modifiers: tuple[str, ...] = (),
    kpp: str | None = "960001001",
    start: int | None = -100,
    end: int | None = 9,
) -> Subscription:
    """A service whose days are counted from today."""
    return Subscription(
        id=SubscriptionId(ident),
        organization=OrganizationId(organization),
        organization_name=name,
        inn="9600100116",
        kpp=kpp,
        product=product,
        tariff=tariff,
        modifiers=modifiers,
        term=Term(_day(start), _day(end)),
    )


def report(*services: Subscription, total: int | None = None) -> ServicesReport:
    return ServicesReport(
        services, len(services) if total is None else total, None, 0, made_at=NOW, today=TODAY
    )


def _day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


OFFSETS = st.none() | st.integers(-9000, 9000)
# Control characters, directions, emoji, lone surrogates: all that a file or a certificate may carry.
HOSTILE = st.text(st.characters(), max_size=60) | st.sampled_from(
    [
        "Щ" * 500,
        "=1+1",
        "\u202egnp.exe",
        "🚀🌼",
        "",
        "\x00",
        "漢字 שלום",
        "z\u0351\u036b",
        "<b>&amp;",
        "a\r\nEND:VEVENT",
    ]
)
SERVICES = st.lists(
    st.builds(
        service,
        st.integers(1, 2**40),
        organization=st.integers(1, 9),
        name=HOSTILE,
        product=HOSTILE,
        tariff=HOSTILE,
        modifiers=st.lists(HOSTILE, max_size=2).map(tuple),
        start=OFFSETS,
        end=OFFSETS,
    ),
    max_size=25,
)
