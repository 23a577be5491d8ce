"""Invented people: lists of ordinary first and last names, and replacement CPR numbers."""

from __future__ import annotations

from datetime import date
from random import Random

PIGER = (
    "Alberte Alma Amina Anna Asta Astrid Ava Caroline Cecilie Clara Ella Ellen Emilie Emma Ester Freja "
    "Frida Gry Hannah Ida Ingrid Isabella Johanne Josefine Julie Karla Karoline Katrine Lærke Laura Lea "
    "Leonora Lily Liva Luna Lykke Maja Malou Maria Marie Mathilde Merle Mille Molly Naja Nanna Noor Nora "
    "Olivia Rosa Saga Sally Sara Signe Sofia Sofie Solveig Sophia Thea Tilde Vigga Vilma Victoria Yasmin Zahra"
).split()
DRENGE = (
    "Adam Aksel Albert Alfred Ali Anton Arthur August Bertram Birk Carl Christian Conrad Daniel David "
    "Elias Elliot Emil Erik Felix Frederik Georg Gustav Hans Harald Hugo Ibrahim Isak Ivan Jakob Johan "
    "Johannes Jonathan Julius Kasper Konrad Lauge Laurits Liam Loui Lucas Magnus Malik Malthe Marcus "
    "Marius Mathias Mikkel Milas Mohammad Nikolaj Noah Nohr Oliver Omar Oscar Otto Philip Rasmus Sebastian "
    "Silas Simon Storm Theo Theodor Thor Tobias Valdemar Victor Viggo Villads William Yusuf"
).split()
KVINDER = (
    "Anette Anja Anne Annika Bente Birgitte Camilla Charlotte Christina Ditte Emine Fatima Gitte Hanne "
    "Helle Henriette Ida Inge Jeanette Karin Katja Kirsten Lene Line Lisbeth Louise Maiken Malene Marianne "
    "Mia Mona Nina Pernille Pia Randi Rikke Sanne Signe Simone Stine Tanja Tina Trine Ulla Vibeke Winnie"
).split()
MAEND = (
    "Anders Bo Claus Hassan Jens Jesper Kim Lars Martin Morten Nils Ole Rune Søren Thomas".split()
)
EFTERNAVNE = (
    "Abdi Ahmed Andersen Bach Bak Berg Bjerre Borg Bruun Buhl Bæk Carlsen Christensen Dahl Dalgaard Demir "
    "Enevoldsen Eriksen Fog Frandsen Gade Gram Hald Hansen Haugaard Hedegaard Henriksen Hjorth Holst Hussain "
    "Iversen Jacobsen Jensen Jepsen Jessen Johansen Juhl Juul Jørgensen Kaya Kjeldsen Klit Knudsen Kofoed "
    "Kragh Kristensen Lange Larsen Lassen Laursen Lind Lorenzen Lyng Madsen Mathiesen Mikkelsen Mortensen "
    "Munk Møller Nguyen Nielsen Nissen Nygaard Nørgaard Olsen Overgaard Petersen Poulsen Rahimi Rask "
    "Rasmussen Riis Rosenkilde Schmidt Simonsen Sommer Storgaard Sørensen Thomsen Thorup Vestergaard Vind "
    "Winther Yilmaz Østergaard Aagaard Aalund"
).split()
VAEGT_EFTERNAVNE = [6 if navn.endswith("sen") else 2 for navn in EFTERNAVNE]


def efternavn(r: Random) -> str:
    """A last name; the -sen names are the common ones."""
    return r.choices(EFTERNAVNE, VAEGT_EFTERNAVNE)[0]


def fornavn(r: Random, koen: str) -> str:
    """A child's first name, `K` or `M`."""
    return r.choice(PIGER if koen == "K" else DRENGE)


def voksennavn(r: Random, andel_kvinder: float = 0.9) -> str:
    """First name of a member of staff; nine in ten rådgivere are women (KL)."""
    return r.choice(KVINDER if r.random() < andel_kvinder else MAEND)


def erstatnings_cpr(r: Random, foedt: date, koen: str, brugte: set[str]) -> str:
    """A replacement CPR number (day + 60) that agrees with birth date and sex and is not in `brugte`."""
    aarhundrede = "0123" if foedt.year < 2000 else "456789"
    while True:
        sidste = r.randrange(5) * 2 + (1 if koen == "M" else 0)
        loebenr = f"{r.choice(aarhundrede)}{r.randrange(100):02d}{sidste}"
        cpr = f"{foedt.day + 60:02d}{foedt:%m%y}{loebenr}"
        if cpr not in brugte:
            brugte.add(cpr)
            return cpr
