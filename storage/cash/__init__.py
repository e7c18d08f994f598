"""Shifts and cash receipt orders on the database."""
