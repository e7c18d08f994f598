"""Use cases of «Закрывающие документы»: what there is, and its files."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.cabinet.access import AccessGuard
from bot.cabinet.documents.kept import DocumentId, KeptDocument, LoadState, Month
from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.documents.ports import Documents, DocumentSource, Progress, unobserved
from bot.cabinet.documents.print_forms import PrintForms
from bot.cabinet.documents.refusals import NoFileError
from bot.cabinet.files.naming import unique_names
from bot.cabinet.files.ports import Files, LostFileError
from bot.cabinet.files.stored_file import FileId, Media
from bot.cabinet.organization import Membership, OrganizationId
from bot.cabinet.page import Page
from bot.cabinet.person import Person
from bot.cabinet.sources import SourceError
from bot.clock import Clock

PAGE_SIZE = 8
MOST_OF_MONTH = 2000
MOST_IN_ARCHIVE = 100
LARGEST_ARCHIVE: Final = 49 << 20  # bytes: a bot may send 50 MB
# How long a document counts as new.
NEW_FOR: Final = timedelta(days=3)
_RECENT: Final = timedelta(days=14)
_AT_ONCE: Final = 3

Namer = Callable[[KeptDocument], str]
"""Names a document's file within an archive."""

Packer = Callable[[Sequence[tuple[str, bytes]]], bytes]
"""Makes an archive of named files."""


class UnknownDocumentError(Exception):
    """The organization has no such document: it is gone, or the identifier was forged."""


