"""A stand-in for Контур.ОФД with its documented shapes and habits."""
