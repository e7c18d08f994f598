"""The tree of routers. Built by a function: aiogram lets a router be attached once."""

from aiogram import F, Router
from aiogram.enums import ChatType

from handlers.acts import router as acts
from handlers.acts.buttons import ActsPage
from handlers.acts.router import show_acts
from handlers.asking import AskingMiddleware
from handlers.cash import questions
from handlers.cash import router as cash
from handlers.choosing import router as choosing
from handlers.choosing.buttons import Feature
from handlers.confirmation import router as confirmation
from handlers.documents import router as documents
from handlers.documents.buttons import DocumentMonths
from handlers.documents.router import show_months
from handlers.fallback import router as fallback
from handlers.help import router as help_screens
from handlers.integrations import router as integrations
from handlers.integrations.buttons import IntegrationCard
from handlers.integrations.router import show_integrations
from handlers.menu import router as menu
from handlers.operator import orders, uploads
from handlers.operator import router as operator
from handlers.organizations import router as organizations
from handlers.reachability import router as reachability
from handlers.services import router as services
from handlers.settings import router as settings
from handlers.warnings import router as warnings


def build() -> Router:
    """Everything the bot answers. It speaks in private chats only: in a group everybody would see the papers."""
    root = Router(name="root")
    root.message.filter(F.chat.type == ChatType.PRIVATE)
    root.callback_query.filter(F.message.chat.type == ChatType.PRIVATE)
    asking = AskingMiddleware()
    root.message.outer_middleware(asking)
    root.callback_query.outer_middleware(asking)
    root.include_routers(
        menu.build(),
        # Files that operators send are no signatures.
        orders.build(),
        uploads.build(),
        confirmation.build(),
        services.build(),
        choosing.build(
            {
                Feature.DOCUMENTS: show_months,
                Feature.ACTS: show_acts,
                Feature.INTEGRATIONS: show_integrations,
            },
            {
                Feature.DOCUMENTS: lambda organization: DocumentMonths(id=organization),
                Feature.ACTS: lambda organization: ActsPage(id=organization),
                Feature.INTEGRATIONS: lambda organization: IntegrationCard(id=organization),
            },
        ),
        documents.build(),
        acts.build(),
        integrations.build(),
        cash.build(),
        questions.build(),
        settings.build(),
        warnings.build(),
        operator.build(),
        help_screens.build(),
        reachability.build(),
        organizations.build(),
        fallback.build(),
    )
    return root
