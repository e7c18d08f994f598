"""A circuit breaker: a side that has failed many times in a row is left alone for a while."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import structlog

from bot.cabinet.sources import UnavailableError

log = structlog.get_logger(__name__)

_FAULTS: Final = 10
_REST_SECONDS: Final = 30.0


class SideFaultError(Exception):
    """The other side, or the way to it, failed. Refusals are no faults: who refuses is well."""


class Breaker:
    """Counts faults in a row. After too many everybody is refused until one request, let through later, succeeds.

    Args:
        name: Of the side, for the log.
        faults: How many in a row open the circuit.
        rest: For how many seconds nobody is let through.
        monotonic: Seconds that only grow.
    """

    def __init__(
        self,
        name: str,
        *,
        faults: int = _FAULTS,
        rest: float = _REST_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._limit = faults
        self._rest = rest
        self._monotonic = monotonic
        self._faults = 0
        self._open_until: float | None = None
        self._is_tried = False

    @property
    def is_open(self) -> bool:
        """Whether the side is left alone."""
        return self._open_until is not None

    @contextmanager
    def watching(self) -> Iterator[None]:
        """One request: `SideFaultError` out of it counts as a fault, anything else as an answer.

        Raises:
            UnavailableError: The side is left alone now.
        """
        is_trial = self._enter()
        try:
            yield
        except SideFaultError:
            self._failed(is_trial=is_trial)
            raise
        except Exception:
            self._answered()
            raise
        except BaseException:  # cancelled: nothing is known of the other side
            self._is_tried = self._is_tried and not is_trial
            raise
        else:
            self._answered()

    def _enter(self) -> bool:
        """Whether this request is the one that tries an open circuit."""
        if self._open_until is None:
            return False
        if self._is_tried or self._monotonic() < self._open_until:
            raise UnavailableError("left alone after many faults")
        self._is_tried = True
        return True

    def _failed(self, *, is_trial: bool) -> None:
        self._faults += 1
        if is_trial:
            self._is_tried = False
        elif self._faults < self._limit or self._open_until is not None:
            return
        self._open_until = self._monotonic() + self._rest
        log.warning("kontur.left-alone", side=self._name, faults=self._faults, seconds=self._rest)

    def _answered(self) -> None:
        if self._open_until is not None:
            log.info("kontur.answers-again", side=self._name)
        self._faults = 0
        self._open_until = None
        self._is_tried = False
