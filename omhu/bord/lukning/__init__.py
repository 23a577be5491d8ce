"""Closing, opening again, taking up: the pages, and the list of cases that could be closed."""
