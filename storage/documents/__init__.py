"""Closing documents on the database."""
