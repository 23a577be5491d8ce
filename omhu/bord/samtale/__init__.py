"""Talks with the child on the case: appointments, held talks with their notes, waivers and the leader's answer."""
