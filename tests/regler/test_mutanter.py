"""Seeded faults in the kernel and in the rules: the comparison with the reference must see every one."""

from functools import cache

import pytest

from tests.regler.mutation import kerne_med, opdages, regel_med
from tests.regler.saet import saet

SEEDS = range(40)
"""A fault must be seen within this many sets."""

KALENDER, PROGRAM, SWEEP, KOLONNER, UDFALD = (
    *("omhu.kerne.kalender", "omhu.regler.program", "omhu.regler.sweep"),
    *("omhu.regler.kolonner", "omhu.regler.udfald"),
)

KILDEMUTANTER = {
    # The calendar
    "no summer time": (
        KALENDER,
        "datetime.combine(dag, time(), KOEBENHAVN).timestamp()",
        "datetime.combine(dag, time(), UTC).timestamp() - 3600",
    ),
    "Saturday counted": (KALENDER, "(6 if self.loerdag_er_hverdag else 5)", "6"),
    "Saturday setting ignored": (KALENDER, "(6 if self.loerdag_er_hverdag else 5)", "5"),
    "no holidays": (
        KALENDER,
        "years=range(FOERSTE_AAR, SIDSTE_AAR + 1)",
        "years=range(1900, 1901)",
    ),
    "store bededag kept after 2023": (
        KALENDER,
        'holidays.country_holidays("DK", years=range(FOERSTE_AAR, SIDSTE_AAR + 1)).keys()',
        '[*holidays.country_holidays("DK", years=range(FOERSTE_AAR, SIDSTE_AAR + 1)).keys(),'
        " date(2024, 4, 26), date(2025, 5, 16), date(2026, 5, 1)]",
    ),
    "closed days ignored": (KALENDER, "and (dag.month, dag.day) not in self.lukkedage", ""),
    "month rolls over": (
        SWEEP,
        "return resultat if resultat <= sidste else sidste",
        "return resultat",
    ),
    "n+1 days": (SWEEP, "return dag + n\n", "return dag + n + 1\n"),
    "n+1 hverdage": (SWEEP, "KAL[base + kal_n + nr + n - 1]", "KAL[base + kal_n + nr + n]"),
    "rul ignored": (SWEEP, "if R[r + RUL]:", "if False:"),
    # Versions, cases and triggers
    "law change a day late": (
        PROGRAM,
        "return version.fra.toordinal() - epoke, til",
        "return version.fra.toordinal() - epoke + 1, til",
    ),
    "old law a day too long": (
        PROGRAM,
        "til = naeste.fra.toordinal() - epoke - 1",
        "til = naeste.fra.toordinal() - epoke",
    ),
    "version always by trigger": (
        PROGRAM,
        'r[VERSION_EFTER_FRIST] = int(m.version_efter == "frist")',
        "r[VERSION_EFTER_FRIST] = 0",
    ),
    "characteristics that must hold ignored": (
        SWEEP,
        "            and flag & P[p + M_KRAV] == P[p + M_KRAV]\n",
        "",
    ),
    "characteristics that must not hold ignored": (
        SWEEP,
        "            and not flag & P[p + M_FORBUD]\n",
        "",
    ),
    "exemption ignored": (SWEEP, "undtagelse = u\n", "pass\n"),
    "one per anchor ignored": (SWEEP, "if R[r + EN_PR_ANKER]:", "if False:"),
    # The anchor
    "anchor ignored": (
        SWEEP,
        "a = i if form == FOER else find_anker(P, R, r, i, s, e, KF)",
        "a = i",
    ),
    "oldest age of anchor ignored": (SWEEP, "if P[p + A_ENHED] != INGEN:", "if False:"),
    "anchor before an ending step": (SWEEP, "and thi[j] >= efter", ""),
    "the trigger ends its own search for an anchor": (SWEEP, "q = i - 1\n", "q = i\n"),
    "a version for each due day": (
        SWEEP,
        "if R[r + REGEL] == faerdig or R[r + VERSION] == faerdig_version:",
        "if R[r + VERSION] == faerdig_version:",
    ),
    "anchor not later the same day": (
        SWEEP,
        "while j + 1 < e and dag[j + 1] == dag[i]:",
        "while False:",
    ),
    # The window
    "25 hours": (
        SWEEP,
        "frist_hi = thi[a] + R[r + FRIST_N] * 3_600_000",
        "frist_hi = thi[a] + (R[r + FRIST_N] + 1) * 3_600_000",
    ),
    "missing clock time of the anchor ignored": (
        SWEEP,
        "frist_hi = thi[a] + R[r + FRIST_N] * 3_600_000",
        "frist_hi = tlo[a] + R[r + FRIST_N] * 3_600_000",
    ),
    "look-back ignored": (
        SWEEP,
        "fra_dag = plus_maaneder(dag[i], -R[r + TIDLIGST_N])",
        "fra_dag = -FJERN",
    ),
    "date field ignored": (SWEEP, "elif form == DATO and dag2[i] > 0:", "elif False:"),
    "whole years ignored": (
        SWEEP,
        "form == HVERT and R[r + KUN_HELE] and fra_dag < dag[i]",
        "False",
    ),
    "periods after the lapse": (SWEEP, "or (bort != INGEN and fra_dag > dag[bort])", ""),
    "periods end a day late": (
        SWEEP,
        "frist_dag = plus_maaneder(dag[a], (k + 1) * R[r + FRIST_N]) - 1",
        "frist_dag = plus_maaneder(dag[a], (k + 1) * R[r + FRIST_N])",
    ),
    "periods from the last period's day": (
        SWEEP,
        "fra_dag = plus_maaneder(dag[a], k * R[r + FRIST_N])\n"
        "                            frist_dag = plus_maaneder(dag[a], (k + 1) * R[r + FRIST_N]) - 1",
        "fra_dag = plus_maaneder(fra_dag, R[r + FRIST_N]) if k else dag[a]\n"
        "                            frist_dag = plus_maaneder(fra_dag, R[r + FRIST_N]) - 1",
    ),
    "dog_senest_ved ignored": (SWEEP, "if R[r + DOG_N]:", "if False:"),
    "naar of dog_senest_ved ignored": (
        SWEEP,
        "if F[i] & P[p + M_EKSTRA] == P[p + M_EKSTRA] and passer(P, p, 1, art[x], F[x]):",
        "if passer(P, p, 1, art[x], F[x]):",
    ),
    "udskydes_af ignored": (SWEEP, "if R[r + UDSK_N]:", "if False:"),
    # Responses
    "chain not strict": (
        SWEEP,
        "if dag[x] <= dag[a]:\n                continue\n        elif thi[x] < tlo[a]:\n"
        "            continue\n        if dag[x] > sen_dag:",
        "if dag[x] < dag[a]:\n                continue\n        elif thi[x] < tlo[a]:\n"
        "            continue\n        if dag[x] > sen_dag:",
    ),
    "date-only response the same day off": (
        SWEEP,
        "elif thi[x] < tlo[a]:\n            continue\n        if dag[x] > sen_dag:",
        "elif tlo[x] < tlo[a]:\n            continue\n        if dag[x] > sen_dag:",
    ),
    "due day too late for a response": (
        SWEEP,
        "sent = int(tlo[opf] > frist_hi if form == TIMER else dag[opf] > frist_dag)",
        "sent = int(tlo[opf] > frist_hi if form == TIMER else dag[opf] >= frist_dag)",
    ),
    "one visit for two": (PROGRAM, "= m.antal, int(", "= 1, int("),
    "any measure will do": (
        SWEEP,
        "M = ind[i] if R[r + SAMME] == S_INDSATS else 0",
        "M = 0",
    ),
    "union of talks off": (SWEEP, "daekket |= bidrag", "daekket = bidrag"),
    "union of uncertain talks off": (SWEEP, "muligt |= bidrag", "muligt = bidrag"),
    "uncertain measure exists for certain": (SWEEP, "if timer and not usikker:", "if timer:"),
    "letter without a date moves the due day": (SWEEP, "if dag2[x] > 0 and passer(", "if passer("),
    "uncertain measure counts as kept": (
        SWEEP,
        "elif R[r + UDEN] == UDEN_UVIST:\n                usikker = True",
        "elif R[r + UDEN] == UDEN_UVIST:\n                usikker = False",
    ),
    "uncertain clock time counts as kept": (
        SWEEP,
        "usikker = tlo[x] <= frist_hi and thi[x] > frist_lo",
        "usikker = False",
    ),
    "reference to another step counts": (
        SWEEP,
        "if R[r + SAMME] == S_HENVISNING and not henviser(ref, own, x, i, a):",
        "if False:",
    ),
    "reference to the anchor does not count": (SWEEP, "or ref[x] == own[a]", ""),
    "taeller_indtil ignored": (SWEEP, "elif R[r + SEN_ENHED] != INGEN:", "elif False:"),
    # Waivers and lapses
    "waiver ignored": (
        SWEEP,
        "if not passer(P, R[r + FRAV_OFF], R[r + FRAV_N], art[x], F[x]):",
        "if True:",
    ),
    "waiver for another measure": (
        SWEEP,
        "M = ind[i] if R[r + FRAV_SAMME] == S_INDSATS else 0",
        "M = 0",
    ),
    "union of waivers off": (
        SWEEP,
        "daekket |= ind[x] & M if ind[x] else M",
        "daekket = ind[x] & M if ind[x] else M",
    ),
    "waiver at the due instant too late": (
        SWEEP,
        "if tlo[x] > frist_hi:",
        "if tlo[x] >= frist_hi:",
    ),
    "lapse at the due instant too late": (
        SWEEP,
        "if b != INGEN and (tlo[b] > frist_hi if form",
        "if b != INGEN and (tlo[b] >= frist_hi if form",
    ),
    "waiver on the trigger ignored": (
        SWEEP,
        "if R[r + FRAV_SELV] & F[i] and selv_i_tide:",
        "if False:",
    ),
    "waiver on the trigger though late": (
        SWEEP,
        "if R[r + FRAV_SELV] & F[i] and selv_i_tide:",
        "if R[r + FRAV_SELV] & F[i]:",
    ),
    "lapse ignored": (SWEEP, "bort = find_bortfald(P, R, r, i, a, e, KF)", "bort = INGEN"),
    "lapse of one measure is enough": (
        SWEEP,
        "if ophoert != ind[i]:\n                    continue",
        "",
    ),
    "lapse after the due day": (
        SWEEP,
        "if b != INGEN and (tlo[b] > frist_hi if form == TIMER else dag[b] > frist_dag):",
        "if False:",
    ),
    "first closing: lapse before response": (
        SWEEP,
        "if b != INGEN and tlo[b] < luk_ms:",
        "if b != INGEN and tlo[b] <= luk_ms:",
    ),
    "first closing: waiver always wins": (
        SWEEP,
        "if frav != INGEN and tlo[frav] < luk_ms:",
        "if frav != INGEN:",
    ),
    # States and columns
    "SAG_LUKKET ends nothing": (
        SWEEP,
        "elif art[i] == KON[K_LUKKET]:\n                slut = aktive",
        "",
    ),
    "HJEMGIVET ends all": (SWEEP, "slut = aktive & KON[K_ANBRAGT_MASKE]", "slut = aktive"),
    "placed last year: 366 days": (
        SWEEP,
        "dag[i] - sidst_anbragt <= 365",
        "dag[i] - sidst_anbragt <= 366",
    ),
    "started again still ended": (SWEEP, "ophoert &= ~m", "pass"),
    "own step in its own state": (
        SWEEP,
        "f = flag[i] | bits\n",
        "bits = bits & ~SLET[art[i]] | SAET[art[i]]\n        f = flag[i] | bits\n",
    ),
    "age reached the day after": (KOLONNER, "if t.dag >= fra)", "if t.dag > fra)"),
    "date-only steps last in the day": (
        KOLONNER,
        "return t.dag, ms(t.tid) if t.tid else dagens_begyndelse(t.dag)",
        "return t.dag, ms(t.tid) if t.tid else dagens_slutning(t.dag)",
    ),
    "steps after pr. kept": (KOLONNER, "[t for t in trin if t.dag <= pr]", "list(trin)"),
    # Status
    "due day exclusive": (SWEEP, "if nu <= frist_ms:", "if nu < frist_ms:"),
    "doubt ignored": (SWEEP, "if uvis_ms <= nu:", "if False:"),
    "transition rule judged": (SWEEP, "if not vurderes:", "if False:"),
    "failure never irrelevant": (SWEEP, "return ved_udeblivelse", "return 8  # mangler"),
    "closed before it closes": (SWEEP, "if luk and luk_ms <= nu:", "if luk:"),
    "late response counts before it came": (SWEEP, "if sen_ms <= nu:", "if sen_ms < FJERN:"),
    "response in time shown as late": (
        UDFALD,
        "for_sent_ms=foerste_ms(raekke.opfyldt) if raekke.sent else None",
        "for_sent_ms=foerste_ms(raekke.opfyldt)",
    ),
}


