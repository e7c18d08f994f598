"""Reconciliation acts (акты сверки): ready ones, and orders for others."""
