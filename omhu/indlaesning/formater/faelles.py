"""What the formats share: measures by any of their names, checks of days against the child's birth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Fund
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.tabel.tabel import Tabel
from omhu.kerne import cpr, krypto
from omhu.regler.katalog import katalog

FOER_FOEDSLEN = frozenset(
    "SAG_OPRETTET SAG_LUKKET SAGSBEHANDLER_TILDELT UNDERRETNING AKUTVURDERING KVITTERING GENVURDERING "
    "EFTERUNDERRETNING SCREENING AFDAEKNING_BESLUTTET AFDAEKNING_AFSLUTTET UDSLAGSGIVENDE_BEGIVENHED "
    "BFU_BESLUTTET BFU_AFSLUTTET FORELOEBIG_VURDERING BOERNESAMTALE_FRAVALGT PARTSHOERING AFGOERELSE "
    "TILBUD_PAR11_3 JOURNALNOTAT VURDERING OPMAERKSOMHEDSPUNKT FORAELDREKONTAKT SAMTYKKE "
    "AKTINDSIGT_ANMODET FRISTBREV AKTINDSIGT_GIVET".split()
)
"""Kinds of step that may concern an unborn child: what is known and decided, and what passes between the
authority and the parents."""
SVANGERSKAB = timedelta(days=300)
AELDSTE_UNGE = 25
"""Support to the young ends at 23; a step after 25 is probably a wrong date."""

Meld = Callable[..., None]


@dataclass
class Indlaeser:
    """What a format's reader needs while it works: the staging file and a way to report a row."""

    lager: Lager
    i_dag: date
    filer: list[str] = field(default_factory=list)
    laest: int = 0
    """Rows of data read."""
    pr_fil: dict[str, int] = field(default_factory=dict)
    skjulte: int = 0
    """Cells that held a CPR number where none belongs."""

    def fil(self, navn: str) -> int:
        """The file's number in the staging file."""
        self.filer.append(navn)
        self.lager.saet("filer", self.filer)
        return len(self.filer) - 1

    def melder(self, tabel: Tabel, raekke: int, celler: list[str]) -> Meld:
        """A function `(kolonne, hvad, ret, alvor)` that reports on this row."""

        def meld(kolonne: str, hvad: str, ret: str, alvor: str = KARANTAENE) -> None:
            original = tuple(celler) if alvor == KARANTAENE else ()
            self.lager.fund(Fund(tabel.navn, raekke, kolonne, hvad, ret, alvor, original))

        return meld

    def uden_cpr(self, celler: list[str], undtaget: Collection[int] = ()) -> list[str]:
        """The row without CPR numbers in other columns than those of `undtaget`, and counted when it had some."""
        if not cpr.LIGNER.search("\n".join(celler)):
            return celler
        rene = [c if nr in undtaget else uden_cpr(c) for nr, c in enumerate(celler)]
        self.skjulte += sum(a != b for a, b in zip(celler, rene, strict=True))
        return rene

    def taellet(self, tabel: Tabel, antal: int) -> None:
        """Keep how many rows a table had."""
        self.laest += antal
        self.pr_fil[tabel.navn] = self.pr_fil.get(tabel.navn, 0) + antal


def indsatskoder(navne: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes, those names that the catalogue does not know). An unknown name is kept as written."""
    koder, ukendte = [], []
    for navn in filter(None, (n.strip() for n in navne)):
        kode = katalog().indsats_kode(navn)
        if kode is None:
            ukendte.append(navn)
        koder.append(kode or navn.replace("+", " "))
    return tuple(dict.fromkeys(koder)), tuple(ukendte)


def tjek_foedsel(art: str, dag: date, foedt: date | None) -> tuple[str, str, str] | None:
    """(what, remedy, severity) for a day that does not fit the birth date; None when it does."""
    if foedt is None or foedt <= dag:
        if foedt is not None and (dag - foedt).days > AELDSTE_UNGE * 365.25:
            return (
                f"Den unge var over {AELDSTE_UNGE} år den dag.",
                "Se efter, om datoen er rigtig.",
                ADVARSEL,
            )
        return None
    if foedt - dag > SVANGERSKAB:
        return (
            f"Datoen ligger {(foedt - dag).days} dage før barnets fødselsdag ({foedt}).",
            "Ret datoen, eller ret fødselsdatoen på sagen.",
            KARANTAENE,
        )
    if art in FOER_FOEDSLEN:
        return None
    return (
        f"{katalog().arter[art].navn} kan ikke ske, før barnet er født ({foedt}).",
        "Ret datoen, eller ret fødselsdatoen på sagen.",
        KARANTAENE,
    )


def laes_cpr(tekst: str, i_dag: date, meld: Meld, kolonne: str) -> cpr.Cpr | None:
    """The number in a cell; None, and reported, when it cannot be one. A blank cell is None too."""
    if not tekst.strip():
        return None
    try:
        return cpr.laes(tekst, pr=i_dag)
    except cpr.CprFejl as fejl:
        meld(kolonne, str(fejl), "Ret CPR-nummeret, eller lad feltet være tomt.")
        return None


def uden_cpr(celle: str) -> str:
    """A cell where no CPR number belongs: in prose it is masked; in an id a pseudonym stands for it, so that rows
    of one child still belong together."""
    if " " in celle.strip() and not cpr.LIGNER.fullmatch(celle.strip()):
        return cpr.uden_cpr(celle)
    return cpr.uden_cpr(celle, lambda nummer: f"p{pseudonym(nummer)}")


def pseudonym(nummer: str) -> str:
    """A key for a child known by CPR only; the number itself is kept in one field alone."""
    return krypto.pseudonym(f"barn {nummer}")


def tjek_foedselsdato(foedt: date, i_dag: date, meld: Meld, kolonne: str) -> bool:
    """Is this a child's birth date? Reported when not; an unborn child's expected day is."""
    if i_dag.year - foedt.year > cpr.AELDSTE:
        meld(kolonne, f"Fødselsdatoen giver en alder på over {cpr.AELDSTE} år.", "Ret årstallet.")
        return False
    if foedt - i_dag > SVANGERSKAB:
        meld(
            kolonne,
            "Fødselsdatoen ligger længere ude i fremtiden, end et barn kan ventes.",
            "Ret datoen.",
        )
        return False
    if foedt > i_dag:
        meld(
            kolonne,
            "Fødselsdatoen er ikke kommet endnu; vi læser den som ventet fødsel.",
            "Ret den, når barnet er født.",
            ADVARSEL,
        )
    return True


def ens(felter: Mapping[str, str]) -> dict[str, str]:
    """The fields that hold something."""
    return {n: v for n, v in felter.items() if v}
