"""Who may open what: every address × every role × every nearness of the case.

The table says of each address which rule holds; the answer sheet of roles is in `tests/adgang/hold.py`. Both are
written by hand. An address that is not in the table fails, however it came into the URL configuration.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from omhu.frister.models import Pligt
from omhu.sager.models import Person, Relation, Sagsadgang
from omhu.tidslinje.models import Skridt
from tests.adgang.hold import LAESER, NAERHEDER, REGISTRERER, RETTER, ROLLER, SER, lav_kreds
from tests.afgoerelse.stoette import en_afvigelse, et_skridt
from tests.journal.stoette import en_aktindsigt, en_fil
from tests.rapporter.runde import en_runde, en_tilbagemelding, et_fund, et_tema, laes
from tests.samtale.stoette import en_aftale, et_fravalg
from tests.tekster.stoette import lav_skrift
from tests.tilsyn.genopret_stoette import en_rod
from tests.undersoegelse.stoette import en_undersoegelse

Regel = Callable[[str, str], bool]
"""(role, nearness of the case) -> may."""


def alle(rolle: str, naerhed: str) -> bool:
    return True


def ingen(rolle: str, naerhed: str) -> bool:
    return False


def laeser(rolle: str, naerhed: str) -> bool:
    return rolle in LAESER


def ser_sagen(rolle: str, naerhed: str) -> bool:
    return naerhed in SER[rolle]


def arbejder_i_sagen(rolle: str, naerhed: str) -> bool:
    return ser_sagen(rolle, naerhed) and rolle in REGISTRERER


def registrerer(rolle: str, naerhed: str) -> bool:
    return rolle in REGISTRERER


def raadgiver_i_sagen(rolle: str, naerhed: str) -> bool:
    return arbejder_i_sagen(rolle, naerhed) and rolle not in RETTER["LEDE"]


def retten(ret: str) -> Regel:
    return lambda rolle, naerhed: rolle in RETTER[ret]


def retten_i_sagen(ret: str) -> Regel:
    return lambda rolle, naerhed: rolle in RETTER[ret] and ser_sagen(rolle, naerhed)


def aabner_adresser(rolle: str, naerhed: str) -> bool:
    """Those who work in the case; a superbruger sees all cases and works in those that name it only."""
    naer = naerhed in ("navngivet", "noedadgang") or rolle != "SUPERBRUGER"
    return arbejder_i_sagen(rolle, naerhed) and naer


def faar_tilbagemelding(rolle: str, naerhed: str) -> bool:
    """The one it was sent to, and those who lead the round."""
    return rolle == "RAADGIVER" or rolle in RETTER["TILSYN"]


def retter_i_sagen(rolle: str, naerhed: str) -> bool:
    """Those who work in the case, and those who lead the round."""
    return ser_sagen(rolle, naerhed) and rolle in REGISTRERER | RETTER["TILSYN"]


def gransker(rolle: str, naerhed: str) -> bool:
    return rolle == "EKSTERN_GRANSKER"


def ser_koncepter(rolle: str, naerhed: str) -> bool:
    return rolle in RETTER["TILSYN"] | RETTER["GRANSKE"] | RETTER["KONCEPTER"]


def bruger_tilsyn(rolle: str, naerhed: str) -> bool:
    return rolle in REGISTRERER | RETTER["GRANSKE"] | RETTER["SE_TAL"]


OFFENTLIG, ALLE, EGNE, LEDERE, SUPER = (
    None,
    alle,
    ser_sagen,
    retten("SE_INDLAESNING"),
    retten("INDLAESE"),
)
"""OFFENTLIG = no login needed; the rest need one."""

HVEM: dict[str, tuple[str, Regel | None]] = {
    "login": ("get", OFFENTLIG),
    "login_kode": ("get", OFFENTLIG),
    "demologin": ("post", ingen),
    "oidc_ind": ("get", OFFENTLIG),
    "oidc_svar": ("get", OFFENTLIG),
    "oidc_ud": ("get", OFFENTLIG),
    "saml_ind": ("get", OFFENTLIG),
    "saml_svar": ("post", OFFENTLIG),
    "saml_faerdig": ("get", OFFENTLIG),
    "saml_metadata": ("get", OFFENTLIG),
    "totp": ("get", alle),
    "totp_koder": ("post", alle),
    "totp_fjern": ("post", alle),
    "sessioner": ("get", alle),
    "session_afslut": ("post", alle),
    "bekraeft": ("get", alle),
    "logud": ("post", alle),
    "adgangskode": ("get", alle),
    "ny_adgangskode": ("get", OFFENTLIG),
    "brugere": ("get", retten("STYRE_BRUGERE")),
    "ny_bruger": ("get", retten("STYRE_BRUGERE")),
    "ret_bruger": ("get", retten("STYRE_BRUGERE")),
    "spaer_bruger": ("post", retten("STYRE_BRUGERE")),
    "aabn_bruger": ("post", retten("STYRE_BRUGERE")),
    "kodelink": ("post", retten("STYRE_BRUGERE")),
    "laas_op": ("post", retten("STYRE_BRUGERE")),
    "nulstil_totp": ("post", retten("STYRE_BRUGERE")),
    "skrivebord": ("get", alle),
    "soeg": ("get", laeser),
    "sager": ("get", laeser),
    "frister": ("get", laeser),
    "tilsyn": ("get", bruger_tilsyn),
    **dict.fromkeys(
        "tilsyn_resultat tilsyn_enighed tilsyn_enheder tilsyn_sammenlign tilsyn_alle_sager tilsyn_rundens_forloeb "
        "tilsyn_tal tilsyn_forloeb".split(),
        ("get", retten("TILSYN")),
    ),
    "tilsyn_fjern_begivenhed": ("post", retten("TILSYN")),
    **dict.fromkeys(
        "tilsyn_koncepter tilsyn_koncept tilsyn_koncept_udgaver tilsyn_koncept_fil".split(),
        ("get", ser_koncepter),
    ),
    **dict.fromkeys(
        "tilsyn_koncept_indlaes tilsyn_koncept_ret tilsyn_koncept_kopier".split(),
        ("get", retten("KONCEPTER")),
    ),
    "tilsyn_koncept_tekst": ("get", retten("KONCEPTER")),
    **dict.fromkeys(
        "tilsyn_koncept_leveret tilsyn_koncept_laeg_vaek".split(), ("post", retten("KONCEPTER"))
    ),
    **dict.fromkeys(
        "tilsyn_runde_tilbagemeldinger tilsyn_genopretninger tilsyn_tendenser tilsyn_temaer tilsyn_tema "
        "tilsyn_kalibrering tilsyn_granskere tilsyn_ny_gransker tilsyn_gransker".split(),
        ("get", retten("TILSYN")),
    ),
    "tilsyn_tilbagemelding": ("get", faar_tilbagemelding),
    "tilsyn_genopretning": ("get", retter_i_sagen),
    "tilsyn_granskerkonti": ("get", retten("STYRE_BRUGERE")),
    **dict.fromkeys(
        "tilsyn_tavshed tilsyn_granskernoter tilsyn_granskernotat".split(), ("get", gransker)
    ),
    "tilsyn_uenighed": ("get", retten("TILSYN")),
    # a reading is its reader's: to all others with the right it is not there
    **dict.fromkeys(
        "tilsyn_laes tilsyn_spoergsmaal tilsyn_laes_sagen tilsyn_laes_laas tilsyn_laes_sammenlign "
        "tilsyn_laes_meld tilsyn_alvorlige".split(),
        ("get", retten("GRANSKE")),
    ),
    **dict.fromkeys("tilsyn_laes_begynd tilsyn_genveje".split(), ("post", retten("GRANSKE"))),
    "tilsyn_sagsopfoelgning": ("get", retten_i_sagen("ALVORLIGE_FUND")),
    **dict.fromkeys(
        "tilsyn_ny_runde tilsyn_runde tilsyn_traek tilsyn_ramme tilsyn_efterproev tilsyn_laesere "
        "tilsyn_rundens_slut tilsyn_tag_ud tilsyn_omfordel".split(),
        ("get", retten("TILSYN")),
    ),
    "tilsyn_rammefil": ("get", retten("TILSYN")),  # and all its cases: tests/tilsyn/test_runde.py
    "tilsyn_meld_sag": ("get", registrerer),
    "tilsyn_dokumenter": ("get", retten("TILSYN")),
    "tilsyn_dokument": ("get", retten("TILSYN")),
    "tilsyn_modtagere": ("post", retten("ALVORLIGE_FUND")),
    "tilsyn_sagsnotat": ("get", retten_i_sagen("TILSYN")),
    "tilsyn_tilbagemeldingsbrev": ("get", faar_tilbagemelding),
    "regler": ("get", alle),
    "regel": ("get", alle),
    "sag": ("get", ser_sagen),
    "sagens_tidslinje": ("get", ser_sagen),
    "bekymring": ("get", arbejder_i_sagen),
    "sagens_hvorfor": ("get", ser_sagen),
    "sagens_adgang": ("get", ser_sagen),
    "beskyt_sag": ("post", retten_i_sagen("BESKYTTE")),
    "giv_adgang": ("post", retten_i_sagen("BESKYTTE")),
    "afslut_adgang": ("post", retten_i_sagen("BESKYTTE")),
    "meld_inhabil": ("get", ser_sagen),
    "underretninger": ("get", laeser),
    "ny_underretning": ("get", registrerer),
    "underretning_opslag": ("post", registrerer),
    "sagens_underretninger": ("get", ser_sagen),
    "underretning": ("get", ser_sagen),
    "ny_henvendelse": ("get", registrerer),
    "henvendelse": ("get", ser_sagen),
    "tag_underretning": ("post", arbejder_i_sagen),
    "kvitter": ("post", arbejder_i_sagen),
    "genvurder": ("get", arbejder_i_sagen),
    "efterunderret": ("get", arbejder_i_sagen),
    "ingen_handling": ("get", arbejder_i_sagen),
    "luk_sag": ("get", arbejder_i_sagen),
    "genaabn_sag": ("get", arbejder_i_sagen),
    "tag_sag": ("post", arbejder_i_sagen),
    "ny_paa_sagen": ("get", ser_sagen),
    "kan_lukkes": ("get", laeser),
    "sagens_personer": ("get", ser_sagen),
    "ny_person": ("get", arbejder_i_sagen),
    "ret_person": ("get", arbejder_i_sagen),
    "afslut_person": ("get", arbejder_i_sagen),
    "ret_barn": ("get", arbejder_i_sagen),
    "ny_soeskende": ("get", arbejder_i_sagen),
    "soeskendesag": ("post", arbejder_i_sagen),
    "vis_cpr": ("post", arbejder_i_sagen),
    "vis_adresse": ("get", aabner_adresser),
    "noedadgang": ("get", retten("NOEDADGANG")),
    "noedadgange": ("get", retten("BESKYTTE")),
    "noedadgang_set": ("post", retten("BESKYTTE")),
    "fordel": ("get", retten("FORDELE")),
    "log": ("get", retten("SE_LOG")),
    "log_sag": ("get", retten_i_sagen("SE_LOG")),
    "log_stikproever": ("get", retten("SE_LOG")),
    "log_stikproeve": ("get", retten("SE_LOG")),
    "udskriv": ("post", alle),
    "breve": ("get", ser_sagen),
    **dict.fromkeys(
        "sagens_journal journalpost dokument_vis dokument_hent sagens_aktindsigt aktindsigt aktindsigt_streg "
        "aktindsigt_stregliste".split(),
        ("get", ser_sagen),
    ),
    **dict.fromkeys(
        "nyt_notat nyt_dokument ret_journalpost aktindsigt_frist".split(), ("get", arbejder_i_sagen)
    ),
    "aktindsigt_bundt": ("get", retten_i_sagen("EKSPORTERE")),
    "giv_aktindsigt": ("post", arbejder_i_sagen),
    "brev": ("get", retten_i_sagen("EKSPORTERE")),
    "kladde": ("post", alle),
    "kasser_kladde": ("post", alle),
    "sagens_afgoerelser": ("get", ser_sagen),
    "ny_afgoerelse": ("get", arbejder_i_sagen),
    "hoer_part": ("get", raadgiver_i_sagen),
    "ivaerksaet": ("get", raadgiver_i_sagen),
    "ophoer": ("get", raadgiver_i_sagen),
    "afgoerelse": ("get", ser_sagen),
    "klag_over": ("get", arbejder_i_sagen),
    "hoeringssvar": ("get", arbejder_i_sagen),
    "genvurder_klage": ("get", arbejder_i_sagen),
    "afgoerelser_trods": ("get", retten("LEDE")),
    "afgoerelse_set": ("post", retten_i_sagen("LEDE")),
    "indsatskatalog": ("get", alle),
    "sagens_samtaler": ("get", ser_sagen),
    "hold_samtale": ("get", raadgiver_i_sagen),
    "aftal_samtale": ("get", arbejder_i_sagen),
    "fravaelg_samtale": ("get", raadgiver_i_sagen),
    "samtale": ("get", ser_sagen),
    "bedoem_fravalg": ("post", retten_i_sagen("LEDE")),
    "flyt_aftale": ("get", arbejder_i_sagen),
    "aflys_aftale": ("get", arbejder_i_sagen),
    "vaelg_skridt": ("get", arbejder_i_sagen),
    "registrer_skridt": ("get", arbejder_i_sagen),
    "ret_skridt": ("get", arbejder_i_sagen),
    "traek_skridt_tilbage": ("get", arbejder_i_sagen),
    "fortryd": ("post", arbejder_i_sagen),
    "hvorfor": ("get", ser_sagen),
    "registrer_frist": ("get", arbejder_i_sagen),
    "fravaelg": ("get", arbejder_i_sagen),
    "laeg_vaek": ("get", arbejder_i_sagen),
    "tag_frem": ("post", arbejder_i_sagen),
    "giv_videre": ("get", arbejder_i_sagen),
    "paamind": ("get", arbejder_i_sagen),
    "sagens_plan": ("get", ser_sagen),
    "plan_ny": ("get", arbejder_i_sagen),
    "plan_fravaelg": ("get", arbejder_i_sagen),
    "plan_vis": ("get", ser_sagen),
    "plan_skriv": ("get", arbejder_i_sagen),
    "plan_faerdig": ("get", arbejder_i_sagen),
    "plan_udlever": ("get", arbejder_i_sagen),
    "sagens_opfoelgning": ("get", ser_sagen),
    "opfoelgning_ny": ("get", arbejder_i_sagen),
    "opfoelgning_vis": ("get", ser_sagen),
    "tilsyn_ny": ("get", arbejder_i_sagen),
    "tilsyn_aftal": ("get", arbejder_i_sagen),
    "tilsyn_vis": ("get", ser_sagen),
    "tilsyn_socialtilsyn": ("post", arbejder_i_sagen),
    "sagens_undersoegelse": ("get", ser_sagen),
    "undersoegelse_plan": ("get", ser_sagen),
    "undersoegelse_udsagn": ("get", ser_sagen),
    "undersoegelse_tekst": ("get", ser_sagen),
    "undersoegelse_screening": ("get", arbejder_i_sagen),
    "undersoegelse_anmod": ("get", arbejder_i_sagen),
    "undersoegelse_modtag": ("get", arbejder_i_sagen),
    "undersoegelse_ret_udsagn": ("get", arbejder_i_sagen),
    "undersoegelse_midtvejs": ("get", arbejder_i_sagen),
    "undersoegelse_foreloebig": ("get", arbejder_i_sagen),
    "undersoegelse_afslut": ("get", arbejder_i_sagen),
    "undersoegelse_opdater": ("get", arbejder_i_sagen),
    "indlaesning": ("get", LEDERE),
    "indlaesning_ny": ("post", SUPER),
    "indlaesning_profiler": ("get", SUPER),
    "indlaesning_ny_profil": ("post", SUPER),
    "indlaesning_kolonner": ("post", SUPER),
    "indlaesning_vis": ("get", LEDERE),
    "indlaesning_godkend": ("post", SUPER),
    "indlaesning_forkast": ("post", SUPER),
    "indlaesning_karantaene": ("get", SUPER),
}

SAG = (
    "sag sagens_tidslinje bekymring sagens_hvorfor sagens_adgang beskyt_sag giv_adgang meld_inhabil vaelg_skridt "
    "log_sag"
).split()
SAG += "sagens_plan plan_ny plan_fravaelg sagens_opfoelgning opfoelgning_ny tilsyn_ny tilsyn_aftal".split()
SKRIFT = {
    **dict.fromkeys("plan_vis plan_skriv plan_faerdig plan_udlever".split(), "plan"),
    **dict.fromkeys("tilsyn_vis tilsyn_socialtilsyn".split(), "tilsyn"),
    "opfoelgning_vis": "opfoelgning",
}
"""Addresses of a text, and its kind."""
SAG += "sagens_afgoerelser ny_afgoerelse hoer_part".split()
AFGOERELSE = {
    **dict.fromkeys(("afgoerelse", "klag_over"), "AFGOERELSE"),
    "hoeringssvar": "PARTSHOERING",
    "genvurder_klage": "KLAGE_MODTAGET",
}
"""Addresses of a step of a decision, and its kind."""
SAG += "sagens_samtaler hold_samtale aftal_samtale fravaelg_samtale".split()
SAG += ["sagens_undersoegelse", "undersoegelse_screening"]
UNDERSOEGELSE: dict[str, list[int]] = {
    **{
        f"undersoegelse_{x}": []
        for x in "plan udsagn tekst midtvejs foreloebig afslut opdater".split()
    },
    **{f"undersoegelse_{x}": [1] for x in "anmod modtag ret_udsagn".split()},
}
KONCEPT = ["tilsyn_koncept"] + [
    f"tilsyn_koncept_{x}" for x in "ret tekst udgaver fil kopier leveret laeg_vaek".split()
]
SKRIDT = "ret_skridt traek_skridt_tilbage fortryd".split()
SAG += "luk_sag genaabn_sag tag_sag ny_paa_sagen".split()
SAG += "sagens_personer ny_person ret_barn ny_soeskende soeskendesag vis_cpr".split()
SAG += "sagens_journal nyt_notat nyt_dokument sagens_aktindsigt".split()
JOURNAL = (
    "journalpost ret_journalpost dokument_vis dokument_hent aktindsigt aktindsigt_streg aktindsigt_stregliste "
    "aktindsigt_frist aktindsigt_bundt giv_aktindsigt"
).split()
SAG += ["sagens_underretninger"]
UNDERRETNING = (
    "underretning tag_underretning kvitter genvurder efterunderret ingen_handling".split()
)
PERSON = "ret_person afslut_person vis_adresse".split()
PLIGT = "hvorfor registrer_frist fravaelg laeg_vaek tag_frem giv_videre paamind".split()
INDLAESNING = "kolonner vis godkend forkast karantaene".split()
BRUGER = "ret_bruger spaer_bruger aabn_bruger kodelink laas_op nulstil_totp".split()
GODTAGET = (200, 204, 302, 404, 405, 422)
"""Let in: what then happened is asked elsewhere."""


def navne(resolver=None, foer: str = "") -> set[str]:
    fundne = set()
    for del_ in (resolver or get_resolver()).url_patterns:
        if isinstance(del_, URLResolver):
            under = f"{foer}{del_.namespace}:" if del_.namespace else foer
            fundne |= navne(del_, under)
        elif isinstance(del_, URLPattern):
            fundne.add(f"{foer}{del_.name}")
    return fundne


def test_every_address_has_a_row_and_every_row_an_address():
    assert navne() == set(HVEM)


RUNDE = {
    **dict.fromkeys(
        "tilsyn_uenighed tilsyn_runde tilsyn_traek tilsyn_ramme tilsyn_rammefil tilsyn_efterproev tilsyn_laesere "
        "tilsyn_rundens_slut tilsyn_tag_ud tilsyn_omfordel tilsyn_meld_sag".split(),
        lambda x: x.tilsynssag.runde_id,
    ),
    **dict.fromkeys(
        "tilsyn_laes tilsyn_laes_begynd tilsyn_spoergsmaal tilsyn_laes_sagen tilsyn_laes_laas "
        "tilsyn_laes_sammenlign tilsyn_laes_meld".split(),
        lambda x: x.pk,
    ),
    **dict.fromkeys(
        "tilsyn_runde_tilbagemeldinger tilsyn_tendenser tilsyn_temaer tilsyn_kalibrering".split(),
        lambda x: x.tilsynssag.runde_id,
    ),
    "tilsyn_tema": lambda x: et_tema(x.tilsynssag.runde).pk,
    "tilsyn_tilbagemelding": lambda x: x.tilsynssag.tilbagemelding.pk,
    "tilsyn_sagsopfoelgning": lambda x: et_fund(x, x.tilsynssag.tilbagemelding.til).pk,
    "tilsyn_dokumenter": lambda x: x.tilsynssag.runde_id,
    "tilsyn_dokument": lambda x: x.tilsynssag.runde_id,
    "tilsyn_modtagere": lambda x: x.tilsynssag.runde_id,
    "tilsyn_sagsnotat": lambda x: x.tilsynssag_id,
    "tilsyn_tilbagemeldingsbrev": lambda x: x.tilsynssag.tilbagemelding.pk,
}
"""Addresses of an audit -> their id, given a reading of the case."""
RUNDEFIL = {
    **dict.fromkeys(("tilsyn_spoergsmaal", "tilsyn_laes_meld"), ["STV-06"]),
    **dict.fromkeys(("tilsyn_tag_ud", "tilsyn_omfordel"), [1]),
    "tilsyn_dokument": ["bilag-2.pdf"],
    "tilsyn_sagsnotat": ["sagsnotat.docx"],
    "tilsyn_tilbagemeldingsbrev": ["tilbagemelding.docx"],
}


def _laest(kreds, sag):
    """The case read in a round of the team leader's, with feedback to the rådgiver."""
    leder = kreds.folk["TEAMLEDER"]
    laesning = laes(en_runde(leder), sag, leder)
    en_tilbagemelding(laesning, kreds.folk["RAADGIVER"])
    return laesning


