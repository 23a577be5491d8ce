"""What the demo's readers answer: mostly what the data say, now and then something else with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from omhu.frister.regelsaet import kalender, regler
from omhu.maalinger.tilsyn import Forslag, Tilsynskoncept, forslag
from omhu.maalinger.tilsyn.sprog import IKKE_RELEVANT, Spoergsmaal
from omhu.sager.models import Sag
from omhu.tidslinje.maalesager import FELTER, af_raekker
from omhu.tidslinje.queries import Synsdag
from omhu.tilsyn.models import Laesning, Runde, Svar, Tilsynssag

UENIG = 0.08
"""So often a reader overrules what the data say."""
MANGLER = 0.22
"""So often a question that people judge is answered with a lack."""
GODT = (
    "Notaterne er korte og lette at følge.",
    "Barnets egne ord står i sagen.",
    "Det er tydeligt, hvorfor indsatsen blev valgt.",
    "Skolen og familien er med hele vejen.",
)
SE_EFTER = (
    "Skriv, hvad barnet selv sagde.",
    "Sæt dato på, hvornår der følges op.",
    "Begrund, hvorfor samtalen blev fravalgt.",
    "Skriv målene, så de kan ses efter.",
)
UENIG_FORDI = (
    "Mødet den dag var samtalen; den er registreret som notat.",
    "Afgørelsen blev truffet på mødet ugen før.",
    "Fravalget er begrundet i planen.",
)


class Laeser:
    """Reads the cases of a round; `gem` stores everything at once."""

    def __init__(
        self, r: Random, runde: Runde, koncept: Tilsynskoncept, laesninger: Sequence[Laesning]
    ) -> None:
        self.r, self.koncept = r, koncept
        self._tilsynssager: dict[int, Tilsynssag] = {
            x.tilsynssag_id: x.tilsynssag for x in laesninger
        }
        sager = Sag.objects.filter(pk__in={x.sag_id for x in laesninger})
        maalesager = af_raekker(list(sager.values(*FELTER)), Synsdag(runde.til))
        self._forslag = forslag(
            koncept, maalesager.values(), runde.fra, runde.til, regler=regler(), kalender=kalender()
        )
        self._laesninger: list[Laesning] = []
        self._svar: list[Svar] = []

    def laes(self, laesning: Laesning, naar: datetime) -> None:
        """Every question answered, and the reading locked."""
        laesning.begyndt = naar
        laesning.sekunder = self.r.randrange(9, 34) * 60
        laesning.laast = naar + timedelta(seconds=laesning.sekunder)
        laesning.styrker = self.r.choice(GODT)
        self._laesninger.append(laesning)
        self._svar += [
            self._besvar(laesning, s, besvaret=True) for s in self._spoergsmaal(laesning)
        ]

    def begynd(self, laesning: Laesning, naar: datetime) -> None:
        """The first half answered."""
        laesning.begyndt, laesning.sekunder = naar, self.r.randrange(3, 12) * 60
        self._laesninger.append(laesning)
        alle = self._spoergsmaal(laesning)
        self._svar += [
            self._besvar(laesning, s, besvaret=nr < len(alle) // 2) for nr, s in enumerate(alle)
        ]

    def gem(self) -> None:
        """Store what was read."""
        felter = ("begyndt", "laast", "sekunder", "styrker")
        Laesning.objects.bulk_update(self._laesninger, felter)
        Svar.objects.bulk_create(self._svar, batch_size=500)

    def _spoergsmaal(self, x: Laesning) -> list[Spoergsmaal]:
        ved = {
            s.id for s in self.koncept.spoergsmaal_ved(self._tilsynssager[x.tilsynssag_id].sagstrin)
        }
        return [s for s in self.koncept.spoergsmaal_paa(x.niveau) if s.id in ved]

    def _besvar(self, x: Laesning, s: Spoergsmaal, *, besvaret: bool) -> Svar:
        fundet = self._forslag.get((str(x.sag_id), s.id))
        svar = Svar(laesning=x, sag_id=x.sag_id, spoergsmaal=s.id)
        if fundet is not None:
            svar.auto, svar.auto_grund, svar.auto_belaeg = (
                fundet.svar,
                _grund(fundet),
                list(map(str, fundet.belaeg)),
            )
        if not besvaret:
            return svar
        svar.svar = self._svaret(s, fundet)
        if fundet is not None and svar.svar != fundet.svar:
            svar.begrundelse = self.r.choice(UENIG_FORDI)
        if self.koncept.regnes(s.id, svar.svar) == "mangel":
            svar.bemaerkning = self.r.choice(SE_EFTER)
            svar.genopret = not x.dobbelt and self.r.random() < 0.4
            if s.alvor:
                svar.alvor = Svar.Alvor.MINDRE
        return svar

    def _svaret(self, s: Spoergsmaal, fundet: Forslag | None) -> str:
        skala = self.koncept.skala_for(s.id)
        ja, nej = skala.svar_for("overholdt"), skala.svar_for("mangel")
        egne = [k for k in (ja, nej) if k] or [skala.koder[0]]
        if fundet is None:
            return egne[-1] if self.r.random() < MANGLER else egne[0]
        if fundet.svar in egne and len(egne) == 2 and self.r.random() < UENIG:
            return egne[1 - egne.index(fundet.svar)]
        if fundet.svar == IKKE_RELEVANT or fundet.svar in skala.koder:
            return fundet.svar
        return egne[0]


def _grund(f: Forslag) -> str:
    return f"{f.grund} ({f.hjemmel})" if f.hjemmel else f.grund
