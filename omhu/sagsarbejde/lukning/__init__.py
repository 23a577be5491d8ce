"""Closing a case, opening it again, and taking one up."""
