"""The log's codes in words that a family understands: places and roles."""

from __future__ import annotations

from omhu.adgang.log.models import Logpost
from omhu.adgang.models import Bruger

ORD = {
    "skrivebord": "Skrivebordet",
    "soeg": "Søgning",
    "sager": "Listen over sager",
    "frister": "Listen over frister",
    "sag": "Sagens side",
    "sagens_tidslinje": "Sagens tidslinje",
    "bekymring": "Bekymringen på sagen",
    "sagens_hvorfor": "Forklaring på sagens frister",
    "sagens_samtaler": "Samtaler med barnet",
    "hold_samtale": "Samtaler med barnet",
    "aftal_samtale": "Aftale om en samtale med barnet",
    "fravaelg_samtale": "Samtaler med barnet",
    "samtale": "En samtale med barnet",
    "bedoem_fravalg": "Svar på et fravalg af en samtale",
    "flyt_aftale": "En aftale på sagen",
    "aflys_aftale": "En aftale på sagen",
    "vaelg_skridt": "Registrering på sagen",
    "registrer_skridt": "Registrering på sagen",
    "ret_skridt": "Rettelse på sagen",
    "traek_skridt_tilbage": "Rettelse på sagen",
    "fortryd": "Rettelse på sagen",
    "hvorfor": "Forklaring på en frist",
    "registrer_frist": "Registrering på en frist",
    "fravaelg": "Fravalg af en frist",
    "laeg_vaek": "En frist lagt til side",
    "tag_frem": "En frist taget frem",
    "giv_videre": "En frist givet videre",
    "paamind": "Påmindelse om en frist",
    "sagens_adgang": "Sagens adgange",
    "beskyt_sag": "Beskyttelse af sagen",
    "giv_adgang": "Adgang til sagen",
    "meld_inhabil": "Inhabilitet i sagen",
    "underretninger": "Listen over underretninger",
    "ny_underretning": "Registrering af en underretning",
    "underretning_opslag": "Opslag ved en ny underretning",
    "sagens_underretninger": "Sagens underretninger",
    "underretning": "En underretning",
    "tag_underretning": "Vurdering af en underretning",
    "kvitter": "Kvittering til underretter",
    "genvurder": "Genvurdering af sagen",
    "efterunderret": "Besked til fagperson",
    "ingen_handling": "Afslutning af en underretning",
    "sagens_personer": "Sagens personer",
    "ny_person": "En ny person på sagen",
    "ret_person": "Rettelse af en person på sagen",
    "afslut_person": "En person på sagen afsluttet",
    "ret_barn": "Rettelse af barnets oplysninger",
    "ny_soeskende": "Søskende på sagen",
    "soeskendesag": "Søskende på sagen",
    "vis_cpr": "Et CPR-nummer vist helt",
    "vis_adresse": "En beskyttet adresse",
    "afslut_adgang": "Adgang til sagen",
    "noedadgang": "Nødadgang",
    "noedadgange": "Listen over nødadgange",
    "noedadgang_set": "Nødadgang",
    "fordel": "Fordeling af sager",
    "udskriv": "Udskrift",
    "breve": "Sagens breve",
    "sagens_journal": "Sagens journal",
    "nyt_notat": "Et nyt notat",
    "nyt_dokument": "En ny fil på sagen",
    "journalpost": "En post i journalen",
    "ret_journalpost": "Rettelse i journalen",
    "dokument_vis": "En fil på sagen",
    "dokument_hent": "En fil på sagen",
    "sagens_aktindsigt": "Sagens aktindsigter",
    "aktindsigt": "En aktindsigt",
    "aktindsigt_streg": "Overstregning til aktindsigt",
    "aktindsigt_frist": "Længere frist for aktindsigt",
    "aktindsigt_stregliste": "Stregliste for aktindsigt",
    "aktindsigt_bundt": "Bundtet til aktindsigt",
    "giv_aktindsigt": "Aktindsigt givet",
    "brev": "Et brev fra sagen",
    "sagens_plan": "Sagens plan og mål",
    "plan_ny": "En ny plan på sagen",
    "plan_fravaelg": "Beslutning om ingen plan",
    "plan_vis": "En plan på sagen",
    "plan_skriv": "En plan, der skrives",
    "plan_faerdig": "En plan gøres færdig",
    "plan_udlever": "En plan givet til stedet",
    "sagens_opfoelgning": "Sagens opfølgning og tilsyn",
    "opfoelgning_ny": "Opfølgning på sagen",
    "opfoelgning_vis": "En opfølgning på sagen",
    "tilsyn_ny": "Tilsynsbesøg på sagen",
    "tilsyn_aftal": "Aftale om tilsynsbesøg",
    "tilsyn_vis": "Et tilsynsbesøg på sagen",
    "tilsyn_socialtilsyn": "Besked til socialtilsynet",
    "kladde": "Egen kladde",
    "kasser_kladde": "Egen kladde",
    "log": "Loggen",
    "log_sag": "Loggen for sagen",
    "log_stikproever": "Stikprøver i loggen",
    "log_stikproeve": "En stikprøve i loggen",
}


def paa_dansk(hvor: str) -> str:
    """The words for a place; a command or an unknown place stands as it is."""
    return ORD.get(hvor, hvor.replace("_", " ").capitalize() if hvor else "")


def rolle_paa_dansk(rolle: str) -> str:
    """The words for a role as it was; one that is no more stands as it is."""
    return str(dict(Bruger.Rolle.choices).get(rolle, rolle))


def dengang(post: Logpost) -> str:
    """Role and unit of a post, as they were."""
    return ", ".join(filter(None, (rolle_paa_dansk(post.rolle), post.enhed_navn)))