def adresse(navn: str, kreds, naerhed: str) -> str:
    """The address of a name for one of the cases."""
    sag = kreds.sager[naerhed]
    if navn in SAG:
        felter: list = [sag.pk]
    elif navn in UNDERRETNING:
        felter = [sag.pk, Skridt.objects.get(sag=sag, art="UNDERRETNING").rod]
    elif navn == "henvendelse":
        felter = [sag.pk, et_skridt(sag, "HENVENDELSE").rod]
    elif navn in KONCEPT:
        felter = ["taskforce"]
    elif navn in RUNDE:
        felter = [RUNDE[navn](_laest(kreds, sag)), *RUNDEFIL.get(navn, [])]
    elif navn == "tilsyn_genopretning":
        felter = [sag.pk, en_rod(_laest(kreds, sag).tilsynssag, kreds.folk["TEAMLEDER"])]
    elif navn in SKRIDT:
        felter = [Skridt.objects.get(sag=sag, art="UNDERRETNING").pk]
    elif navn in JOURNAL:
        felter = _i_journalen(navn, kreds, sag)
    elif navn in SKRIFT:
        felter = [lav_skrift(sag, SKRIFT[navn]).pk]
    elif navn in PERSON:
        felter = [sag.pk, _mor(sag).pk]
    elif navn in AFGOERELSE:
        felter = [et_skridt(sag, AFGOERELSE[navn]).pk]
    elif navn in ("ivaerksaet", "ophoer"):
        felter = [sag.pk, "kontaktperson"]
    elif navn == "afgoerelse_set":
        felter = [en_afvigelse(sag, kreds.leder_syd).pk]
    elif navn in ("samtale", "bedoem_fravalg"):
        felter = [et_fravalg(sag).pk]
    elif navn in ("flyt_aftale", "aflys_aftale"):
        felter = [en_aftale(sag, kreds.leder_syd).pk]
    elif navn in UNDERSOEGELSE:
        felter = [sag.pk, en_undersoegelse(sag), *UNDERSOEGELSE[navn]]
    elif navn in PLIGT:
        felter = [Pligt.objects.filter(sag=sag).order_by("pk").first().pk]
    elif navn in BRUGER:
        felter = [kreds.leder_syd.pk]
    elif navn.removeprefix("indlaesning_") in INDLAESNING:
        felter = [uuid4()]
    else:
        felter = {
            "registrer_skridt": [sag.pk, "JOURNALNOTAT"],
            "breve": [sag.pk],
            "brev": [sag.pk, "tidslinje.pdf"],
            "demologin": [kreds.leder_syd.pk],
            "regel": ["bfu-4mdr"],
            "log_stikproeve": [1],
            "ny_adgangskode": ["MQ", "forkert"],
            **dict.fromkeys(
                "tilsyn_resultat tilsyn_enighed tilsyn_enheder tilsyn_sammenlign tilsyn_alle_sager "
                "tilsyn_rundens_forloeb tilsyn_fjern_begivenhed".split(),
                [1],
            ),
            **dict.fromkeys(("tilsyn_gransker", "tilsyn_granskernotat"), [1]),
            "tilsyn_tal": [1, "P-01"],
            "afslut_adgang": [_adgang(kreds, sag).pk],
            "noedadgang_set": [_noedadgang(kreds).pk],
        }.get(navn, [])
    return reverse(navn, args=felter)


