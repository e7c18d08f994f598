"""The timeline of services as pictures: organizations by rows, time across, colours by urgency."""
