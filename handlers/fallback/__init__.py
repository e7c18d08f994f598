"""What nothing else has answered: stale and forged buttons, refusals of the guard, things the bot cannot read."""