def _mor(sag) -> Relation:
    """The child's mother, whose address is protected."""
    fundet = Relation.objects.filter(barn=sag.barn).first()
    if fundet:
        return fundet
    mor = Person.objects.create(
        navn="Ida Prøvesen", adressebeskyttelse=True, skjult_adresse="Skovvej 1"
    )
    return Relation.objects.create(barn=sag.barn, person=mor, art="MOR", foraeldremyndighed="ENE")


def _i_journalen(navn: str, kreds, sag) -> list:
    """The ids of an entry, a file or a request of the case."""
    rod = Skridt.objects.get(sag=sag, art="UNDERRETNING").rod
    if navn.endswith("journalpost"):
        return [rod]
    if navn.startswith("dokument"):
        return [en_fil(sag, kreds.leder_syd).pk]
    pk = en_aktindsigt(sag, kreds.leder_syd).pk
    return [pk, rod.hex] if navn == "aktindsigt_streg" else [pk]


def _adgang(kreds, sag) -> Sagsadgang:
    """A grant that somebody else has to the case."""
    return Sagsadgang.objects.get_or_create(
        sag=sag, bruger=kreds.leder_syd, slags="NAVNGIVET", givet_af=kreds.leder_syd
    )[0]


def _noedadgang(kreds) -> Sagsadgang:
    """One in Nord by somebody of Syd: every leader over Nord answers for it."""
    return Sagsadgang.objects.get_or_create(
        sag=kreds.sager["egen_enhed"],
        bruger=kreds.leder_syd,
        slags="NOEDADGANG",
        givet_af=kreds.leder_syd,
    )[0]


