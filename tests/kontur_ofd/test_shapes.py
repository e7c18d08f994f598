"""The shapes of the documentation, with figures of our own."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from bot.cabinet.fiscal.shift_report import DriveSign, OperationTotals
from bot.cabinet.sources import UnclearAnswerError
from bot.demo.registers.generator import Plan, world
from bot.demo.registers.world import Shift
from bot.kontur.ofd import reading

CLOSING = {
    "code": 5,
    "user": "ООО «Ромашка»",
    "dateTime": "2026-10-30T10:00:00",
    "shiftNumber": 3,
    "receiptsQuantity": 4,
    "documentsQuantity": 6,
    "notTransmittedDocumentsQuantity": 1,
    "notTransmittedDocumentsDateTime": "2026-10-30T09:00:00",
    "ofdResponseTimeoutSign": 0,
    "fiscalDriveReplaceRequiredSign": 0,
    "fiscalDriveMemoryExceededSign": 1,
    "fiscalDriveExhaustionSign": 1,
    "kktRegId": "",
    "fiscalDocumentNumber": 34,
    "fiscalDriveNumber": "99990700003 ",
    "fiscalSign": 3423453800,
    "message": [{}],
    "properties": [{}],
    "id": "00000000-0000-0000-0000-000000000000",
}


def parsed(value: object) -> object:
    return json.loads(json.dumps(value), parse_float=Decimal)


def test_a_report_of_closing_is_read_from_every_documented_field_that_matters() -> None:
    page = reading.page(parsed({"documents": [{"closeShift": CLOSING}], "paging": {"nextOffset": "T1%3D"}}))
    [closing] = page.documents
    assert isinstance(closing, reading.Closing)
    assert (closing.shift, closing.receipts) == (3, 4)
    assert closing.closed == datetime.fromisoformat("2026-10-30T10:00:00")
    assert closing.document.key == ("99990700003", 34)
    assert closing.document.sign == 3423453800
    assert closing.document.drive_signs == {DriveSign.FULL, DriveSign.ENDING}
    assert closing.document.not_transmitted == 1
    assert page.following == "T1%3D"


def test_documents_of_other_kinds_are_left_out() -> None:
    others = [{"fiscalReport": {}}, {"closeArchive": {"code": 6}}, {"somethingNew": {}}]
    assert reading.page(parsed({"documents": others, "paging": {}})) == reading.Page((), None)


@pytest.mark.parametrize("paging", [{}, None, {"nextOffset": None}, {"nextOffset": ""}])
def test_no_mark_is_no_mark_in_every_form(paging: object) -> None:
    assert reading.page(parsed({"documents": [], "paging": paging})).following is None


def test_totals_lack_what_was_not_asked_for_and_know_more_rates_than_we_do() -> None:
    sell = {"cashTotal": 5, "cashlessTotal": 7, "total": 20, "count": 2, "nds": {"rate22": 1, "rate99": 2}}
    [row] = reading.shift_rows(parsed({"shifts": [{"shiftNumber": 103, "sell": sell, "buy": None}]}))
    assert (row.number, row.opened, row.closed) == (103, None, None)
    assert row.totals.sell == OperationTotals(5, 7, 20, 2)
    assert row.totals.buy == row.totals.return_buy == OperationTotals()


@pytest.mark.parametrize(
    "wrong",
    [
        {"fiscalSign": "many"},
        {"fiscalSign": None},
        {"fiscalDriveNumber": "   "},
        {"dateTime": "yesterday"},
        {"dateTime": 1574179201},
        {"shiftNumber": 1.5},
        {"shiftNumber": True},
    ],
)
def test_a_report_that_is_not_what_was_promised_is_not_guessed_at(wrong: dict[str, object]) -> None:
    with pytest.raises(UnclearAnswerError):
        reading.page(parsed({"documents": [{"closeShift": CLOSING | wrong}], "paging": {}}))


def test_a_year_of_twelve_registers_has_everything_that_is_hard() -> None:
    plan = Plan(1, date(2026, 1, 1), 365, 12)
    made = world(plan)
    shifts = [shift for register in made.firms[0].registers for shift in register.shifts]
    assert len(shifts) == 4380

    def some(kind: str, chosen: list[Shift]) -> None:
        assert len(chosen) >= 12, kind

    some("across midnight", [s for s in shifts if s.closed is not None and s.closed.date() > s.opened.date()])
    some("without receipts", [s for s in shifts if not s.receipts])
    some("without cash", [s for s in shifts if s.receipts and not any(r.cash for r in s.receipts)])
    some("more given back", [s for s in shifts if s.sales_cash < 0])
    some("corrections", [s for s in shifts if any(r.correction for r in s.receipts)])
    assert all(len(register.drives) == 2 for register in made.firms[0].registers)
    assert world(plan) == made
    assert world(Plan(2, date(2026, 1, 1), 365, 12)) != made
