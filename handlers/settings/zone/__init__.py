"""«Часовой пояс»: Russia's zones by a tap, all others by name."""
