"""Integrations on the database."""
