"""The children that somebody tells of: which case each belongs to, and a new case where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.queries import synlige_enheder
from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.uuid7 import uuid7
from omhu.sager.adgang import hent_sag, synlige_sager
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde.datoer import lukket_siden
from omhu.sagsarbejde.modtagelse.kendt import UFOEDT, find, skjulte, valgt_sag
from omhu.sagsarbejde.modtagelse.nummer import ny_sag
from omhu.sagsarbejde.modtagelse.skriv import Maal, skridt
from omhu.tidslinje.actions import registrer

UDEN_ENHED = "Vælg den enhed, der skal have sagen."


@dataclass(frozen=True)
class NytBarn:
    """A child as it was told of. `sag`: the case of a known child that the user picked by name."""

    cpr: str = ""
    navn: str = ""
    foedt: date | None = None
    termin: date | None = None
    """Due date; the child is not born, and `navn` is the mother's."""
    sag: int | None = None


@dataclass(frozen=True)
class Nyt:
    """What came in, as far as the cases ask: its day, the unit of a new case and its first line, and what it is
    called (`underretningen`)."""

    dag: date
    enhed: Enhed | None
    bekymring: str
    ord: str


def sagerne(boern: Sequence[NytBarn], ny: Nyt, *, af: Bruger) -> list[Maal]:
    """The case of each child, made where there is none. Raises PermissionDenied, and ValidationError by field; for the
    n-th child the field is `barn.<n>.<felt>` (from 0)."""
    if not boern:
        raise ValidationError("Vi mangler, hvem det handler om. Skriv mindst ét barn.")
    for nr, barn in enumerate(boern):
        _check_barn(barn, ny, nr)
    maal = [_maal(b, ny, af, nr) for nr, b in enumerate(boern)]
    _check_forskellige(maal)
    _samme_husstand([m.sag for m in maal])
    return maal


def aabn(m: Maal, dag: date, aarsag: str, *, af: Bruger) -> None:
    """The step that opens a case which is new, or was closed."""
    if m.slags == "ny":
        skridt(m, "SAG_OPRETTET", dag, af=af)
    elif m.slags == "genaabnet":
        # Opened on an earlier day than it was closed, it would still be closed.
        aabnes = max(dag, lukket_siden(m.sag) or dag)
        skridt(m, "SAG_OPRETTET", aabnes, af=af, felter={"aarsag": aarsag})


def _check_barn(barn: NytBarn, ny: Nyt, nr: int) -> None:
    """Raises ValidationError for days that cannot be."""
    dag, i_dag = ny.dag, timezone.localdate()
    if barn.termin is not None:
        if barn.cpr or barn.foedt:
            raise ValidationError(
                {
                    f"barn.{nr}.termin": "Et barn med CPR-nummer eller fødselsdag er født. Slet terminen."
                }
            )
        if abs((barn.termin - dag).days) > 310:
            raise ValidationError(
                {f"barn.{nr}.termin": f"Terminen ligger for langt fra {ny.ord}. Skriv den igen."}
            )
        if not barn.navn and barn.sag is None:
            raise ValidationError(
                {f"barn.{nr}.navn": "Vi mangler mors navn. Et ufødt barn står på sin mor."}
            )
        return
    if barn.foedt is not None and barn.foedt > i_dag:
        raise ValidationError(
            {
                f"barn.{nr}.foedt": "Fødselsdagen ligger i fremtiden. Er barnet ikke født, så skriv "
                "datoen som termin."
            }
        )
    if barn.foedt is not None and barn.foedt > dag:
        felt = "cpr" if barn.cpr else "foedt"
        raise ValidationError(
            {
                f"barn.{nr}.{felt}": f"Barnet er født, efter at I modtog {ny.ord}. Ret den dag, I "
                "modtog den, eller skriv barnet som ufødt."
            }
        )


def _check_forskellige(maal: Sequence[Maal]) -> None:
    sete: set[int] = set()
    for nr, m in enumerate(maal):
        if m.sag.barn_id in sete:
            raise ValidationError({f"barn.{nr}.cpr": "Barnet står her to gange. Fjern det ene."})
        sete.add(m.sag.barn_id)


