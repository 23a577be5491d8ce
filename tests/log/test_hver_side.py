"""Every address that shows or touches a child leaves a post that names it.

`SPOR` is written by hand: what each address leaves when somebody who may opens it about one case. An address
that is not in the table fails. Whatever the table says, no child's name may stand in an answer whose posts do
not name its case.
"""

from __future__ import annotations

import re
from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse

from omhu.adgang.log import Handling, log
from omhu.adgang.log.models import Logpost, Stikproeve
from omhu.adgang.log.opsamling import Opsamling, aaben
from omhu.bord.views.skrivebord import _boern
from omhu.frister.queries import pligter_for
from omhu.sager.models import Barn, Sag
from tests.adgang.hold import lav_kreds
from tests.bord.hvem import HVEM
from tests.bord.sagens_adresser import adresse
from tests.bord.test_hvem_maa import navne

L, A, S, X = "LAES", "AENDRE", "SOEG", None
"""X: no child is in the answer, and none in the log."""

SPOR: dict[str, tuple[str, str | None]] = {
    # name: (role, kind of post)
    **dict.fromkeys(
        "login login_kode demologin oidc_ind oidc_svar oidc_ud saml_ind saml_svar saml_faerdig saml_metadata totp "
        "totp_koder totp_fjern sessioner session_afslut bekraeft logud adgangskode ny_adgangskode".split(),
        ("RAADGIVER", X),
    ),
    **dict.fromkeys(
        "brugere ny_bruger ret_bruger spaer_bruger aabn_bruger kodelink laas_op nulstil_totp".split(),
        ("SYSTEMADMINISTRATOR", X),
    ),
    **dict.fromkeys(
        "skrivebord sager frister sag sagens_tidslinje bekymring sagens_hvorfor sagens_adgang meld_inhabil "
        "vaelg_skridt registrer_skridt ret_skridt traek_skridt_tilbage hvorfor registrer_frist fravaelg laeg_vaek "
        "giv_videre paamind".split(),
        ("TEAMLEDER", L),
    ),
    **dict.fromkeys(
        "sagens_plan plan_ny plan_fravaelg plan_vis plan_skriv plan_faerdig plan_udlever sagens_opfoelgning "
        "opfoelgning_ny opfoelgning_vis tilsyn_ny tilsyn_aftal tilsyn_vis".split(),
        ("TEAMLEDER", L),
    ),
    **dict.fromkeys(
        "underretninger sagens_underretninger underretning henvendelse genvurder efterunderret ingen_handling "
        "luk_sag genaabn_sag ny_paa_sagen sagens_personer ny_person ret_person afslut_person ret_barn "
        "ny_soeskende soeskendesag vis_cpr vis_adresse".split(),
        ("TEAMLEDER", L),
    ),
    "tilsyn": ("TEAMLEDER", X),  # nothing has been audited
    **dict.fromkeys(
        "tilsyn_koncepter tilsyn_koncept tilsyn_koncept_udgaver tilsyn_koncept_fil".split(),
        ("TEAMLEDER", X),
    ),
    **dict.fromkeys(
        "tilsyn_koncept_indlaes tilsyn_koncept_ret tilsyn_koncept_tekst tilsyn_koncept_kopier tilsyn_koncept_leveret "
        "tilsyn_koncept_laeg_vaek".split(),
        ("JURIST", X),
    ),
    **dict.fromkeys(
        "tilsyn_resultat tilsyn_enighed tilsyn_enheder tilsyn_sammenlign tilsyn_alle_sager tilsyn_rundens_forloeb "
        "tilsyn_tal tilsyn_forloeb tilsyn_fjern_begivenhed".split(),
        ("TEAMLEDER", X),
    ),  # no round is made; what its figures open is told in tests/tilsyn/test_resultatsider.py
    **dict.fromkeys(
        "tilsyn_laes tilsyn_spoergsmaal tilsyn_laes_sagen tilsyn_laes_laas tilsyn_laes_sammenlign "
        "tilsyn_laes_meld".split(),
        ("TEAMLEDER", L),
    ),
    "tilsyn_laes_begynd": ("TEAMLEDER", A),
    # the list of findings names no child, or a case's log would tell that there is one in it
    **dict.fromkeys("tilsyn_genveje tilsyn_uenighed tilsyn_alvorlige".split(), ("TEAMLEDER", X)),
    "tilsyn_sagsopfoelgning": ("CHEF", L),
    **dict.fromkeys(
        "tilsyn_dokumenter tilsyn_dokument".split(), ("TEAMLEDER", X)
    ),  # no child is in it
    **dict.fromkeys("tilsyn_runde tilsyn_tag_ud tilsyn_rundens_slut".split(), ("TEAMLEDER", L)),
    # numbers of cases, but no child: a frame names nobody
    **dict.fromkeys(
        "tilsyn_ny_runde tilsyn_traek tilsyn_ramme tilsyn_rammefil tilsyn_efterproev tilsyn_laesere "
        "tilsyn_omfordel tilsyn_meld_sag".split(),
        ("TEAMLEDER", X),
    ),
    **dict.fromkeys(
        "tilsyn_runde_tilbagemeldinger tilsyn_tilbagemelding tilsyn_genopretning".split(),
        ("TEAMLEDER", L),
    ),
    **dict.fromkeys(
        "tilsyn_genopretninger tilsyn_tendenser tilsyn_temaer tilsyn_tema tilsyn_kalibrering tilsyn_granskere "
        "tilsyn_ny_gransker tilsyn_gransker".split(),
        ("TEAMLEDER", X),
    ),
    "tilsyn_granskerkonti": ("SYSTEMADMINISTRATOR", X),
    "tilsyn_granskernoter": ("EKSTERN_GRANSKER", L),
    **dict.fromkeys("tilsyn_tavshed tilsyn_granskernotat".split(), ("EKSTERN_GRANSKER", X)),
    "tilsyn_modtagere": ("CHEF", X),
    **dict.fromkeys(
        "tilsyn_sagsnotat tilsyn_tilbagemeldingsbrev".split(), ("TEAMLEDER", "EKSPORT")
    ),
    "tag_sag": ("TEAMLEDER", A),
    "kan_lukkes": ("TEAMLEDER", X),  # nothing in the cast can be closed
    **dict.fromkeys("tag_underretning kvitter".split(), ("TEAMLEDER", A)),
    **dict.fromkeys(
        "ny_underretning underretning_opslag ny_henvendelse".split(), ("TEAMLEDER", X)
    ),  # no child is named yet
    **dict.fromkeys(
        "sagens_undersoegelse undersoegelse_screening undersoegelse_plan undersoegelse_udsagn undersoegelse_tekst "
        "undersoegelse_midtvejs undersoegelse_foreloebig undersoegelse_afslut undersoegelse_opdater "
        "undersoegelse_anmod undersoegelse_modtag undersoegelse_ret_udsagn".split(),
        ("TEAMLEDER", L),
    ),
    **dict.fromkeys("fortryd tag_frem tilsyn_socialtilsyn".split(), ("TEAMLEDER", A)),
    **dict.fromkeys("beskyt_sag giv_adgang".split(), ("TEAMLEDER", L)),  # an empty form comes back
    **dict.fromkeys(
        "regler regel noedadgang udskriv kladde kasser_kladde".split(), ("TEAMLEDER", X)
    ),
    "soeg": (
        "TEAMLEDER",
        X,
    ),  # recently seen cases, and there are none; with words it is a search, see below
    "fordel": ("TEAMLEDER", X),  # nobody's cases are chosen yet
    "noedadgange": ("TEAMLEDER", L),
    **dict.fromkeys(
        "sagens_samtaler hold_samtale aftal_samtale fravaelg_samtale samtale flyt_aftale aflys_aftale".split(),
        ("RAADGIVER", L),
    ),
    "bedoem_fravalg": ("TEAMLEDER", A),
    **dict.fromkeys(
        "sagens_afgoerelser ny_afgoerelse hoer_part ivaerksaet ophoer afgoerelse klag_over hoeringssvar "
        "genvurder_klage".split(),
        ("RAADGIVER", L),
    ),
    "afgoerelser_trods": ("TEAMLEDER", X),  # nobody has decided all the same
    "afgoerelse_set": ("TEAMLEDER", A),
    "indsatskatalog": ("RAADGIVER", X),
    **dict.fromkeys(
        "sagens_journal journalpost dokument_vis sagens_aktindsigt aktindsigt aktindsigt_streg "
        "aktindsigt_stregliste nyt_notat nyt_dokument ret_journalpost aktindsigt_frist".split(),
        ("TEAMLEDER", L),
    ),
    **dict.fromkeys("dokument_hent aktindsigt_bundt".split(), ("TEAMLEDER", "EKSPORT")),
    "giv_aktindsigt": ("TEAMLEDER", A),
    "brev": ("TEAMLEDER", "EKSPORT"),
    "breve": ("TEAMLEDER", L),
    "noedadgang_set": ("TEAMLEDER", A),
    "afslut_adgang": ("TEAMLEDER", A),
    "log": ("CHEF", "LOG"),
    "log_sag": ("CHEF", "LOG"),
    "log_stikproever": ("CHEF", X),
    "log_stikproeve": ("CHEF", "LOG"),
    **dict.fromkeys(
        "indlaesning indlaesning_ny indlaesning_profiler indlaesning_ny_profil indlaesning_kolonner "
        "indlaesning_vis indlaesning_godkend indlaesning_forkast indlaesning_karantaene".split(),
        ("SUPERBRUGER", X),
    ),
}


