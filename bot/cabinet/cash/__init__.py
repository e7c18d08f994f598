"""The cash office (касса): receipt orders made of shifts, and their register."""
