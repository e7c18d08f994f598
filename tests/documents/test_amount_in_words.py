"""Amounts in words: a table by hand, and every amount read back by its words."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cabinet.cash.receipt_order import LARGEST_AMOUNT
from bot.documents.amount_in_words import amount_in_words


@pytest.mark.parametrize(
    ("kopecks", "said"),
    [
        (0, "Ноль рублей 00 копеек"),
        (1, "Ноль рублей 01 копейка"),
        (100, "Один рубль 00 копеек"),
        (202, "Два рубля 02 копейки"),
        (5_11, "Пять рублей 11 копеек"),
        (11_12, "Одиннадцать рублей 12 копеек"),
        (14_21, "Четырнадцать рублей 21 копейка"),
        (21_14, "Двадцать один рубль 14 копеек"),
        (40_22, "Сорок рублей 22 копейки"),
        (100_05, "Сто рублей 05 копеек"),
        (111_00, "Сто одиннадцать рублей 00 копеек"),
        (342_90, "Триста сорок два рубля 90 копеек"),
        (1_000_00, "Одна тысяча рублей 00 копеек"),
        (1_200_50, "Одна тысяча двести рублей 50 копеек"),
        (2_001_00, "Две тысячи один рубль 00 копеек"),
        (5_012_00, "Пять тысяч двенадцать рублей 00 копеек"),
        (11_000_00, "Одиннадцать тысяч рублей 00 копеек"),
        (12_002_00, "Двенадцать тысяч два рубля 00 копеек"),
        (21_000_00, "Двадцать одна тысяча рублей 00 копеек"),
        (992_619_43, "Девятьсот девяносто две тысячи шестьсот девятнадцать рублей 43 копейки"),
        (1_000_000_00, "Один миллион рублей 00 копеек"),
        (2_000_001_01, "Два миллиона один рубль 01 копейка"),
        (11_111_111_11, "Одиннадцать миллионов сто одиннадцать тысяч сто одиннадцать рублей 11 копеек"),
        (1_000_000_000_00, "Один миллиард рублей 00 копеек"),
        (22_000_500_000_00, "Двадцать два миллиарда пятьсот тысяч рублей 00 копеек"),
        (
            LARGEST_AMOUNT,
            "Девятьсот девяносто девять миллиардов девятьсот девяносто девять миллионов девятьсот девяносто девять тысяч девятьсот девяносто девять рублей 99 копеек",
        ),
    ],
)
def test_amounts_are_said_as_an_accountant_says_them(kopecks: int, said: str) -> None:
    assert amount_in_words(kopecks) == said


# What a reader knows, written from the reader's side: values of words, and the classes they are gathered into.
VALUES = {
    "ноль": 0, "один": 1, "одна": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10, "одиннадцать": 11, "двенадцать": 12, "тринадцать": 13,
    "четырнадцать": 14, "пятнадцать": 15, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18,
    "девятнадцать": 19, "двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60,
    "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100, "двести": 200, "триста": 300,
    "четыреста": 400, "пятьсот": 500, "шестьсот": 600, "семьсот": 700, "восемьсот": 800, "девятьсот": 900,
}  # fmt: skip
STEMS = {"миллиард": 10**9, "миллион": 10**6, "тысяч": 10**3, "рубл": 1}


def read(said: str) -> int:
    """The kopecks that the words say."""
    *words, kopecks, _ = said.lower().split()
    rubles = gathered = 0
    for word in words:
        if word in VALUES:
            gathered += VALUES[word]
        else:
            stem = next(stem for stem in STEMS if word.startswith(stem))
            rubles, gathered = rubles + gathered * STEMS[stem], 0
    return rubles * 100 + int(kopecks)


AMOUNTS = st.integers(0, LARGEST_AMOUNT) | st.integers(0, 13).flatmap(
    lambda digits: st.integers(0, min(10**digits, LARGEST_AMOUNT))
)


@given(AMOUNTS)
@example(LARGEST_AMOUNT)
def test_words_read_back_are_the_amount(kopecks: int) -> None:
    assert read(amount_in_words(kopecks)) == kopecks


@given(AMOUNTS)
def test_every_counted_word_agrees_with_what_stands_before_it(kopecks: int) -> None:
    said = amount_in_words(kopecks).lower()
    for before, noun in re.findall(r"(\S+) ((?:миллиард|миллион|тысяч|рубл|копе)\S*)", said):
        if before.isdigit():
            last, teen = int(before) % 10, 10 < int(before) < 20
        else:
            value = VALUES.get(before, 0)  # after «тысяч» and the like stands the form of many
            last, teen = value % 10, 10 < value < 20
        if teen or last in {0, 5, 6, 7, 8, 9}:
            forms = {"миллиардов", "миллионов", "тысяч", "рублей", "копеек"}
        elif last == 1:
            forms = {"миллиард", "миллион", "тысяча", "рубль", "копейка"}
        else:
            forms = {"миллиарда", "миллиона", "тысячи", "рубля", "копейки"}
        assert noun in forms, (before, noun)


@given(AMOUNTS)
def test_thousands_are_feminine_and_the_rest_is_not(kopecks: int) -> None:
    said = amount_in_words(kopecks)
    assert said[0].isupper()
    assert said[1:] == said[1:].lower()
    for word in re.findall(r"(?:одна|две) (\S+)", said.lower()):
        assert word.startswith("тысяч")
    for word in re.findall(r"(?:один|два) (\S+)", said.lower()):
        assert not word.startswith("тысяч")


@pytest.mark.parametrize("kopecks", [-1, LARGEST_AMOUNT + 1])
def test_what_has_no_words_is_refused(kopecks: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        amount_in_words(kopecks)