def test_every_address_has_a_row():
    assert set(SPOR) == navne()


@pytest.fixture(scope="module")
def delt_kreds(delte_raekker):
    """The cast, a post in the log and a sample of it: made once, every test works on top of it."""
    with delte_raekker():
        k = lav_kreds()
        log(Handling.LAES, sager=[k.sager["egen_enhed"].pk], bruger=k.folk["RAADGIVER"])
        Stikproeve.objects.create(
            pk=1,
            fro="x",
            stoerrelse=1,
            fra="2026-01-01",
            til="2026-12-31",
            udvalg=[[1, None, ["NAT"]]],
        )
        return k


@pytest.fixture
def kreds(delt_kreds, db):
    """The cast, to be changed by the test."""
    return deepcopy(delt_kreds)


def boern_i(svar) -> set[int]:
    """The cases whose child is named in an answer."""
    data = b"".join(svar.streaming_content) if svar.streaming else svar.content
    tekst = data.decode("utf-8", "replace")
    numre = {int(n) for n in re.findall(r"Barn(\d+) Prøve", tekst)}
    alle = {int(b.navn[4:-6]): b.pk for b in Barn.objects.filter(navn__endswith=" Prøve")}
    return set(Sag.objects.filter(barn__in=[alle[n] for n in numre]).values_list("pk", flat=True))


