"""The conversation: one folder per screen family with its router and its screens."""
