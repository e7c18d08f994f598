import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import containing, fold

QUOTES = "\"'`´«»‹›„“”‟‘’‚‛′″"
words = st.text(st.sampled_from("абвеёйъяАБВЕЁЙЪЯabcABC019 .,-№№"), max_size=30)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ООО «Ромашка»", "ооо ромашка"),
        ('  ООО\t"РОМАШКА" \n', "ооо ромашка"),
        ("Василёк", "василек"),
        ("ЁЛКА", "елка"),
        ("е\u0308лка", "елка"),  # ё in two characters, as macOS writes it
        ("Чай\u0306", "чай\u0306"),
        ("и\u0306од", "йод"),
        ("O’Brien", "obrien"),
        ("STRASSE ß", "strasse ss"),
        ("\u00a0ИП\u2003Иванов\u00a0", "ип иванов"),
        ("ＡＢＣ", "abc"),
        ("«»", ""),
        ("a\0b\ud800", "a\ufffdb\ufffd"),
    ],
)
def test_examples(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(words)
def test_letter_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@given(words)
def test_yo_makes_no_difference(text: str) -> None:
    assert fold(text.replace("ё", "е").replace("Ё", "Е")) == fold(text)


@given(words, st.sampled_from(QUOTES), st.integers(0, 40))
def test_quotation_marks_make_no_difference(text: str, quote: str, place: int) -> None:
    assert fold(text[:place] + quote + text[place:]) == fold(text)


@given(words, st.sampled_from([" ", "  ", "\t", "\n", "\u00a0", "\u2003"]))
def test_the_width_of_spaces_makes_no_difference(text: str, space: str) -> None:
    assert fold(space + text.replace(" ", space) + space) == fold(text)


@given(st.text(max_size=60))
def test_whatever_is_written_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_whatever_is_written_can_be_stored(text: str) -> None:
    folded = fold(text)
    folded.encode()
    assert "\0" not in folded
    assert folded == folded.strip()


@given(st.text(string.ascii_lowercase + "%_\\", max_size=12))
def test_a_pattern_has_no_special_signs_but_its_ends(text: str) -> None:
    pattern = containing(text)
    assert pattern[0] == pattern[-1] == "%"
    literal, escaped = [], False
    for sign in pattern[1:-1]:
        if not escaped and sign == "\\":
            escaped = True
            continue
        assert escaped or sign not in "%_"
        literal.append(sign)
        escaped = False
    assert not escaped
    assert "".join(literal) == text
