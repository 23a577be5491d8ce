"""What the documents of a round share: how it was made, tables of figures, and what must stand under them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from omhu.adgang.raekkesikkerhed import som_system
from omhu.kerne.ord_om_tid import antal, dato
from omhu.maalinger.statistik.intervaller import omraade
from omhu.rapporter.dokument import Afsnit, Blok, Brevhoved, Dokument, Fakta, Overskrift, Tabel
from omhu.tilsyn.models import Fund, Runde, Udtraek
from omhu.tilsyn.resultat.data import Rundedata, hent
from omhu.tilsyn.resultat.fil import regel_tekst
from omhu.tilsyn.resultat.tal import Rundetal, Spoergsmaalstal, regn
from omhu.tilsyn.runder.vis import hvordan

INTET_LAEST = "Ingen sager i runden er læst færdig endnu. Dokumentet kan laves, når mindst én læsning er låst."


def rundepapir(titel: str, runde: Runde, blokke: Sequence[Blok]) -> Dokument:
    """A document about a round, with the municipality's head. No child's name in the title."""
    kommune = settings.OMHU.kommune
    i_dag = timezone.localdate()
    enhed = str(runde.enhed) if runde.enhed else "Alle enheder"
    return Dokument(
        titel,
        blokke,
        hoved=Brevhoved((kommune, enhed), dato(i_dag)),
        bund=f"{kommune} · {runde.navn}",
        forfatter=kommune,
        dag=i_dag,
    )


def alle_tal(runde: Runde) -> list[Rundetal]:
    """The results of a round: every level that has locked readings, for every way that cases were chosen. Raises
    ValidationError (Danish) before anything is read."""
    data = hent(runde)
    fundne = [
        tal
        for gruppe in data.grupper
        for niveau in data.koncept.niveauer
        if data.foerste(niveau.kode, gruppe) and (tal := regn(data, niveau.kode, gruppe))
    ]
    if not fundne:
        raise ValidationError(INTET_LAEST)
    return fundne


def hovedtal(runde: Runde) -> Rundetal:
    """The results that a report is about: the random cases, at the level that read most. Raises ValidationError."""
    tal = regn(hent(runde))
    if tal is None or not tal.laest:
        raise ValidationError(INTET_LAEST)
    return tal


def hvert_niveau(tal: Rundetal) -> list[Rundetal]:
    """The same cases at every level that has locked readings of them: those of `tal` first, then as the concept has
    the levels. Each is counted for itself; two levels never stand in one percentage."""
    data, gruppe = tal.data, tal.gruppe.kode
    andre = (
        regn(data, n.kode, gruppe)
        for n in data.koncept.niveauer
        if n.kode != tal.niveau and data.foerste(n.kode, gruppe)
    )
    return [tal, *filter(None, andre)]


def saadan(runde: Runde, data: Rundedata) -> list[Blok]:
    """How the round was made: anyone can redo the draw from this."""
    udtraek = list(runde.udtraek.all())
    linjer: list[tuple[str, str]] = [
        ("Koncept", f"{data.koncept.navn}, udgave {data.udgave}"),
        ("Kilde", data.koncept.kilde),
        (
            "Periode",
            f"{dato(data.fra)} til {dato(data.til)}. Sagerne ses, som de stod den sidste dag",
        ),
        (
            "Ramme",
            f"{antal(data.ramme, 'sag', 'sager')}. Aftryk {data.aftryk[:16]}" if data.ramme else "",
        ),
        *((f"Udtræk {nr}", _udtraek(u)) for nr, u in enumerate(udtraek, 1)),
        ("Frø", data.froe),
        ("Leder af runden", str(runde.leder)),
    ]
    return [Overskrift("Sådan er runden lavet"), Fakta(linjer)]


def _udtraek(u: Udtraek) -> str:
    return f"{hvordan(u)}, {antal(u.antal, 'sag', 'sager')}"


def antal_fund(runde: Runde) -> int:
    """How many serious findings: the one thing that is told of them outside the restricted list."""
    with som_system():  # the number is that of the round, not of what the reader may open
        return Fund.objects.filter(laesning__tilsynssag__runde=runde).count()


def antal_sager_med_fund(runde: Runde) -> int:
    """In how many cases: two levels may report the same one."""
    with som_system():  # the number is that of the round, not of what the reader may open
        return (
            Fund.objects.filter(laesning__tilsynssag__runde=runde).values("sag").distinct().count()
        )


def niveau_navn(tal: Rundetal) -> str:
    """The level in words."""
    return tal.koncept.niveau(tal.niveau).navn


def forbehold(tal: Rundetal) -> str:
    """What must be printed under every percentage of these results."""
    ord_ = [
        f"{tal.udvaelgelse.rstrip('.')}.",
        f"Periode {dato(tal.data.fra)} til {dato(tal.data.til)}.",
        f"{tal.konvention}.",
        f"Koncept »{tal.koncept.navn}«, udgave {tal.data.udgave}.",
        f"Læst af {niveau_navn(tal).lower()}: {antal(tal.laest, 'sag', 'sager')}.",
    ]
    if tal.foreloebig:
        ord_.append(f"Foreløbigt: {antal(tal.ulaest, 'sag', 'sager')} er ikke læst færdig.")
    return " ".join(ord_)


HOVED = ["Spørgsmål", "Hjemmel", "Overholdt", "95 %", "Ikke relevant", "Kan ikke vurderes"]
BREDDER = [5.6, 4.2, 3.2, 3.2, 2, 2.2]


def tabeller(tal: Rundetal) -> Iterable[Blok]:
    """A table per sagstrin, and under it what must be read with it."""
    for trin in tal.trin:
        yield Overskrift(trin.navn, 2)
        yield Tabel(HOVED, [linje(tal, s) for s in trin.spoergsmaal], BREDDER)
        if trin.samlet[1]:
            yield Afsnit(
                f"Alle svar samlet: {trin.samlet_tekst}. Gennemsnit af spørgsmålene: {trin.gennemsnit}; her vejer "
                f"hvert spørgsmål lige meget, også når det kun angik {antal(trin.faerrest_relevante, 'sag', 'sager')}."
            )
        yield Afsnit(forbehold(tal))


def linje(tal: Rundetal, s: Spoergsmaalstal) -> list[str]:
    """A question as a row under `HOVED`, with the versions of the rules that its computed answer comes from."""
    t = s.tal
    regnet = regel_tekst(s, tal.data.fra, tal.data.til)
    return [
        f"{s.spoergsmaal.id} {s.spoergsmaal.tekst}",
        "\n".join(
            filter(
                None,
                (s.spoergsmaal.hjemmel_tekst(), regnet and f"Regnet: {regnet.replace(':', ': ')}"),
            )
        ),
        t.tekst,
        graenser(s),
        str(t.ikke_relevant),
        str(t.uvist),
    ]


def graenser(s: Spoergsmaalstal) -> str:
    """The interval in whole per cent with its method; a dash where there is none."""
    i = s.tal.interval
    if not i.findes or not s.tal.n:
        return "–"
    lav, hoej = i.grunde
    return f"{omraade(lav, hoej)} ({i.metode})"