def om_en_sag(navn: str) -> bool:
    return navn in {
        *SAG,
        *JOURNAL,
        *UNDERRETNING,
        *SKRIFT,
        *SKRIDT,
        *PERSON,
        *PLIGT,
        "registrer_skridt",
        "henvendelse",
        "tilsyn_sagsnotat",
        "tilsyn_genopretning",
        "tilsyn_sagsopfoelgning",
        "afslut_adgang",
        "brev",
        "breve",
    }


@pytest.fixture(scope="module")
def delt_kreds(delte_raekker):
    """The cast, and for each role a client that is logged in: made once, every test works on top of it."""
    with delte_raekker():
        kreds = lav_kreds()
        klienter = {rolle: Client() for rolle in ROLLER}
        for rolle, klient in klienter.items():
            klient.handler = klienter[ROLLER[0]].handler  # the middleware is made once
            klient.force_login(kreds.folk[rolle])
        return kreds, klienter


@pytest.fixture
def kreds(delt_kreds, db):
    """The cast, to be changed by the test."""
    return deepcopy(delt_kreds[0])


@pytest.fixture
def som(delt_kreds, db):
    """som[role]: a client with that person's session; what a test does with its cookies is forgotten."""
    foer = {rolle: deepcopy(klient.cookies) for rolle, klient in delt_kreds[1].items()}
    yield delt_kreds[1]
    for rolle, klient in delt_kreds[1].items():
        klient.cookies = foer[rolle]


