"""What a follow-up came to, for the child and the parents: where the goals are, and when and why the next one is (BL §
95, stk. 3)."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.frister.regelsaet import regel
from omhu.kerne.ord_om_tid import dato, stort
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir, hjemmel, regelversion
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Fakta, Overskrift, Tabel, prosa
from omhu.rapporter.plandele import skridt_til
from omhu.regler.love import lov_paa
from omhu.regler.ord import antal_tekst
from omhu.sager.models import Sag
from omhu.sagsarbejde.opfoelgning.queries import Opfoelgning, Udvikling, udvikling
from omhu.sagsarbejde.opfoelgning.skema import OPFOELGNING, STANDE
from omhu.sagsarbejde.plan.queries import maal
from omhu.sagsarbejde.plan.skema import PLAN
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.sagsarbejde.tekster.queries import nyeste_felter, paa_skridt, skrifter
from omhu.tidslinje.models import Skridt

UDEN_TEKST = "Opfølgningen er kun registreret med en dato. Der er intet at skrive ud."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter. Raises ValidationError when only the day of the follow-up is known."""
    assert skridt is not None
    skrift = paa_skridt(sag, skridt.rod, OPFOELGNING.kode)
    if skrift is None:
        raise ValidationError(UDEN_TEKST)
    felter = nyeste_felter(skrift)[0]
    blokke: list[Blok] = [
        Afsnit(f"Vi fulgte op {dato(skridt.dag)}. Her kan I se, hvad vi talte om, og hvad der nu skal ske."),
        Overskrift(f"Sådan har {barnet(sag)} det"),
        *prosa(felter.get("trivsel", "")),
        *_maal(sag, skridt, skrift, felter),
        *_svar(felter),
        *_naeste(skridt, felter),
    ]  # fmt: skip
    return brev_paa_papir("Opfølgning", blokke, af=bruger, sag=sag)


def _maal(sag: Sag, skridt: Skridt, skrift: Skrift, felter: dict[str, str]) -> list[Blok]:
    if skrift.bygger_paa_id is None:
        return []
    plan = skrifter(sag, PLAN.kode).get(pk=skrift.bygger_paa_id)
    egen = Opfoelgning(skridt.som_trin(), skrift, felter)
    stande = dict(STANDE)

    def raekke(u: Udvikling) -> tuple[str, str, str]:
        s = u.stande[-1]
        return (u.maal.tekst, stande.get(s.kode, s.kode), s.vaerdi or s.note)

    viste = [u for u in udvikling(maal(nyeste_felter(plan)[0]), [egen]) if u.stande]
    if not viste:
        return []
    return [
        Overskrift("Målene"),
        Tabel(("Mål", "Nu", "Det kan vi se"), [raekke(u) for u in viste], (3, 1, 2)),
    ]


def _svar(felter: dict[str, str]) -> list[Blok]:
    ja = {f: felter.get(f) == "ja" for f in ("tilpas", "mere_undersoegelse")}
    aendres = felter.get("tilpas_hvordan") or "Ja"
    mere = felter.get("undersoeg_hvad") or "Ja"
    return [
        Fakta(
            [
                ("Ændres støtten?", stort(aendres) if ja["tilpas"] else "Nej"),
                ("Undersøger vi mere?", stort(mere) if ja["mere_undersoegelse"] else "Nej"),
            ]
        )
    ]


def _naeste(skridt: Skridt, felter: dict[str, str]) -> list[Blok]:
    blokke: list[Blok] = [Overskrift("Næste gang")]
    if skridt.naeste:
        blokke.append(Afsnit(f"Vi følger op igen {dato(skridt.naeste)}."))
        blokke += prosa(felter.get("rytme", ""))
        return [*blokke, Fakta([("Regel", hjemmel(_regel(skridt), skridt.dag))])]
    fast = regel("opfoelgning-6mdr")
    maaneder = fast.versioner[0].tilfaelde[0].frist.maaneder if fast else None
    if lov_paa(skridt.dag) == "SEL" and maaneder:
        blokke.append(Afsnit(f"Vi følger op igen inden {antal_tekst(maaneder, 'maaneder')}."))
        return [*blokke, Fakta([("Regel", hjemmel(_regel(skridt), skridt.dag))])]
    return [*blokke, Afsnit("Vi har ikke aftalt en dag endnu. I hører fra os.")]


def _regel(skridt: Skridt) -> str:
    """The rule that the next follow-up comes from; empty where none does."""
    if skridt.naeste:
        return "opfoelgning-aftalt"
    return "opfoelgning-6mdr" if lov_paa(skridt.dag) == "SEL" else ""


def paragraffer(skridt: Skridt) -> list[tuple[str, bool]]:
    """The paragraph the letter names, and whether it is checked."""
    kode = _regel(skridt)
    v = regelversion(kode, skridt.dag) if kode else None
    return [(v.hjemmel, v.status == "verificeret")] if v else []


def lav_af_skrift(bruger: Bruger, sag: Sag, skrift: Skrift) -> Dokument:
    """The same, from the text of the follow-up."""
    skridt = skridt_til(sag, skrift, "OPFOELGNING")
    if skridt is None:
        raise ValidationError("Opfølgningen er trukket tilbage. Hent siden igen.")
    return lav(bruger, sag, skridt)


BREV = Brev(
    "opfoelgning",
    "Opfølgning",
    lav,
    arter=("OPFOELGNING",),
    naar=med_tekst(OPFOELGNING.kode),
    lav_af_skrift=lav_af_skrift,
    paragraffer=paragraffer,
)
