import base64
from datetime import date
from urllib.parse import unquote

from bot.cabinet.fiscal.cash_register import Grant
from bot.cabinet.fiscal.shift_report import DriveSign, ShiftKey
from bot.demo.ofd.server import OfdStandIn
from tests.kontur_ofd.serving import INN, KEY, SID, at, register, sale, served, shift, world_of


async def test_organizations_are_found_by_inn() -> None:
    async with served(world_of(register())) as stand:
        [found] = await stand.source.organizations(INN)
        assert (found.id, found.inn, found.kpp, found.name) == (
            "ofd-firm",
            INN,
            "960001001",
            "ООО «Ромашка»",
        )
        assert await stand.source.organizations("9600100123") == ()


async def test_a_register_is_read_without_padding_and_with_every_drive() -> None:
    old = shift(1, "03-01 10:00", "03-01 20:00", sale(101, "03-01 12:00:30", 100))
    new = shift(1, "03-02 10:00", "03-02 20:00", drive="9960700000000002")
    one = register(old, new).granted(at("01-01"), at("12-31 14:14:41"))
    async with served(world_of(one)) as stand:
        [found] = await stand.registers()
    assert found.registration_number == "0000960700000001"
    assert [drive.serial for drive in found.drives] == ["9960700000000001", "9960700000000002"]
    assert found.drive_at(at("03-01 20:00")) == "9960700000000001"
    assert found.drive_at(at("03-02 20:00")) == "9960700000000002"
    assert found.drive_at(at("02-01")) is None
    assert found.grant == Grant(at("01-01"), at("12-31 14:14:41"))
    assert found.last_document == at("03-02 20:00")
    assert found.last_receipt == at("03-01 12:00:30")
    assert found.last_document.tzinfo is None


async def test_no_grant_stated_leaves_both_ends_open() -> None:
    async with served(world_of(register())) as stand:
        [found] = await stand.registers()
    assert found.grant == Grant(None, None)
    assert (found.last_document, found.last_receipt) == (None, None)


async def test_numbers_lose_padding_and_signs_keep_every_bit() -> None:
    async with served(world_of(register(shift(7, "03-01 10:00", "03-01 20:00")))) as stand:
        [report] = await stand.reports(date(2026, 3, 1), date(2026, 3, 1))
    assert report.key == ShiftKey("0000960700000001", "9960700000000001", 7)
    assert report.document is not None
    assert report.document.key == ("9960700000000001", 701)
    assert report.document.sign > 2**31


async def test_marks_of_pages_go_back_as_they_came() -> None:
    shifts = [shift(n, f"03-{n:02} 10:00", f"03-{n:02} 20:00") for n in range(1, 29)]
    async with served(world_of(register(*shifts)), page=1) as stand:
        reports = await stand.reports(date(2026, 3, 1), date(2026, 3, 31))
        asked = stand.asked("documents")
    assert [report.number for report in reports] == list(range(1, 29))
    marks = [path.partition("&offset=")[2] for path in asked]
    assert marks[0] == ""
    assert any(
        "%2B" in mark or "%2F" in mark for mark in marks
    )  # where decoding or encoding twice would break it
    assert all(mark.endswith("%3D%3D") and "%25" not in mark for mark in marks[1:])
    assert all(len(base64.b64decode(unquote(mark))) == 16 for mark in marks[1:])


async def test_empty_pages_end_nothing_and_a_repeated_mark_does() -> None:
    # Fifty receipts stand between the reports of closing; a page looks at five documents of any kind.
    receipts = [sale(101 + n, f"03-01 11:{n:02}:01", 100) for n in range(50)]
    shifts = (
        shift(1, "03-01 10:00", "03-01 20:00", *receipts),
        shift(2, "03-02 10:00", "03-02 20:00", first=300),
    )
    async with served(world_of(register(*shifts)), page=5) as stand:
        reports = await stand.reports(date(2026, 3, 1), date(2026, 3, 2))
        asked = stand.asked("documents")
    assert [report.number for report in reports] == [1, 2]
    assert (
        len(asked) == 11 + 1
    )  # 54 documents by five, the first ten pages empty, and the one that repeats the mark
    assert asked[-1] != asked[-2]


async def test_a_period_without_documents_is_no_failure() -> None:
    async with served(world_of(register())) as stand:
        assert await stand.reports(date(2026, 3, 1), date(2026, 3, 2)) == []
        assert len(stand.asked("documents")) == 1


async def test_a_page_mark_that_comes_back_decoded_ends_the_listing_all_the_same() -> None:
    class Decoding(OfdStandIn):
        def answer(self, value: object, *more: object) -> object:  # type: ignore[override]
            if isinstance(value, dict) and not value.get("documents", True):
                value = value | {"paging": {"nextOffset": unquote(value["paging"].get("nextOffset", ""))}}
            return super().answer(value, *more)  # type: ignore[arg-type]

    world = world_of(register(shift(1, "03-01 10:00", "03-01 20:00")))
    async with served(world, stand_in=Decoding(world, KEY, SID)) as stand:
        assert len(await stand.reports(date(2026, 3, 1), date(2026, 3, 2))) == 1
        assert len(stand.asked("documents")) == 2


async def test_a_register_warns_of_its_fiscal_drive_when_it_closes_a_shift() -> None:
    shifts = (
        shift(1, "03-01 10:00", "03-01 20:00"),
        shift(2, "03-20 10:00", "03-20 20:00"),
        shift(3, "04-08 10:00", "04-08 20:00"),
        shift(1, "04-10 10:00", "04-10 20:00", drive="9960700000000002"),
    )
    async with served(world_of(register(*shifts))) as stand:
        reports = await stand.reports(date(2026, 3, 1), date(2026, 4, 30))
    ending, now = DriveSign.ENDING, DriveSign.REPLACE_NOW
    assert [set(r.document.drive_signs) for r in reports if r.document is not None] == [
        set(),
        {ending},
        {ending, now},
        set(),
    ]
