"""Days on which a step of a kind cannot have happened, whoever writes it: asked by every act."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.kerne.ord_om_tid import dato
from omhu.regler.katalog import katalog
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende

AABNER, LUKKER, BEGYNDER, OPHOERER = (
    "SAG_OPRETTET",
    "SAG_LUKKET",
    "IVAERKSAT",
    "FORANSTALTNING_OPHOERT",
)
EFTER_LUKNING = frozenset(
    "SAG_OPRETTET KLAGE_MODTAGET KLAGE_VIDERESENDT AKTINDSIGT_ANMODET AKTINDSIGT_GIVET FRISTBREV DOKUMENT".split()
)
"""What the parties may ask of a closed case, and the answers. All else asks for the case to be opened again."""
SVANGERSKAB = timedelta(days=300)
"""So long before the birth a case of the unborn may begin."""
KRAEVER_FOEDT = frozenset(
    "BOERNESAMTALE BOERNESAMTALE_FRAVALGT TILSYNSSAMTALE TILSYNSBESOEG UNGEPLAN OVERGANGSPLAN HJEMGIVET".split()
)
"""Acts with a child that is there."""


def lukket_siden(sag: Sag, *, undtagen: UUID | None = None) -> date | None:
    """The day the case was closed, as its steps tell; None while it is open. `undtagen`: the root of a step that is
    being corrected."""
    sidste = None
    for art, dag, _ in _skridt(sag, undtagen, AABNER, LUKKER):
        sidste = dag if art == LUKKER else None
    return sidste


def check_dato(
    sag: Sag, art: str, dag: date, indsatser: str = "", *, undtagen: UUID | None = None
) -> None:
    """Not before the child was born (the unborn apart), not after the case was closed, no end before its start.
    `indsatser` joined by `+`, as a step has them; `undtagen` the root of a step that is being corrected. Raises
    ValidationError at `dag` (Danish)."""
    _check_foedt(sag, art, dag)
    if art == LUKKER:
        _check_lukning(sag, dag, undtagen)
    elif art not in EFTER_LUKNING:
        _check_lukket(sag, dag, undtagen)
    if art == OPHOERER:
        _check_begyndt(sag, dag, indsatser, undtagen)


def check_dag(sag: Sag, dag: date, felt: str = "dag", art: str = "") -> None:
    """The same at once, at a field of the form, and not ahead: for acts that write a text before their step. Raises
    ValidationError at `felt` (Danish)."""
    try:
        if dag > timezone.localdate():
            raise _fejl("Dagen ligger i fremtiden. Skriv, hvornår det skete.")
        check_dato(sag, art, dag)
    except ValidationError as fejl:
        raise ValidationError({felt: fejl.messages}) from fejl


def check_efter(dag: date, foer: date, hvad: str, felt: str = "dag") -> None:
    """An act cannot come before the one that it follows. Raises ValidationError at `felt`."""
    if dag < foer:
        raise ValidationError({felt: f"Dagen ligger før {hvad} {dato(foer)}. Ret datoen."})


def _check_foedt(sag: Sag, art: str, dag: date) -> None:
    foedt = sag.barn.foedselsdato
    if foedt is None or dag >= foedt:
        return
    if art in KRAEVER_FOEDT or dag < foedt - SVANGERSKAB:
        raise _fejl(f"Datoen ligger før barnet blev født ({dato(foedt)}). Skriv datoen igen.")


def _check_lukket(sag: Sag, dag: date, undtagen: UUID | None) -> None:
    lukket = lukket_siden(sag, undtagen=undtagen)
    if lukket is not None and dag > lukket:
        raise _fejl(
            f"Sagen blev lukket {dato(lukket)}. Er der sket noget siden, så genåbn sagen først. "
            "Skete det før, så skriv den dag, det skete."
        )


def _check_lukning(sag: Sag, dag: date, undtagen: UUID | None) -> None:
    if undtagen is None and (lukket := lukket_siden(sag)):
        raise _fejl(f"Sagen er allerede lukket {dato(lukket)}.")
    andre = [k for k in katalog().arter if k not in EFTER_LUKNING and k != LUKKER]
    senere = [d for a, d, _ in _skridt(sag, undtagen, *andre, AABNER) if d > dag]
    if senere and undtagen is None:
        sidste = max(senere)
        raise _fejl(
            f"Der er registreret skridt efter den dag, det seneste {dato(sidste)}. "
            "Luk sagen på en senere dag."
        )


def _check_begyndt(sag: Sag, dag: date, indsatser: str, undtagen: UUID | None) -> None:
    koder = {k for k in indsatser.split("+") if k}
    begyndt: dict[str, date] = {}
    for _, d, kendte in _skridt(sag, undtagen, BEGYNDER):
        for k in koder & set(kendte.split("+")):
            begyndt[k] = min(d, begyndt.get(k, d))
    for kode, start in begyndt.items():
        if dag < start:
            raise _fejl(
                f"{katalog().indsats_navn(kode)} begyndte først {dato(start)} og kan ikke ophøre før."
            )


def _skridt(sag: Sag, undtagen: UUID | None, *arter: str) -> list[tuple[str, date, str]]:
    egne = Skridt.objects.filter(sag=sag, art__in=arter)
    if undtagen is not None:
        egne = egne.exclude(rod=undtagen)
    raekker = gaeldende(Synsdag.i_dag(), egne).order_by("dag", "sket", "nr")
    return list(raekker.values_list("art", "dag", "indsatser"))


def _fejl(tekst: str) -> ValidationError:
    return ValidationError({"dag": tekst})
