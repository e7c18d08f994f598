"""What exists: the service centre's box, its clients' boxes, and documents between them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

INVOICE = "Invoice"
ACT = "XmlAcceptanceCertificate"
TRANSFER = "UniversalTransferDocument"
RECONCILIATION = "ReconciliationAct"

TITLES = {
    INVOICE: "Счет-фактура",
    ACT: "Акт",
    "AcceptanceCertificate": "Акт",
    TRANSFER: "УПД",
    RECONCILIATION: "Акт сверки",
    "Nonformalized": "Документ",
}


@dataclass(frozen=True, slots=True)
class Client:
    """An organization with a box; `box` is 32 hexadecimal digits."""

    inn: str
    name: str
    kpp: str
    box: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A document that was sent.

    Attributes:
        message: Documents sent together share it.
        entity: Its own identifier.
        key: Its place in lists.
        amount: In rubles as it is written in the metadata; None without one.
        dated: Its own date; None without one.
    """

    client: Client
    type: str
    number: str
    dated: date | None
    amount: str | None
    sent: datetime
    message: str
    entity: str
    key: str
    signed: bool = True
    deleted: bool = False

    @property
    def title(self) -> str:
        """As Диадок names it."""
        day = "" if self.dated is None else f" от {self.dated:%d.%m.%y}"
        return f"{TITLES.get(self.type, self.type)} №{self.number}{day}"


@dataclass(slots=True)
class DiadocWorld:
    """Everything, to be changed at any moment.

    Attributes:
        clients: Who has a box.
        documents: What was sent, in any order.
        own_box: Of the service centre.
        random: Makes identifiers: the same seed, the same world.
    """

    clients: list[Client] = field(default_factory=list)
    documents: list[Sent] = field(default_factory=list)
    own_box: str = "9" * 32
    own_inn: str = "9600199000"
    random: Random = field(default_factory=lambda: Random(1))  # noqa: S311 -- an invented world

    def add_client(self, inn: str, name: str, kpp: str | None = None) -> Client:
        """A client with a box of its own."""
        client = Client(inn, name, kpp or "", self._guid().hex)
        self.clients.append(client)
        return client

    def send(
        self,
        client: Client,
        sent: datetime,
        *documents: tuple[str, str, date | None, str | None],
        signed: bool = True,
    ) -> list[Sent]:
        """Send documents together: each a type, a number, a date, and an amount."""
        message = str(self._guid())
        made = [
            Sent(
                client=client,
                type=kind,
                number=number,
                dated=dated,
                amount=amount,
                sent=sent,
                message=message,
                entity=str(self._guid()),
                key=f"{len(self.documents) + place:012d}{self.random.getrandbits(32):08x}",
                signed=signed,
            )
            for place, (kind, number, dated, amount) in enumerate(documents)
        ]
        self.documents += made
        return made

    def of(self, message: str, entity: str) -> Sent | None:
        """A document by its identifiers."""
        return next((one for one in self.documents if one.message == message and one.entity == entity), None)

    def by_inn(self, inn: str) -> Sequence[Client]:
        """Who has this ИНН."""
        return [client for client in self.clients if client.inn == inn]

    def _guid(self) -> uuid.UUID:
        return uuid.UUID(int=self.random.getrandbits(128))
