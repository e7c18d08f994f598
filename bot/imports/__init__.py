"""Files that an operator loads: reading tables, understanding them, and the command that does it."""
