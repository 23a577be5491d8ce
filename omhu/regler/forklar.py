"""Why an obligation is as it is, in Danish: what started it, how the date was counted, what settled it or is
missing, and what nearly did (`naerved`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from omhu.kerne.kalender import Kalender
from omhu.kerne.ord_om_tid import dato, klokken
from omhu.regler import ord as o
from omhu.regler.katalog import katalog
from omhu.regler.naerved import Naer, naerved
from omhu.regler.sprog import Moenster, Status, Varighed
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status


@dataclass(frozen=True)
class Forklaring:
    """All parts of one explanation. `afsnit` is the whole as one paragraph."""

    status: Status
    udloest: str
    frist: str
    udfald: str
    opfyldes_af: list[str]
    fravaelges_af: list[str]
    naer: list[Naer]
    hjemmel: str
    version: str
    verificeret: bool
    efterset: date
    krav: str
    note: str
    er_lov: bool

    @property
    def afsnit(self) -> str:
        """The explanation as one Danish paragraph."""
        ret = "" if self.verificeret else " (§ ikke verificeret)"
        kilde = "" if self.er_lov else " Fristen er et lokalt mål, ikke en lovfrist."
        naer = " ".join(f"{trin_tekst(n.trin)} tæller ikke: {n.grund}." for n in self.naer)
        return " ".join(
            del_
            for del_ in (
                self.udloest,
                self.frist,
                self.udfald,
                naer,
                f"{self.hjemmel}, version {self.version}{ret}.{kilde}",
            )
            if del_
        )


def trin_tekst(trin: Trin, lov: str = "") -> str:
    """A step with its time and measures: `Børnesamtale 26. januar 2026 (familiebehandling)`."""
    kat = katalog()
    navn = o.art_navn(trin.art, lov)
    om = ", ".join(kat.indsats_navn(i).lower() for i in trin.indsatser)
    return f"{navn} {_hvornaar(trin)}{f' ({om})' if om else ''}"


def _hvornaar(trin: Trin) -> str:
    if trin.tid is None:
        return dato(trin.dag)
    return f"{dato(trin.dag)} {klokken(trin.tid)}"


def forklar(
    raekke: Raekke,
    trin: Sequence[Trin],
    *,
    foedselsdag: date | None,
    pr: date,
    kalender: Kalender | None = None,
    med_naer: bool = True,
) -> Forklaring:
    """Explain one obligation of a case as of a day."""
    stand = status(raekke, pr)
    m, lov = raekke.moenster, raekke.version.lov
    soeg_naer = med_naer and stand in (Status.MANGLER, Status.OVERSKREDET, Status.AFVENTER)
    return Forklaring(
        status=stand,
        udloest=_udloest(raekke, lov),
        frist=_frist(raekke, lov, kalender),
        udfald=_udfald(raekke, stand, lov, pr),
        opfyldes_af=[o.match_tekst(x, lov) for x in m.opfyldt_af],
        fravaelges_af=o.fravalg_tekster(m.fravalg, lov),
        naer=naerved(raekke, trin, foedselsdag=foedselsdag, pr=pr, kalender=kalender)
        if soeg_naer
        else [],
        hjemmel=raekke.version.hjemmel,
        version=raekke.version.id,
        verificeret=raekke.version.status == "verificeret",
        efterset=raekke.regel.efterset,
        krav=raekke.regel.krav,
        note=raekke.version.note or raekke.regel.note,
        er_lov=raekke.regel.art == "lov",
    )


def _udloest(raekke: Raekke, lov: str) -> str:
    tekst = trin_tekst(raekke.udloest, lov)
    return f"Udløst af: {tekst[0].lower()}{tekst[1:]}."


def _frist(raekke: Raekke, lov: str, kalender: Kalender | None) -> str:
    m = raekke.moenster
    form = m.frist.form
    anker = trin_tekst(raekke.anker, lov)
    anker = anker[0].lower() + anker[1:]
    if raekke.frist_tid:
        senest = f"Senest {dato(raekke.frist_dag)} {klokken(raekke.frist_tid)}"
        uklart = "" if raekke.anker.tid else " (klokkeslættet mangler; regnet fra dagens slutning)"
        return f"{senest}: {o.antal_tekst(m.frist.timer or 0, 'timer')} efter {anker}{uklart}."
    senest = f"Senest {dato(raekke.frist_dag)}"
    if form == "foer":
        tidligst = (
            f", og tidligst {o.varighed_tekst(m.frist.tidligst)} før" if m.frist.tidligst else ""
        )
        return f"{senest}: samme dag som eller før {anker}{tidligst}."
    if form == "hvert":
        return f"{senest}: {m.antal} gange i kalenderåret {raekke.frist_dag.year}."
    if form == "hver" and m.frist.hver:
        periode = f"{raekke.nr + 1}. periode på {o.varighed_tekst(m.frist.hver)}"
        return f"{senest}: {m.antal} gange i {periode} fra {anker}."
    if form == "dato" and raekke.udloest.naeste:
        return f"{senest}: dagen er besluttet i sagen ({anker})."
    laengde: Varighed = m.frist.ellers or m.frist
    if laengde.antal == 0:
        return f"{senest}: samme dag som {anker}."
    flyttet, loerdag = _flyttet(raekke, kalender), _loerdag(raekke, kalender)
    return f"{senest}: {o.varighed_tekst(laengde)} efter {anker}{flyttet}.{loerdag}"


def loerdagsdag(m: Moenster, anker_dag: date, frist_dag: date, kal: Kalender) -> date | None:
    """The earlier due day when Saturday counts as a hverdag, where it is earlier and the municipality wants to
    be warned: the law is unclear (lovkrav 1.0), so the breach is counted one way and the warning the other."""
    laengde = m.frist if m.frist.form == "dag" else m.frist.ellers
    if laengde is None or laengde.enhed != "hverdage":
        return None
    if kal.loerdag_er_hverdag or not kal.advar_om_loerdag:
        return None
    tidligere = replace(kal, loerdag_er_hverdag=True).laeg_til(anker_dag, "hverdage", laengde.antal)
    return tidligere if tidligere < frist_dag else None


def _loerdag(raekke: Raekke, kalender: Kalender | None) -> str:
    kal = kalender or Kalender()
    dag = loerdagsdag(raekke.moenster, raekke.anker_dag, raekke.frist_dag, kal)
    return f" Tæller lørdag som hverdag, er det {dato(dag)}." if dag else ""


def _flyttet(raekke: Raekke, kalender: Kalender | None) -> str:
    m = raekke.moenster
    laengde: Varighed = m.frist.ellers or m.frist
    kal = kalender or Kalender()
    uflyttet = kal.laeg_til(raekke.anker_dag, laengde.enhed, laengde.antal)
    if raekke.frist_dag < uflyttet and m.dog_senest_ved:
        return f" ({dato(uflyttet)}), men rykket frem, fordi {_ved(m)} kom før"
    if raekke.frist_dag > uflyttet and m.frist.rul and kal.rul(uflyttet) == raekke.frist_dag:
        return f" ({dato(uflyttet)}), flyttet til næste arbejdsdag"
    if raekke.frist_dag > uflyttet and m.udskydes_af:
        return f" ({dato(uflyttet)}), udskudt ved brev om længere frist"
    return ""


def _ved(m: Moenster) -> str:
    return o.opremsning([o.art_navn(a).lower() for d in m.dog_senest_ved for a in d.skridt])


def _udfald(raekke: Raekke, stand: Status, lov: str, pr: date) -> str:
    return _UDFALD[stand](raekke, lov, pr)


def _overholdt(raekke: Raekke, lov: str, pr: date) -> str:
    return f"Opfyldt i tide af {_lille(raekke.opfyldt, lov)}."


def _overskredet(raekke: Raekke, lov: str, pr: date) -> str:
    if raekke.opfyldt is None:
        return "Opfyldt for sent."
    for_sent = (raekke.opfyldt.dag - raekke.frist_dag).days
    dage = o.antal_tekst(for_sent, "dage") if for_sent else "under en dag"
    return f"Opfyldt for sent, {dage} over fristen, af {_lille(raekke.opfyldt, lov)}."


def _mangler(raekke: Raekke, lov: str, pr: date) -> str:
    dage = (pr - raekke.frist_dag).days
    over = (
        f"Fristen er overskredet med {o.antal_tekst(dage, 'dage')}"
        if dage
        else "Fristen er overskredet"
    )
    return f"{over}, og der mangler {_mangel(raekke, lov)}."


def _afventer(raekke: Raekke, lov: str, pr: date) -> str:
    dage = (raekke.frist_dag - pr).days
    naar = "i dag" if dage == 0 else f"om {o.antal_tekst(dage, 'dage')}"
    return f"Ikke opfyldt endnu; fristen er {naar}. Opfyldes af {_mangel(raekke, lov)}."


def _mangel(raekke: Raekke, lov: str) -> str:
    m = raekke.moenster
    navne = o.opremsning(
        list(dict.fromkeys(o.art_navn(a, lov).lower() for x in m.opfyldt_af for a in x.skridt))
    )
    om = ", ".join(katalog().indsats_navn(i).lower() for i in raekke.udloest.indsatser)
    om = f" om {om}" if om and m.samme == "indsats" else ""
    gange = f"{m.antal} × " if m.antal > 1 else ""
    return f"{gange}{navne}{om}"


def _fravalgt(raekke: Raekke, lov: str, pr: date) -> str:
    fravalg = raekke.fravalgt
    grund = str(fravalg.attributter.get("begrundelse", "")).replace("_", " ") if fravalg else ""
    enig = str(fravalg.attributter.get("bedoemmer_enig", "")) if fravalg else ""
    godkendt = " Fravalget er godkendt." if enig == "ja" else " Ingen har godkendt fravalget endnu."
    return (
        f"Fravalgt: {_lille(fravalg, lov)}{f', begrundelse: {grund}' if grund else ''}.{godkendt}"
    )


def _ikke_relevant(raekke: Raekke, lov: str, pr: date) -> str:
    if raekke.grund and raekke.lukket and not raekke.bortfaldet:
        return f"Ikke relevant: {raekke.grund.rstrip('.')}."
    if raekke.bortfaldet and raekke.lukket:
        return f"Bortfaldet, før fristen udløb: {_lille(raekke.bortfaldet, lov)}."
    return "Fristen er udløbet, uden at der var noget at gøre."


def _kan_ikke_vurderes(raekke: Raekke, lov: str, pr: date) -> str:
    if not raekke.vurderes:
        return f"Kan ikke vurderes: {raekke.grund.rstrip('.')}."
    uvis = raekke.uvis
    if raekke.frist_tid:
        return f"Kan ikke vurderes: klokkeslættet mangler ({_lille(uvis, lov)}). Skriv det."
    return (
        f"Kan ikke vurderes: {_lille(uvis, lov)} siger ikke, hvilken indsats det angår. Skriv det."
    )


def _lille(trin: Trin | None, lov: str) -> str:
    if trin is None:
        return ""
    tekst = trin_tekst(trin, lov)
    return tekst[0].lower() + tekst[1:]


_UDFALD: dict[Status, Callable[[Raekke, str, date], str]] = {
    Status.OVERHOLDT: _overholdt,
    Status.OVERSKREDET: _overskredet,
    Status.MANGLER: _mangler,
    Status.AFVENTER: _afventer,
    Status.FRAVALGT: _fravalgt,
    Status.IKKE_RELEVANT: _ikke_relevant,
    Status.KAN_IKKE_VURDERES: _kan_ikke_vurderes,
}
