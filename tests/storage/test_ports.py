"""Each repository is what its port asks for: mypy reads the assignments, the test compares the signatures."""

import inspect

import pytest
from aiogram.fsm.storage.base import BaseEventIsolation, BaseStorage

from bot.cabinet import ports
from bot.cabinet.files import ports as files
from bot.cabinet.integrations import ports as integrations
from bot.cabinet.warnings import ports as warnings
from storage.audit import StoredAuditTrail
from storage.challenges import StoredChallenges
from storage.cipher import Cipher
from storage.database import Database
from storage.event_isolation import PerKeyIsolation
from storage.files import StoredFiles, StoredSentFiles
from storage.fsm import DatabaseStorage
from storage.integrations.integrations import StoredIntegrations
from storage.memberships import StoredMemberships
from storage.people import StoredPeople
from storage.service_imports import StoredServiceImports
from storage.subscriptions import StoredSubscriptions
from storage.warnings.outbox import StoredOutbox
from storage.warnings.overview import StoredOutboxOverview
from storage.warnings.preferences import StoredWarningPreferences
from storage.warnings.reminders import StoredReminders
from storage.warnings.watch import StoredWatched
from tests.storage.samples import StoppedClock


def fits(database: Database) -> None:
    """Never run: a wrong signature fails the type check here."""
    people: ports.People = StoredPeople(database)
    challenges: ports.Challenges = StoredChallenges(database)
    memberships: ports.Memberships = StoredMemberships(database)
    subscriptions: ports.Subscriptions = StoredSubscriptions(database)
    imports: ports.ServiceImports = StoredServiceImports(database)
    audit: ports.AuditTrail = StoredAuditTrail(database)
    storage: BaseStorage = DatabaseStorage(database, StoppedClock())
    isolation: BaseEventIsolation = PerKeyIsolation()
    watched: warnings.Watched = StoredWatched(database)
    outbox: warnings.Outbox = StoredOutbox(database)
    preferences: warnings.StoredPreferences = StoredWarningPreferences(database)
    reminders: warnings.Reminders = StoredReminders(database)
    overview: warnings.OutboxOverview = StoredOutboxOverview(database)
    kept: files.Files = StoredFiles(database, Cipher([]))
    sent: files.SentFiles = StoredSentFiles(database)
    switched: integrations.StoredIntegrations = StoredIntegrations(database)
    del kept, sent, switched
    del watched, outbox, preferences, reminders, overview
    del people, challenges, memberships, subscriptions, imports, audit, storage, isolation


@pytest.mark.parametrize(
    ("port", "stored"),
    [
        (ports.People, StoredPeople),
        (ports.Challenges, StoredChallenges),
        (ports.Memberships, StoredMemberships),
        (ports.Subscriptions, StoredSubscriptions),
        (ports.ServiceImports, StoredServiceImports),
        (ports.AuditTrail, StoredAuditTrail),
        (files.Files, StoredFiles),
        (files.SentFiles, StoredSentFiles),
        (integrations.StoredIntegrations, StoredIntegrations),
        (warnings.Watched, StoredWatched),
        (warnings.Outbox, StoredOutbox),
        (warnings.StoredPreferences, StoredWarningPreferences),
        (warnings.Reminders, StoredReminders),
        (warnings.OutboxOverview, StoredOutboxOverview),
    ],
)
def test_methods_and_parameters_are_those_of_the_port(port: type, stored: type) -> None:
    asked = {name: member for name, member in vars(port).items() if inspect.iscoroutinefunction(member)}
    assert asked
    for name, method in asked.items():
        assert inspect.signature(getattr(stored, name)) == inspect.signature(method)
    offered = {name for name, _ in inspect.getmembers(stored, inspect.isfunction) if not name.startswith("_")}
    assert offered == set(asked)
