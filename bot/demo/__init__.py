"""The demo stand: people, organizations, a test authority that signs, a clock that can be moved."""
