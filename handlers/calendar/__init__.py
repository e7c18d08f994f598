"""Choosing a day."""
