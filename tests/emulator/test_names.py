"""File names, types and identifiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.emulator.names import cleaned_name, file_id, is_file_id, mime_type, unique_id

CLEANED = [
    ("акт.pdf", "акт.pdf"),
    ("О «Р» №5 — отчёт.xml", "О  Р   5   отчёт.xml"),
    ("Феи\u0306я.txt", "Феия.txt"),
    ("a<b>c:d|e?f*g&h`i'j.txt", "a b c d e f g h i j.txt"),
    ("../../etc/passwd", "passwd"),
    ("C:\\x\\y.txt", "y.txt"),
    ('О \\"Р\\" 50%.pdf', "50%.pdf"),
    ("я" * 70 + "." + "x" * 20, "я" * 64 + "." + "x" * 16),
    (".profile", "profile"),
    ("  .. a . .txt", "a.txt"),
    ("архив.tar.gz", "архив.tar.gz"),
    ("", "file"),
    ("«»", "file"),
    ("№.№", "file"),
    ("акт 5_№-5 (1)+.pdf", "акт 5_ -5 (1)+.pdf"),
]


@pytest.mark.parametrize(("name", "kept"), CLEANED)
def test_names_lose_letters(name: str, kept: str) -> None:
    assert cleaned_name(name) == kept


@given(st.text())
def test_a_name_is_never_empty_never_long_and_never_a_path(name: str) -> None:
    kept = cleaned_name(name)
    assert 1 <= len(kept) <= 64 + 1 + 16
    assert not set(kept) & set("<>:\"/\\|?*&`'\n\0")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", "application/pdf"),
        ("a.XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.xml", "application/xml"),
        ("a.ics", "text/calendar"),
        ("a.qqq", "application/octet-stream"),
        ("a", "application/octet-stream"),
    ],
)
def test_types_come_from_extensions(name: str, kind: str) -> None:
    assert mime_type(name) == kind


def test_identifiers() -> None:
    first = file_id("document", 1, "secret", unique_id(b"x"))
    assert 70 <= len(first) <= 90
    assert is_file_id(first)
    assert not is_file_id(first[:-1] + ("A" if first[-1] != "A" else "B"))
    assert not is_file_id("абв")
    assert unique_id(b"x") == unique_id(b"x") != unique_id(b"y")
