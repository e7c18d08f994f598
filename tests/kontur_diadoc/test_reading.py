"""Whatever stands in a document's fields is read as a value or left out, and never breaks the list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.documents.closing_document import ClosingDocument, Counterparty, DocumentKind
from bot.kontur.diadoc.reading import page

BOX = "b" * 32
OWNER = Counterparty("9600100116", None, "Ромашка")


def read(title: str = "", metadata: dict[str, str] | None = None) -> ClosingDocument:
    """The one document of a list."""
    pairs = [{"Key": key, "Value": value} for key, value in (metadata or {}).items()]
    listed = {"MessageId": "m", "EntityId": "e", "CounteragentBoxId": BOX, "Title": title, "Metadata": pairs}
    [one] = page({"Documents": [listed]}).documents
    return one.document(DocumentKind.ACT, BOX, OWNER)


@pytest.mark.parametrize(
    ("written", "kopecks"),
    [("55.8", 5580), ("3000.00", 300_000), ("", None), ("NaN", None), ("1e999999", None), ("0.001", None)],
)
def test_amounts(written: str, kopecks: int | None) -> None:
    assert read(metadata={"TotalSum": written}).amount == kopecks


@given(st.integers(0, 10**14))
def test_any_amount_to_the_kopeck(kopecks: int) -> None:
    written = f"{kopecks // 100}.{kopecks % 100:02}"
    assert read(metadata={"TotalSum": written}).amount == kopecks


@given(st.dates())
def test_any_date(day: date) -> None:
    written = f"{day.day:02}.{day.month:02}.{day.year:04}"
    assert read(metadata={"DocumentDate": written}).dated == day


@given(st.text(), st.text(), st.text(), st.text())
def test_hostile_texts(title: str, number: str, day: str, amount: str) -> None:
    document = read(title, {"DocumentNumber": number, "DocumentDate": day, "TotalSum": amount})
    assert len(document.title) <= 300
    assert len(document.number or "") <= 100
