"""The whole bot, unchanged, over real HTTP against the emulator; signatures by the stand's authority."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.app import Application
from bot.cabinet.subscription import ServiceLine
from bot.demo import signing
from bot.demo.cast import COMPANIES, Company
from bot.demo.clock import DemoClock
from bot.demo.signing import Flaw
from bot.demo.wallets import Wallets
from bot.emulator import Emulator, Limits, Person, Received
from bot.settings import Settings, load
from storage.service_imports import StoredServiceImports

START = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)  # noon in Moscow


@dataclass(slots=True)
class StillClock:
    """A clock that stands still until it is moved."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment


@pytest.fixture(scope="session")
def wallets() -> Wallets:
    return Wallets(COMPANIES, START)


@pytest.fixture(scope="session")
def trust(wallets: Wallets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trust")
    wallets.authority.write(folder)
    return folder


@dataclass
class Town:
    """The emulator, the bot and the directors around it."""

    emulator: Emulator
    settings: Settings
    clock: DemoClock
    wallets: Wallets
    app: Application | None = None
    allowed_lints: list[str] = field(default_factory=list)

    async def open(self) -> None:
        """Start the bot, or start it again."""
        self.app = await Application.start(self.settings, clock=self.clock)

    async def close(self) -> None:
        """Stop the bot."""
        if self.app is not None:
            await self.app.stop()
            self.app = None

    async def load_services(self, lines: list[ServiceLine]) -> None:
        """Load services as the operator would."""
        assert self.app is not None
        await StoredServiceImports(self.app.database).save(lines, self.clock.now())

    async def ask(self, person: Person) -> Received:
        """Press «Добавить организацию» and take the challenge."""
        await person.send("/add")
        return await person.expect_document("")

    def sign(self, challenge: Received, company: Company) -> tuple[str, bytes]:
        """The director's signature as a file."""
        signed = signing.good(self.wallets, company, challenge.content, challenge.name, self.clock.now())
        return signed.name, signed.content

    def sign_badly(self, challenge: Received, company: Company, flaw: Flaw) -> tuple[str, bytes]:
        """A signature with one thing wrong, as a file."""
        signed = signing.flawed(
            self.wallets, company, flaw, challenge.content, challenge.name, self.clock.now()
        )
        return signed.name, signed.content

    async def confirm(self, person: Person, *companies: Company) -> None:
        """Open organizations, each by its director's signature over one challenge."""
        challenge = await self.ask(person)
        for company in companies:
            await person.upload(*self.sign(challenge, company))
            await person.expect("доступ открыт")

    async def advance(self, **delta: float) -> None:
        """Move the clock."""
        await self.clock.advance(timedelta(**delta))

    async def look(self) -> None:
        """Have the bot look at what has become due, and deliver it."""
        assert self.app is not None
        assert await self.app.look()

    async def pass_by(self, **delta: float) -> None:
        """Let time pass, and have the bot look."""
        await self.advance(**delta)
        await self.look()


Opener = Callable[..., Person]


@pytest.fixture
def local_webhooks(request: pytest.FixtureRequest) -> bool:
    """Whether the server pushes updates to this machine; off unless a test asks for it."""
    return bool(getattr(request, "param", False))


@pytest.fixture
def variables() -> dict[str, str]:
    """What a test's settings have besides the usual ones."""
    return {}


@pytest.fixture
async def town(
    tmp_path: Path, wallets: Wallets, trust: Path, variables: dict[str, str], *, local_webhooks: bool
) -> AsyncIterator[Town]:
    clock = DemoClock(StillClock())
    # Patience with bursts: flood control is tried where it is the point.
    limits = Limits(chat_burst=500, total_per_second=500, local_webhooks=local_webhooks)
    emulator = Emulator(clock=clock, limits=limits)
    await emulator.start()
    settings = load(
        {
            "BOT_TOKEN": emulator.token,
            "BOT_API_URL": emulator.url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'kabinet.db'}",
            "TRUST_DIR": str(trust),
            "ENCRYPTION_KEYS": Fernet.generate_key().decode(),
            "HTTP_PORT": "0",
            **variables,
        },
        tmp_path,
    )
    made = Town(emulator, settings, clock, wallets)
    await made.open()
    yield made
    await made.close()
    lints = [lint for lint in emulator.lints if not any(part in lint.text for part in made.allowed_lints)]
    await emulator.stop()
    assert not lints, "\n".join(lint.text for lint in lints)


@pytest.fixture
def anna(town: Town) -> Person:
    return town.emulator.person("Анна", last_name="Ковалёва")


@pytest.fixture
def pyotr(town: Town) -> Person:
    return town.emulator.person("Пётр", last_name="Лебедев")
