"""Which words of the rule language, and which situations, an obligation of the fuzz has put to use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from omhu.regler.sprog import Moenster, Regel
from tests.regler.reference import ordnet, reference_status
from tests.regler.reference.tid import LOERDAG
from tests.regler.saet import Proeve

VENTET = (
    *("form timer", "form foer", "form dato", "form hvert", "form hver", "form dag"),
    *("enhed dage", "enhed uger", "enhed maaneder", "enhed aar", "enhed hverdage"),
    *(
        "enhed arbejdsdage",
        "rul flyttede",
        "tidligst",
        "tidligst mangler",
        "ellers brugt",
        "dato brugt",
    ),
    *("kun_hele", "nr > 0", "samme sag", "samme indsats", "samme henvisning"),
    *("antal 1", "antal 2", "antal 3", "flere indsatser samlet", "senere_dag"),
    *("uden_indsats uvist", "uden_indsats taeller", "uden_indsats taeller_ikke"),
    *(
        "uvis af indsats",
        "uvis af klokkeslæt",
        "klokkeslæt mangler ved anker",
        "klokkeslæt mangler ved svar",
    ),
    *("taeller_indtil", "sent", "for sent til at tælle", "undtaget", "naar", "anden version"),
    *("version_efter frist", "anker er et andet skridt", "hoejst", "efter", "en_pr_anker"),
    *("fravalgt", "fravalgt på udløsende", "fravalg sag", "fravalg indsats", "fravalg henvisning"),
    *("bortfald sag", "bortfald indsats", "bortfald henvisning", "fremskyndet", "udskudt"),
    *(
        "ved_udeblivelse ikke_relevant",
        "vurderes nej",
        "udløst af fødselsdag",
        "opfyldt af sig selv",
    ),
    *("svar før udløsende", "frist på lørdag", "lørdag er hverdag", "anker på sommertidsdøgn"),
    *("status overholdt", "status overskredet", "status mangler", "status afventer"),
    *("status fravalgt", "status ikke_relevant", "status kan_ikke_vurderes"),
)


def brugt(proeve: Proeve) -> Iterator[str]:
    """Every tag of every obligation of a case."""
    regler = {r.id: r for r in proeve.regler}
    trin = ordnet(proeve.sag.trin, proeve.sag.foedselsdag, proeve.sag.pr)
    for r in proeve.reference.values():
        regel = regler[r["regel"]]
        version = next(v for v in regel.versioner if v.id == r["version"])
        m = version.tilfaelde[r["tilfaelde"]]
        yield from _ord(m, r)
        yield from _udfald(m, r, trin)
        yield from _valg(regel, m, r, proeve)


def _ord(m: Moenster, r: dict[str, Any]) -> Iterator[str]:
    f = m.frist
    yield f"form {f.form}"
    if f.form == "dag":
        yield f"enhed {f.enhed}"
    if f.form == "foer":
        yield "tidligst" if f.tidligst else "tidligst mangler"
    yield f"samme {m.samme}"
    yield f"antal {m.antal}"
    if m.samme == "indsats":
        yield f"uden_indsats {m.uden_indsats}"
    tegn = {
        "kun_hele": f.kun_hele,
        "nr > 0": r["nr"] > 0,
        "senere_dag": m.efter == "senere_dag",
        "taeller_indtil": m.taeller_indtil,
        "naar": m.naar.hvis or m.naar.ikke,
        "version_efter frist": m.version_efter == "frist",
        "en_pr_anker": m.en_pr_anker,
        "hoejst": any(a != "udloesende" and a.hoejst for a in m.regnes_fra),
        "efter": any(a != "udloesende" and a.efter for a in m.regnes_fra),
    }
    yield from (navn for navn, ja in tegn.items() if ja)


def _udfald(m: Moenster, r: dict[str, Any], trin: list[Any]) -> Iterator[str]:
    u, anker = trin[r["udloest"]], trin[r["anker"]]
    opfyldt = None if r["opfyldt"] is None else trin[r["opfyldt"]]
    rettidig = opfyldt is not None and not r["sent"]
    dato = m.frist.form == "dato"
    tegn = {
        "dato brugt": dato and u.naeste,
        "ellers brugt": dato and not u.naeste,
        "rul flyttede": m.frist.rul and dato and u.naeste and u.naeste != r["vinduets_frist"],
        "sent": r["sent"],
        "for sent til at tælle": m.taeller_indtil and not opfyldt and not r["lukket"],
        "flere indsatser samlet": rettidig
        and m.samme == "indsats"
        and set(u.indsatser) - set(opfyldt.indsatser)
        and opfyldt.indsatser,
        "uvis af klokkeslæt": r["uvis"] is not None and m.frist.timer,
        "uvis af indsats": r["uvis"] is not None and not m.frist.timer,
        "klokkeslæt mangler ved anker": m.frist.timer and anker.kun_dato,
        "klokkeslæt mangler ved svar": m.frist.timer and opfyldt and opfyldt.kun_dato,
        "anker er et andet skridt": r["anker"] != r["udloest"],
        "fremskyndet": r["frist_dag"] < r["vinduets_frist"],
        "udskudt": r["frist_dag"] > r["vinduets_frist"],
        "udløst af fødselsdag": u.id is None,
        "opfyldt af sig selv": opfyldt is u,
        "svar før udløsende": opfyldt and r["opfyldt"] < r["udloest"],
        "frist på lørdag": r["frist_dag"].weekday() == LOERDAG,
        "anker på sommertidsdøgn": m.frist.timer
        and anker.dag.month in (3, 10)
        and anker.dag.day > 24,
    }
    yield from (navn for navn, ja in tegn.items() if ja)


def _valg(regel: Regel, m: Moenster, r: dict[str, Any], proeve: Proeve) -> Iterator[str]:
    tegn = {
        "undtaget": m.undtaget and r["lukket"] == "ikke_relevant" and r["bortfaldet"] is None,
        "anden version": r["version"] != regel.versioner[0].id,
        "fravalgt": r["lukket"] == "fravalgt",
        "fravalgt på udløsende": r["fravalgt"] == r["udloest"],
        "vurderes nej": not m.vurderes,
        "ved_udeblivelse ikke_relevant": m.ved_udeblivelse == "ikke_relevant",
        "lørdag er hverdag": proeve.kalender.loerdag_er_hverdag and m.frist.hverdage,
    }
    yield from (navn for navn, ja in tegn.items() if ja)
    if r["fravalgt"] is not None and r["fravalgt"] != r["udloest"]:
        yield f"fravalg {m.fravalg.samme}"
    if r["bortfaldet"] is not None:
        yield from {f"bortfald {b.samme}" for b in m.bortfalder}
    yield f"status {reference_status(r, proeve.sag.pr)}"
