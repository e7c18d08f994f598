"""The methods of the Bot API that the emulator carries out, by name, with the parameters each one knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from bot.emulator.parameters import Parameters
from bot.emulator.state import World

Handler = Callable[[World, Parameters], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Described:
    """A result that comes with a `description` in the answer, such as "Webhook was set"."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Method:
    """A method.

    Attributes:
        name: as documented.
        fields: the parameters of Bot API 10.3.
        idle: those of them that the emulator takes and does nothing with.
        deprecated: parameters that the server still takes, and what replaces them.
    """

    name: str
    handler: Handler
    fields: frozenset[str]
    idle: frozenset[str] = frozenset()
    deprecated: dict[str, str] = field(default_factory=dict)

    def check_names(self, parameters: Parameters) -> None:
        """Lints parameters that do not belong here; Telegram ignores them in silence."""
        for name in parameters.values:
            if name in self.deprecated:
                parameters.lint(f"{name} is deprecated: use {self.deprecated[name]}")
            elif name in self.idle:
                parameters.lint(f"the emulator does nothing with {name}")
            elif name not in self.fields and name != "method":
                parameters.lint(f"unknown parameter {name!r}")


METHODS: dict[str, Method] = {}


def method(
    name: str,
    *groups: str,
    idle: str = "",
    deprecated: dict[str, str] | None = None,
) -> Callable[[Handler], Handler]:
    """Registers a method with its parameters, written as words."""
    fields = frozenset(" ".join(groups).split())
    unused = frozenset(idle.split())

    def register(handler: Handler) -> Handler:
        METHODS[name.lower()] = Method(name, handler, fields | unused, unused, deprecated or {})
        return handler

    return register
