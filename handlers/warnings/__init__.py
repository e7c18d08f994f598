"""Warnings as people read them, and what they do with one that has come."""
