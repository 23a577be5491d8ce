"""Invented families around the children with open cases: parents with custody, a school, a foster family."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from random import Random

from omhu.config.demo.modeller import DemoSag, Kommune
from omhu.config.demo.navne import KVINDER, MAEND, efternavn
from omhu.sager.models import Person, Relation
from omhu.sagsarbejde.indsatser import anbragt

A, M = Relation.Art, Relation.Myndighed
VEJE = "Birkevej Elmevej Engvej Hasselvej Kirkevej Lindevej Skovvej Strandvej Søvej Åvej".split()
SKOLER = "Bakkeskolen Engskolen Skovskolen Søndre Skole Vestre Skole Åskolen".replace(
    " Skole", "_Skole"
).split()
DAGTILBUD = "Børnehuset_Bien Børnehuset_Myren Børnehuset_Spiren Vuggestuen_Solen".split()
MYNDIGHED = {"faelles": (M.DELT, M.DELT), "mor": (M.ENE, M.NEJ), "far": (M.NEJ, M.ENE)}
SPROG = ["Arabisk", "Polsk", "Somali", "Tyrkisk", "Ukrainsk"]
HOLD = 2000


def skriv_familier(kommune: Kommune, barn_pr_sag: dict[str, int]) -> None:
    """Persons and relations of the households with an open case; the same seed gives the same."""
    husstande: dict[str, list[DemoSag]] = defaultdict(list)
    for sag in kommune.sager:
        husstande[sag.barn.husstand].append(sag)
    personer: list[Person] = []
    par: list[tuple[int, Relation]] = []
    for navn, sager in husstande.items():
        if any(s.lukket is None for s in sager):
            r = Random(f"{kommune.fro}:familie:{navn}")
            for person, relationer in _familie(r, sager, barn_pr_sag, kommune.i_dag):
                par += [(len(personer), x) for x in relationer]
                personer.append(person)
    Person.objects.bulk_create(personer, batch_size=HOLD)
    for nr, relation in par:
        relation.person = personer[nr]
    Relation.objects.bulk_create([x for _, x in par], batch_size=HOLD)


Led = tuple[Person, list[Relation]]


def _familie(
    r: Random, sager: list[DemoSag], barn_pr_sag: dict[str, int], i_dag: date
) -> list[Led]:
    """The persons of one household, each with what they are to its children."""
    boern = [barn_pr_sag[s.nummer] for s in sager]
    ud = _foraeldre(r, sager[0], boern)
    if r.random() < 0.35:
        mormor = Person(navn=_navn(r, KVINDER), telefon=_telefon(r))
        ud.append((mormor, [_relation(b, A.BEDSTEFORAELDER) for b in boern]))
    for sag, barn in zip(sager, boern, strict=True):
        if sag.lukket is None and sag.barn.foedselsdato is not None:
            ud += _fagfolk(r, sag, barn, sag.barn.alder(i_dag))
    return ud


def _foraeldre(r: Random, sag: DemoSag, boern: list[int]) -> list[Led]:
    slaegt = sag.barn.navn.split()[-1].strip("()")
    mors, fars = MYNDIGHED.get(sag.barn.foraeldremyndighed, (M.DELT, M.DELT))
    faelles_hjem = mors == fars and r.random() < 0.5
    mor = _person(r, f"{r.choice(KVINDER)} {slaegt}", skjult=r.random() < 0.03)
    ud = [(mor, [_relation(b, A.MOR, mors) for b in boern])]
    if fars != M.NEJ or r.random() < 0.7:
        far = _person(r, f"{r.choice(MAEND)} {slaegt if r.random() < 0.6 else efternavn(r)}")
        if faelles_hjem and not mor.adressebeskyttelse:
            far.adresse = mor.adresse
        ud.append((far, [_relation(b, A.FAR, fars) for b in boern]))
    return ud


def _person(r: Random, navn: str, *, skjult: bool = False) -> Person:
    adresse = f"{r.choice(VEJE)} {r.randrange(1, 90)}, 9999 Demokøbing"
    tolk = r.random() < 0.05
    return Person(
        navn=navn,
        telefon=_telefon(r),
        adressebeskyttelse=skjult,
        adresse="" if skjult else adresse,
        skjult_adresse=adresse if skjult else "",
        sprog=r.choice(SPROG) if tolk else "",
        tolk=tolk,
    )


def _fagfolk(r: Random, sag: DemoSag, barn: int, alder: float) -> list[Led]:
    """A teacher or pedagogue by age, and the foster family of a child that is placed."""
    ud: list[Led] = []
    if 1 <= alder < 17:
        skole = alder >= 6
        sted = r.choice(SKOLER if skole else DAGTILBUD).replace("_", " ")
        person = Person(
            navn=_navn(r, KVINDER + MAEND),
            telefon=_telefon(r),
            fag="lærer" if skole else "pædagog",
            organisation=sted,
        )
        ud.append((person, [_relation(barn, A.SKOLE if skole else A.DAGTILBUD)]))
    if anbragt([s.som_trin() for s in sag.gaeldende()]):
        familie = Person(navn=f"Plejefamilien {efternavn(r)}", telefon=_telefon(r))
        ud.append((familie, [_relation(barn, A.PLEJEFAMILIE)]))
    return ud


def _navn(r: Random, fornavne: list[str]) -> str:
    return f"{r.choice(fornavne)} {efternavn(r)}"


def _telefon(r: Random) -> str:
    """No Danish number begins with 00."""
    return f"00 {r.randrange(100):02} {r.randrange(100):02} {r.randrange(100):02}"


def _relation(barn: int, art: str, myndighed: str = "") -> Relation:
    return Relation(barn_id=barn, art=art, foraeldremyndighed=myndighed)
