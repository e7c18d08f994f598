"""Clients of Kontur's APIs."""
