"""Choosing an organization for what is to be seen."""
