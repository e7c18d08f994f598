"""A stand-in for Диадок: what a service centre has sent to its clients."""
