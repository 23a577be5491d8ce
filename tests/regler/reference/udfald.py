"""Outcome of an obligation: moved due day, the event that closes it, doubt, lateness, status on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from . import sammenhaeng, tid
from .pligt import Pligt
from .sag import Sag, Skridt

RANG = {"overholdt": 0, "fravalgt": 1, "ikke_relevant": 2}


def flyt_frist(sag: Sag, p: Pligt) -> None:
    """First `dog_senest_ved`, then `udskydes_af`."""
    efter = sag.efter(p.udloesende)
    fremskyndet = [s.dag for s in efter if s.dag >= p.version.fra and fremskynder(sag, p, s)]
    if fremskyndet:
        p.frist_dag = min(p.frist_dag, fremskyndet[0])
    udsat = [s.trin.naeste for s in efter if s.dag <= p.frist_dag and udskyder(p, s)]
    if udsat:
        p.frist_dag = max(p.frist_dag, udsat[0])


def fremskynder(sag: Sag, p: Pligt, s: Skridt) -> bool:
    return any(
        sag.passer(s, d) and all(sag.har(p.udloesende, k) for k in d.naar)
        for d in p.moenster.dog_senest_ved
    )


def udskyder(p: Pligt, s: Skridt) -> bool:
    return s.trin.naeste is not None and any(s.art == u.skridt for u in p.moenster.udskydes_af)


def i_tide(p: Pligt, s: Skridt) -> bool:
    """In time for waivers and lapses."""
    return s.tlo <= p.frist_ms if p.frist_ms is not None else s.dag <= p.frist_dag


def sikkert_i_tide(p: Pligt, r: Skridt) -> bool:
    return r.thi <= p.tidligst_ms if p.frist_ms is not None else r.dag <= p.frist_dag


def maaske_i_tide(p: Pligt, r: Skridt) -> bool:
    return not sikkert_for_sent(p, r)


def sikkert_for_sent(p: Pligt, r: Skridt) -> bool:
    return r.tlo > p.frist_ms if p.frist_ms is not None else r.dag > p.frist_dag


def fravalgt_ved(sag: Sag, p: Pligt) -> Skridt | None:
    """The earliest waiver in time: a step, or a characteristic on the trigger."""
    mulige = []
    trin = sammenhaeng.foerste_fravalg(sag, p)
    if trin:
        mulige.append(trin)
    if any(sag.har(p.udloesende, k) for k in p.moenster.fravalg.paa_udloesende):
        mulige.append(p.udloesende)
    return min((s for s in mulige if i_tide(p, s)), key=lambda s: s.tlo, default=None)


def bortfaldet_ved(sag: Sag, p: Pligt) -> Skridt | None:
    s = sammenhaeng.foerste_bortfald(sag, p)
    return s if s and i_tide(p, s) else None


def luk(sag: Sag, p: Pligt, opfyldt, fravalgt, bortfaldet) -> tuple[str, Skridt] | None:
    """The first event in time order closes for good; exemption comes before all."""
    if any(sag.opfylder(p.udloesende, u) for u in p.moenster.undtaget):
        return "ikke_relevant", p.udloesende
    haendelser = [("overholdt", opfyldt), ("fravalgt", fravalgt), ("ikke_relevant", bortfaldet)]
    mulige = [(kode, s) for kode, s in haendelser if s]
    return min(mulige, key=lambda x: (x[1].tlo, RANG[x[0]]), default=None)


def udfald(sag: Sag, p: Pligt) -> dict[str, Any]:
    """The comparable row of one obligation."""
    vinduets_frist = p.frist_dag
    flyt_frist(sag, p)
    alle = sammenhaeng.svar(sag, p)
    sikre = [r for r in alle if sikkert_i_tide(p, r)]
    mulige = [r for r in alle if maaske_i_tide(p, r)]
    opfyldt = sammenhaeng.fuldfoert_af(p, sikre, tvivl_taeller=False)
    uvis = sammenhaeng.fuldfoert_af(p, mulige, tvivl_taeller=True)
    sent = foerste_sene(sag, p, alle)
    fravalgt = fravalgt_ved(sag, p)
    bortfaldet = bortfaldet_ved(sag, p)
    lukket = luk(sag, p, opfyldt, fravalgt, bortfaldet)
    return {
        "regel": p.regel.id,
        "version": p.version.id,
        "tilfaelde": p.tilfaelde,
        "udloest": p.udloesende.nr,
        "nr": p.nr,
        "anker": p.anker.nr,
        "anker_dag": p.anker.dag,
        "frist_dag": p.frist_dag,
        "frist_ms": p.frist_ms,
        "lukket": lukket[0] if lukket else None,
        "lukket_dag": lukket[1].dag if lukket else None,
        "lukket_ms": lukket[1].tlo if lukket else None,
        "opfyldt": _nr(opfyldt or sent),
        "opfyldt_dag": (opfyldt or sent).dag if opfyldt or sent else None,
        "sent": opfyldt is None and sent is not None,
        "fravalgt": _nr(fravalgt),
        "bortfaldet": _nr(bortfaldet),
        "opfyldt_ms": (opfyldt or sent).tlo if opfyldt or sent else None,
        "uvis_ms": uvis.tlo if uvis and not lukket else None,
        "grund": grund(sag, p),
        "uvis": None if lukket else _nr(uvis),
        "uvis_dag": uvis.dag if uvis and not lukket else None,
        "vinduets_frist": vinduets_frist,
        "vurderes": p.moenster.vurderes,
        "ved_udeblivelse": p.moenster.ved_udeblivelse,
    }


def _nr(s: Skridt | None) -> int | None:
    return s.nr if s else None


def foerste_sene(sag: Sag, p: Pligt, alle: list[Skridt]) -> Skridt | None:
    """The first certainly late response by which the need is complete."""
    bidrag = [r for r in alle if sammenhaeng.bidrager(p, r)]
    for nr, r in enumerate(bidrag):
        hidtil = bidrag[: nr + 1]
        if taeller_som_sen(sag, p, r) and sammenhaeng.fuldfoert_af(p, hidtil, tvivl_taeller=False):
            return r
    return None


def taeller_som_sen(sag: Sag, p: Pligt, r: Skridt) -> bool:
    """Late, and within `taeller_indtil`; in a period nothing counts after its end."""
    if p.moenster.frist.form in ("hvert", "hver") or not sikkert_for_sent(p, r):
        return False
    laengde = p.moenster.taeller_indtil
    return laengde is None or r.dag <= sag.kalender.laeg_til(p.frist_dag, laengde)


def grund(sag: Sag, p: Pligt) -> str:
    """Why the duty is exempt, else why it is not judged."""
    gaelder = [u.grund for u in p.moenster.undtaget if sag.opfylder(p.udloesende, u)]
    return (gaelder or [p.moenster.grund])[0]


def status(r: dict[str, Any], naar: date) -> str:
    """Status at the end of a day or at an instant, in the order of README.md."""
    if isinstance(naar, datetime):
        return status_ved_tid(r, tid.til_ms(naar))
    return status_paa_dag(r, naar)


def status_ved_tid(r: dict[str, Any], nu: int) -> str:
    sidste_rettidige = tid.sidste_ms(r["frist_dag"]) if r["frist_ms"] is None else r["frist_ms"]
    if r["lukket"] and r["lukket_ms"] <= nu:
        return r["lukket"]
    if r["uvis_ms"] is not None and r["uvis_ms"] <= nu:
        return "kan_ikke_vurderes"
    if nu <= sidste_rettidige:
        return "afventer"
    if not r["vurderes"]:
        return "kan_ikke_vurderes"
    if r["sent"] and r["opfyldt_ms"] <= nu:
        return "overskredet"
    return r["ved_udeblivelse"]


def status_paa_dag(r: dict[str, Any], dag: date) -> str:
    if r["lukket"] and r["lukket_dag"] <= dag:
        return r["lukket"]
    if r["uvis_dag"] and r["uvis_dag"] <= dag:
        return "kan_ikke_vurderes"
    if not passeret(r, dag):
        return "afventer"
    if not r["vurderes"]:
        return "kan_ikke_vurderes"
    if r["sent"] and r["opfyldt_dag"] <= dag:
        return "overskredet"
    return r["ved_udeblivelse"]


def passeret(r: dict[str, Any], dag: date) -> bool:
    """Is the due passed at the end of the day?"""
    if r["frist_ms"] is not None:
        return tid.sidste_ms(dag) > r["frist_ms"]
    return dag > r["frist_dag"]
