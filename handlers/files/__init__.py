"""Files into the chat, and out of it."""
