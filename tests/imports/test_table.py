"""Tables come out of every format, encoding and delimiter alike; hostile files end in a typed refusal."""

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.imports import package as package_limits
from bot.imports import table as table_limits
from bot.imports.sheet import read_file, read_table
from bot.imports.table import NoValue, Row, TableError, TableFault
from tests.imports.building import (
    GOOD_ROW,
    HEADINGS,
    MAIN_NS,
    csv_bytes,
    inline,
    package,
    sheet_xml,
    xlsx_bytes,
)

ROWS = [HEADINGS, GOOD_ROW]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)) * 4


def fault_of(content: bytes) -> TableFault:
    with pytest.raises(TableError) as caught:
        read_table(content)
    return caught.value.fault


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "cp1251"]
)
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_csv_is_read_in_every_form(delimiter: str, encoding: str, line_end: str) -> None:
    if encoding.endswith("-bom"):
        plain = encoding.removesuffix("-bom")
        content = "\ufeff".encode(plain) + csv_bytes(
            ROWS, delimiter=delimiter, encoding=plain, line_end=line_end
        )
    else:
        content = csv_bytes(ROWS, delimiter=delimiter, encoding=encoding, line_end=line_end)
    table = read_table(content)
    assert [row.number for row in table.rows] == [1, 2]
    assert [list(row.cells) for row in table.rows] == ROWS


def test_csv_and_xlsx_give_the_same_table() -> None:
    assert read_table(csv_bytes(ROWS)).rows == read_table(xlsx_bytes(ROWS)).rows


def test_rows_are_numbered_as_excel_shows_them() -> None:
    content = 'ИНН;Продукт\r\n\r\n1;"два\r\nряда"\r\n;\r\n2;после\r\n'.encode()
    assert [(row.number, row.cells) for row in read_table(content).rows] == [
        (1, ("ИНН", "Продукт")),
        (3, ("1", "два\r\nряда")),
        (5, ("2", "после")),
    ]


def test_rows_of_a_workbook_keep_their_numbers_over_gaps() -> None:
    sheet = sheet_xml(
        f'<row r="3">{inline("B3", "header")}</row><row r="9"><c r="A9"/>{inline("C9", "x")}</row>'
    )
    assert read_table(package(sheet)).rows == (Row(3, (None, "header")), Row(9, (None, None, "x")))


def test_the_separator_line_of_excel_is_not_a_row() -> None:
    assert read_table(b"sep=,\r\na;b,c\r\n").rows == (Row(1, ("a;b", "c")),)


def test_text_formulas_of_exporters_are_text() -> None:
    assert read_table(b'a;b\r\n="0123";"=""045"""\r\n').rows[1].cells == ("0123", "045")


def test_dates_numbers_and_text_of_a_workbook() -> None:
    table = read_table(xlsx_bytes([["a", "b", "c"], [date(2026, 11, 30), 7707083893, 7.5]]))
    assert table.rows[1].cells == (date(2026, 11, 30), 7707083893, 7.5)


def test_the_first_visible_sheet_is_read_and_the_others_are_told() -> None:
    table = read_table(xlsx_bytes(ROWS, other_sheets=["Архив"], hidden=True))
    assert (table.sheet, table.other_sheets) == ("Услуги", ("Архив",))
    assert len(table.rows) == 2


def test_formulas_give_the_value_saved_with_them() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c><c r="C1"><f>1+2</f></c><c r="D1"><v>4</v></c>'
    assert read_table(package(sheet_xml(f'<row r="1">{cells}</row>'))).rows[0].cells == (
        2,
        None,
        NoValue.NOT_COMPUTED,
        4,
    )


@pytest.mark.parametrize("value", ["<v/>", "<v></v>"])
def test_an_empty_value_of_a_formula_is_none(value: str) -> None:
    cells = f'<c r="A1"><f>1+1</f>{value}</c>\n<c r="B1"><f>1+2</f><v>3</v></c>'
    assert read_table(package(sheet_xml(f'<row r="1">{cells}</row>'))).rows[0].cells == (
        NoValue.NOT_COMPUTED,
        3,
    )


