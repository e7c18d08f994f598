"""The rules: value objects, use cases and the ports they need. No Telegram, no SQL, no HTTP."""
