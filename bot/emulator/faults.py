"""Faults on order: the answer, delay or dropped connection that a test wants the bot to live through."""

from dataclasses import dataclass
from typing import Literal

Drop = Literal["before", "after"]


@dataclass(slots=True)
class Fault:
    """What happens to the next calls of a method.

    Attributes:
        method: its name in any case, or `*` for all.
        status: the HTTP status to answer with instead of carrying the call out; None carries it out.
        description: the text of that answer.
        retry_after: seconds for its `parameters` and header.
        times: how many calls are struck; 0 means all until the fault is cleared.
        drop: closes the connection without an answer, before the effect or after it.
        delay: seconds before the answer.
        body: the raw answer, such as the HTML page of a proxy.
    """

    method: str
    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    times: int = 1
    drop: Drop | None = None
    delay: float | None = None
    body: str | None = None


class Faults:
    """The faults waiting for their calls, oldest first."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Puts a fault in the queue of its method."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forgets all of them."""
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        """The fault that strikes this call, if any."""
        for fault in self._waiting:
            if fault.method in {"*", ""} or fault.method.lower() == method.lower():
                if fault.times == 1:
                    self._waiting.remove(fault)
                elif fault.times > 1:
                    fault.times -= 1
                return fault
        return None