def _maal(barn: NytBarn, ny: Nyt, af: Bruger, nr: int) -> Maal:
    """Whose case: an open one the user sees, an ordinary open one elsewhere, a closed one the user sees, or a new
    one. A protected case elsewhere changes nothing here (kendt.py); `sig_til_beskyttede` tells those who have it."""
    if barn.sag is not None:
        valgt = hent_sag(af, barn.sag)
        if valgt_sag(af, valgt.pk, barn.navn) is None:
            raise ValidationError(
                {f"barn.{nr}.navn": "Navnet er ikke det valgte barns. Slå op igen, og vælg barnet."}
            )
        egne = list(synlige_sager(af).filter(barn=valgt.barn_id).order_by("-pk"))
    else:
        egne = find(af, cpr=barn.cpr, navn=barn.navn, foedt=barn.foedt).sager
    aabne = [s for s in egne if s.lukket is None]
    if aabne:
        return Maal(aabne[0], "aaben")
    andre = skjulte(af, barn.cpr)
    if andre.aabne:
        return Maal(_hent_skjult(andre.aabne[0]), "skjult")
    if egne:
        return Maal(egne[0], "genaabnet")
    kendt = _hent_skjult(andre.lukkede[0]).barn if andre.lukkede else None
    if kendt is None and not barn.navn:
        raise ValidationError({f"barn.{nr}.navn": "Vi mangler barnets navn. Skriv det, I har."})
    return Maal(_opret(barn, ny, af, kendt), "ny")


@som_system()  # to write into a case that one does not see: kendt.py says why
def _hent_skjult(pk: int) -> Sag:
    return Sag.objects.select_related("barn").get(pk=pk)


@som_system()  # a child is seen through its case, and there is none yet
def _opret(barn: NytBarn, ny: Nyt, af: Bruger, kendt: Barn | None) -> Sag:
    """A new case in the user's unit, of a new child unless the municipality knows it."""
    if kendt is None:
        navn = UFOEDT.format(barn.navn) if barn.termin else barn.navn
        kendt = Barn.objects.create(navn=navn[:160], cpr=barn.cpr, foedselsdato=barn.foedt)
    sag = ny_sag(kendt, _enhed(ny, af), ny.dag, af)
    sag.bekymring = ny.bekymring
    sag.save(update_fields=["bekymring"])
    if not synlige_sager(af).filter(pk=sag.pk).exists():
        raise PermissionDenied(
            "Du kan ikke se sager i den enhed, så sagen kan ikke oprettes der. Bed din leder om hjælp."
        )
    return sag


def _enhed(ny: Nyt, af: Bruger) -> Enhed:
    if ny.enhed is not None:
        if not synlige_enheder(af).filter(pk=ny.enhed.pk).exists():
            raise PermissionDenied("Du kan kun oprette sager i de enheder, du ser.")
        return ny.enhed
    if af.enhed is None:
        raise ValidationError({"enhed": UDEN_ENHED})
    return af.enhed


@som_system()  # a sibling may have its case where the user does not see; only the household's pseudonym is touched
def _samme_husstand(sager: Sequence[Sag]) -> None:
    """Children told of together are siblings: those without a household get the one of the others."""
    if len(sager) < 2:
        return
    kendte = {s.barn.husstand for s in sager if s.barn.husstand}
    faelles = kendte.pop() if len(kendte) == 1 else f"omhu-{uuid7().hex}" if not kendte else ""
    for barn in {s.barn for s in sager if not s.barn.husstand and faelles}:
        barn.husstand = faelles
        barn.save(update_fields=["husstand"])


def sig_til_beskyttede(cpr: str, ny: Sag, hvad: str, af: Bruger) -> tuple[int, ...]:
    """Those who have a protected case of the child are told of the new one; the one who writes is told nothing."""
    beskyttede = skjulte(af, cpr).beskyttede
    for pk in beskyttede:
        with som_system():  # as in `_hent_skjult`
            registrer(
                _hent_skjult(pk),
                "JOURNALNOTAT",
                timezone.localdate(),
                af=af,
                attributter={"emne": f"{hvad} om barnet er registreret i sag {ny.nummer}"},
            )
    return tuple(beskyttede)
