"""The table of who may open what: for each address its method, and the rule of role and nearness that holds.

Written by hand; `test_hvem_maa.py` asks it of the program.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.adgang.hold import LAESER, REGISTRERER, RETTER, SER

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
