"""A person with a Telegram app, for tests and for the demo's own acts."""

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.emulator import acts
from bot.emulator.markup import Button
from bot.emulator.model import Account, Answer, Message, Query
from bot.emulator.state import World
from bot.emulator.transcript import last_calls, transcript

ANSWER_SECONDS = 5.0
Pattern = str | re.Pattern[str]
_Matching = Callable[[Message, str], bool]


@dataclass(frozen=True, slots=True)
class Received:
    """A document that the bot sent."""

    name: str
    content: bytes
    caption: str
    message: Message


class Person:
    """Acts exactly as a Telegram user would, and fails loudly when the bot does not react as expected."""

    def __init__(self, world: World, account: Account) -> None:
        self._world = world
        self._account = account
        self._acted = world.rev
        self._seen = world.rev
        self.last_answer: Answer | None = None

    @property
    def id(self) -> int:
        """The user id, which is the chat id too."""
        return self._account.id

    @property
    def first_name(self) -> str:
        """The first name."""
        return self._account.first_name

    @property
    def unread(self) -> int:
        """Bot messages since the person last looked at the chat."""
        return self._account.unread

    @property
    def account(self) -> Account:
        """The account behind the person."""
        return self._account

    # -- acts -------------------------------------------------------------------------------------------------

    async def send(self, text: str, *, reply_to: Message | None = None) -> Message:
        """Writes a message; a very long text leaves as several, of which this is the last."""
        self._act()
        return acts.send(self._world, self.id, text, reply_to=reply_to.id if reply_to else None)[-1]

    async def start(self) -> Message:
        """Presses Start."""
        return await self.send("/start")

    async def upload(self, name: str, content: bytes, caption: str = "") -> Message:
        """Sends a document."""
        self._act()
        return acts.upload(self._world, self.id, [(name, content)], caption=caption)[0]

    async def upload_album(self, files: Sequence[tuple[str, bytes]], caption: str = "") -> list[Message]:
        """Sends several documents as one album."""
        self._act()
        return acts.upload(self._world, self.id, list(files), caption=caption)

    async def tap(self, label: Pattern, message: Message | None = None) -> Answer:
        """Presses a button by its label or a part of it and waits for the bot's answer.

        Without `message`, the newest message that has such a button. A reply keyboard's button sends its text.

        Raises:
            AssertionError: no such button, or no answer in 5 seconds.
        """
        found = self._find_button(label, message)
        if found is None:
            if message is None and self._has_reply_button(label):
                return await self._tap_reply(label)
            raise self._failure(f"there is no button {_shown(label)}")
        place, button = found
        if button.kind == "url":
            self._act()
            return self._remember(Answer(url=str(button.value)))
        if button.kind != "callback_data":
            self._act()
            return self._remember(Answer())
        return await self._tap(place, str(button.value))

    async def tap_data(self, data: str, message: Message | None = None) -> Answer:
        """Presses a forged or stale button with this data, under `message` or the newest bot message.

        Raises:
            AssertionError: no answer in 5 seconds.
        """
        if message is None:
            own = [one for one in self._world.visible(self.id) if one.from_bot]
            message = next((one for one in reversed(own) if one.markup), own[-1] if own else None)
        return await self._tap(message, data)

    def block(self) -> None:
        """Stops the bot."""
        self._act()
        acts.block(self._world, self.id)

    def unblock(self) -> None:
        """Lets the bot write again."""
        self._act()
        acts.unblock(self._world, self.id)

    def delete_account(self) -> None:
        """Leaves Telegram for good."""
        self._act()
        self._account.deactivated = True

    def look(self) -> None:
        """Opens the chat: nothing is unread any more."""
        acts.see(self._world, self.id)

    # -- what the person sees ---------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """The chat, oldest first, without deleted messages."""
        return self._world.visible(self.id)

    @property
    def screen(self) -> Message:
        """The newest text message of the bot.

        Raises:
            AssertionError: there is none.
        """
        for message in reversed(self.messages):
            if message.from_bot and message.file is None:
                return message
        raise self._failure("the bot has written nothing")

    def buttons(self, message: Message | None = None) -> list[list[str]]:
        """The labels under a message, by default under the newest one that has buttons."""
        if message is not None:
            return message.buttons
        return next((one.buttons for one in reversed(self.messages) if one.markup), [])

    def transcript(self) -> str:
        """The chat as text."""
        return transcript(self._world, self.id)

    # -- expectations -----------------------------------------------------------------------------------------

    async def expect(self, pattern: Pattern, timeout: float = 5.0) -> Message:  # noqa: ASYNC109  part of the contract
        """The newest bot message, sent or edited since this person's last act, whose text has the pattern.

        A string is looked for as it is, a compiled pattern with `search`; formatting is not part of the text. What a
        message said for a moment before the next edit counts: the person saw it.

        Raises:
            AssertionError: none came in `timeout` seconds.
        """

        def matching(_message: Message, text: str) -> bool:
            return _matches(pattern, text)

        return await self._wait_for(matching, f"no message with {_shown(pattern)}", timeout)

    async def expect_document(self, pattern: Pattern, timeout: float = 5.0) -> Received:  # noqa: ASYNC109  part of the contract
        """The newest document, sent since this person's last act, whose name has the pattern.

        Raises:
            AssertionError: none came in `timeout` seconds.
        """

        def matching(message: Message, _text: str) -> bool:
            return message.file is not None and _matches(pattern, message.file.name)

        message = await self._wait_for(matching, f"no document named {_shown(pattern)}", timeout)
        assert message.file is not None  # noqa: S101  that is what it was chosen by
        return Received(message.file.name, message.file.content, message.plain, message)

    async def expect_nothing(self, seconds: float = 0.2) -> None:
        """Nothing from the bot since the last act or the last met expectation, and nothing for `seconds` more.

        Raises:
            AssertionError: a message came or changed.
        """
        try:
            message, _ = await self._next(lambda _message, _text: True, seconds, since=self._seen)
        except TimeoutError:
            return
        raise self._failure(f"an unexpected message #{message.id}: {message.plain!r}")

    # -- inside -----------------------------------------------------------------------------------------------

    def _act(self) -> None:
        """Expectations look at what comes after this moment."""
        self._acted = self._seen = self._world.rev
        self.last_answer = None

    def _remember(self, answer: Answer) -> Answer:
        self.last_answer = answer
        return answer

    async def _tap(self, message: Message | None, data: str) -> Answer:
        self._act()
        with self._world.bus.subscribe() as events:
            query = acts.tap(self._world, self.id, message, data)
            try:
                async with asyncio.timeout(ANSWER_SECONDS):
                    async for event in events:
                        if event.name == "answer" and isinstance(event.data, Query) and event.data is query:
                            break
            except TimeoutError:
                raise self._failure(f"the tap {data!r} was not answered in {ANSWER_SECONDS:g} s") from None
        return self._remember(query.answer or Answer())

    async def _tap_reply(self, label: Pattern) -> Answer:
        keyboard = self._account.keyboard
        assert keyboard is not None  # noqa: S101  the caller found the button there
        text = _best(label, [button.text for button in keyboard.buttons()])
        await self.send(text or str(label))
        return self._remember(Answer())

    def _has_reply_button(self, label: Pattern) -> bool:
        keyboard = self._account.keyboard
        return keyboard is not None and _best(label, [one.text for one in keyboard.buttons()]) is not None

    def _find_button(self, label: Pattern, message: Message | None) -> tuple[Message, Button] | None:
        places = [message] if message is not None else reversed(self.messages)
        for place in places:
            buttons = list(place.markup.buttons()) if place.markup else []
            text = _best(label, [button.text for button in buttons])
            if text is not None:
                return place, next(button for button in buttons if button.text == text)
        return None

    async def _wait_for(self, matching: _Matching, complaint: str, seconds: float) -> Message:
        try:
            message, rev = await self._next(matching, seconds, since=self._acted)
        except TimeoutError:
            raise self._failure(f"{complaint} in {seconds:g} s") from None
        self._seen = max(self._seen, rev)
        return message

    async def _next(self, matching: _Matching, seconds: float, *, since: int) -> tuple[Message, int]:
        """The newest fitting version of a bot message after a revision, and its own; waits for one.

        Raises:
            TimeoutError: none came.
        """
        with self._world.bus.subscribe() as events:
            async with asyncio.timeout(seconds):
                while (found := self._newest(matching, since)) is None:
                    await events.next()
                return found

    def _newest(self, matching: _Matching, since: int) -> tuple[Message, int] | None:
        fitting = [
            (message, rev)
            for message in self.messages
            if message.from_bot
            for rev, text in message.versions
            if rev > since and matching(message, text)
        ]
        return max(fitting, key=lambda version: version[1], default=None)

    def _failure(self, complaint: str) -> AssertionError:
        since = f"since revision {self._acted}"
        return AssertionError(
            f"{self.first_name}: {complaint} ({since})\n\n{self.transcript()}"
            f"\n\n── last calls of the bot ──\n{last_calls(self._world)}"
        )


def _matches(pattern: Pattern, text: str) -> bool:
    return pattern in text if isinstance(pattern, str) else pattern.search(text) is not None


def _best(label: Pattern, texts: Sequence[str]) -> str | None:
    """The text that is the label, or else the first that contains it."""
    if isinstance(label, str) and label in texts:
        return label
    return next((text for text in texts if _matches(label, text)), None)


def _shown(pattern: Pattern) -> str:
    return repr(pattern) if isinstance(pattern, str) else f"/{pattern.pattern}/"
