"""Intake: an underretning comes in, is assessed within 24 hours, confirmed, and followed to its end."""
