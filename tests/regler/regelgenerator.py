"""Seeded random rules over the whole vocabulary of the rule language."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel
from tests.regler.reference.byg import regel

ARTER = (
    *("UNDERRETNING", "AKUTVURDERING", "BOERNESAMTALE", "AFGOERELSE", "BFU_BESLUTTET"),
    *("BFU_AFSLUTTET", "IVAERKSAT", "OPFOELGNING", "TILSYNSSAMTALE", "GENVURDERING"),
)
SLUTARTER = ("SAG_LUKKET", "HJEMGIVET", "FORANSTALTNING_OPHOERT")
FRAVALGSARTER = ("BOERNESAMTALE_FRAVALGT", "PLAN_FRAVALGT")
UDLOESERE = (*ARTER, "FYLDER_16", "FYLDER_17", "FYLDER_18")
DAGENHEDER = {
    "dage": (0, 1, 7, 30, 61),
    "uger": (1, 4),
    "maaneder": (1, 3, 4, 6),
    "aar": (1,),
    "hverdage": (1, 6, 10),
    "arbejdsdage": (1, 7),
}
DATOENHEDER = ("dage", "uger", "maaneder", "aar")
VERSIONSDAGE = (
    date(2023, 6, 1),
    date(2024, 1, 1),
    date(2024, 1, 1),
    date(2024, 3, 31),
    date(2025, 1, 1),
)


SIGTEDE: tuple[dict[str, Any], ...] = (
    # An exempt trigger long after its anchor: the window is over before the row closes.
    {
        "udloest_af": [{"skridt": "AFGOERELSE"}],
        "undtaget": [{"hvis": ["akut"], "grund": "Afgørelsen er akut."}],
        "regnes_fra": [{"skridt": "IVAERKSAT"}, "udloesende"],
        "frist": {"dage": 7},
        "opfyldt_af": [{"skridt": ["IVAERKSAT", "BOERNESAMTALE"]}],
    },
    # A date field in the past, and a waiver on the trigger.
    {
        "udloest_af": [{"skridt": "OPFOELGNING"}],
        "frist": {"dato": "naeste", "ellers": {"maaneder": 1}},
        "opfyldt_af": [{"skridt": "BOERNESAMTALE"}],
        "fravalg": {"paa_udloesende": ["skaerpet", "akut"]},
        "udskydes_af": [{"skridt": "FRISTBREV"}],
    },
    # What ends a placement, and what it leaves.
    {
        "udloest_af": [{"skridt": "AFGOERELSE", "hvis": ["aktiv_indsats"]}],
        "frist": {"hverdage": 10},
        "opfyldt_af": [{"skridt": "BOERNESAMTALE", "ikke": ["egen_indsats_ophoert"]}],
        "bortfalder": [{"skridt": ["HJEMGIVET", "FORANSTALTNING_OPHOERT"], "samme": "indsats"}],
    },
    # Hours, missing clock times, and two talks that cover a decision together.
    {
        "udloest_af": [{"skridt": "AFGOERELSE"}],
        "frist": {"timer": 24},
        "opfyldt_af": [{"skridt": "BOERNESAMTALE"}],
        "samme": "indsats",
    },
    # Periods from the end of a month.
    {
        "udloest_af": [{"skridt": "IVAERKSAT"}],
        "frist": {"hver": {"maaneder": 1}},
        "opfyldt_af": [{"skridt": "TILSYNSSAMTALE", "ikke": ["ikke_paa_stedet"]}],
        "bortfalder": [{"skridt": "FORANSTALTNING_OPHOERT", "samme": "indsats"}],
    },
    # The year after a placement.
    {
        "udloest_af": [{"skridt": "UNDERRETNING", "hvis": ["anbragt_seneste_aar"]}],
        "frist": {"arbejdsdage": 7},
        "opfyldt_af": [{"skridt": "AKUTVURDERING"}],
        "samme": "henvisning",
        "regnes_fra": [{"skridt": "BFU_BESLUTTET", "hoejst": {"maaneder": 2}}, "udloesende"],
        "dog_senest_ved": [{"skridt": "AFGOERELSE", "naar": ["akut"]}, {"skridt": "SCREENING"}],
    },
    # An anchor not older than the trigger before; letters that move the due day, or do not.
    {
        "udloest_af": [{"skridt": "BFU_BESLUTTET"}],
        "regnes_fra": [{"skridt": "UNDERRETNING", "efter": ["BFU_BESLUTTET"]}, "udloesende"],
        "frist": {"maaneder": 4},
        "opfyldt_af": [{"skridt": "BFU_AFSLUTTET"}],
        "udskydes_af": [{"skridt": "FRISTBREV"}],
    },
    # Two laws that both could claim the due day.
    {
        "udloest_af": [{"skridt": "UNDERRETNING"}],
        "frist": {"dage": 7},
        "opfyldt_af": [{"skridt": "AKUTVURDERING"}],
        "version_efter": "frist",
        "versioner": [
            {"fra": date(2011, 1, 1)},
            {"fra": date(2024, 1, 1), "frist": {"maaneder": 1}},
        ],
    },
    # Waivers that cover a decision together.
    {
        "udloest_af": [{"skridt": "AFGOERELSE"}],
        "frist": {"maaneder": 1},
        "opfyldt_af": [{"skridt": "PARTSHOERING"}],
        "fravalg": {"af": [{"skridt": "PLAN_FRAVALGT"}], "samme": "indsats"},
    },
    # A waiver and a lapse to the millisecond.
    {
        "udloest_af": [{"skridt": "UNDERRETNING"}],
        "frist": {"timer": 24},
        "opfyldt_af": [{"skridt": "AKUTVURDERING"}],
        "fravalg": {"af": [{"skridt": "BOERNESAMTALE_FRAVALGT"}]},
        "bortfalder": [{"skridt": "SAG_LUKKET"}],
    },
)
"""Rules aimed at places where chance alone comes too seldom."""


def sigtet_regel(nr: int) -> Regel:
    """One of the aimed rules, in turn."""
    return regel("sigtet", **SIGTEDE[nr % len(SIGTEDE)])


def tilfaeldige_regler(rng: Random, antal: int) -> list[Regel]:
    """Random rules `r0`, `r1` …; every word of the language turns up."""
    return [_Regelbygger(rng).regel(f"r{nr}") for nr in range(antal)]


class _Regelbygger:
    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def maaske(self, chance: float) -> bool:
        return self.rng.random() < chance

    def regel(self, id: str) -> Regel:
        moenster = self.moenster()
        if self.maaske(0.3) and not {"hvert", "hver"} & set(moenster["frist"]):
            moenster["version_efter"] = "frist"
        versioner = [{"fra": date(2011, 1, 1)}]
        if self.maaske(0.4):
            skift = self.rng.choice(VERSIONSDAGE)
            if self.maaske(0.3):
                versioner[0]["til"] = skift.replace(day=1) if skift.day > 1 else date(2023, 5, 31)
            versioner.append({"fra": skift} | self.andet(moenster))
        for v in versioner:
            if self.maaske(0.2):
                v["tilfaelde"] = self.tilfaelde(moenster)
        return regel(id, versioner, **moenster)

    def andet(self, moenster: dict[str, Any]) -> dict[str, Any]:
        """What a new version or case changes: the length of a window of the same form."""
        if "foer" in moenster["frist"] or "hvert" in moenster["frist"]:
            return {"antal": self.rng.choice((1, 2))}
        if "hver" in moenster["frist"]:
            return {"frist": {"hver": {"maaneder": self.rng.choice((2, 3, 6))}}}
        if "timer" in moenster["frist"]:
            return {"frist": {"timer": self.rng.choice((12, 48))}}
        return {"frist": self.varighed()}

    def tilfaelde(self, moenster: dict[str, Any]) -> list[dict[str, Any]]:
        kode = self.rng.choice(tuple(katalog().kendetegn))
        begge = [{"naar": {"hvis": [kode]}}, {"naar": {"ikke": [kode]}} | self.andet(moenster)]
        if self.maaske(0.5):
            begge[1].pop("naar")
        if self.maaske(0.3):
            begge[0]["udloest_af"] = self.matches(UDLOESERE)
        return begge[: self.rng.choice((1, 2, 2))]

    def varighed(self, enheder: tuple[str, ...] = tuple(DAGENHEDER)) -> dict[str, int]:
        enhed = self.rng.choice(enheder)
        return {enhed: self.rng.choice(DAGENHEDER[enhed])}

    def betingelse(self, chance: float = 0.25) -> dict[str, list[str]]:
        koder = self.rng.sample(tuple(katalog().kendetegn), 2)
        fundet = {}
        if self.maaske(chance):
            fundet["ikke"] = koder[:1]
        if self.maaske(chance / 2):
            fundet["hvis"] = koder[1:]
        return fundet

    def match(self, arter: tuple[str, ...], chance: float = 0.25) -> dict[str, Any]:
        antal = self.rng.choice((1, 1, 2))
        return {"skridt": self.rng.sample(arter, min(antal, len(arter)))} | self.betingelse(chance)

    def matches(self, arter: tuple[str, ...], chance: float = 0.25) -> list[dict[str, Any]]:
        return [self.match(arter, chance) for _ in range(self.rng.choice((1, 1, 2)))]

    def moenster(self) -> dict[str, Any]:
        m = {
            "udloest_af": self.matches(UDLOESERE, 0.15),
            "opfyldt_af": self.matches(ARTER, 0.2),
            "frist": self.frist(),
            "samme": self.rng.choice(("sag", "indsats", "indsats", "henvisning")),
            "uden_indsats": self.rng.choice(("uvist", "uvist", "taeller", "taeller_ikke")),
            "antal": self.rng.choice((1, 1, 1, 2, 3)),
        }
        for del_ in (self.soegning, self.undtagelser, self.slut, self.flytning, self.vurdering):
            m |= del_(m["frist"])
        return m

    def frist(self) -> dict[str, Any]:
        form = self.rng.choice(
            ("timer", "dag", "dag", "dag", "foer", "foer", "dato", "hvert", "hver")
        )
        return getattr(self, f"frist_{form}")()

    def frist_timer(self) -> dict[str, Any]:
        return {"timer": self.rng.choice((1, 24, 24, 48))}

    def frist_dag(self) -> dict[str, Any]:
        return self.varighed() | self.rul()

    def frist_foer(self) -> dict[str, Any]:
        f: dict[str, Any] = {"foer": "udloesende"}
        return f | ({"tidligst": self.varighed(DATOENHEDER)} if self.maaske(0.7) else {})

    def frist_dato(self) -> dict[str, Any]:
        f: dict[str, Any] = {"dato": "naeste"} | self.rul()
        return f | ({"ellers": self.varighed()} if self.maaske(0.6) else {})

    def frist_hvert(self) -> dict[str, Any]:
        return {"hvert": "kalenderaar"} | ({"kun_hele": "ja"} if self.maaske(0.5) else {})

    def frist_hver(self) -> dict[str, Any]:
        laengder = (
            {"maaneder": 1},
            {"maaneder": 6},
            {"maaneder": 12},
            {"aar": 1},
            {"uger": 8},
            {"dage": 45},
        )
        return {"hver": self.rng.choice(laengder)}

    def rul(self) -> dict[str, str]:
        return {"rul": "ja"} if self.maaske(0.3) else {}

    def soegning(self, frist: dict[str, Any]) -> dict[str, Any]:
        m: dict[str, Any] = {}
        if "foer" in frist:
            return m
        if self.maaske(0.25) and not {"hvert", "hver"} & set(frist):
            m["efter"] = "senere_dag"
        if self.maaske(0.4):
            m["regnes_fra"] = [self.anker() for _ in range(self.rng.choice((1, 2)))]
            if self.maaske(0.6):
                m["regnes_fra"].append("udloesende")
            if self.maaske(0.5):
                m["en_pr_anker"] = "ja"
        return m

    def anker(self) -> dict[str, Any]:
        a = self.match(ARTER, 0.1)
        a["skridt"] = a["skridt"][:1]
        if self.maaske(0.6):
            a["hoejst"] = self.varighed(DATOENHEDER)
        if self.maaske(0.5):
            a["efter"] = self.rng.sample((*ARTER, *SLUTARTER), 2)
        return a

    def undtagelser(self, frist: dict[str, Any]) -> dict[str, Any]:
        m: dict[str, Any] = {}
        if self.maaske(0.2):
            m["undtaget"] = [self.betingelse(1) | {"grund": "Reglen gælder ikke her."}]
        if self.maaske(0.45):
            f: dict[str, Any] = {"samme": self.rng.choice(("sag", "indsats", "henvisning"))}
            if self.maaske(0.85):
                f["af"] = [{"skridt": list(FRAVALGSARTER), "ikke": ["bedoemmer_uenig"]}]
            if self.maaske(0.3):
                f["paa_udloesende"] = self.rng.sample(tuple(katalog().kendetegn), 2)
            m["fravalg"] = f
        return m

    def slut(self, frist: dict[str, Any]) -> dict[str, Any]:
        if self.maaske(0.5):
            return {}
        samme = self.rng.choice(("sag", "indsats", "indsats", "henvisning"))
        alle = [self.match(SLUTARTER, 0.1) | {"samme": samme}]
        if self.maaske(0.3):
            alle.append({"skridt": "JOURNALNOTAT", "samme": self.rng.choice((samme, "sag"))})
        return {"bortfalder": alle}

    def flytning(self, frist: dict[str, Any]) -> dict[str, Any]:
        m: dict[str, Any] = {}
        if {"timer", "foer", "hvert", "hver"} & set(frist):
            return m
        if self.maaske(0.3):
            m["dog_senest_ved"] = [self.match(ARTER, 0.1)]
            if self.maaske(0.4):
                m["dog_senest_ved"][0]["naar"] = self.rng.sample(tuple(katalog().kendetegn), 1)
        if self.maaske(0.3):
            m["udskydes_af"] = [{"skridt": self.rng.choice(("FRISTBREV", "OPFOELGNING"))}]
        return m

    def vurdering(self, frist: dict[str, Any]) -> dict[str, Any]:
        m: dict[str, Any] = {}
        if self.maaske(0.4):
            m["taeller_indtil"] = self.varighed()
        if self.maaske(0.2):
            m["ved_udeblivelse"] = "ikke_relevant"
        if self.maaske(0.1):
            m |= {"vurderes": "nej", "grund": "Overgangsreglen er ikke fundet."}
        return m
