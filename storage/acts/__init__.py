"""Reconciliation acts and orders on the database."""
