"""Documents of organizations on the database."""

from storage.documents.looking import DocumentQueries
from storage.documents.saving import DocumentCommands


class StoredDocuments(DocumentQueries, DocumentCommands):
    """`bot.cabinet.documents.ports.Documents` on the database."""
