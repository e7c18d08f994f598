"""Names of files reach people as they were given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cabinet.files.naming import STEM_LENGTH, telegram_name, unique_names
from bot.cabinet.files.stored_file import Media
from bot.emulator.names import cleaned_name

HOSTILE = st.text(
    st.sampled_from("аЙй\u0306и./\\: \u202e\u200f\0\n\t«»№—'\"%&CONcon1²ǅ\ud800") | st.characters()
)


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("Акт № 12 от 01.11.2026", "Акт 12 от 01.11.2026.pdf"),
        ("Акт сверки — ООО «Ромашка»", "Акт сверки - ООО Ромашка.pdf"),
        ("../../etc/passwd", "etc passwd.pdf"),
        ("C:\\act", "C act.pdf"),
        ("скидка 50%25", "скидка 50 25.pdf"),
        ("и\u0306", "й.pdf"),
        ("a\u202efdp.exe", "a fdp.exe.pdf"),
        ("con", "document.pdf"),
        ("LPT1.x", "document.pdf"),
        ("«»", "document.pdf"),
        ("", "document.pdf"),
    ],
)
def test_what_becomes_of_a_name(stem: str, name: str) -> None:
    assert telegram_name(stem, Media.PDF) == name


@given(HOSTILE, st.sampled_from(Media))
def test_telegram_leaves_every_name_as_it_is(stem: str, media: Media) -> None:
    name = telegram_name(stem, media)
    assert cleaned_name(name) == name
    assert "%" not in name
    assert 1 <= len(name) - len(media.value) - 1 <= STEM_LENGTH
    assert name.isprintable()
    assert not set(name) & set('/\\:*?"<>|')
    assert name.endswith(f".{media.value}")


@given(HOSTILE)
def test_a_good_name_stays(stem: str) -> None:
    name = telegram_name(stem, Media.PDF)
    assert telegram_name(name.removesuffix(".pdf"), Media.PDF) == name


@given(
    st.lists(st.sampled_from(["а.pdf", "А.PDF", "а (2).pdf", f"{'б' * 64}.pdf", "в.zip", "г"]), max_size=30)
)
def test_names_in_an_archive_differ_whatever_the_case(names: list[str]) -> None:
    unique = unique_names(names)
    assert len({name.casefold() for name in unique}) == len(names)
    assert all(len(name.rpartition(".")[0]) <= STEM_LENGTH for name in unique)
    assert [name.rpartition(".")[2].casefold() for name in unique if "." in name] == [
        name.rpartition(".")[2].casefold() for name in names if "." in name
    ]


def test_repeated_names_are_numbered() -> None:
    assert unique_names(["Акт.pdf", "Акт.pdf", "акт.pdf"]) == ["Акт.pdf", "Акт (2).pdf", "акт (3).pdf"]
    assert unique_names(["Акт", "Акт"]) == ["Акт", "Акт (2)"]
