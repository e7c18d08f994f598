"""The list of organizations, the card, who has access, closing and removing."""