def uden(liste, kode):
    for match in liste:
        match["ikke"] = [k for k in match["ikke"] if k != kode]


def timer_en_mere(m):
    if m["frist"]["timer"]:
        m["frist"]["timer"] += 1


def dage_en_mere(m):
    if m["frist"]["dage"] is not None:
        m["frist"]["dage"] += 1


REGELMUTANTER = {
    "wrong place counts": lambda m: uden(m["opfyldt_af"], "ikke_paa_stedet"),
    "talk by an outsider counts": lambda m: uden(m["opfyldt_af"], "ikke_myndighed"),
    "rejected waiver counts": lambda m: uden(m["fravalg"]["af"], "bedoemmer_uenig"),
    "an hour more": timer_en_mere,
    "a day more": dage_en_mere,
    "only the first way to respond counts": lambda m: m.update(opfyldt_af=m["opfyldt_af"][:1]),
}


@cache
def uaendret():
    return kerne_med()


def test_the_copy_is_the_kernel():
    """An unchanged copy is seen by no case; else every mutant would be caught for nothing."""
    assert not any(opdages(p, uaendret()) for seed in SEEDS for p in saet(seed))


def fanget_i(kerne, aendring=None):
    """Number of the set in which the fault is first seen."""
    for nr, seed in enumerate(SEEDS, 1):
        alle = saet(seed)
        regler = aendring and tuple(regel_med(r, aendring) for r in alle[0].regler)
        if any(opdages(p, kerne, regler) for p in alle):
            return nr
    return None


@pytest.mark.parametrize("navn", KILDEMUTANTER)
def test_fault_in_the_kernel_is_seen(navn, record_property):
    saet_nr = fanget_i(kerne_med(*KILDEMUTANTER[navn]))
    record_property("fanget i sæt", saet_nr)
    print(f"{navn}: sæt {saet_nr}")
    assert saet_nr


@pytest.mark.parametrize("navn", REGELMUTANTER)
def test_fault_in_the_rules_is_seen(navn, record_property):
    saet_nr = fanget_i(uaendret(), REGELMUTANTER[navn])
    record_property("fanget i sæt", saet_nr)
    print(f"{navn}: sæt {saet_nr}")
    assert saet_nr
