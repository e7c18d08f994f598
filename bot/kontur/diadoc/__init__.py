"""Диадок: exchange of documents with signatures."""
