"""Decisions and measures: partshøring, consent, the decision, its start and end, and complaints over it."""
