"""Organizations and their boxes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.cabinet.documents.closing_document import Counterparty
from bot.cabinet.sources import NoAccessError, NotFoundError, SourceError, WrongRequestError
from bot.kontur.diadoc.addresses import box_guid
from bot.kontur.diadoc.api import DiadocApi
from bot.kontur.fields import Fields

_LARGEST_PAGE: Final = "100"
# A server need not offer every search, nor to everybody.
_NO_SEARCH: Final = (NotFoundError, WrongRequestError, NoAccessError)


@dataclass(frozen=True, slots=True)
class Box:
    """Where an organization sends from and receives.

    Attributes:
        guid: In the form that methods take.
        owner: Whose it is.
        is_partner: Documents are exchanged with it now, as far as can be told.
    """

    guid: str
    owner: Counterparty
    is_partner: bool = True


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
        refused: list[SourceError] = []
        query = {"myBoxId": own, "query": inn, "pageSize": _LARGEST_PAGE}
        found = await self._searched("/V3/GetCounteragents", query, refused)
        partners = [one.inner("organization") for one in found.list("counteragents")]
        can_tell = not refused
        found = await self._searched("/GetOrganizationsByInnKpp", {"inn": inn}, refused)
        known = list(found.list("organizations"))
        if not _have([*partners, *known], inn):
            known = [await self._searched("/GetOrganization", {"inn": inn}, refused)]
        # A search by a text finds names too. The first one to name a box is believed.
        boxes: dict[str, Box] = {}
        for organizations, are_partners in ((partners, True), (known, not can_tell)):
            for one in organizations:
                if one.text("inn") == inn:
                    for box in _boxes(one):
                        boxes.setdefault(box.guid, replace(box, is_partner=are_partners))
        if not boxes:
            boxes = {box.guid: box for box in await self.own() if box.owner.inn == inn and box.guid != own}
        if not boxes:
            for refusal in refused:
                if isinstance(refusal, NoAccessError):
                    raise refusal
        return list(boxes.values())

    async def _searched(self, path: str, query: dict[str, str], refused: list[SourceError]) -> Fields:
        """What a search finds; nothing where it is refused, which is noted."""
        try:
            answer = await self._api.json(path, query)
        except _NO_SEARCH as refusal:
            refused.append(refusal)
            answer = None
        return Fields({} if answer is None else answer)


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
