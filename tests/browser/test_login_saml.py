"""The municipal adgangsstyring by SAML: a pysaml2 provider process, a real server, a real browser."""

from __future__ import annotations

import base64
import json
import shutil
from urllib.request import urlopen

import pytest

from tests.browser_stoette import find_chromium
from tests.login.server import FOLK, Installation
from tests.login.udbydere import saml_udbyder

pytest.importorskip("onelogin", reason="IKKE KØRT: tilvalget saml er ikke installeret")

CVR = "29189846"
PRIVILEGIER = "dk:gov:saml:attribute:Privileges_intermediate"
ROLLE = "http://omhu.kommunen.example/roles/usersystemrole/raadgiver/1"
ROLLER = {
    ROLLE: {"rolle": "RAADGIVER", "enhed": "Team Nord"},
    "http://omhu.kommunen.example/roles/usersystemrole/leder/1": {"rolle": "TEAMLEDER"},
}
KNYT = "from omhu.adgang.login.kommunen import knyt\nknyt(mette, 'mk1234')\n"
FREMMED = "Svaret kom ikke fra kommunens login, eller det er ændret undervejs."


def bpp(rolle: str = ROLLE, cvr: str = CVR, graense: str = "") -> str:
    xml = f"""<?xml version="1.0" encoding="UTF-8"?>
<bpp:PrivilegeList xmlns:bpp="http://itst.dk/oiosaml/basic_privilege_profile">
  <PrivilegeGroup Scope="urn:dk:gov:saml:cvrNumberIdentifier:{cvr}">
    {graense}<Privilege>{rolle}</Privilege>
  </PrivilegeGroup>
</bpp:PrivilegeList>"""
    return base64.b64encode(xml.encode()).decode()


@pytest.fixture(scope="module")
def idp(tmp_path_factory):
    if not find_chromium():
        pytest.skip("IKKE KØRT: Chromium mangler")
    if not shutil.which("xmlsec1"):
        pytest.skip("IKKE KØRT: xmlsec1 mangler. Som administrator: apt-get install -y xmlsec1")
    return saml_udbyder(tmp_path_factory.mktemp("saml-idp"))


@pytest.fixture(scope="module")
def omhu(tmp_path_factory, idp):
    installation = Installation(
        tmp_path_factory.mktemp("omhu-saml"),
        OMHU_SAML_UDSTEDER=idp.id,
        OMHU_SAML_ADRESSE=idp.adresse,
        OMHU_SAML_CERTIFIKAT=str(idp.mappe / "cert.pem"),
        OMHU_SAML_PRIVILEGIE_FELT=PRIVILEGIER,
        OMHU_SAML_CVR=CVR,
        OMHU_LOGIN_ROLLER=json.dumps(ROLLER),
    )
    installation.koer(FOLK + KNYT)
    with installation.server("--processer", "2"):
        metadata = idp.mappe / "sp.xml"
        metadata.write_bytes(urlopen(f"{installation.adresse}/login/saml/metadata/").read())
        with idp.koer(metadata):
            yield installation


def log_ind(side, omhu, navn: str, videre: str = "") -> str:
    """From Omhu's login page to the provider and back; the words of the page one comes to."""
    side.goto(f"{omhu.adresse}/login/{videre}")
    side.get_by_role("link", name="Log ind med kommunens adgangsstyring").click()
    side.wait_for_url("**/sso**")
    return svar(side, omhu, navn)


def svar(side, omhu, navn: str) -> str:
    side.get_by_label("Navn").fill(navn)
    side.get_by_role("button", name="Log ind").click()
    side.wait_for_url(f"{omhu.adresse}/**")
    return side.locator("main").inner_text()


def bruger(omhu) -> list:
    svar = omhu.koer(
        "import json\nfrom omhu.adgang.models import Bruger\nb = Bruger.objects.get(username='mette')\n"
        "print(json.dumps([b.rolle, str(b.enhed), b.kle, Bruger.objects.count()]))"
    )
    return json.loads(svar.splitlines()[-1])


def test_role_unit_and_kle_follow_the_adgangsstyring(page, omhu, idp, axe):
    kle = '<Constraint Name="urn:dk:kombit:KLE">27.24.*</Constraint>'
    idp.saet("mk1234", felter={PRIVILEGIER: bpp(graense=kle)})
    log_ind(page, omhu, "mk1234", "?next=/regler/")
    assert page.url == f"{omhu.adresse}/regler/"
    assert bruger(omhu) == ["RAADGIVER", "Team Nord", "27.24", 2]
    enhed = '<Constraint Name="urn:dk:kombit:orgUnit">syd-1</Constraint>'
    leder = "http://omhu.kommunen.example/roles/usersystemrole/leder/1"
    idp.saet("mk1234", felter={PRIVILEGIER: bpp(leder, graense=enhed)})
    page.context.clear_cookies()
    log_ind(page, omhu, "mk1234")
    assert page.url == f"{omhu.adresse}/"
    assert bruger(omhu) == ["TEAMLEDER", "Team Syd", "", 2]


