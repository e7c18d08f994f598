"""The world: everything the emulated Telegram knows, with a revision and one stream of changes."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any

from bot.clock import Clock
from bot.emulator import names, objects
from bot.emulator.bus import Bus
from bot.emulator.errors import QUERY_TOO_OLD
from bot.emulator.faults import Faults
from bot.emulator.limits import FloodControl, Limits
from bot.emulator.model import (
    Account,
    Answer,
    Call,
    Event,
    Lint,
    Message,
    Profile,
    Query,
    StoredFile,
    Update,
    Webhook,
)
from bot.emulator.pictures import Picture
from bot.emulator.updates import UpdateQueue

FIRST_PERSON = 1001
FIRST_MESSAGE = 1
MAX_CALLS = 5000
LINK_SECONDS = 3600
_FOLDERS = {"photo": "photos"}


class World:
    """All state of the emulator; methods of the Bot API and acts of people change it, nothing else does.

    Every change takes the next revision, stamps what it touched and is published on the bus.

    Attributes:
        id: tells this world from the one of another start.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        token: str,
        bot_name: str,
        bot_username: str,
        limits: Limits,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.clock = clock
        self.monotonic = monotonic
        self.limits = limits
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.bot_name = bot_name
        self.bot_username = bot_username
        self.profile = Profile()
        self.bus = Bus()
        self.id = secrets.token_hex(8)
        self.rev = 0
        self.accounts: dict[int, Account] = {}
        self.messages: dict[int, Message] = {}
        self.chats: dict[int, list[Message]] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Query] = {}
        self.calls: list[Call] = []
        self.lints: list[Lint] = []
        self.faults = Faults()
        self.flood = FloodControl(limits, monotonic)
        self.updates = UpdateQueue(limits, monotonic, fetched=self._fetched, notify=self.emit)
        self.webhook = Webhook()
        self._links: dict[str, tuple[StoredFile, float]] = {}
        self._next_message = FIRST_MESSAGE
        self._secret = secrets.token_hex(8)
        self._timers: set[asyncio.TimerHandle] = set()

    # -- changes ----------------------------------------------------------------------------------------------

    def emit(self, name: str, person: int | None = None, data: Any = None) -> int:
        """Publishes a change; the new revision."""
        self.rev += 1
        self.bus.publish(Event(name, self.rev, person, data))
        return self.rev

    def add_account(self, account: Account) -> Account:
        """Adds a person."""
        self.accounts[account.id] = account
        self.chats[account.id] = []
        self.emit("people")
        return account

    def free_person_id(self) -> int:
        """The next id for a person: 1001, 1002 and so on."""
        return max([FIRST_PERSON - 1, *self.accounts]) + 1

    def post(self, message: Message) -> Message:
        """Puts a new message into its chat."""
        self.messages[message.id] = message
        self.chats[message.chat].append(message)
        if message.from_bot:
            self.accounts[message.chat].unread += 1
        self._stamp("message", message)
        self.emit("people")
        return message

    def changed(self, message: Message) -> None:
        """Stamps an edited message."""
        self._stamp("edited", message)
        self.emit("people")

    def delete(self, message: Message) -> None:
        """Takes a message out of its chat."""
        message.deleted = True
        message.rev = self.emit("deleted", message.chat, message)
        self.emit("people")

    def _stamp(self, change: str, message: Message) -> None:
        message.versions.append((self.rev + 1, message.plain))
        message.rev = self.emit(change, message.chat, message)

    def next_message_id(self) -> int:
        """One counter for all private chats of the bot."""
        self._next_message += 1
        return self._next_message - 1

    def visible(self, person: int) -> list[Message]:
        """The chat as the person sees it, oldest first."""
        return [message for message in self.chats[person] if not message.deleted]

    def store(self, kind: str, name: str, content: bytes, picture: Picture | None = None) -> StoredFile:
        """Keeps a file under a fresh identifier; a photo is what its bytes say, whatever its name."""
        number = len(self.files)
        unique = names.unique_id(content)
        extension = f".{name.rpartition('.')[2]}" if "." in name else ""
        stored = StoredFile(
            file_id=names.file_id(kind, number, self._secret, unique),
            unique_id=unique,
            kind=kind,
            content=content,
            name=name,
            mime=picture.mime if picture else names.mime_type(name),
            path=f"{_FOLDERS.get(kind, 'documents')}/file_{number}{extension}",
            width=picture.width if picture else 0,
            height=picture.height if picture else 0,
        )
        self.files[stored.file_id] = stored
        return stored

    def open_link(self, stored: StoredFile) -> None:
        """Lets a file be fetched by its path for the next hour."""
        self._links[stored.path] = (stored, self.monotonic() + LINK_SECONDS)

    def linked(self, path: str) -> StoredFile | None:
        """The file behind a path that getFile gave less than an hour ago."""
        stored, until = self._links.get(path, (None, 0.0))
        return stored if self.monotonic() < until else None

    # -- updates ----------------------------------------------------------------------------------------------

    def announce(self, message: Message) -> None:
        """Queues a person's message for the bot."""
        self.updates.add(
            "message",
            objects.message(self, message),
            lifetime=self.limits.message_update_seconds,
            person=message.chat,
            message=message.id,
        )

    def announce_membership(self, account: Account, *, before: str, after: str) -> None:
        """Queues my_chat_member: the person blocked or unblocked the bot."""

        def member(status: str) -> dict[str, Any]:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"status": status, "user": objects.bot_user(self)} | until

        payload = {
            "chat": objects.private_chat(account),
            "from": objects.user(account),
            "date": int(self.clock.now().timestamp()),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self.updates.add(
            "my_chat_member", payload, lifetime=self.limits.message_update_seconds, person=account.id
        )

    def tap(self, person: int, message: Message | None, data: str, tag: str = "") -> Query:
        """A tap on a callback button, which waits for the bot's answer from now on."""
        account = self.accounts[person]
        query = Query(
            str(secrets.randbits(62)), person, message.id if message else 0, data, self.monotonic(), tag
        )
        self.queries[query.id] = query
        payload: dict[str, Any] = {
            "id": query.id,
            "from": objects.user(account),
            "chat_instance": str(-(account.id * 7_919 + self.bot_id)),
            "data": data,
        }
        if message is not None and not message.deleted:
            payload["message"] = objects.message(self, message)
        elif message is not None:
            payload["message"] = {
                "chat": objects.private_chat(account),
                "message_id": message.id,
                "date": 0,
            }
        self.updates.add("callback_query", payload, lifetime=self.limits.query_update_seconds, person=person)
        self._after(self.limits.answer_lint_seconds, lambda: self._complain(query))
        return query

    def waiting_tap(self, query_id: str) -> Query:
        """The tap that may still be answered.

        Raises:
            ApiError: it is unknown, was answered already, or waited too long.
        """
        query = self.queries.get(query_id)
        if query is None or query.answer is not None:
            raise QUERY_TOO_OLD
        if self.monotonic() - query.tapped_at > self.limits.answer_seconds:
            raise QUERY_TOO_OLD
        return query

    def answer(self, query: Query, answer: Answer) -> None:
        """Ends the waiting of a tap."""
        if self.monotonic() - query.tapped_at > self.limits.answer_lint_seconds:
            self._complain(query)
        query.answer = answer
        self.emit("answer", query.person, query)

    def _complain(self, query: Query) -> None:
        if query.answer is None and not query.complained:
            query.complained = True
            self.lint(
                f"a tap ({query.data!r}) waited more than {self.limits.answer_lint_seconds:g} s"
                " for answerCallbackQuery",
                method="answerCallbackQuery",
            )

    def take(self, update: Update) -> None:
        """The bot has taken an update through its webhook."""
        self.updates.remove(update)
        self._fetched([update])
        self.emit("confirmed")

    def _fetched(self, updates: list[Update]) -> None:
        """The bot has these now: people see their messages as read."""
        seen: dict[int, int] = {}
        for update in updates:
            if update.kind == "callback_query":
                self.queries[update.payload["id"]].delivered = True
            message = self.messages.get(update.message or 0)
            if message is not None and not message.read:
                message.read = True
                seen[update.person] = max(seen.get(update.person, 0), message.id)
        for person, up_to in seen.items():
            self.emit("read", person, up_to)

    # -- the record -------------------------------------------------------------------------------------------

    def lint(self, text: str, *, method: str = "", grade: str = "lint") -> None:
        """Writes down what Telegram would pass over in silence."""
        lint = Lint(text, method, self.clock.now(), grade)
        self.lints.append(lint)
        self.emit("lint", data=lint)

    def record(self, call: Call) -> None:
        """Writes down a finished call; the oldest go when there are too many."""
        self.calls.append(call)
        del self.calls[: max(0, len(self.calls) - MAX_CALLS)]
        self.emit("call", data=call)

    def unanswered(self) -> Iterable[Query]:
        """Taps that still wait."""
        return (query for query in self.queries.values() if query.answer is None)

    def close(self) -> None:
        """Ends the timers and complains of taps that were never answered."""
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        for query in self.unanswered():
            if query.delivered and not query.complained:
                query.complained = True
                self.lint(f"a tap ({query.data!r}) was never answered", method="answerCallbackQuery")

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        def run() -> None:
            self._timers.discard(timer)
            act()

        timer = asyncio.get_running_loop().call_later(seconds, run)
        self._timers.add(timer)
