"""The ICS triangle: three sides with their dimensions and what is known on each, as a table and as a drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from omhu.sagsarbejde.undersoegelse import ics
from omhu.sagsarbejde.undersoegelse.ics import Ics, Side
from omhu.sagsarbejde.undersoegelse.queries import Udsagn

BREDDE, HOEJDE = 640, 380
SPIDS, VENSTRE, HOEJRE = (320, 26), (150, 262), (490, 262)
LINJE = 24
TEGN = {"ressource": "●", "bekymring": "▲", "uafklaret": "○"}
"""Signs that differ in grey."""


@dataclass(frozen=True)
class Celle:
    """A dimension with its counts per kind and the link that shows them."""

    kode: str
    navn: str
    tal: dict[str, int]
    sti: str

    @property
    def i_alt(self) -> int:
        """How many statements there are."""
        return sum(self.tal.values())


@dataclass(frozen=True)
class Sidetal:
    """A side with its dimensions."""

    side: Side
    celler: list[Celle]
    sti: str

    @property
    def tal(self) -> dict[str, int]:
        """Counts of the whole side per kind."""
        return {s: sum(c.tal[s] for c in self.celler) for s in ics.SLAGS}


def sider(udgave: Ics, alle: Iterable[Udsagn], valgt: str = "") -> list[Sidetal]:
    """The sides with counts. Statements on a dimension of the other edition stand under their own name."""
    tal = Counter((x.dimension, x.slags) for x in alle)
    brugte = {d for d, _ in tal}
    ud = []
    for side in udgave.sider:
        fremmede = {
            d: f"{navn} *"
            for d, (domaene, navn) in ics.dimensioner().items()
            if domaene == side.domaene and d in brugte and d not in side.dimensioner
        }
        celler = [
            Celle(d, navn, {s: tal[d, s] for s in ics.SLAGS}, f"?dimension={d}#udsagn")
            for d, navn in (side.dimensioner | fremmede).items()
        ]
        ud.append(Sidetal(side, celler, f"?domaene={side.domaene}#udsagn"))
    return ud


def svg(alle: list[Sidetal], navn: str) -> str:
    """The drawing: names of sides and dimensions are links; signs and numbers tell what is known."""
    venstre, hoejre, bund = alle
    punkter = " ".join(f"{x},{y}" for x, y in (SPIDS, HOEJRE, VENSTRE))
    dele = [
        f'<polygon points="{punkter}" class="trekant"/>',
        _tekst(320, 200, "Barnet", "trekant-midt", "middle"),
        *_sidens_ord(venstre, 10, 40, "start"),
        *_sidens_ord(hoejre, BREDDE - 10, 40, "end"),
        *_bundens_ord(bund),
    ]
    desc = ". ".join(f"{s.side.navn}: {_i_ord(s.tal)}" for s in alle)
    return (
        f'<svg viewBox="0 0 {BREDDE} {HOEJDE}" role="group" aria-labelledby="ics-titel ics-desc">'
        f'<title id="ics-titel">{escape(navn)}</title><desc id="ics-desc">{escape(desc)}.</desc>'
        f"{''.join(dele)}</svg>"
    )


def _sidens_ord(s: Sidetal, x: float, y: float, anker: str) -> list[str]:
    linjer = [_link(s.sti, s.side.navn, s.tal, x, y, "trekant-side", anker)]
    linjer += [
        _link(c.sti, c.navn, c.tal, x, y + LINJE * nr, "trekant-dim", anker)
        for nr, c in enumerate(s.celler, 1)
    ]
    return linjer


def _bundens_ord(s: Sidetal) -> list[str]:
    linjer = [_link(s.sti, s.side.navn, s.tal, 320, 292, "trekant-side", "middle")]
    for nr, c in enumerate(s.celler):
        raekke, kolonne = divmod(nr, 2)
        alene = nr == len(s.celler) - 1 and kolonne == 0
        x = 320 if alene else 165 + kolonne * 310
        linjer.append(_link(c.sti, c.navn, c.tal, x, 318 + LINJE * raekke, "trekant-dim", "middle"))
    return linjer


def _link(
    sti: str, navn: str, tal: dict[str, int], x: float, y: float, klasse: str, anker: str
) -> str:
    ord_ = f"{navn}: {_i_ord(tal)}"
    return (
        f"<a href={quoteattr(sti)} aria-label={quoteattr(ord_)}>"
        f"{_tekst(x, y, f'{navn}{_tegn(tal)}', klasse, anker)}</a>"
    )


def _tegn(tal: dict[str, int]) -> str:
    dele = [f"{TEGN[s]}{n}" for s, n in tal.items() if n]
    return f"  {' '.join(dele)}" if dele else ""


def _i_ord(tal: dict[str, int]) -> str:
    dele = [f"{n} {ics.SLAGS[s].lower()}" for s, n in tal.items() if n]
    return ", ".join(dele) or "ingen udsagn"


def _tekst(x: float, y: float, tekst: str, klasse: str, anker: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{klasse}" text-anchor="{anker}">{escape(tekst)}</text>'
