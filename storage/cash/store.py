"""Shifts, orders and reports on the database."""

from storage.cash.loads import CashLoads
from storage.cash.posting import CashPosting
from storage.cash.saving import CashSaving


class StoredCash(CashLoads, CashSaving, CashPosting):
    """`bot.cabinet.cash.ports.CashStore` on the database."""
