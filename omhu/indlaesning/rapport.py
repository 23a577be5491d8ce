"""The reconciliation report (afstemning) of a load: every row that was read is accounted for."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Fund
from omhu.indlaesning.laesning import Laesning
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.skriv import Udfald
from omhu.regler.katalog import katalog

VIS = 20
"""Findings and examples printed before `og N til`."""
ORD = {
    "ny": "nye",
    "aendret": "ændrede",
    "uaendret": "uændrede",
    "rettet_i_haanden": "rettet i hånden i Omhu",
    "forsvundet": "forsvundne",
}


@dataclass
class Rapport:
    """Counts of a load, with the first findings for showing. `til_lagring` leaves the findings out."""

    kilde: str
    format: str
    tilstand: str
    raekker: int
    raekker_i_karantaene: int
    pr_fil: dict[str, int]
    arter: list[dict[str, Any]]
    sagstyper: dict[str, int]
    boern: dict[str, int] = field(default_factory=dict)
    sager: dict[str, int] = field(default_factory=dict)
    skridt: dict[str, int] = field(default_factory=dict)
    forsvundne_sager: int = 0
    advarsler: int = 0
    advarsler_pr_slags: list[tuple[str, int]] = field(default_factory=list)
    alarm: str = ""
    noter: list[str] = field(default_factory=list)
    afstemning: list[str] = field(default_factory=list)
    konflikter: list[str] = field(default_factory=list)
    eksempler: list[dict[str, str]] = field(default_factory=list)
    fejl: list[Fund] = field(default_factory=list)

    def som_json(self) -> dict[str, Any]:
        """For programs and scripts; findings as objects."""
        return asdict(self) | {"fejl": [_fund_json(f) for f in self.fejl]}

    def til_lagring(self) -> dict[str, Any]:
        """What is kept with the load: counts, no cells of rows."""
        return {
            k: v
            for k, v in asdict(self).items()
            if k not in ("fejl", "konflikter", "eksempler", "advarsler_pr_slags")
        }

    def tekst(self) -> str:
        """The report in Danish."""
        linjer = [*self._indledning(), *self._tal(), *self.afstemning]
        linjer += self._liste(
            "Rækker i karantæne:", [str(f) for f in self.fejl], self.raekker_i_karantaene
        )
        linjer += self._liste("Ændringer:", [f"{e['sag']}: {e['tekst']}" for e in self.eksempler])
        linjer += self._liste("Rettet i hånden, ikke overskrevet:", self.konflikter)
        linjer += self._liste("Advarsler:", [_gange(h, n) for h, n in self.advarsler_pr_slags])
        linjer += [*self._skridt(), *self._sagstyper()]
        if self.alarm:
            linjer += ["", f"ALARM: {self.alarm}"]
        return "\n".join(linjer)

    def _indledning(self) -> list[str]:
        if self.tilstand == KARANTAENE:
            gode = self.raekker - self.raekker_i_karantaene
            hoved = (
                f"Intet er indlæst. Filerne har {_raekker(self.raekker_i_karantaene)}, vi ikke kan læse. "
                f"{_de_andre(gode)} Ret og indlæs igen, eller indlæs de gode med --uden-fejlraekker."
            )
        else:
            hoved = "Prøve: intet er skrevet." if self.tilstand == "proevet" else "Indlæst."
        return [hoved, f"Kilde: {self.kilde} ({self.format}).", *self.noter]

    def _skridt(self) -> list[str]:
        if not self.arter:
            return []
        return [
            "",
            "Skridt i filerne:",
            *(
                f"  {a['navn']:<44}{a['antal']:>9}  {a['foerste']} – {a['sidste']}"
                for a in self.arter
            ),
        ]

    def _sagstyper(self) -> list[str]:
        if not self.sagstyper:
            return []
        typer = ", ".join(f"{n} {t or 'uden type'}" for t, n in self.sagstyper.items())
        return ["", f"Sager i filerne: {typer}"]

    def _tal(self) -> list[str]:
        if self.tilstand == KARANTAENE:
            return []
        linjer = [
            f"{navn}: {_opdelt(tal)}."
            for navn, tal in (("Børn", self.boern), ("Sager", self.sager), ("Skridt", self.skridt))
            if any(tal.values())
        ]
        if self.forsvundne_sager:
            linjer.append(
                f"{self.forsvundne_sager} sager er ikke i udtrækket længere. De er ikke slettet."
            )
        return linjer

    @staticmethod
    def _liste(navn: str, punkter: list[str], i_alt: int | None = None) -> list[str]:
        if not punkter:
            return []
        flere = (i_alt or len(punkter)) - VIS
        return [
            "",
            navn,
            *(f"  {p}" for p in punkter[:VIS]),
            *([f"  … og {flere} til."] if flere > 0 else []),
        ]


def lav_rapport(lager: Lager, laesning: Laesning, udfald: Udfald | None, *, proev: bool) -> Rapport:
    """The report of what was read and, unless quarantine stopped it, of what was written."""
    rapport = Rapport(
        kilde=laesning.kilde,
        format=laesning.format,
        tilstand=KARANTAENE if udfald is None else "proevet" if proev else "indlaest",
        raekker=laesning.raekker,
        raekker_i_karantaene=lager.antal_raekker_i_karantaene(),
        pr_fil=laesning.pr_fil,
        arter=[
            {"art": a, "navn": katalog().arter[a].navn, "antal": n, "foerste": f, "sidste": s}
            for a, n, f, s in lager.arter()
        ],
        sagstyper=_sagstyper(lager),
        advarsler=lager.antal_fund(ADVARSEL),
        advarsler_pr_slags=lager.advarsler_pr_slags()[:VIS],
        noter=laesning.noter,
        fejl=list(lager.fundne(KARANTAENE, VIS + 1)),
    )
    if udfald is not None:
        rapport.boern, rapport.sager, rapport.skridt = (
            dict(udfald.boern),
            dict(udfald.sager),
            dict(udfald.skridt),
        )
        rapport.forsvundne_sager, rapport.alarm = udfald.forsvundne_sager, udfald.alarm
        rapport.konflikter, rapport.eksempler = udfald.konflikter, udfald.eksempler
        if rapport.raekker_i_karantaene:
            rapport.noter = [*rapport.noter, "Med rækker i karantæne regnes intet for forsvundet."]
    rapport.afstemning = _afstemning(lager, laesning, rapport)
    return rapport


def _sagstyper(lager: Lager) -> dict[str, int]:
    return dict(
        lager.db.execute(
            "SELECT json_extract(felter, '$.sagstype') t, count(*) FROM sag GROUP BY t ORDER BY t"
        )
    )


def _afstemning(lager: Lager, laesning: Laesning, rapport: Rapport) -> list[str]:
    """`Afstemning: 198 rækker læst = 20 sager + 178 hændelser + 0 i karantæne.`"""
    brugte = lager.db.execute(
        "SELECT count(*) FROM (SELECT fil, raekke FROM sag UNION SELECT fil, raekke FROM barn "
        "UNION SELECT fil, raekke FROM skridt)"
    ).fetchone()[0]
    andre = lager.antal("andet")
    karantaene = rapport.raekker_i_karantaene
    rest = laesning.raekker - brugte - andre - karantaene
    linje = f"Afstemning: {laesning.raekker} rækker læst = {brugte + andre} brugt + {karantaene} i karantæne"
    return [linje + (f" + {rest} uden indhold at indlæse." if rest else ".")]


def _opdelt(tal: dict[str, int]) -> str:
    return ", ".join(f"{n} {ORD.get(k, k)}" for k, n in tal.items() if n)


def _gange(hvad: str, antal: int) -> str:
    return f"{hvad} ({antal} gange)" if antal > 1 else hvad


def _de_andre(antal: int) -> str:
    if antal == 0:
        return "Der er ingen andre."
    return "Den anden er klar." if antal == 1 else f"De andre {antal} er klar."


def _raekker(antal: int) -> str:
    return f"{antal} række" if antal == 1 else f"{antal} rækker"


def _fund_json(f: Fund) -> dict[str, Any]:
    return {"fil": f.fil, "raekke": f.raekke, "kolonne": f.kolonne, "fejl": f.hvad, "ret": f.ret}
