"""Who reads what: in turn, never one's own case, never a case one may not see, a share of them twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from math import ceil

from omhu.adgang.models import Bruger
from omhu.adgang.omfang import er_udloebet
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import ROLLER, Ret
from omhu.maalinger.tilsyn import Tilsynskoncept
from omhu.maalinger.tilsyn.sprog import Niveau
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.models import Laesning, Runde, Tilsynssag
from omhu.tilsyn.runder.ramme import enheder_under

EGEN_SAG = "sagen er læserens egen"
INGEN_ADGANG = "ingen af de valgte må se sagen"
INGEN_VALGT = "ingen er valgt"


@dataclass(frozen=True)
class Tildeling:
    """One reading to be."""

    sag: Tilsynssag
    niveau: str
    laeser: Bruger
    dobbelt: bool = False


@dataclass
class Plan:
    """Who is to read what, and what found no reader: (case, level, why)."""

    tildelinger: list[Tildeling] = field(default_factory=list)
    uden: list[tuple[Tilsynssag, str, str]] = field(default_factory=list)
    uden_dobbelt: list[tuple[Tilsynssag, str]] = field(default_factory=list)
    """Passed over, for only one may read them."""
    dobbelt_mangler: int = 0
    """So many fewer than wanted are read by two."""
    blinde: list[Bruger] = field(default_factory=list)
    """Chosen, but may see none of the cases."""


def kandidater(runde: Runde, niveau: Niveau) -> list[Bruger]:
    """Those whose role reads at a level, in or above the round's unit, or in none."""
    laeser = [rolle for rolle, ret in ROLLER.items() if Ret.GRANSKE in ret.maa]
    roller = [r for r in niveau.roller if r in laeser] or laeser
    folk = Bruger.objects.filter(is_active=True, rolle__in=roller).select_related("enhed")
    enheder = enheder_under(runde.enhed_id)
    over = _over(runde)
    return [
        b
        for b in folk.order_by("first_name", "last_name", "pk")
        if not er_udloebet(b)
        and (enheder is None or b.enhed_id is None or b.enhed_id in (*enheder, *over))
    ]


def _over(runde: Runde) -> set[int]:
    fundne, enhed = set(), runde.enhed
    while enhed is not None and enhed.pk not in fundne:
        fundne.add(enhed.pk)
        enhed = enhed.overordnet
    return fundne


Maa = tuple[dict[int, set[int]], dict[int, int | None]]
"""Reader -> cases they may see; case -> who is responsible now."""


@dataclass
class Hold:
    """What is known while cases are dealt out at one level."""

    folk: Sequence[Bruger]
    maa: Maa
    optaget: dict[int, set[int]]
    """Case -> who reads it, at any level: nobody reads a case twice."""
    byrde: Counter[int]

    def naeste(self, s: Tilsynssag) -> Bruger | None:
        """The one with the fewest cases among those who may, and who do not read the case already."""
        mulige = [
            b
            for b in self.folk
            if b.pk not in self.optaget[s.pk] and not _hvorfor_ikke(b, s, self.maa)
        ]
        if not mulige:
            return None
        valgt = min(mulige, key=lambda b: self.byrde[b.pk])
        self.byrde[valgt.pk] += 1
        self.optaget[s.pk].add(valgt.pk)
        return valgt


def fordel(
    koncept: Tilsynskoncept,
    runde: Runde,
    sager: Sequence[Tilsynssag],
    valgte: Mapping[str, Sequence[Bruger]],
    givet: Sequence[Laesning] = (),
) -> Plan:
    """The plan for a round's cases. `valgte`: level -> readers. `givet`: the readings there are; they stay."""
    maa = _maa_se(_folk(valgte).values(), sager)
    plan = Plan(blinde=[b for pk, b in _folk(valgte).items() if sager and not maa[0].get(pk)])
    optaget: dict[int, set[int]] = {s.pk: set() for s in sager}
    for g in givet:
        optaget.setdefault(g.tilsynssag_id, set()).add(g.laeser_id)
    for nr, niveau in enumerate(koncept.niveauer):
        if niveau.kode not in valgte:
            continue
        byrde = Counter(g.laeser_id for g in givet if g.niveau == niveau.kode)
        hold = Hold(valgte[niveau.kode], maa, optaget, byrde)
        har = {(g.tilsynssag_id, g.dobbelt) for g in givet if g.niveau == niveau.kode}
        laeste = _andel(runde, niveau, sager, {pk for pk, dobbelt in har if not dobbelt})
        _foerste_gang(plan, niveau, [s for s in laeste if (s.pk, False) not in har], hold)
        andel = runde.dobbelt if nr == 0 else niveau.dobbelt
        orden = _i_orden(runde, laeste, f"dobbelt {niveau.kode}")
        givet_to = sum((s.pk, True) in har for s in laeste)
        nye = [s for s in orden if (s.pk, True) not in har]
        _anden_gang(plan, niveau, nye, max(0, ceil(len(laeste) * andel / 100) - givet_to), hold)
    return plan


