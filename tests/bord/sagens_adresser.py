"""The address of every name for one of the cases of the cast, with the rows that it needs."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from omhu.frister.models import Pligt
from omhu.sager.models import Person, Relation, Sagsadgang
from omhu.tidslinje.models import Skridt
from tests.afgoerelse.stoette import en_afvigelse, et_skridt
from tests.journal.stoette import en_aktindsigt, en_fil
from tests.rapporter.runde import en_runde, en_tilbagemelding, et_fund, et_tema, laes
from tests.samtale.stoette import en_aftale, et_fravalg
from tests.tekster.stoette import lav_skrift
from tests.tilsyn.genopret_stoette import en_rod
from tests.undersoegelse.stoette import en_undersoegelse

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
