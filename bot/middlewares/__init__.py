"""What every update and every outgoing call passes through."""