@pytest.mark.parametrize("navn", sorted(SPOR))
def test_the_address_leaves_what_the_table_says(navn, kreds, client):
    rolle, ventet = SPOR[navn]
    sag = kreds.sager["egen_enhed"]
    sti = adresse(navn, kreds, "egen_enhed")
    client.force_login(kreds.folk[rolle])
    foer = Logpost.objects.last().nr
    svar = getattr(client, HVEM[navn][0])(sti)
    poster = list(Logpost.objects.filter(nr__gt=foer).exclude(handling__startswith="LOG"))
    poster += list(Logpost.objects.filter(nr__gt=foer, handling="LOG"))
    i_loggen = {pk for p in poster for pk in p.sager}
    assert boern_i(svar) <= i_loggen
    if ventet is X:
        assert not i_loggen
    else:
        assert svar.status_code < 400 or svar.status_code in (404, 422), svar.status_code
        assert ventet in {p.handling for p in poster}, [str(p) for p in poster]
        if navn not in ("log", "log_stikproeve", "tilsyn_granskernoter"):  # others' cases
            assert sag.pk in i_loggen
    for p in poster:
        assert p.bruger == kreds.folk[rolle].pk
        assert p.hvor == navn


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
@pytest.mark.parametrize("navn", ["sager", "frister"])
def test_a_list_as_a_file_names_all_its_children(navn, format_, kreds, client):
    client.force_login(kreds.folk["TEAMLEDER"])
    foer = Logpost.objects.last().nr
    svar = client.get(reverse(navn), {"format": format_, "tilstand": "alle"})
    (post,) = Logpost.objects.filter(nr__gt=foer, handling="EKSPORT")
    assert boern_i(svar) <= set(post.sager)
    assert len(post.sager) == len(list(_ses_af(kreds, "TEAMLEDER")))


def _ses_af(kreds, rolle):
    from omhu.sager.adgang import synlige_sager

    return synlige_sager(kreds.folk[rolle])


def test_a_search_names_all_it_shows(kreds, client):
    client.force_login(kreds.folk["JURIST"])
    foer = Logpost.objects.last().nr
    svar = client.post(reverse("soeg"), {"q": "Prøve"})
    (post,) = Logpost.objects.filter(nr__gt=foer)
    assert post.handling == S
    assert len(boern_i(svar)) > 3
    assert boern_i(svar) <= set(post.sager)


def test_every_refusal_leaves_a_post(kreds, client):
    """Whoever may not, at every address that asks for more than a login."""
    mangler = []
    for navn, (metode, regel) in HVEM.items():
        if regel is None or regel("POLITIKER", "egen_enhed"):
            continue
        sti = adresse(navn, kreds, "egen_enhed")
        client.force_login(kreds.folk["POLITIKER"])
        foer = Logpost.objects.last().nr
        svar = getattr(client, metode)(sti)
        if svar.status_code != 403:
            mangler.append((navn, svar.status_code))
        elif not Logpost.objects.filter(nr__gt=foer, handling="AFVIST", hvor=navn).exists():
            mangler.append((navn, "no post"))
    assert mangler == []


def test_a_forged_form_is_a_refusal(kreds):
    vogtet = Client(enforce_csrf_checks=True)
    vogtet.force_login(kreds.folk["RAADGIVER"])
    vogtet.post(reverse("soeg"), {"q": "x"})
    assert Logpost.objects.last().handling == "AFVIST"


def test_a_child_that_only_a_choice_of_the_desk_names_is_noted(kreds):
    """Its name is read without its case."""
    hvem = kreds.folk["TEAMLEDER"]
    with aaben(Opsamling(hvem=lambda: hvem, sted=lambda: "skrivebord")) as o:
        navne_ = dict(_boern(pligter_for(hvem)))
    assert kreds.sager["egen_enhed"].pk in navne_
    assert set(navne_) <= set(o.sager)
