"""The users whom the demo's start page offers; they exist whatever the seed."""

from __future__ import annotations

DEMO_BRUGERE = [
    ("mette.kjaer", "RAADGIVER", "Rådgiver i Team Nord: skrivebord og sager"),
    ("jonas.friis", "RAADGIVER", "Rådgiver i Team Syd"),
    ("amalie.dam", "RAADGIVER", "Rådgiver i Team Øst"),
    ("henrik.lund", "RAADGIVER", "Rådgiver i Team Vest"),
    ("karen.bech", "RAADGIVER", "Rådgiver i Modtagelsen: nye underretninger og 24 timer"),
    ("lise.holm", "TEAMLEDER", "Teamleder i Team Nord: hele teamets frister"),
    ("bente.krogh", "CHEF", "Leder af centret: alle teams"),
    ("peter.skov", "SUPERBRUGER", "Superbruger: alle sager, indlæsning og regler"),
]
"""(username, role, why one would choose it)."""

FASTE_RAADGIVERE = {
    "Team Nord": ("Mette", "Kjær"),
    "Team Syd": ("Jonas", "Friis"),
    "Team Øst": ("Amalie", "Dam"),
    "Team Vest": ("Henrik", "Lund"),
    "Modtagelsen": ("Karen", "Bech"),
}
FASTE_LEDERE = {
    "Team Nord": ("Lise", "Holm"),
    "Team Syd": ("Torben", "Friborg"),
    "Team Øst": ("Yasmin", "Karimi"),
    "Team Vest": ("Dorthe", "Ravn"),
    "Modtagelsen": ("Susanne", "Toft"),
    "Familiehuset": ("Michael", "Brandt"),
    "Center for Børn og Unge": ("Bente", "Krogh"),
}
SUPERBRUGER = ("Peter", "Skov")
