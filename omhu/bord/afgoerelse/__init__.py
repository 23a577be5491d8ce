"""Decisions on the case: what is missing before one, taking it, the measures, hearings, complaints, the leader's."""
