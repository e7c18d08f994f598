"""Lists are shown by pages."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    number: int  # from 0
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are; one even when the list is empty."""
        return max(1, -(-self.total // self.size))
