"""Kabinet: the client cabinet of a Kontur service centre, in a Telegram chat."""
