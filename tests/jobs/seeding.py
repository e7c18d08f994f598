"""Many people to each of whom one warning is due now."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from storage.database import Database
from storage.tables import memberships, organizations, people, subscriptions

DAYS_LEFT = 7
_NOON = 12
_PIECE = 1000


def zone_at_noon(now: datetime) -> str:
    """A zone where it is about noon: nobody's quiet hours, and far from midnight."""
    ahead = (_NOON - now.hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


async def seed(database: Database, persons: Sequence[int], now: datetime) -> None:
    """Write down the people, an organization that all of them look after, and a service of it that ends in a week."""
    zone = zone_at_noon(now)
    number = persons[0]
    ends = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=DAYS_LEFT)
    before = now - timedelta(days=10)
    known = [
        {
            "id": person,
            "name": f"№{person}",
            "username": None,
            "language": "ru",
            "zone": zone,
            "created_at": before,
            "quiet_from": 0,
            "quiet_until": 0,
        }
        for person in persons
    ]
    ties = [
        {
            "person": person,
            "organization": number,
            "signer_name": "Иванова Мария",
            "signer_title": None,
            "fingerprint": "0" * 64,
            "certificate_valid_until": now + timedelta(days=400),
            "confirmed_at": before,
            "open_until": before + timedelta(days=1),
            "removed_at": None,
            "muted": False,
        }
        for person in persons
    ]
    async with database.write() as connection:
        await connection.execute(
            insert(organizations),
            {
                "id": number,
                "inn": f"{number:010d}",
                "name": "ООО «Ромашка»",
                "folded_name": "ромашка",
                "kind": "legal-entity",
                "created_at": before,
            },
        )
        for table, rows in ((people, known), (memberships, ties)):
            for start in range(0, len(rows), _PIECE):
                await connection.execute(insert(table), rows[start : start + _PIECE])
        await connection.execute(
            insert(subscriptions),
            {
                "id": number,
                "key": f"{number:032d}",
                "organization": number,
                "product": "Экстерн",
                "tariff": "Учетный",
                "modifiers": [],
                "valid_until": ends,
                "updated_at": now,
            },
        )
