"""A provider that lies: whatever is not signed by the right key, for us, now, and for this login, is refused."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from omhu.adgang.login.kommunen import knyt
from omhu.adgang.login.models import Session
from omhu.adgang.models import Bruger
from tests.bord.stoette import tekst
from tests.login.stoette import poster
from tests.login.udbydere import HEMMELIGHED, KLIENT, loegner, rsa_noegle

FREMMED = "Svaret kom ikke fra kommunens login, eller det er ændret undervejs."
NORD = {"Omhu-Nord": {"rolle": "RAADGIVER", "enhed": "Team Nord"}, "Omhu-Jurist": "JURIST"}


@pytest.fixture
def idp(hold, omhu):
    """The lying provider, which Omhu is set up to trust, and Mette known to it."""
    with loegner() as udbyder:
        omhu(
            oidc_udsteder=udbyder.adresse,
            oidc_klient=KLIENT,
            oidc_hemmelighed=HEMMELIGHED,
            login_roller=json.dumps(NORD),
            uden_totp="",
        )
        udbyder.paastande = {"roles": ["Omhu-Nord"]}
        knyt(hold.mette, "guid-mette")
        yield udbyder


@pytest.fixture
def gaa(client, idp):
    """gaa(): the whole way out and back; the answer on the way back."""

    def goer(ind: str = "/login/oidc/", **andet):
        ud = client.get(ind)
        spoergsmaal = {k: v[0] for k, v in parse_qs(urlsplit(ud.url).query).items()}
        idp.paastande.setdefault("nonce", spoergsmaal["nonce"])
        return client.get(
            "/login/oidc/svar/", {"code": "abc", "state": spoergsmaal["state"], **andet}
        )

    return goer


def er_inde(client) -> bool:
    return client.get("/regler/").status_code == 200


def test_the_truth_lets_one_in_without_a_one_time_code(gaa, client, idp):
    assert gaa().url == "/"
    assert er_inde(client)
    assert poster("LOGIN")[-1].detaljer == {"vej": "Oidc"}


def test_the_code_is_fetched_with_the_verifier_of_pkce(gaa, idp):
    gaa()
    sendt = parse_qs(idp.vist[0])
    assert len(sendt["code_verifier"][0]) >= 43
    assert sendt["redirect_uri"] == ["http://testserver/login/oidc/svar/"]


def andens_noegle(paastande):
    return jwt.encode(paastande, rsa_noegle(), algorithm="RS256", headers={"kid": "en"})


def ukendt_navn(paastande):
    return jwt.encode(paastande, rsa_noegle(), algorithm="RS256", headers={"kid": "to"})


def uden_underskrift(paastande):
    return jwt.encode(paastande, None, algorithm="none", headers={"kid": "en"})


FORKERT = {
    "another's key": {"underskriv": andens_noegle},
    "a key nobody knows": {"underskriv": ukendt_navn},
    "no signature": {"underskriv": uden_underskrift},
    "not a token": {"underskriv": lambda _: "abc"},
    "another issuer in the token": {"iss": "https://ond.example"},
    "for another": {"aud": "et-andet-system"},
    "for us and another, asked by another": {"aud": [KLIENT, "andet"], "azp": "andet"},
    "out of date": {"exp": int(time.time()) - 120},
    "not yet": {"nbf": int(time.time()) + 86_400},
    "no end": {"exp": None},
    "nobody": {"sub": None},
    "from another login": {"nonce": "en-anden"},
}


@pytest.mark.parametrize("hvad", FORKERT)
def test_refused(hvad, gaa, client, idp, hold, caplog):
    aendring = dict(FORKERT[hvad])
    idp.underskriv = aendring.pop("underskriv", idp.rigtigt)
    idp.paastande |= aendring
    svar = gaa()
    assert svar.status_code == 403
    assert FREMMED in tekst(svar)
    assert not er_inde(client)
    assert not Session.objects.exclude(bruger=None).exists()
    assert "Login afvist: id-token" in caplog.text
    assert poster("LOGIN_FEJL")[-1].detaljer["grund"].startswith("id-token")


def test_a_symmetric_signature_with_the_public_key_is_refused(gaa, client, idp):
    import base64
    import hmac

    offentlig = idp.noegle.public_key().public_bytes(
        Encoding.PEM, PublicFormat.SubjectPublicKeyInfo
    )

    def forfalsket(paastande):
        def b64(data: bytes) -> str:
            return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

        hoved = b64(json.dumps({"alg": "HS256", "kid": "en"}).encode())
        krop = f"{hoved}.{b64(json.dumps(paastande).encode())}"
        return f"{krop}.{b64(hmac.digest(offentlig, krop.encode(), 'sha256'))}"

    idp.underskriv = forfalsket
    assert FREMMED in tekst(gaa())
    assert not er_inde(client)


def test_a_provider_that_calls_itself_another_is_refused_before_anyone_is_sent_there(client, idp):
    idp.beskrivelse = {"issuer": "https://ond.example"}
    svar = client.get("/login/oidc/")
    assert svar.status_code == 403
    assert FREMMED in tekst(svar)
    assert poster("LOGIN_FEJL")[-1].detaljer["detalje"] == "https://ond.example"


def test_a_provider_that_does_not_answer_is_said_not_to(client, gaa, idp):
    idp.nede = True
    svar = client.get("/login/oidc/")
    assert svar.status_code == 403
    assert "Kommunens login svarer ikke. Prøv igen om lidt." in tekst(svar)


def test_userinfo_about_another_is_refused(gaa, client, idp):
    idp.paastande = {}
    idp.userinfo = {"sub": "guid-ole", "roles": ["Omhu-Nord"]}
    assert FREMMED in tekst(gaa())
    assert not er_inde(client)


def test_roles_may_come_from_userinfo(gaa, client, idp):
    idp.paastande = {}
    idp.userinfo = {"sub": "guid-mette", "roles": ["Omhu-Nord"]}
    assert gaa().url == "/"


def test_a_state_from_another_browser_is_refused(client, idp):
    from django.test import Client

    anden = Client()
    state = parse_qs(urlsplit(anden.get("/login/oidc/").url).query)["state"][0]
    svar = client.get("/login/oidc/svar/", {"code": "abc", "state": state})
    assert "det blev ikke begyndt her" in tekst(svar)


def test_role_and_unit_follow_and_the_name_does_not(gaa, client, idp, hold):
    Bruger.objects.filter(pk=hold.mette.pk).update(rolle="TEAMLEDER", enhed=hold.syd, kle="27.24")
    idp.paastande |= {"name": "En Anden"}
    gaa()
    mette = Bruger.objects.get(pk=hold.mette.pk)
    assert (mette.rolle, mette.enhed, mette.kle, str(mette)) == (
        "RAADGIVER",
        hold.nord,
        "",
        "Mette Kjær",
    )


def test_the_first_role_of_the_mapping_decides(gaa, client, idp, hold):
    idp.paastande |= {"roles": ["Omhu-Jurist", "Omhu-Nord"]}
    gaa()
    assert Bruger.objects.get(pk=hold.mette.pk).rolle == "RAADGIVER"


def test_a_closed_user_is_refused(gaa, client, idp, hold):
    Bruger.objects.filter(pk=hold.mette.pk).update(is_active=False)
    assert "Din bruger i Omhu er lukket." in tekst(gaa())
    assert not er_inde(client)


def test_new_people_are_made_only_when_the_setting_says_so(gaa, client, idp, omhu):
    idp.paastande |= {"sub": "guid-ny", "given_name": "Nanna", "family_name": "Holm"}
    assert "Du er ikke oprettet i Omhu." in tekst(gaa())
    assert not Bruger.objects.filter(username="guid-ny").exists()
    omhu(login_opret=True)
    idp.paastande.pop("nonce")
    assert gaa().url == "/"
    ny = Bruger.objects.get(username="guid-ny")
    assert (str(ny), ny.rolle, ny.has_usable_password()) == ("Nanna Holm", "RAADGIVER", False)


def test_a_local_user_is_not_taken_over_by_name(gaa, client, idp, omhu, hold):
    omhu(login_opret=True)
    idp.paastande |= {"sub": "ob", "email": "ole@kommunen.example"}
    assert "Der findes en bruger med dit brugernavn" in tekst(gaa())
    assert not er_inde(client)


def test_a_refused_new_person_leaves_nothing(gaa, client, idp, omhu):
    omhu(login_opret=True, login_roller='{"Omhu-Ekstern": "EKSTERN_GRANSKER"}')
    foer = Bruger.objects.count()
    idp.paastande |= {"sub": "guid-ny", "roles": ["Omhu-Ekstern"]}
    assert "kun adgang til en dato" in tekst(gaa())
    assert Bruger.objects.count() == foer


def ikke_bekraeftet(client) -> None:
    session = client.session
    session["bekraeftet"] -= 3600
    session.save()


def test_a_confirmation_must_be_new_and_ones_own(gaa, client, idp, hold):
    knyt(hold.ole, "guid-ole")
    bekraeft = "/login/oidc/?bekraeft=1&next=/konto/engangskode/"
    for paastande, svarer in (
        ({}, "spurgte ikke efter din adgangskode igen"),
        ({"auth_time": int(time.time()) - 600}, "spurgte ikke efter din adgangskode igen"),
        ({"auth_time": int(time.time()), "sub": "guid-ole"}, "Det var en anden, der loggede ind."),
    ):
        idp.paastande = {"roles": ["Omhu-Nord"]}
        gaa()
        ikke_bekraeftet(client)
        idp.paastande = {"roles": ["Omhu-Nord"], **paastande}
        assert svarer in tekst(gaa(bekraeft))
        assert "Er det stadig dig?" in tekst(client.get("/konto/engangskode/"))
    idp.paastande = {"roles": ["Omhu-Nord"], "auth_time": int(time.time())}
    assert gaa(bekraeft).url == "/konto/engangskode/"
    assert "Er det stadig dig?" not in tekst(client.get("/konto/engangskode/"))


def test_what_was_typed_waits_for_the_one_who_comes_back(gaa, client, idp, hold):
    from omhu.adgang.login import totp

    hold.mette.set_unusable_password()
    hold.mette.save()
    gaa()
    ikke_bekraeftet(client)
    totp_side = client.post("/konto/engangskode/fra/", {"hvorfor": "ny telefon"}).content.decode()
    assert "Bekræft med kommunens login" in totp_side
    assert "ny telefon" not in json.dumps(dict(client.session.items()))
    idp.paastande = {"roles": ["Omhu-Nord"], "auth_time": int(time.time())}
    svar = gaa("/login/oidc/?bekraeft=1&next=/konto/bekraeft/")
    side = client.get(svar.url).content.decode()
    assert 'action="/konto/engangskode/fra/"' in side
    assert 'name="hvorfor" value="ny telefon"' in side
    assert "bekraeft_gemt" not in client.session
    assert not totp.har(hold.mette)


@pytest.mark.parametrize(
    "sti", ["/login/oidc/", "/login/oidc/svar/", "/login/oidc/ud/", "/login/saml/"]
)
def test_without_the_setting_the_addresses_are_not_there(sti, client, db):
    assert client.get(sti).status_code == 404


def test_what_a_stranger_sends_cannot_write_lines_of_its_own_in_the_log(gaa, idp, caplog):
    idp.paastande |= {"roles": ["Omhu-X\n2026-11-22 ERROR omhu: alt er tabt"]}
    gaa()
    linjer = [r.getMessage() for r in caplog.records if r.name == "omhu.login"]
    assert linjer
    assert all("\n" not in linje for linje in linjer)
