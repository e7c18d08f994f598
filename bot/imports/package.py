"""Holding an XLSX package against limits before anything builds objects out of it.

A workbook is a ZIP of XML parts (ECMA-376 part 2). Each part is unpacked and walked through once with a bare expat
parser: it costs no memory, finds document type declarations (forbidden by ECMA-376 part 2, 8.2.4, and the door of
entity attacks) and counts what the reading library would later turn into objects.
"""

import zipfile
import zlib
from dataclasses import dataclass, field
from functools import lru_cache
from string import digits
from xml.parsers import expat

from bot.imports.table import LAST_ROW, MAX_COLUMNS, MIB, TableError, TableFault

MAX_PARTS = 2_000
MAX_UNPACKED_BYTES = 200 * MIB  # 200 000 rows of ten columns take some 150
MAX_RATIO = 100  # XML of real tables packs 5 to 30 times
RATIO_FREE_BYTES = 10 * MIB  # a small part full of sameness harms nobody
MAX_STRINGS = 2_000_000
MAX_ELEMENTS = 200_000  # in what is held at once: a row, a string, or a part that is read as a whole

_CHUNK = 64 * 1024
_CONTENT_TYPES = "[Content_Types].xml"
_ALLOWED_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# General purpose bits (APPNOTE.TXT 4.4.4) of entries that cannot be read: encrypted, patched, strongly encrypted.
_UNREADABLE = 0x01 | 0x20 | 0x40


@dataclass(slots=True)
class SheetFacts:
    """What the walk through a sheet found and the reading library will not tell."""

    uncomputed: dict[int, list[int]] = field(default_factory=dict)  # row: columns of formulas without a value
    too_wide: int | None = None  # the first row with a value to the right of the last column that is read


def inspect(archive: zipfile.ZipFile) -> dict[str, SheetFacts]:
    """Walk through every part of the package and tell about its sheets, by the part's path.

    Raises:
        TableError: Not a workbook, damaged, or against the limits.
    """
    parts = archive.infolist()
    if _CONTENT_TYPES not in archive.namelist():
        raise TableError(TableFault.NOT_XLSX)
    _check_sizes(parts)
    facts = {}
    # By name and not by entry, as the reading library opens them: of two entries with one name both see the last.
    for name in dict.fromkeys(part.filename for part in parts if not part.is_dir()):
        walk = _PartWalk()
        is_xml = name.lower().endswith((".xml", ".rels"))
        try:
            with archive.open(name) as source:
                while chunk := source.read(_CHUNK):
                    walk.feed(chunk)
            walk.finish()
        except expat.ExpatError as error:
            if is_xml:
                raise TableError(TableFault.DAMAGED, f"XML: {error}") from error
            # A picture or another binary part: not XML from its first byte, and so of no interest.
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise TableError(TableFault.DAMAGED, type(error).__name__) from error
        facts[name] = walk.facts
    return facts


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    """Judge by the sizes that the directory states: zipfile never unpacks more of a part than that."""
    if len(parts) > MAX_PARTS:
        raise TableError(TableFault.BOMB, f"{len(parts)} parts")
    for part in parts:
        if part.flag_bits & _UNREADABLE or part.compress_type not in _ALLOWED_METHODS:
            raise TableError(TableFault.DAMAGED, "encrypted or unusual compression")
        if part.file_size > max(RATIO_FREE_BYTES, part.compress_size * MAX_RATIO):
            raise TableError(TableFault.BOMB, "ratio")
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise TableError(TableFault.BOMB, "unpacked size")


class _PartWalk:
    """One part, seen element by element."""

    def __init__(self) -> None:
        self.facts = SheetFacts()
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._root = ""
        self._elements = 0
        self._strings = 0
        self._row = 0
        self._column = 0
        self._lacks_value = False  # the cell has a formula, and nothing else so far
        self._is_string = False  # the cell's formula gives a string, which may well be empty

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)  # noqa: FBT003 (expat takes it by position only)

    def finish(self) -> None:
        self._parser.Parse(b"", True)  # noqa: FBT003 (expat takes it by position only)
        self._end_cell()

    def _doctype(self, *_: object) -> None:
        raise TableError(TableFault.DAMAGED, "document type declaration")

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified[qualified.rfind(":") + 1 :]
        if not self._root:
            self._root = name
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise TableError(TableFault.BOMB, "elements")
        if self._root == "worksheet":
            self._start_in_sheet(name, attributes)
        elif name == "si" and self._root == "sst":
            self._elements = 0
            self._strings += 1
            if self._strings > MAX_STRINGS:
                raise TableError(TableFault.BOMB, "strings")

    def _start_in_sheet(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._end_cell()
            self._column = _column_of(attributes.get("r", "").rstrip(digits)) or self._column + 1
            self._is_string = attributes.get("t") == "str"
        elif name in {"v", "is"}:
            if self._is_string:
                self._lacks_value = False
            elif self._lacks_value:
                # Programs that do not compute write an empty value after the formula, and that is none.
                self._parser.CharacterDataHandler = self._text
            self._note_width()
        elif name == "f":
            self._lacks_value = True  # a value stands after its formula (ECMA-376 part 1, CT_Cell)
            self._note_width()
        elif name == "row":
            self._end_cell()
            self._start_row(attributes.get("r"))

    def _text(self, text: str) -> None:
        if text.strip():
            self._lacks_value = False

    def _end_cell(self) -> None:
        self._parser.CharacterDataHandler = None
        if self._lacks_value:
            self.facts.uncomputed.setdefault(self._row, []).append(self._column)
            self._lacks_value = False

    def _note_width(self) -> None:
        if self._column > MAX_COLUMNS and self.facts.too_wide is None:
            self.facts.too_wide = self._row

    def _start_row(self, number: str | None) -> None:
        # The library skips a row that goes back; in a services file a row must not get lost in silence.
        row = self._row + 1 if number is None else int(number)
        if not self._row < row <= LAST_ROW:
            raise TableError(TableFault.DAMAGED, "rows out of order")
        self._row = row
        self._column = self._elements = 0


@lru_cache(maxsize=MAX_COLUMNS * 4)
def _column_of(letters: str) -> int:
    """The number of a column by its letters: "C" is 3; 0 for none."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
