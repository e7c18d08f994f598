from datetime import date

from bot.demo.cast import service_lines
from bot.demo.services_file import services_file
from bot.imports.services import read_services

TODAY = date(2026, 11, 21)


def test_the_import_reads_what_the_cast_has_bought() -> None:
    file = read_services(services_file(service_lines(TODAY)))
    assert not file.problems
    assert not file.notes
    assert tuple(one.line for one in file.lines) == service_lines(TODAY)
