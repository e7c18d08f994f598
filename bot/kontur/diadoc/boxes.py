"""Organizations and their boxes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.cabinet.documents.closing_document import Counterparty
from bot.cabinet.sources import NotFoundError, WrongRequestError
from bot.kontur.diadoc.addresses import box_guid
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.fields import Fields

_LARGEST_PAGE: Final = "100"


@dataclass(frozen=True, slots=True)
class Box:
    """Where an organization sends from and receives."""

    guid: str
    owner: Counterparty


class Boxes:
    """Diadoc's methods about boxes. Every one raises `SourceError` in one of its kinds."""

    def __init__(self, api: DiadocApi) -> None:
        self._api = api

    async def own(self) -> list[Box]:
        """The boxes that the token opens."""
        # By default this method makes its user an administrator of boxes without one.
        answer = await self._api.json("/GetMyOrganizations", {"autoRegister": "false"})
        return [box for one in Fields(answer).list("organizations") for box in _boxes(one)]

    async def of_inn(self, own: str, inn: str) -> list[Box]:
        """The boxes of organizations with this ИНН: branches and other operators' clients have their own.

        Those that the box exchanges documents with are listed, and so is everybody with this ИНН: who is no partner any
        more has been sent documents all the same. Where a server offers no search, they are found among the
        organizations that the token opens.

        Args:
            own: The box that exchanges documents with them.
            inn: Whose boxes to find.
        """
        partners = {"myBoxId": own, "query": inn, "pageSize": _LARGEST_PAGE}
        found = await self._found("/V3/GetCounteragents", partners, "counteragents")
        organizations = [one.inner("organization") for one in found]
        organizations += await self._found("/GetOrganizationsByInnKpp", {"inn": inn}, "organizations")
        if not _have(organizations, inn):
            organizations = await self._one("/GetOrganization", {"inn": inn})
        # A search by a text finds names too.
        boxes = [box for one in organizations if one.text("inn") == inn for box in _boxes(one)]
        if not boxes:
            boxes = [box for box in await self.own() if box.owner.inn == inn and box.guid != own]
        return list({box.guid: box for box in boxes}.values())

    async def _one(self, path: str, query: dict[str, str]) -> list[Fields]:
        try:
            answer = await self._api.json(path, query)
        except (NotFoundError, WrongRequestError):
            return []
        return [] if answer is None else [Fields(answer)]

    async def _found(self, path: str, query: dict[str, str], name: str) -> list[Fields]:
        try:
            answer = await self._api.json(path, query)
        except (NotFoundError, WrongRequestError):
            return []
        return [] if answer is None else list(Fields(answer).list(name))


def _have(organizations: list[Fields], inn: str) -> bool:
    return any(one.text("inn") == inn for one in organizations)


def _boxes(organization: Fields) -> Iterator[Box]:
    owner = _owner(organization)
    for box in organization.list("boxes"):
        yield Box(box_guid(box.text("boxIdGuid") or box.identifier("boxId")), owner)


def _owner(organization: Fields) -> Counterparty:
    return Counterparty(
        inn=organization.text("inn"),
        kpp=organization.text("kpp") or None,
        name=organization.text("shortName") or organization.text("fullName"),
    )
