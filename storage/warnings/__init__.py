"""What `bot.cabinet.warnings.ports` asks for, on the database."""
