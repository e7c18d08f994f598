"""What Диадок does not show for once neither goes nor is told of as new when it is shown again."""

import pytest

from bot.cabinet.documents.loading import DocumentLoading
from bot.cabinet.organization import Organization
from bot.cabinet.sources import NoAccessError, SourceError, UnavailableError, WrongRequestError
from bot.cabinet.warnings.kind import Kind
from storage.database import Database
from storage.documents.documents import StoredDocuments
from tests.kontur_diadoc.scripted import BRANCH, HEAD, Script
from tests.storage.samples import ANNA, DAY, NOW, ROMASHKA, StoppedClock, confirm, meet
from tests.storage.warnings.rows import told


@pytest.fixture
async def organization(database: Database) -> Organization:
    await meet(database, ANNA)
    return (await confirm(database)).membership.organization


@pytest.mark.parametrize(
    ("key", "refusal"),
    [
        pytest.param("Invoice", UnavailableError(), id="a type fails"),
        pytest.param("InvoiceRevision", WrongRequestError(), id="a rare type is refused"),
        pytest.param(f"{BRANCH} Invoice", NoAccessError(), id="a box refuses a type"),
        pytest.param(BRANCH, UnavailableError(), id="a box fails"),
        pytest.param(BRANCH, NoAccessError(), id="a box refuses"),
        pytest.param("", None, id="a box is found no more"),
        pytest.param("/GetOrganizationsByInnKpp", WrongRequestError(), id="a search is refused"),
    ],
)
async def test_what_is_not_shown_for_once_stays(
    database: Database, organization: Organization, key: str, refusal: SourceError | None
) -> None:
    clock, script, documents = StoppedClock(), Script(inn=ROMASHKA), StoredDocuments(database)
    loading = DocumentLoading(script.source(), documents, clock)
    script.known = (HEAD, BRANCH)

    async def loaded() -> list[int]:
        await loading.load(organization)
        [month] = await documents.months(organization.id)
        return [one.id for one in (await documents.of_month(organization.id, month.first, 0, 9)).items]

    before = await loaded()
    assert len(before) == 2
    clock.moment = NOW + DAY
    await confirm(database, at=clock.moment)
    script.known = (HEAD,) if refusal is None else script.known
    script.refused = {} if refusal is None else {key: refusal}
    assert await loaded() == before
    clock.moment += DAY
    script.known, script.refused = (HEAD, BRANCH), {}
    assert await loaded() == before
    assert await told(database, Kind.DOCUMENT) == []