def test_a_formula_without_a_value_keeps_its_row_from_being_empty() -> None:
    sheet = sheet_xml(f'<row r="1">{inline("A1", "x")}</row><row r="2"><c r="B2"><f>A1</f></c></row>')
    assert read_table(package(sheet)).rows[1] == Row(2, (None, NoValue.NOT_COMPUTED))


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    doctype = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "ha">{levels}]>'
    return package(
        doctype
        + f'<worksheet xmlns="{MAIN_NS}"><sheetData><row r="1">{inline("A1", "&e8;")}</row></sheetData></worksheet>'
    )


def external_entity() -> bytes:
    doctype = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return package(
        doctype
        + f'<worksheet xmlns="{MAIN_NS}"><sheetData><row r="1">{inline("A1", "&x;")}</row></sheetData></worksheet>'
    )


def entity_in_a_part_with_another_ending() -> bytes:
    part = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e "x">]><a>&e;</a>'
    return package(sheet_xml(f'<row r="1">{inline("A1", "a")}</row>'), {"xl/media/image1.png": part})


def lying_directory() -> bytes:
    """A ZIP whose directory states less than a part unpacks to."""
    content = bytearray(package(sheet_xml(f'<row r="1">{inline("A1", "a" * 5_000)}</row>')))
    at = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(content)


def flagged(bit: int) -> Callable[[], bytes]:
    """A ZIP whose first entry says that it cannot be read as it is."""

    def make() -> bytes:
        content = bytearray(package(sheet_xml("")))
        at = content.index(b"PK\x01\x02")
        content[at + 8] |= bit
        return bytes(content)

    return make


HOSTILE: list[tuple[str, Callable[[], bytes], TableFault]] = [
    ("nothing", lambda: b"", TableFault.EMPTY),
    ("only spaces", lambda: b" \r\n ; \r\n", TableFault.EMPTY),
    ("only a byte order mark", lambda: b"\xef\xbb\xbf", TableFault.EMPTY),
    ("a picture named .xlsx", lambda: PNG, TableFault.NOT_A_TABLE),
    ("NUL bytes", lambda: b"a;b\r\n1;\x002\r\n", TableFault.NOT_A_TABLE),
    ("UTF-16 without a mark", lambda: csv_bytes(ROWS, encoding="utf-16-le"), TableFault.NOT_A_TABLE),
    ("UTF-32", lambda: csv_bytes(ROWS, encoding="utf-32"), TableFault.NOT_A_TABLE),
    ("half a UTF-16 character", lambda: b"\xff\xfea\x00b", TableFault.UNKNOWN_ENCODING),
    ("no known encoding", lambda: b"\x98\x98;\xff\r\n", TableFault.UNKNOWN_ENCODING),
    ("an old workbook", lambda: bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512), TableFault.OLD_EXCEL),
    ("quotes that do not close", 'ИНН;Имя\r\n1;"ООО\r\n2;x\r\n'.encode, TableFault.BROKEN_QUOTES),
    ("text after a closing quote", 'ИНН;Имя\r\n1;"ООО" Ромашка\r\n'.encode, TableFault.BROKEN_QUOTES),
    ("10 000 columns of text", lambda: (";".join(["x"] * 10_000)).encode(), TableFault.TOO_MANY_COLUMNS),
    ("10 000 columns", lambda: xlsx_bytes([["x"] * 10_000]), TableFault.TOO_MANY_COLUMNS),
    ("a long cell of text", lambda: b"a\r\n" + b"x" * 40_000, TableFault.CELL_TOO_LONG),
    ("a field beyond the reader", lambda: b'a\r\n"' + b"x" * 200_000 + b'"', TableFault.CELL_TOO_LONG),
    ("a long cell", lambda: package(sheet_xml(f'<row r="1">{inline("A1", "xy" * 20_000)}</row>')), TableFault.CELL_TOO_LONG),
    ("a zip of something else", lambda: zipped({"readme.txt": b"hello"}), TableFault.NOT_XLSX),
    ("an OpenDocument", lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), TableFault.NOT_XLSX),
    ("half a workbook", lambda: xlsx_bytes(ROWS)[:1_500], TableFault.DAMAGED),
    ("broken XML", lambda: package("<worksheet"), TableFault.DAMAGED),
    ("no workbook part", lambda: zipped({"[Content_Types].xml": b"<Types/>"}), TableFault.DAMAGED),
    ("a number that is none", lambda: package(sheet_xml('<row r="1"><c r="A1"><v>NaN</v></c></row>')), TableFault.DAMAGED),
    ("a missing shared string", lambda: package(sheet_xml('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')), TableFault.DAMAGED),
    ("rows that go back", lambda: package(sheet_xml(f'<row r="2">{inline("A2", "x")}</row><row r="1">{inline("A1", "y")}</row>')), TableFault.DAMAGED),
    ("a row beyond the last", lambda: package(sheet_xml(f'<row r="99999999999">{inline("A1", "x")}</row>')), TableFault.DAMAGED),
    ("entities in entities", entity_bomb, TableFault.DAMAGED),
    ("an entity from a file", external_entity, TableFault.DAMAGED),
    ("an entity in a picture", entity_in_a_part_with_another_ending, TableFault.DAMAGED),
    ("a directory that lies", lying_directory, TableFault.DAMAGED),
    ("an encrypted part", flagged(0x01), TableFault.DAMAGED),
    ("a patched part", flagged(0x20), TableFault.DAMAGED),
    ("a strongly encrypted part", flagged(0x40), TableFault.DAMAGED),
    ("a zip bomb", lambda: package(b" " * (64 * 1024 * 1024)), TableFault.BOMB),
    ("three thousand parts", lambda: package(sheet_xml(""), {f"xl/{n}.xml": b"<a/>" for n in range(3_000)}), TableFault.BOMB),
    ("a row of endless elements", lambda: package(sheet_xml('<row r="1">' + "<q/>" * 210_000 + "</row>")), TableFault.BOMB),
    ("styles without end", lambda: package(sheet_xml(""), {"xl/styles.xml": b"<styleSheet>" + b"<xf/>" * 210_000 + b"</styleSheet>"}), TableFault.BOMB),
    ("a sheet without rows", lambda: package(sheet_xml("")), TableFault.EMPTY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "fault"), [pytest.param(make, fault, id=name) for name, make, fault in HOSTILE]
)
def test_hostile_files_are_refused(content: Callable[[], bytes], fault: TableFault) -> None:
    assert fault_of(content()) is fault