@dataclass(frozen=True, slots=True)
class Months:
    """The months of an organization.

    Attributes:
        is_connected: Whether the service centre has a source of documents at all.
        load: How far loading has come; None when nothing was loaded yet.
        is_loading: Whether more may come in a moment.
        now: The moment at which this was true.
    """

    membership: Membership
    months: tuple[Month, ...]
    is_connected: bool
    load: LoadState | None
    is_loading: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Archive:
    """A ZIP of print forms, and how many are in it."""

    file: FileId
    documents: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that is in none of the archives.

    Attributes:
        why: What the source or the place of files says; `NoFileError` when it has no print form at all.
    """

    document: KeptDocument
    why: SourceError | LostFileError


@dataclass(frozen=True, slots=True)
class MonthDocuments:
    """A page of a month."""

    membership: Membership
    first: date
    page: Page[KeptDocument]
    now: datetime


class ClosingDocuments:
    """Documents that the service centre has sent to an organization.

    Args:
        source: Where print forms come from; None when nothing is connected.
        documents: What is known.
        loading: Keeps it fresh.
        files: Keeps print forms.
        guard: Asked before every look.
        clock: The present moment.
        pack: Makes archives.
    """

    def __init__(
        self,
        source: DocumentSource | None,
        documents: Documents,
        loading: DocumentLoading,
        files: Files,
        guard: AccessGuard,
        clock: Clock,
        pack: Packer,
    ) -> None:
        self._forms = PrintForms(source, documents, files, clock)
        self._documents = documents
        self._loading = loading
        self._files = files
        self._guard = guard
        self._clock = clock
        self._pack = pack

    async def months(self, person: Person, organization: OrganizationId, *, again: bool = False) -> Months:
        """The months with documents, as they are kept; what is not fresh is loaded meanwhile.

        Only a load that is asked for, or the first one, is waited for, and no longer than a few seconds: it goes on by
        itself.

        Args:
            person: Who looks.
            organization: At whose documents.
            again: The person wants them loaded anew.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        state, is_loading = await self._loading.freshen(membership.organization, again=again)
        months = await self._documents.months(organization)
        return Months(
            membership, tuple(months), self._loading.is_connected, state, is_loading, self._clock.now()
        )

    async def of_month(
        self, person: Person, organization: OrganizationId, first: date, number: int
    ) -> MonthDocuments:
        """A page of a month's documents.

        Raises:
            AccessDeniedError: Access is not open.
        """
        membership = await self._guard.require_open(person.id, organization)
        page = await self._documents.of_month(organization, first, number, PAGE_SIZE)
        return MonthDocuments(membership, first, page, self._clock.now())

    async def of_deal(
        self, person: Person, organization: OrganizationId, document: DocumentId
    ) -> tuple[Membership, tuple[KeptDocument, ...]]:
        """A document with the others of its deal.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownDocumentError: The organization has no such document.
        """
        membership = await self._guard.require_open(person.id, organization)
        documents = await self._documents.deal(organization, document)
        if not documents:
            raise UnknownDocumentError
        return membership, tuple(documents)

    async def one(
        self, person: Person, organization: OrganizationId, document: DocumentId
    ) -> tuple[Membership, KeptDocument]:
        """One document of any kind.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownDocumentError: The organization has no such document.
        """
        tie, found = await self._documents.of_person(person.id, organization, document)
        membership = self._guard.judge(tie)
        if found is None:
            raise UnknownDocumentError
        return membership, found

    async def whole_month(
        self, person: Person, organization: OrganizationId, first: date
    ) -> tuple[KeptDocument, ...]:
        """The documents of a month, for archives; at most two thousand.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownDocumentError: There are none.
        """
        await self._guard.require_open(person.id, organization)
        page = await self._documents.of_month(organization, first, 0, MOST_OF_MONTH)
        if not page.items:
            raise UnknownDocumentError
        return page.items

    async def chosen(
        self, person: Person, organization: OrganizationId, documents: Collection[DocumentId]
    ) -> tuple[KeptDocument, ...]:
        """Those that the person has chosen, as far as they are the organization's.

        Raises:
            AccessDeniedError: Access is not open.
            UnknownDocumentError: None of them is.
        """
        await self._guard.require_open(person.id, organization)
        found = await self._documents.some(organization, list(documents)[:MOST_OF_MONTH])
        if not found:
            raise UnknownDocumentError
        return tuple(found)

    async def prints(
        self, person: Person, documents: Sequence[KeptDocument], progress: Progress
    ) -> list[tuple[KeptDocument, FileId]]:
        """Documents of one organization with their print forms; those that have none are left out.

        Access is asked for once more at the end: it may have been closed while a form was made.

        Raises:
            AccessDeniedError: Access is not open any more.
            NoFileError: None of them has a print form.
            SourceError: One cannot be had now.
        """
        printed, missing = await self._printed(documents, progress)
        await self._guard.require_open(person.id, documents[0].organization)
        refused = [one for one in missing if not isinstance(one.why, NoFileError)]
        if refused or not printed:
            raise _gravest(refused or missing)
        return printed

    async def archives(
        self, person: Person, documents: Sequence[KeptDocument], name: Namer, progress: Progress
    ) -> AsyncIterator[Archive | LeftOut]:
        """Print forms of an organization's documents as ZIPs, each of a size and number that a chat takes.

        One is made after another, and access is asked for once more before each is given. A document that cannot be
        had holds up no other: it is told of before the archive that it is missing from.

        Raises:
            AccessDeniedError: Access is not open any more.
            SourceError: Not one of the first hundred can be had; `NoFileError` when not one has a print form.
            LostFileError: The same, of forms that were kept.
        """
        is_empty = True
        for start in range(0, len(documents), MOST_IN_ARCHIVE):
            printed, missing = await self._printed(documents[start : start + MOST_IN_ARCHIVE], progress)
            async for part in self._parts(printed, name, missing):
                packed = await asyncio.to_thread(self._pack, part)
                await self._guard.require_open(person.id, documents[0].organization)
                is_empty = False
                yield Archive(await self._files.keep(packed, Media.ZIP, self._clock.now()), len(part))
            if is_empty and missing:
                raise _gravest(missing)
            await self._guard.require_open(person.id, documents[0].organization)
            for one in missing:
                yield one

    def is_new(self, document: KeptDocument) -> bool:
        """Whether it has appeared lately, and is not an old one that was found late."""
        now = self._clock.now()
        sent = document.filed_on if document.sent is None else document.sent.date()
        return now - document.appeared_at < NEW_FOR and now.date() - sent <= _RECENT

    async def _parts(
        self, printed: Sequence[tuple[KeptDocument, FileId]], name: Namer, missing: list[LeftOut]
    ) -> AsyncIterator[list[tuple[str, bytes]]]:
        """Named contents, as many together as an archive may hold; what cannot be read joins the missing."""
        part: list[tuple[str, bytes]] = []
        size = 0
        names = unique_names([name(document) for document, _ in printed])
        for (document, file), its_name in zip(printed, names, strict=True):
            try:
                content = await self._content(document, file)
            except (SourceError, LostFileError) as why:
                missing.append(LeftOut(document, why))
                continue
            if part and size + len(content) > LARGEST_ARCHIVE:
                yield part
                part, size = [], 0
            part.append((its_name, content))
            size += len(content)
        if part:
            yield part

    async def _content(self, document: KeptDocument, file: FileId) -> bytes:
        """A print form; one that cannot be read any more is had from the source again."""
        try:
            return await self._files.content(file)
        except LostFileError:
            return await self._files.content(await self._forms.of(replace(document, file=None), unobserved))

    async def _printed(
        self, documents: Sequence[KeptDocument], progress: Progress
    ) -> tuple[list[tuple[KeptDocument, FileId]], list[LeftOut]]:
        """Those whose print forms can be had, and those whose cannot."""
        turns = asyncio.Semaphore(_AT_ONCE)

        async def in_turn(document: KeptDocument) -> FileId | SourceError:
            async with turns:
                try:
                    return await self._forms.of(document, progress)
                except SourceError as why:
                    return why

        tasks = [asyncio.ensure_future(in_turn(document)) for document in documents]
        try:
            outcomes = await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        printed: list[tuple[KeptDocument, FileId]] = []
        missing: list[LeftOut] = []
        for document, outcome in zip(documents, outcomes, strict=True):
            if isinstance(outcome, SourceError):
                missing.append(LeftOut(document, outcome))
            else:
                printed.append((document, outcome))
        return printed, missing


def _gravest(missing: Sequence[LeftOut]) -> SourceError | LostFileError:
    """What to say of all of them: that there is no form only where nothing else is the matter."""
    return next((one.why for one in missing if not isinstance(one.why, NoFileError)), missing[0].why)
