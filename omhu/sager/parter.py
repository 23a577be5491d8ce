"""Who is a party in a child's case on a day, who consents, and who must be heard: age and custody decide.

The ages and paragraphs are in `data/alder.yaml`. Read through a case that `sager.adgang` gave.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from omhu.sager import alder
from omhu.sager.alder import Grund
from omhu.sager.models import Barn, Person, Relation, Sag
from omhu.sager.personer import BISTAND, FORAELDRE

Slags = Literal["stoette", "anbringelse", "ungestoette"]
MYNDIGHED_UKENDT = "Forældremyndighedens indehaver"


@dataclass(frozen=True)
class Part:
    """One who has, or might be thought to have, a say. `person` is None for the child, and for the holder of custody
    while nobody has written who that is (`rolle` tells which).

    `rolle`: barnet, foraelder, vaerge, anden (custody without being a parent), advokat, bisidder, partsrepraesentant.
    """

    person: Person | None
    navn: str
    rolle: str
    part: bool
    samtykker: bool
    hoeres: bool
    grund: str
    verificeret: bool
    grunde: tuple[Grund, ...] = ()
    """What `grund` says, one by one, with paragraph and status."""


def parter(sag: Sag, dag: date, slags: Slags = "stoette") -> list[Part]:
    """Everybody with party rights in the case on the day, the child first, and those who stand near to it without:
    parents without custody, and those who help a party. `slags` is what the decision is about."""
    relationer = [r for r in relationer_med_person(sag.barn) if r.gaelder(dag)]
    return [_barnet(sag.barn, dag, slags), *_andre(sag.barn, relationer, dag, slags)]


def relationer_med_person(barn: Barn) -> list[Relation]:
    """The child's relations to persons, ended ones too, in the order they were written."""
    egne = Relation.objects.filter(barn=barn, person__isnull=False)
    return list(egne.select_related("person").order_by("pk"))


def foraeldre(sag: Sag, dag: date) -> list[Person]:
    """Whom letters to the parents go to: those with custody on the day, else the parents that are written."""
    relationer = [r for r in relationer_med_person(sag.barn) if r.gaelder(dag) and r.person]
    med = [r for r in relationer if r.har_myndighed]
    return [r.person for r in med or relationer if r.person and (med or r.art in FORAELDRE)]


def myndighed(sag: Sag, dag: date) -> str:
    """Who has custody, by name: `Ida Holm og Per Holm (fælles)`; empty while nobody is written."""
    har = [r for r in relationer_med_person(sag.barn) if r.gaelder(dag) and r.har_myndighed]
    if not har or er_myndig(sag.barn, dag):
        return ""
    return " og ".join(str(r.person) for r in har) + (" (fælles)" if len(har) > 1 else "")


def er_myndig(barn: Barn, dag: date) -> bool:
    """Has the young person come of age?"""
    return alder.naaet("myndig", barn.alder(dag), dag) is not None


def _part(person: Person | None, navn: str, rolle: str, sagt: Iterable[Grund], **ja: bool) -> Part:
    grunde = list(sagt)
    flag = {"part": False, "samtykker": False, "hoeres": False} | ja
    saetninger = [f"{g.saetning} ({g.hjemmel})." for g in grunde]
    return Part(
        person,
        navn,
        rolle,
        grund=" ".join(saetninger),
        verificeret=all(g.verificeret for g in grunde),
        grunde=tuple(grunde),
        **flag,
    )


# -- the child ------------------------------------------------------------------------------------


def _barnet(barn: Barn, dag: date, slags: Slags) -> Part:
    aar = barn.alder(dag)
    if aar is None:
        return _uden_alder(barn)
    myndig, part = alder.naaet("myndig", aar, dag), alder.naaet("part", aar, dag)
    samtykke = _barnets_samtykke(aar, dag, slags)
    sagt = [g for g in (myndig, None if myndig else part, samtykke) if g]
    sagt += [] if myndig else [alder.grund("barn_hoeres", dag)]
    if not part and (fra := alder.aldersgrund("part", dag)):
        sagt.append(_endnu_ikke(fra))
    return _part(
        None,
        str(barn),
        "barnet",
        sagt,
        part=bool(part or myndig),
        samtykker=bool(samtykke or myndig),
        hoeres=True,
    )


def _endnu_ikke(g: Grund) -> Grund:
    return Grund(g.kode, f"part i sin egen sag fra {g.alder} år", g.hjemmel, g.verificeret)


def _barnets_samtykke(aar: int, dag: date, slags: Slags) -> Grund | None:
    if slags == "anbringelse":
        return alder.naaet("samtykke_anbringelse", aar, dag)
    return alder.grund("ung_samtykker_ungestoette", dag) if slags == "ungestoette" else None


def _uden_alder(barn: Barn) -> Part:
    """Unborn, or imported without a birth date."""
    ufoedt = not barn.cpr and barn.foedselsdato is None
    grund = "Barnet er ikke født endnu." if ufoedt else "Vi kender ikke barnets fødselsdato."
    return Part(None, str(barn), "barnet", False, False, not ufoedt, grund, ufoedt)


# -- the others -----------------------------------------------------------------------------------


def _andre(barn: Barn, relationer: list[Relation], dag: date, slags: Slags) -> list[Part]:
    myndig = er_myndig(barn, dag)
    indehavere = [] if myndig else [r for r in relationer if r.har_myndighed]
    uden = [] if myndig else [r for r in relationer if r.art in FORAELDRE and r not in indehavere]
    hjaelp = [r for r in relationer if r.art in BISTAND]
    ud = [_indehaver(r.person, _rolle(r), dag, slags) for r in indehavere]
    if not indehavere and not myndig:
        ud.append(_indehaver(None, "foraelder", dag, slags, _fra_udtraek(barn)))
    ud += [_uden_myndighed(r, dag) for r in uden]
    return ud + [_bistand(r, dag) for r in hjaelp]


def _rolle(r: Relation) -> str:
    if r.art in FORAELDRE:
        return "foraelder"
    return "vaerge" if r.art == Relation.Art.VAERGE else "anden"


def _fra_udtraek(barn: Barn) -> str:
    """What an extract said of custody while no persons are written."""
    sagt = f" ({barn.foraeldremyndighed})" if barn.foraeldremyndighed else ""
    return f"{MYNDIGHED_UKENDT}{sagt}"


def _indehaver(
    person: Person | None, rolle: str, dag: date, slags: Slags, navn: str = MYNDIGHED_UKENDT
) -> Part:
    sagt = [alder.grund("myndighed_part", dag)]
    if slags in ("stoette", "anbringelse"):
        sagt.append(alder.grund(f"myndighed_samtykker_{slags}", dag))
    if person is None:
        sagt.append(alder.grund("ukendt_myndighed", dag))
    return _part(
        person,
        str(person) if person else navn,
        rolle,
        sagt,
        part=True,
        samtykker=slags != "ungestoette",
        hoeres=True,
    )


def _uden_myndighed(r: Relation, dag: date) -> Part:
    kode = "uden_myndighed" if r.foraeldremyndighed else "ukendt_myndighed"
    return _part(r.person, str(r.person), "foraelder", [alder.grund(kode, dag)])


def _bistand(r: Relation, dag: date) -> Part:
    kode = "bistand_barn" if r.art == Relation.Art.BISIDDER else "bistand_part"
    return _part(r.person, str(r.person), r.art.lower(), [alder.grund(kode, dag)])