@pytest.mark.parametrize("navn", sorted(HVEM))
def test_who_may_open(navn, kreds, som, client):
    metode, regel = HVEM[navn]
    naerheder = NAERHEDER if om_en_sag(navn) else NAERHEDER[:1]
    stier = {n: adresse(navn, kreds, n) for n in naerheder}
    for sti in stier.values():
        svar = getattr(client, metode)(sti)
        if regel is None or navn == "demologin":
            assert svar.status_code in (200, 302, 403, 404), (sti, "anonym")
        else:
            assert (svar.status_code, svar.url.split("?")[0]) == (302, reverse("login"))
    for rolle in ROLLER:
        for naerhed, sti in stier.items():
            svar = getattr(som[rolle], metode)(sti)
            if regel is None or regel(rolle, naerhed):
                assert svar.status_code in GODTAGET, (rolle, naerhed, svar.status_code)
                til_login = svar.status_code == 302 and svar.url.startswith(reverse("login"))
                assert not til_login or navn in ("login", "login_kode", "logud"), (
                    rolle,
                    naerhed,
                    svar.url,
                )
            else:
                assert svar.status_code == 403, (rolle, naerhed, svar.status_code)


def test_a_case_that_is_not_there_looks_like_one_of_another_unit(kreds, som):
    fremmed = som["RAADGIVER"].get(reverse("sag", args=[kreds.sager["andet_team"].pk]))
    findes_ikke = som["RAADGIVER"].get(reverse("sag", args=[999_999]))
    assert fremmed.status_code == findes_ikke.status_code == 403
    assert fremmed.content.count(b"Den h") == findes_ikke.content.count(b"Den h") == 1
    assert b"Barn1" not in fremmed.content


def test_names_of_raadgivere_in_the_counts_are_for_those_who_distribute(som):
    sti = reverse("regel", args=["underretning-kvittering"])
    assert "ansvarlig=ingen" in som["TEAMLEDER"].get(sti).content.decode()
    assert "ansvarlig=ingen" not in som["RAADGIVER"].get(sti).content.decode()