def mangler(
    koncept: Tilsynskoncept, runde: Runde, sager: Sequence[Tilsynssag], givet: Iterable[Laesning]
) -> list[tuple[str, int, bool]]:
    """Levels with cases that they are to read and nobody there has been given: (name, cases, is it read at all)."""
    har: dict[str, set[int]] = {}
    for g in givet:
        if not g.dobbelt:
            har.setdefault(g.niveau, set()).add(g.tilsynssag_id)
    ud = []
    for n in koncept.niveauer:
        egne = har.get(n.kode, set())
        uden = sum(s.pk not in egne for s in _andel(runde, n, sager, egne))
        if uden:
            ud.append((n.navn, uden, n.kode in har))
    return ud


def maa_laese(laeser: Bruger, sag: Tilsynssag) -> str:
    """Why somebody may not read a case; empty when they may."""
    maa = _maa_se([laeser], [sag])
    return _hvorfor_ikke(laeser, sag, maa)


def _folk(valgte: Mapping[str, Sequence[Bruger]]) -> dict[int, Bruger]:
    return {b.pk: b for folk in valgte.values() for b in folk}


def _maa_se(folk: Iterable[Bruger], sager: Sequence[Tilsynssag]) -> Maa:
    ider = {s.sag_id for s in sager}
    with som_system():  # what others may see, not what the one who asks may
        ser = {
            b.pk: set(synlige_sager(b).filter(pk__in=ider).values_list("pk", flat=True))
            for b in folk
        }
        ansvarlige: dict[int, int | None] = dict(
            Tilsynssag.objects.filter(pk__in=[s.pk for s in sager]).values_list(
                "sag_id", "sag__ansvarlig"
            )
        )
    return ser, ansvarlige


def _hvorfor_ikke(b: Bruger, s: Tilsynssag, maa: Maa) -> str:
    ser, ansvarlige = maa
    if b.pk in (s.raadgiver_id, ansvarlige.get(s.sag_id)):
        return EGEN_SAG
    return "" if s.sag_id in ser.get(b.pk, ()) else INGEN_ADGANG


def _andel(
    runde: Runde, niveau: Niveau, sager: Sequence[Tilsynssag], har: Container[int]
) -> list[Tilsynssag]:
    """The cases that a level reads: its sagstrin, and its share of them, chosen by the seed. Those it has (`har`) count
    first: a case that comes or goes does not choose the others anew."""
    egne = [
        s
        for s in sager
        if not (niveau.kun_sagstrin and s.sagstrin) or s.sagstrin in niveau.kun_sagstrin
    ]
    orden = _i_orden(runde, egne, f"andel {niveau.kode}")
    orden.sort(key=lambda s: s.pk not in har)
    valgte = {s.pk for s in orden[: ceil(len(egne) * niveau.andel / 100)]}
    return [s for s in egne if s.pk in valgte or s.pk in har]


def _i_orden(runde: Runde, sager: Sequence[Tilsynssag], hvad: str) -> list[Tilsynssag]:
    """The order that the seed gives for a purpose."""

    def aftryk(s: Tilsynssag) -> str:
        return sha256(f"{runde.froe}|{hvad}|{s.sag_id}/{s.sagstrin}".encode()).hexdigest()

    return sorted(sager, key=aftryk)


def _foerste_gang(plan: Plan, niveau: Niveau, sager: Sequence[Tilsynssag], hold: Hold) -> None:
    for s in sager:
        laeser = hold.naeste(s)
        if laeser is None:
            plan.uden.append((s, niveau.navn, _grund(s, hold.folk, hold.maa)))
        else:
            plan.tildelinger.append(Tildeling(s, niveau.kode, laeser))


def _anden_gang(
    plan: Plan, niveau: Niveau, orden: Sequence[Tilsynssag], antal: int, hold: Hold
) -> None:
    """The first so many, in the seed's order, that two people may read. In a small team only one may: those cases are
    passed over, and the next ones taken."""
    for s in orden:
        if not antal:
            break
        laeser = hold.naeste(s)
        if laeser is None:
            plan.uden_dobbelt.append((s, niveau.navn))
        else:
            antal -= 1
            plan.tildelinger.append(Tildeling(s, niveau.kode, laeser, dobbelt=True))
    plan.dobbelt_mangler += antal


def _grund(s: Tilsynssag, folk: Sequence[Bruger], maa: Maa) -> str:
    if not folk:
        return INGEN_VALGT
    grunde = {_hvorfor_ikke(b, s, maa) for b in folk} - {""}
    return (
        EGEN_SAG
        if grunde == {EGEN_SAG}
        else INGEN_ADGANG
        if grunde
        else "alle læser den på et andet niveau"
    )
