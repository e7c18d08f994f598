"""Closing documents and reconciliation acts."""
