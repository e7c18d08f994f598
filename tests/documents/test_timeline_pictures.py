"""The pictures themselves."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from PIL import Image

from bot.cabinet.person import Language
from bot.cabinet.subscription import Subscription
from bot.documents.timeline import wording
from bot.documents.timeline.album import draw_timeline
from bot.documents.timeline.drawing import SIZE_TEXT
from bot.documents.timeline.layout import MAX_PICTURES, POINT, WIDTH, paint
from bot.documents.timeline.lettering import UNKNOWN, Weight, fitted, legible, width
from bot.documents.timeline.palette import TONES
from bot.texts import texts
from tests.documents.services import HOSTILE, SERVICES, TODAY, report, service

LANGUAGES = [language.value for language in Language]
PHOTO_SIDES, PHOTO_RATIO, PHOTO_BYTES = 10_000, 20, 10 * 1024 * 1024


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def check_limits(content: bytes) -> None:
    picture = opened(content)
    assert picture.format == "PNG"
    assert picture.width + picture.height <= PHOTO_SIDES
    assert max(picture.size) <= PHOTO_RATIO * min(picture.size)
    assert len(content) <= PHOTO_BYTES


@settings(max_examples=25, deadline=None)
@given(SERVICES)
def test_hostile_names_are_drawn_within_the_limits_of_photos(services: list[Subscription]) -> None:
    album = draw_timeline(report(*services), "ru")
    assert bool(album.pictures) == bool(services)
    for picture in album.pictures:
        check_limits(picture)


def test_a_thousand_services_stay_within_one_album() -> None:
    album = draw_timeline(report(*(service(n, organization=n // 50) for n in range(1000))), "en")
    assert len(album.pictures) == MAX_PICTURES
    assert 0 < album.shown < 1000
    for picture in album.pictures:
        check_limits(picture)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_report_gives_the_same_bytes(language: str) -> None:
    services = [service(n, organization=n % 3, end=n * 40 - 40) for n in range(9)]
    assert draw_timeline(report(*services), language) == draw_timeline(report(*services), language)


@pytest.mark.parametrize("end", [-5, 3, 20, 300])
def test_a_bar_has_the_colour_of_its_urgency(end: int) -> None:
    (content,) = draw_timeline(report(service(end=end)), "ru").pictures
    colours = {colour for _, colour in opened(content).getcolors(1 << 20) or ()}
    assert TONES[paint(service(end=end).term, TODAY)].bar in colours


def test_words_are_legible_on_a_phone() -> None:
    assert WIDTH / POINT == 390
    assert SIZE_TEXT / POINT >= 13


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legend_fits_on_one_line(language: str) -> None:
    t = texts(language)
    words = sum(width(t(key), Weight.REGULAR, SIZE_TEXT) for key in wording.LEGEND.values())
    assert words + len(wording.LEGEND) * 28 * POINT <= 370 * POINT


@given(HOSTILE)
def test_text_is_cut_to_the_room(text: str) -> None:
    clean = legible(text)
    assert clean == legible(clean)
    assert clean.isprintable()
    for room in (0, 5, 100, 400):
        assert width(fitted(clean, Weight.BOLD, 39, room), Weight.BOLD, 39) <= room


def test_letters_that_cannot_be_drawn_are_told_from_those_that_can() -> None:
    assert legible("Экстерн 🚀 Ё№«»∞") == "Экстерн Ё№«»∞"
    assert legible("漢字 ok") == f"{UNKNOWN} ok"
    assert legible("и\u0306") == "й"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-9, -30, ("22 окт 2026", "30 дней назад")),
        (-9, 0, ("до 21 ноя 2026", "сегодня")),
        (-9, 1, ("до 22 ноя 2026", "1 день")),
        (-9, 9, ("до 30 ноя 2026", "9 дней")),
        (-9, None, ("", "бессрочно")),
        (10, 400, ("с 1 дек 2026", "не начался")),
    ],
)
def test_the_date_and_what_it_means(start: int, end: int | None, said: tuple[str, str]) -> None:
    span = wording.span(texts("ru"), service(start=start, end=end).term, TODAY)
    assert (span.when, span.left) == said
