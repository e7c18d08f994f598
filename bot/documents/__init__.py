"""What the bot writes: texts to be signed, and later orders, registers, calendars and pictures."""
