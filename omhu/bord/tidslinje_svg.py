"""The timeline of a case as an accessible SVG: classes only (strict CSP), signs that differ without colour."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from omhu.bord import tidslinje_plan as plan_
from omhu.bord.tidslinje_plan import BANER, TEGN, Forloeb, Fristmaerke, Maerke, Plan
from omhu.kerne import ord_om_tid
from omhu.regler.trin import Trin

BREDDE, VENSTRE, HOEJRE = 1300, 150, 14
TOP, BANEHOEJDE, SPOR = 24, 26, 16
AKSE = 26
TEGNBREDDE = 6.3
"""Mean width of a character at 12 px; labels are placed by it."""
STOERSTE_SPOR = 4
SAMME_STED = 8
"""Signs of a kind that lie closer (px) are drawn as one with their number."""
LOEFTES, LOEFT = 11, 9
"""An overdue sign closer than this (px) to another of its lane is drawn so much higher, so that both are seen."""


def tegn(
    trin: Sequence[Trin],
    frister: Iterable[Fristmaerke],
    i_dag: date,
    *,
    navn: str,
    id_: str = "tl",
    dagsord: str = "i dag",
) -> str:
    """SVG of a case. `navn` titles it; `id_` keeps ids apart where several stand on a page; `dagsord` is what the
    line at `i_dag` is called (a date where the case is seen as of another day)."""
    return Tegning(plan_.laeg(trin, frister, i_dag), navn, id_, dagsord).svg()


def noegle(plan: Plan) -> list[tuple[str, str]]:
    """(svg, word) for each sign in use, for the key under the drawing."""
    brugt = {m.slags for m in (*plan.maerker, *plan.frister)}
    return [
        (
            f'<svg viewBox="-8 -8 16 16" aria-hidden="true">{_tegn(TEGN[k], 0, 0)}</svg>',
            TEGN[k].navn,
        )
        for k in TEGN
        if k in brugt
    ]


@dataclass
class Baand:
    """Taken stretches of one line of the drawing."""

    optaget: list[tuple[float, float]] = field(default_factory=list)

    def tag(self, fra: float, til: float) -> None:
        """Mark as taken."""
        self.optaget.append((fra, til))

    def ledig(self, fra: float, til: float) -> bool:
        """Is nothing drawn there?"""
        return all(til <= a or fra >= b for a, b in self.optaget)


class Tegning:
    """One drawing in the making."""

    def __init__(self, plan: Plan, navn: str, id_: str, dagsord: str) -> None:
        self.plan, self.navn, self.id, self.dagsord = plan, navn, id_, dagsord
        self.spor = _spor([f for f in plan.forloeb if f.bane == "indsats"])
        self.y, y = {}, float(TOP)
        for bane in BANER:
            hoejde = (
                BANEHOEJDE if bane != "indsats" else max(BANEHOEJDE, SPOR * self.antal_spor + 10)
            )
            self.y[bane] = y + (BANEHOEJDE / 2 if bane != "indsats" else 5 + SPOR / 2)
            y += hoejde
        self.bund = y
        self.dele: list[str] = []
        self.baand = {bane: Baand() for bane in BANER}
        self.toplinje = Baand()

    @property
    def antal_spor(self) -> int:
        """How many measures run beside each other, as drawn."""
        return max((s + 1 for s in self.spor.values()), default=1)

    def x(self, dag: date) -> float:
        """Where a day lies, px."""
        p = self.plan
        andel = (dag - p.fra).days / max(1, (p.til - p.fra).days)
        return VENSTRE + andel * (BREDDE - VENSTRE - HOEJRE)

    def svg(self) -> str:
        """The whole drawing."""
        self._i_dag_top()
        self._baner()
        self._akse()
        self._doede()
        self._lukninger()
        self._frister_reserver()
        self._forloeb()
        self._maerker()
        self._i_dag_streg()
        titel, desc = f"{self.id}-titel", f"{self.id}-desc"
        hoejde = self.bund + AKSE
        return (
            f'<svg viewBox="0 0 {BREDDE} {hoejde:.0f}" role="img" aria-labelledby="{titel} {desc}">'
            f'<title id="{titel}">{escape(self.navn)}</title>'
            f'<desc id="{desc}">{escape(plan_.beskrivelse(self.plan))}</desc>'
            f"{_skravering(self.id)}{''.join(self.dele)}</svg>"
        )

    def _ud(self, element: str) -> None:
        self.dele.append(element)

    def _baner(self) -> None:
        for bane, navn in BANER.items():
            y = self.y[bane]
            self._ud(_tekst(0, y + 4, navn, "tl-bane"))
            self._ud(_linje(VENSTRE, y, BREDDE - HOEJRE, y, "tl-linje"))

    def _akse(self) -> None:
        slut = 0.0
        for dag, tekst in akse(self.plan.fra, self.plan.til):
            x = self.x(dag)
            self._ud(_linje(x, TOP, x, self.bund, "tl-akse"))
            if x + 4 > slut and x + 4 + _bredde(tekst) < BREDDE:
                self._ud(_tekst(x + 4, self.bund + 16, tekst, "tl-tekst"))
                slut = x + 12 + _bredde(tekst)

    def _doede(self) -> None:
        for d in self.plan.doede:
            a, b = self.x(d.fra), self.x(d.til)
            ramme = f'x="{a:.1f}" y="{TOP}" width="{b - a:.1f}" height="{self.bund - TOP:.1f}"'
            langt = f"{ord_om_tid.varighed(d.dage)} uden aktivitet"
            self._ud(f'<rect {ramme} fill="url(#{self.id}-doed)"><title>{langt}</title></rect>')
            for tekst in (langt, ord_om_tid.varighed(d.dage)):
                midt, halv = (a + b) / 2, _bredde(tekst) / 2
                if 2 * halv < b - a and self.toplinje.ledig(midt - halv, midt + halv):
                    self._ud(_tekst(midt, TOP - 6, tekst, "tl-tekst", "middle"))
                    self.toplinje.tag(midt - halv, midt + halv)
                    break

    def _lukninger(self) -> None:
        for dag in self.plan.lukninger:
            x = self.x(dag)
            self._ud(_linje(x, TOP, x, self.bund, "tl-frist"))
            if self.toplinje.ledig(x - 50, x + 2):
                self._ud(_tekst(x - 3, TOP - 6, "lukket", "tl-tekst", "end"))
                self.toplinje.tag(x - 50, x + 2)

    def _i_dag_top(self) -> None:
        x = self.x(self.plan.i_dag)
        halv = _bredde(self.dagsord) / 2 + 3
        self._ud(_tekst(x, TOP - 8, self.dagsord, "tl-idag-tekst", "middle"))
        self.toplinje.tag(x - halv, x + halv)
        for baand in self.baand.values():
            baand.tag(x - 1, x + 1)

    def _i_dag_streg(self) -> None:
        x = self.x(self.plan.i_dag)
        self._ud(_linje(x, TOP - 4, x, self.bund + 4, "tl-idag"))

    def _frister_reserver(self) -> None:
        for m in self.plan.frister:
            self.baand[m.bane].tag(self.x(m.dag) - 6, self.x(m.dag) + 6)

    def _forloeb(self) -> None:
        uden_plads = 0
        for f in self.plan.forloeb:
            if f.bane != "indsats":
                self._bjaelke(f, self.y[f.bane])
            elif f in self.spor:
                self._bjaelke(f, self.y[f.bane] + self.spor[f] * SPOR)
            else:
                uden_plads += 1
        if uden_plads:
            self._ud(_tekst(0, self.y["indsats"] + 20, f"+{uden_plads} i tabellen", "tl-tekst"))

    def _bjaelke(self, f: Forloeb, y: float) -> None:
        a, b = self.x(f.fra), self.x(f.slut or self.plan.i_dag)
        klasse = "tl-indsats" if f.bane == "indsats" else "tl-bjaelke"
        titel = _titel(f)
        self._ud(_firkant(a, y - 6, max(2.0, b - a), 12, klasse, titel))
        frist = self._naeste_frist(f.bane) if f.slut is None and f.bane == "undersoegelse" else None
        if frist and frist > b:
            self._ud(_firkant(b, y - 6, frist - b, 12, "tl-aaben", ""))
        bredde = _bredde(f.tekst)
        if f.bane == "indsats" and bredde + 8 < b - a:
            self._ud(_tekst(a + 5, y + 4, f.tekst, "tl-tekst"))
        self.baand[f.bane].tag(a, b)

    def _naeste_frist(self, bane: str) -> float | None:
        dage = [m.dag for m in self.plan.frister if m.bane == bane and m.slags == "frist"]
        return self.x(min(dage)) if dage else None

    def _maerker(self) -> None:
        bundter = [*_bundt(self.plan.maerker, self.x), *_bundt(self.plan.frister, self.x)]
        for bundt in bundter:
            x = self.x(bundt[-1].dag)
            self.baand[bundt[0].bane].tag(x - 7, x + 7)
        bundter.sort(key=_vigtighed)
        for bundt in bundter:
            self._ord(bundt)
        for bundt in reversed(bundter):  # what is drawn last lies on top: the most important
            self._tegn(bundt, [b[-1] for b in bundter if b is not bundt])

    def _tegn(self, bundt: list[Maerke], andre: list[Maerke]) -> None:
        """The sign. An overdue one is lifted where it would cover, or be taken for, another of its lane."""
        sidst = bundt[-1]
        x, y = self.x(sidst.dag), self.y[sidst.bane]
        naer = (m for m in andre if m.bane == sidst.bane and abs(self.x(m.dag) - x) < LOEFTES)
        if sidst.slags == "over" and any(naer):
            y -= LOEFT
        titel = "; ".join(m.titel for m in bundt)
        self._ud(f"<g><title>{escape(titel)}</title>{_tegn(TEGN[sidst.slags], x, y)}</g>")

    def _ord(self, bundt: list[Maerke]) -> None:
        """Its words beside it, where there is room."""
        sidst = bundt[-1]
        x, y = self.x(sidst.dag), self.y[sidst.bane]
        tekst = f"×{len(bundt)}" if len(bundt) > 1 else sidst.tekst
        if sidst.slags == "over" and len(bundt) > 1:
            tekst = f"{len(bundt)} mangler"
        for forslag in (tekst, "mangler" if sidst.slags == "over" else ""):
            if forslag and self._etiket(sidst, forslag, x, y):
                return

    def _etiket(self, m: Maerke, tekst: str, x: float, y: float) -> bool:
        """Write beside the sign where there is room; False when there is none."""
        klasse = "tl-tekst-over" if m.slags == "over" else "tl-tekst"
        bredde = _bredde(tekst) * (1.06 if m.slags == "over" else 1)
        steder = [
            (x + 10, "start", x + 8, x + 10 + bredde),
            (x - 10, "end", x - 10 - bredde, x - 8),
        ]
        for sted, anker, fra, til in steder if m.slags != "over" else reversed(steder):
            if fra >= VENSTRE and til <= BREDDE and self.baand[m.bane].ledig(fra, til):
                self._ud(_tekst(sted, y + 4, tekst, klasse, anker))
                self.baand[m.bane].tag(fra, til)
                return True
        return False


def akse(fra: date, til: date) -> list[tuple[date, str]]:
    """Ticks and their words: months up to 16 months, quarters up to five years, else years."""
    dage = (til - fra).days
    trin = 1 if dage <= 490 else 3 if dage <= 1830 else 12
    streger: list[tuple[date, str]] = []
    nr = fra.year * 12 + fra.month
    while (dag := date(nr // 12, nr % 12 + 1, 1)) <= til:
        if (dag.month - 1) % trin == 0 and dag >= fra:
            streger.append((dag, _aksetekst(dag, trin, foerste=not streger)))
        nr += 1
    return streger


def _aksetekst(dag: date, trin: int, foerste: bool) -> str:
    if trin == 12:
        return str(dag.year)
    if trin == 3:
        kvartal = f"{(dag.month + 2) // 3}. kvt."
        return str(dag.year) if dag.month == 1 else f"{kvartal} {dag.year}" if foerste else kvartal
    maaned = ord_om_tid.MAANEDER_KORT[dag.month - 1]
    return f"{maaned} {dag.year}" if foerste or dag.month == 1 else maaned


def _spor(indsatser: list[Forloeb]) -> dict[Forloeb, int]:
    """A track for each measure so that none covers another; those without room are left out."""
    slutter: list[date] = []
    spor: dict[Forloeb, int] = {}
    for f in sorted(indsatser, key=lambda f: (f.fra, f.slut or date.max)):
        nr = next((i for i, slut in enumerate(slutter) if slut <= f.fra), len(slutter))
        if nr < STOERSTE_SPOR:
            slutter[nr : nr + 1] = [f.slut or date.max]
            spor[f] = nr
    return spor


def _bundt(maerker: list[Maerke], x: Callable[[date], float]) -> list[list[Maerke]]:
    """Neighbours of the same kind gathered where they would lie on top of each other."""
    bundter: list[list[Maerke]] = []
    seneste: dict[tuple[str, str], list[Maerke]] = {}
    for m in sorted(maerker, key=lambda m: m.dag):
        noegle_ = (m.bane, m.slags)
        forrige = seneste.get(noegle_)
        if forrige and x(m.dag) - x(forrige[-1].dag) < SAMME_STED:
            forrige.append(m)
        else:
            seneste[noegle_] = [m]
            bundter.append(seneste[noegle_])
    return bundter


def _vigtighed(bundt: list[Maerke]) -> tuple[int, int]:
    """Overdue first, then what is due, then the newest: those get their labels."""
    slags = {"over": 0, "frist": 1}
    return slags.get(bundt[0].slags, 2), -bundt[-1].dag.toordinal()


def _titel(f: Forloeb) -> str:
    til = f"til {ord_om_tid.dato(f.slut)}" if f.slut else "i gang"
    return f"{ord_om_tid.stort(f.tekst)} fra {ord_om_tid.dato(f.fra)}, {til}"


def _bredde(tekst: str) -> float:
    return len(tekst) * TEGNBREDDE


def _tekst(x: float, y: float, tekst: str, klasse: str, anker: str = "start") -> str:
    a = "" if anker == "start" else f' text-anchor="{anker}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{klasse}"{a}>{escape(tekst)}</text>'


def _linje(x1: float, y1: float, x2: float, y2: float, klasse: str) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{klasse}"/>'


def _firkant(x: float, y: float, b: float, h: float, klasse: str, titel: str) -> str:
    ramme = f'x="{x:.1f}" y="{y:.1f}" width="{b:.1f}" height="{h:.1f}" class="{klasse}"'
    return f"<rect {ramme}><title>{escape(titel)}</title></rect>" if titel else f"<rect {ramme}/>"


def _skravering(id_: str) -> str:
    navn = quoteattr(f"{id_}-doed")
    return (
        f'<defs><pattern id={navn} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="7" height="7" class="tl-doed-flade"/><line x1="0" x2="0" y2="7" class="tl-doed-streg"/>'
        "</pattern></defs>"
    )


def _tegn(t: plan_.Tegn, x: float, y: float) -> str:
    def cirkel(r: float) -> str:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r}" class="{t.klasse}"/>'

    def sti(d: str) -> str:
        return f'<path transform="translate({x:.1f} {y:.1f})" d="{d}" class="{t.klasse}"/>'

    firkant = sti("M-5 -5h10v10h-10z")
    return {
        "cirkel": cirkel(5),
        "ring": cirkel(5),
        "lillering": cirkel(3),
        "prik": cirkel(2.4),
        "firkant": firkant,
        "rude": sti("M0 -6l6 6l-6 6l-6 -6z"),
        "trekant": sti("M0 -6.5l6.5 11.5h-13z"),
        "pind": sti("M0 -9v18"),
        "streget": cirkel(5) + sti("M-6 6l12 -12"),
        "maal": firkant + sti("M-1.5 -1.5h3v3h-3z"),
    }[t.form]
