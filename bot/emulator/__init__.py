"""A strict local Bot API server with a web chat, for the demo and the tests."""
