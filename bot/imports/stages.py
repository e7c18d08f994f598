"""How far an import is: a bar for each stage on a terminal, a plain line elsewhere."""

from collections.abc import Callable, Iterable
from itertools import islice
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from bot.imports.report import count
from bot.texts import Texts

_LINES_AT_ONCE = 500


def print_lines(console: Console, lines: Iterable[str], style: str | None = None) -> None:
    """Lines as they are, not wrapped: many at once, because a report may have a hundred thousand."""
    rest = iter(lines)
    while some := list(islice(rest, _LINES_AT_ONCE)):
        console.out("\n".join(some), style=style, highlight=False)


class Stages:
    """The stages of one import."""

    def __init__(self, console: Console, t: Texts) -> None:
        self._console = console
        self._t = t
        self._bars = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            disable=not console.is_terminal,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def report(self, key: str) -> Callable[[int, int], None]:
        """What a stage calls with how much is done, of how much; (0, 0) when that is not known."""

        def tell(done: int, total: int) -> None:
            if not self._console.is_terminal:
                if done == total:
                    print_lines(self._console, [self._line(key, total)])
                return
            if key not in self._tasks:
                self._tasks[key] = self._bars.add_task(self._t(key))
            self._bars.update(self._tasks[key], completed=done, total=total or None)

        return tell

    def _line(self, key: str, total: int) -> str:
        return f"{self._t(key)}: {count(total)}" if total else f"{self._t(key)}…"