RETTE = {PRIVILEGIER: bpp()}
FORKERT = {
    "usigneret": ({"usigneret": True, "felter": RETTE}, FREMMED),
    "SHA-1": ({"sha1": True, "felter": RETTE}, FREMMED),
    "ændret efter underskriften": (
        {"id": "ole999", "roed_finger": ["ole999", "mk1234"], "felter": RETTE},
        FREMMED,
    ),
    "fremmed rolle": ({"felter": {PRIVILEGIER: bpp("andet-system")}}, "Ingen af dine roller"),
    "anden kommune": ({"felter": {PRIVILEGIER: bpp(cvr="11111111")}}, "Ingen af dine roller"),
    "ukendt afgrænsning": (
        {
            "felter": {
                PRIVILEGIER: bpp(graense='<Constraint Name="urn:x:foelsomhed">3</Constraint>')
            }
        },
        "Din rolle er afgrænset på en måde, Omhu ikke kender.",
    ),
    "ulæselige roller": ({"felter": {PRIVILEGIER: "ikke base64"}}, "roller, som ikke kan læses"),
    "ukendt person": ({"id": "zz0000", "felter": RETTE}, "Du er ikke oprettet i Omhu."),
}


@pytest.mark.parametrize("hvad", FORKERT)
def test_refused_and_nothing_is_done(hvad, page, omhu, idp, axe):
    person, tekst = FORKERT[hvad]
    foer = bruger(omhu)
    idp.saet("mk1234", **{"id": "mk1234", **person})
    assert tekst in log_ind(page, omhu, "mk1234")
    assert page.get_by_role("heading", name="Du er ikke logget ind").is_visible()
    assert axe(page) == []
    assert bruger(omhu) == foer
    page.goto(f"{omhu.adresse}/sager/")
    assert "/login/" in page.url


def test_another_provider_with_the_same_name_is_refused(page, omhu, idp, tmp_path):
    """Same entity id, same address in the answer, another key."""
    anden = saml_udbyder(tmp_path / "anden")
    anden.id = idp.id
    anden.saet("mk1234", felter=RETTE)
    with anden.koer(idp.mappe / "sp.xml"):
        ud = page.request.get(f"{omhu.adresse}/login/saml/", max_redirects=0).headers["location"]
        page.goto(ud.replace(idp.adresse, anden.adresse))
        assert FREMMED in svar(page, omhu, "mk1234")


def test_an_answer_that_this_browser_did_not_ask_for_is_refused(page, browser, omhu, idp):
    """A stolen or planted answer: asked for in one browser, delivered in another."""
    idp.saet("mk1234", felter=RETTE)
    page.goto(f"{omhu.adresse}/login/")
    page.get_by_role("link", name="Log ind med kommunens adgangsstyring").click()
    page.wait_for_url("**/sso**")
    anden = browser.new_context().new_page()
    anden.goto(page.url)
    assert "det blev ikke begyndt her" in svar(anden, omhu, "mk1234")
    anden.context.close()
    svar(page, omhu, "mk1234")
    assert page.url == f"{omhu.adresse}/"


def test_an_answer_cannot_be_used_twice(page, omhu, idp):
    """Sent again by the same browser, and by one that is logged out."""
    idp.saet("mk1234", felter=RETTE)
    sendt: list[str] = []
    page.on(
        "request", lambda r: sendt.append(r.post_data) if r.url.endswith("/saml/svar/") else None
    )
    log_ind(page, omhu, "mk1234")
    assert page.url == f"{omhu.adresse}/"
    for _ in range(2):
        igen = page.request.post(
            f"{omhu.adresse}/login/saml/svar/",
            data=sendt[0],
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        assert igen.status == 403
        assert "det blev ikke begyndt her" in igen.text()
        page.context.clear_cookies()


def test_a_confirmation_must_be_new(page, omhu, idp):
    omhu.koer(
        "from omhu.adgang.models import Bruger\nb = Bruger.objects.get(username='mette')\n"
        "b.set_unusable_password()\nb.save()"
    )
    idp.saet("mk1234", felter=RETTE)
    log_ind(page, omhu, "mk1234")
    omhu.koer(
        "from omhu.adgang.login.models import Session\n"
        "for s in Session.objects.exclude(bruger=None):\n"
        "    k = s.get_session_store_class()(s.pk)\n    k['bekraeftet'] -= 1200\n    k.save()"
    )
    for person, kommer_til in (({"gammel_login": True}, "igen"), ({}, "Sæt engangskoder op")):
        idp.saet("mk1234", felter=RETTE, **person)
        page.goto(f"{omhu.adresse}/konto/engangskode/")
        page.get_by_role("link", name="Bekræft med kommunens login").click()
        page.wait_for_url("**/sso**")
        assert kommer_til in svar(page, omhu, "mk1234")


def test_the_metadata_names_where_to_answer(omhu):
    metadata = urlopen(f"{omhu.adresse}/login/saml/metadata/").read().decode()
    assert f'Location="{omhu.adresse}/login/saml/svar/"' in metadata
    assert 'WantAssertionsSigned="true"' in metadata
