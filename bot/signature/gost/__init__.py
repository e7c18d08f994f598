"""GOST R 34.10-2012 signatures and the Streebog hash, for checking only: nothing here ever holds a secret."""
