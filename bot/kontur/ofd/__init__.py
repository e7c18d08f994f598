"""Контур.ОФД: what cash registers sent to the tax service, read for those who were allowed to."""