def test_faults_name_the_row() -> None:
    with pytest.raises(TableError) as caught:
        read_table(b'a;b\r\n1;2\r\n\r\n3;"4\r\n')
    assert caught.value.row == 4


def test_the_sum_of_unpacked_sizes_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    content = package(sheet_xml(f'<row r="1">{inline("A1", "x")}</row>'))
    assert read_table(content).rows
    monkeypatch.setattr(package_limits, "MAX_UNPACKED_BYTES", 1_000)
    assert fault_of(content) is TableFault.BOMB


def test_strings_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    content = xlsx_bytes(ROWS)
    monkeypatch.setattr(package_limits, "MAX_STRINGS", 17)
    assert fault_of(content) is TableFault.BOMB


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_rows_are_counted_without_the_header(
    make: Callable[[list[list[str]]], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_limits, "MAX_ROWS", 3)
    assert len(read_table(make([["a"]] * 4)).rows) == 4
    assert fault_of(make([["a"]] * 5)) is TableFault.TOO_MANY_ROWS


def test_a_stated_size_that_lies_is_not_believed() -> None:
    sheet = sheet_xml(
        f'<row r="1">{inline("A1", "x")}{inline("B1", "y")}</row><row r="2">{inline("A2", "z")}</row>'
    )
    for size in ("A1", "A1:XFD1048576"):
        lying = sheet.replace("<sheetData>", f'<dimension ref="{size}"/><sheetData>')
        assert [row.cells for row in read_table(package(lying)).rows] == [("x", "y"), ("z",)]


def test_files_are_read_within_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, fault in [(tmp_path / "none.csv", TableFault.MISSING), (tmp_path, TableFault.UNREADABLE)]:
        with pytest.raises(TableError) as caught:
            read_file(path)
        assert caught.value.fault is fault
    monkeypatch.setattr("bot.imports.sheet.MAX_FILE_BYTES", 10)
    (tmp_path / "big.csv").write_bytes(b"x" * 5_000)
    content = read_file(tmp_path / "big.csv")
    assert len(content) == 11
    assert fault_of(content) is TableFault.TOO_LARGE
