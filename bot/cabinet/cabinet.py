"""All use cases together: what a handler is given."""

from dataclasses import dataclass

from bot.cabinet.acquaintance import Acquaintance
from bot.cabinet.acts.arriving import ActArriving
from bot.cabinet.acts.fulfilling import ActFulfilling
from bot.cabinet.acts.ordering import ActOrdering
from bot.cabinet.acts.uploading import ActUploads
from bot.cabinet.cash.loading import CashLoading
from bot.cabinet.cash.orders import CashOrders
from bot.cabinet.confirmations import Confirmations
from bot.cabinet.documents.closing_documents import ClosingDocuments
from bot.cabinet.integrations.signing import PaperSigning
from bot.cabinet.integrations.switching import Switching
from bot.cabinet.organizations import Organizations
from bot.cabinet.service_upload import ServiceUploads
from bot.cabinet.services import Services
from bot.cabinet.warnings.choices import Choices
from bot.cabinet.warnings.operations import Operations
from bot.cabinet.warnings.reminding import Reminding
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Cabinet:
    """The use cases by feature."""

    acquaintance: Acquaintance
    confirmations: Confirmations
    organizations: Organizations
    services: Services
    documents: ClosingDocuments
    acts: ActOrdering
    fulfilling: ActFulfilling
    arriving: ActArriving
    act_uploads: ActUploads
    service_uploads: ServiceUploads
    switching: Switching
    paper_signing: PaperSigning
    cash_loading: CashLoading
    cash_orders: CashOrders
    choices: Choices
    reminding: Reminding
    operations: Operations
    clock: Clock
