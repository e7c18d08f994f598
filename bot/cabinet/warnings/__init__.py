"""Warnings: what becomes due, to whom it is told, at what hour, and in which company."""
