"""The parameters of one request, read with the tolerance of the real server."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.errors import ApiError

_NUMBER = re.compile(r"\s*(-?\d{1,20})")
_WHOLE_NUMBER = re.compile(r"-?\d{1,19}")
_TRUE = frozenset({"true", "yes", "1"})
_ATTACHED = "attach://"


@dataclass(frozen=True, slots=True)
class UploadedPart:
    """A part with a file name."""

    name: str
    content: bytes


@dataclass(slots=True)
class Parameters:
    """Values by name; everything that is no file is text, JSON included.

    Attributes:
        files: uploaded parts by field name.
        lint: where to say what Telegram passes over in silence.
        used: names that the method asked for.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, UploadedPart] = field(default_factory=dict)
    lint: Callable[[str], None] = lambda _text: None

    def text(self, name: str) -> str:
        """The value, or an empty string."""
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """The leading number of the value; 0 when there is none."""
        value = self.text(name)
        if not value:
            return default
        found = _NUMBER.match(value)
        return int(found[1]) if found else 0

    def whole(self, name: str) -> int | None:
        """The value when it is a whole number and nothing else."""
        value = self.text(name)
        return int(value) if _WHOLE_NUMBER.fullmatch(value) else None

    def boolean(self, name: str) -> bool:
        """Whether the value says yes."""
        return self.text(name).strip().lower() in _TRUE

    def json(self, name: str, refusal: ApiError) -> Any:
        """The decoded JSON value; None when it is absent.

        Raises:
            ApiError: `refusal`, when it is not JSON.
        """
        value = self.text(name)
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as error:
            raise refusal from error

    def part(self, name: str, value: str | None = None) -> UploadedPart | None:
        """The file of a field: the part of that name, or the one that `attach://` points at."""
        value = self.text(name) if value is None else value
        if value.startswith(_ATTACHED):
            return self.files.get(value.removeprefix(_ATTACHED))
        return None if value else self.files.get(name)
