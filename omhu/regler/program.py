"""Rules compiled to flat integer tables for the sweep, with the names of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from omhu.regler.katalog import Katalog, katalog
from omhu.regler.sprog import (
    Anker,
    Fremskyndelse,
    Match,
    Moenster,
    Noegle,
    Regel,
    Status,
    Varighed,
    Version,
)

# Fields of a compiled row (one per rule, version and case), BREDDE integers wide.
(
    REGEL,
    VERSION,
    FRA,
    TIL,
    VERSION_EFTER_FRIST,
    NAAR_KRAV,
    NAAR_FORBUD,
    TRIG_OFF,
    TRIG_N,
    UNDT_OFF,
    UNDT_N,
    ANKER_OFF,
    ANKER_N,
    ANKER_SELV,
    EN_PR_ANKER,
    FORM,
    FRIST_ENHED,
    FRIST_N,
    TIDLIGST_ENHED,
    TIDLIGST_N,
    KUN_HELE,
    RUL,
    RESP_OFF,
    RESP_N,
    RESP_ARTER,
    ANTAL,
    EFTER,
    SAMME,
    UDEN,
    SEN_ENHED,
    SEN_N,
    FRAV_OFF,
    FRAV_N,
    FRAV_ARTER,
    FRAV_SAMME,
    FRAV_SELV,
    BORT_OFF,
    BORT_N,
    BORT_ARTER,
    DOG_OFF,
    DOG_N,
    UDSK_OFF,
    UDSK_N,
    BREDDE,
) = range(44)

# Forms of the window.
DAG, TIMER, FOER, DATO, HVERT, HVER = range(6)
FORMER = {"dag": DAG, "timer": TIMER, "foer": FOER, "dato": DATO, "hvert": HVERT, "hver": HVER}
S_SAG, S_INDSATS, S_HENVISNING = (int(n) for n in Noegle)
SAMME_KODER = {"sag": S_SAG, "indsats": S_INDSATS, "henvisning": S_HENVISNING}
UDEN_UVIST, UDEN_TAELLER, UDEN_TAELLER_IKKE = range(3)
UDEN_KODER = {"uvist": UDEN_UVIST, "taeller": UDEN_TAELLER, "taeller_ikke": UDEN_TAELLER_IKKE}

# A match in the pool: kind, flags that must and must not hold, one number more.
M_ART, M_KRAV, M_FORBUD, M_EKSTRA, M_BLOK = range(5)
# An anchor alternative in the pool.
A_ART, A_KRAV, A_FORBUD, A_ENHED, A_N, A_EFTER, A_BLOK = range(7)
UNDT_BLOK = 2

# Output of the sweep, UD_BREDDE integers per obligation.
(
    UD_R,
    UD_TRIN,
    UD_NR,
    UD_ANKER,
    UD_FRIST,
    UD_FRIST_MS,
    UD_LUK,
    UD_LUK_MS,
    UD_OPF,
    UD_SENT,
    UD_FRAV,
    UD_BORT,
    UD_UVIS,
    UD_UNDTAGELSE,
    UD_BREDDE,
) = range(15)
# What closed a row, and the codes of a status; the first three are the same number.
LUK_OPF, LUK_FRAV, LUK_BORT, LUK_UNDT = 1, 2, 3, 4
ST_KAN_IKKE, ST_AFVENTER, ST_OVERSKREDET, ST_MANGLER, ST_ANTAL = 5, 6, 7, 8, 9
STATUSSER = {
    LUK_OPF: Status.OVERHOLDT,
    LUK_FRAV: Status.FRAVALGT,
    LUK_BORT: Status.IKKE_RELEVANT,
    ST_KAN_IKKE: Status.KAN_IKKE_VURDERES,
    ST_AFVENTER: Status.AFVENTER,
    ST_OVERSKREDET: Status.OVERSKREDET,
    ST_MANGLER: Status.MANGLER,
}
KODER = {status: kode for kode, status in STATUSSER.items()}

# Constants of the catalogue that the state pass needs.
(
    K_IVAERKSAT,
    K_OPHOERT,
    K_HJEMGIVET,
    K_LUKKET,
    K_OPFOELGNING,
    K_AKTIV_MASKE,
    K_ANBRAGT_MASKE,
    K_AKTIV_BIT,
    K_ANBRAGT_BIT,
    K_ANBRAGT_AAR_BIT,
    K_EGEN_OPHOERT_BIT,
    K_FULGT_OP_BIT,
    K_ANTAL,
) = range(13)

INGEN = -1
ALTID = 4_000_000
ENHEDER = {"dage": (0, 1), "uger": (0, 7), "maaneder": (1, 1), "aar": (1, 12)}


@dataclass
class Program:
    """Compiled rules. `kilder[n]` says which rule, version and case row n came from."""

    kilder: list[tuple[Regel, Version, int]] = field(default_factory=list)
    R: list[int] = field(default_factory=list)
    P: list[int] = field(default_factory=list)
    BY: list[int] = field(default_factory=list)
    BYL: list[int] = field(default_factory=list)
    KON: list[int] = field(default_factory=list)
    SAET: list[int] = field(default_factory=list)
    SLET: list[int] = field(default_factory=list)
    VURDERES: list[int] = field(default_factory=list)
    VED: list[int] = field(default_factory=list)
    """Per row: is it judged at all, and the status code of a lack."""


def oversaet(regler: tuple[Regel, ...]) -> Program:
    """Compile rules. The order of rows is rule, version, case; the sweep relies on it."""
    kat = katalog()
    program = Program()
    pr_art: list[list[int]] = [[] for _ in kat.arter]
    version_nr = 0
    for regel_nr, regel in enumerate(regler):
        arter = {
            a for v in regel.versioner for t in v.tilfaelde for m in t.udloest_af for a in m.skridt
        }
        for n, version in enumerate(regel.versioner):
            naeste = regel.versioner[n + 1] if n + 1 < len(regel.versioner) else None
            for tilfaelde_nr, moenster in enumerate(version.tilfaelde):
                raekke = _raekke(program, kat, moenster)
                raekke[REGEL], raekke[VERSION] = regel_nr, version_nr
                raekke[FRA], raekke[TIL] = _gaelder(version, naeste)
                for art in arter:
                    pr_art[kat.arter[art].nr].append(len(program.R))
                program.R += raekke
                program.kilder.append((regel, version, tilfaelde_nr))
                program.VURDERES.append(int(moenster.vurderes))
                program.VED.append(KODER[Status(moenster.ved_udeblivelse)])
            version_nr += 1
    program.BY = [0]
    for raekker in pr_art:
        program.BYL += sorted(raekker)
        program.BY.append(len(program.BYL))
    program.KON, program.SAET, program.SLET = _tilstande(kat)
    return program


def _gaelder(version: Version, naeste: Version | None) -> tuple[int, int]:
    epoke = 719163  # date.toordinal of 1970-01-01
    til = ALTID
    if version.til:
        til = version.til.toordinal() - epoke
    elif naeste:
        til = naeste.fra.toordinal() - epoke - 1
    return version.fra.toordinal() - epoke, til


def _bits(kat: Katalog, koder: list[str]) -> int:
    return sum(1 << kat.kendetegn[k].bit for k in set(koder))


def _enhed(varighed: Varighed | None) -> tuple[int, int]:
    if varighed is None:
        return INGEN, 0
    if varighed.enhed in ("hverdage", "arbejdsdage"):
        return 2 if varighed.enhed == "hverdage" else 3, varighed.antal
    enhed, gange = ENHEDER[varighed.enhed]
    return enhed, gange * varighed.antal


def _matches(
    program: Program, kat: Katalog, matches: list[tuple[Match, int]]
) -> tuple[int, int, int]:
    """Put matches with their extra number in the pool: (offset, count, bit set of kinds)."""
    off, n, arter = len(program.P), 0, 0
    for match, ekstra in matches:
        for kode in match.skridt:
            art = kat.arter[kode].nr
            program.P += [art, _bits(kat, match.hvis), _bits(kat, match.ikke), ekstra]
            n += 1
            arter |= 1 << art
    return off, n, arter


def _raekke(program: Program, kat: Katalog, m: Moenster) -> list[int]:
    r = [0] * BREDDE
    r[VERSION_EFTER_FRIST] = int(m.version_efter == "frist")
    r[NAAR_KRAV], r[NAAR_FORBUD] = _bits(kat, m.naar.hvis), _bits(kat, m.naar.ikke)
    r[TRIG_OFF], r[TRIG_N], _ = _matches(program, kat, [(x, 0) for x in m.udloest_af])
    r[UNDT_OFF], r[UNDT_N] = len(program.P), len(m.undtaget)
    for u in m.undtaget:
        program.P += [_bits(kat, u.hvis), _bits(kat, u.ikke)]
    _anker(program, kat, m, r)
    _frist(m, r)
    r[RESP_OFF], r[RESP_N], r[RESP_ARTER] = _matches(program, kat, [(x, 0) for x in m.opfyldt_af])
    r[ANTAL], r[EFTER] = m.antal, int(m.efter == "senere_dag")
    r[SAMME], r[UDEN] = SAMME_KODER[m.samme], UDEN_KODER[m.uden_indsats]
    r[SEN_ENHED], r[SEN_N] = _enhed(m.taeller_indtil)
    r[FRAV_OFF], r[FRAV_N], r[FRAV_ARTER] = _matches(program, kat, [(x, 0) for x in m.fravalg.af])
    r[FRAV_SAMME], r[FRAV_SELV] = (
        SAMME_KODER[m.fravalg.samme],
        _bits(kat, m.fravalg.paa_udloesende),
    )
    r[BORT_OFF], r[BORT_N], r[BORT_ARTER] = _matches(
        program, kat, [(b, SAMME_KODER[b.samme]) for b in m.bortfalder]
    )
    r[DOG_OFF], r[DOG_N], _ = _matches(
        program, kat, [(d, _bits(kat, _naar(d))) for d in m.dog_senest_ved]
    )
    r[UDSK_OFF], r[UDSK_N], _ = _matches(
        program, kat, [(Match(skridt=[u.skridt]), 0) for u in m.udskydes_af]
    )
    return r


def _naar(d: Fremskyndelse) -> list[str]:
    return list(d.naar)


def _anker(program: Program, kat: Katalog, m: Moenster, r: list[int]) -> None:
    r[ANKER_OFF] = len(program.P)
    for alternativ in m.regnes_fra:
        if not isinstance(alternativ, Anker):
            r[ANKER_SELV] = 1
            continue
        enhed, n = _enhed(alternativ.hoejst)
        efter = sum(1 << kat.arter[a].nr for a in set(alternativ.efter))
        for kode in alternativ.skridt:
            program.P += [
                kat.arter[kode].nr,
                _bits(kat, alternativ.hvis),
                _bits(kat, alternativ.ikke),
                enhed,
                n,
                efter,
            ]
            r[ANKER_N] += 1
    r[EN_PR_ANKER] = int(m.en_pr_anker)


def _frist(m: Moenster, r: list[int]) -> None:
    frist = m.frist
    r[FORM] = FORMER[frist.form]
    r[FRIST_ENHED], r[FRIST_N] = INGEN, 0
    if frist.timer:
        r[FRIST_N] = frist.timer
    elif frist.form == "dag":
        r[FRIST_ENHED], r[FRIST_N] = _enhed(frist)
    elif frist.form in ("dato", "hver"):
        r[FRIST_ENHED], r[FRIST_N] = _enhed(frist.ellers or frist.hver)
    r[TIDLIGST_ENHED], r[TIDLIGST_N] = _enhed(frist.tidligst)
    r[KUN_HELE], r[RUL] = int(frist.kun_hele), int(frist.rul)


def _tilstande(kat: Katalog) -> tuple[list[int], list[int], list[int]]:
    kon = [0] * K_ANTAL
    for plads, art in (
        (K_IVAERKSAT, "IVAERKSAT"),
        (K_OPHOERT, "FORANSTALTNING_OPHOERT"),
        (K_HJEMGIVET, "HJEMGIVET"),
        (K_LUKKET, "SAG_LUKKET"),
        (K_OPFOELGNING, "OPFOELGNING"),
    ):
        kon[plads] = kat.arter[art].nr
    kon[K_ANBRAGT_MASKE] = kat.maske("anbringelse")
    kon[K_AKTIV_MASKE] = (
        kat.maske("stoette", ukendte=True) | kat.maske("ungestoette") | kon[K_ANBRAGT_MASKE]
    )
    for plads, kode in (
        (K_AKTIV_BIT, "aktiv_indsats"),
        (K_ANBRAGT_BIT, "aktiv_anbringelse"),
        (K_ANBRAGT_AAR_BIT, "anbragt_seneste_aar"),
        (K_EGEN_OPHOERT_BIT, "egen_indsats_ophoert"),
        (K_FULGT_OP_BIT, "fulgt_op"),
    ):
        kon[plads] = 1 << kat.kendetegn[kode].bit
    saet, slet = [0] * len(kat.arter), [0] * len(kat.arter)
    for k in kat.kendetegn.values():
        for art in k.saettes_af:
            saet[kat.arter[art].nr] |= 1 << k.bit
        for art in k.slettes_af:
            slet[kat.arter[art].nr] |= 1 << k.bit
    return kon, saet, slet
