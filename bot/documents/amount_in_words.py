"""Amounts of money in Russian words, as papers of a cash office and a bank want them."""

from typing import NamedTuple

from bot.cabinet.cash.receipt_order import LARGEST_AMOUNT


class _Noun(NamedTuple):
    """A counted word: its forms after one, after two to four, and after the rest."""

    one: str
    few: str
    many: str
    feminine: bool = False

    def after(self, number: int) -> str:
        """The form that agrees with a number."""
        if number % 100 // 10 == 1:  # одиннадцать … девятнадцать
            return self.many
        return {1: self.one, 2: self.few, 3: self.few, 4: self.few}.get(number % 10, self.many)


_RUBLE = _Noun("рубль", "рубля", "рублей")
_KOPECK = _Noun("копейка", "копейки", "копеек", feminine=True)
_CLASSES = (  # classes of three digits, largest first
    (10**9, _Noun("миллиард", "миллиарда", "миллиардов")),
    (10**6, _Noun("миллион", "миллиона", "миллионов")),
    (10**3, _Noun("тысяча", "тысячи", "тысяч", feminine=True)),
)
_MASCULINE = {1: "один", 2: "два"}
_FEMININE = {1: "одна", 2: "две"}
_UNITS = (
    "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять", "одиннадцать", "двенадцать",
    "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать", "семнадцать", "восемнадцать", "девятнадцать",
)  # fmt: skip
_TENS = ("двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто")
_HUNDREDS = (
    "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот",
)  # fmt: skip


def amount_in_words(kopecks: int) -> str:
    """The amount from a capital letter, kopecks in two figures: «Одна тысяча двести рублей 50 копеек».

    Args:
        kopecks: From nothing up to `LARGEST_AMOUNT`.

    Raises:
        ValueError: The amount is negative or larger.
    """
    if not 0 <= kopecks <= LARGEST_AMOUNT:
        raise ValueError("such an amount has no words here")
    rubles, rest = divmod(kopecks, 100)
    words = [*_number(rubles), _RUBLE.after(rubles), f"{rest:02}", _KOPECK.after(rest)]
    return " ".join([words[0].capitalize(), *words[1:]])


def _number(number: int) -> list[str]:
    if number == 0:
        return ["ноль"]
    words: list[str] = []
    for size, noun in _CLASSES:
        count, number = divmod(number, size)
        if count:
            words += [*_below_thousand(count, feminine=noun.feminine), noun.after(count)]
    return [*words, *_below_thousand(number, feminine=_RUBLE.feminine)]


def _below_thousand(number: int, *, feminine: bool) -> list[str]:
    words: list[str] = []
    hundreds, number = divmod(number, 100)
    if hundreds:
        words.append(_HUNDREDS[hundreds - 1])
    tens, units = divmod(number, 10)
    if tens > 1:
        words.append(_TENS[tens - 2])
        number = units
    if number in _MASCULINE:
        words.append((_FEMININE if feminine else _MASCULINE)[number])
    elif number:
        words.append(_UNITS[number - 3])
    return words
