"""A stand-in for Контур.Маркет with its documented shapes and habits."""
