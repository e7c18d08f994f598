"""Whatever stands in a document's fields is read as a value or left out, and never breaks the list."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.documents.closing_document import ClosingDocument, Counterparty, DocumentKind
from bot.kontur.diadoc.reading import page, ticks

BOX = "b" * 32
OWNER = Counterparty("9600100116", None, "Ромашка")


def read(title: str = "", metadata: dict[str, str] | None = None, **more: object) -> ClosingDocument:
    """The one document of a list."""
    pairs = [{"Key": key, "Value": value} for key, value in (metadata or {}).items()]
    listed = {
        "MessageId": "m",
        "EntityId": "e",
        "CounteragentBoxId": BOX,
        "Title": title,
        "Metadata": pairs,
        **more,
    }
    [one] = page({"Documents": [listed]}).documents
    return one.document(DocumentKind.ACT, BOX, OWNER)


@pytest.mark.parametrize(
    ("written", "kopecks"),
    [
        ("55.8", 5580),
        ("3000.00", 300_000),
        ("", None),
        ("NaN", None),
        ("1e999999", None),
        ("1E+9999999", None),
        ("1E-9999999", None),
        ("0.00", 0),
        ("0.001", None),
    ],
)
def test_amounts(written: str, kopecks: int | None) -> None:
    assert read(metadata={"TotalSum": written}).amount == kopecks


@given(st.integers(0, 10**14))
def test_any_amount_to_the_kopeck(kopecks: int) -> None:
    written = f"{kopecks // 100}.{kopecks % 100:02}"
    assert read(metadata={"TotalSum": written}).amount == kopecks


@given(st.dates())
def test_any_date_that_can_be_meant(day: date) -> None:
    written = f"{day.day:02}.{day.month:02}.{day.year:04}"
    can_be_meant = date(1991, 1, 1) <= day <= date(2099, 12, 31)
    assert read(metadata={"DocumentDate": written}).dated == (day if can_be_meant else None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("10.11.2026", date(2026, 11, 10)),
        ("10.11.2027", date(2027, 11, 10)),
        ("10.11.2062", None),
        ("10.11.2926", None),
        ("10.11.0202", None),
    ],
)
def test_a_mistyped_year_is_no_date(written: str, day: date | None) -> None:
    sent = ticks(datetime(2026, 11, 12, tzinfo=UTC))
    found = read("Акт", {"DocumentDate": written}, SendTimestampTicks=sent)
    assert found.dated == day
    assert found.sent == datetime(2026, 11, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(5, id="year 1"),
        pytest.param(ticks(datetime(300, 1, 1, tzinfo=UTC)), id="year 300"),
        pytest.param(ticks(datetime(9999, 12, 30, tzinfo=UTC)), id="year 9999"),
        pytest.param(10**30, id="no year"),
        pytest.param("1E+999999999", id="no number that memory holds"),
    ],
)
def test_a_moment_at_which_nothing_was_sent_is_none(moment: object) -> None:
    created = datetime(2026, 11, 12, tzinfo=UTC)
    metadata = {"DocumentDate": "10.11.2026"}
    assert read("Акт", metadata, SendTimestampTicks=moment).sent is None
    found = read("Акт", metadata, SendTimestampTicks=moment, CreationTimestampTicks=ticks(created))
    assert (found.sent, found.dated) == (created, date(2026, 11, 10))


@given(st.text(), st.text(), st.text(), st.text())
def test_hostile_texts(title: str, number: str, day: str, amount: str) -> None:
    document = read(title, {"DocumentNumber": number, "DocumentDate": day, "TotalSum": amount})
    assert len(document.title) <= 300
    assert len(document.number or "") <= 100
