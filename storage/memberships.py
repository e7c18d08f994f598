"""Which organizations a person has confirmed, and which are open."""

from storage.membership_commands import MembershipCommands
from storage.membership_queries import MembershipQueries


class StoredMemberships(MembershipQueries, MembershipCommands):
    """`bot.cabinet.ports.Memberships` on the database."""
