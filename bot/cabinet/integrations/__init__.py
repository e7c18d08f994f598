"""Accounting integrations: Диадок, ОФД and Маркет, switched on and off by the director's word."""
