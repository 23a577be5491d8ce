"""The municipality's login by OpenID Connect: a real provider process, a real server, a real browser."""

from __future__ import annotations

import json
import re

import pytest

from tests.browser_stoette import find_chromium
from tests.login.server import FOLK, Installation
from tests.login.udbydere import HEMMELIGHED, KLIENT, oidc_udbyder

ROLLER = {
    "Omhu-Nord": {"rolle": "RAADGIVER", "enhed": "Team Nord"},
    "Omhu-Syd": {"rolle": "RAADGIVER", "enhed": "syd-1"},
    "Omhu-Leder": {"rolle": "TEAMLEDER"},
}
KNYT = """
from omhu.adgang.login.kommunen import knyt
knyt(mette, "guid-mette")
"""


@pytest.fixture(scope="module")
def idp(tmp_path_factory):
    if not find_chromium():
        pytest.skip("IKKE KØRT: Chromium mangler")
    with oidc_udbyder(tmp_path_factory.mktemp("idp")) as udbyder:
        yield udbyder


@pytest.fixture(scope="module")
def omhu(tmp_path_factory, idp):
    installation = Installation(
        tmp_path_factory.mktemp("omhu-oidc"),
        OMHU_OIDC_UDSTEDER=idp.adresse,
        OMHU_OIDC_KLIENT=KLIENT,
        OMHU_OIDC_HEMMELIGHED=HEMMELIGHED,
        OMHU_OIDC_ENHED_FELT="afdeling",
        OMHU_OIDC_UDLOEB_FELT="slut",
        OMHU_LOGIN_ROLLER=json.dumps(ROLLER),
    )
    installation.koer(FOLK + KNYT)
    with installation.server("--processer", "2"):
        yield installation


@pytest.fixture
def side(page, omhu):
    """A page that fails the test on any error or breach of the content policy on our own pages (a refusal's 403
    is none)."""
    fejl: list[str] = []

    def husk(m) -> None:
        if m.type == "error" and m.location["url"].startswith(omhu.adresse) and "403" not in m.text:
            fejl.append(m.text)

    page.on("console", husk)
    yield page
    assert fejl == []


def log_ind(side, omhu, sub: str, videre: str = "") -> None:
    """From Omhu's login page to the provider, be somebody there, and back."""
    side.goto(f"{omhu.adresse}/login/{videre}")
    side.get_by_role("link", name="Log ind med kommunens login").click()
    side.wait_for_url("**/oauth2/authorize**")
    side.locator("input[name=sub]").last.fill(sub)
    side.locator("button[type=submit]").first.click()
    side.wait_for_url(f"{omhu.adresse}/**")


def bruger(omhu, navn: str = "mette") -> list:
    svar = omhu.koer(
        "import json\nfrom omhu.adgang.models import Bruger\n"
        f"b = Bruger.objects.filter(username={navn!r}).first()\n"
        "print(json.dumps(b and [b.rolle, str(b.enhed), str(b.udloeber)]))"
    )
    return json.loads(svar.splitlines()[-1])


def antal_brugere(omhu) -> str:
    return omhu.koer("from omhu.adgang.models import Bruger\nprint(Bruger.objects.count())")


def test_role_unit_and_end_follow_the_municipality(side, omhu, idp, axe):
    idp.saet("guid-mette", roles=["Omhu-Nord", "Intranet"], name="Mette Kjær", slut="2099-12-31")
    side.goto(f"{omhu.adresse}/login/?next=/regler/")
    assert axe(side) == []
    log_ind(side, omhu, "guid-mette", "?next=/regler/")
    assert side.url == f"{omhu.adresse}/regler/"
    assert bruger(omhu) == ["RAADGIVER", "Team Nord", "2099-12-31"]
    idp.saet("guid-mette", roles=["Omhu-Leder"], afdeling="syd-1")
    side.context.clear_cookies()
    log_ind(side, omhu, "guid-mette")
    assert side.url == f"{omhu.adresse}/"
    assert bruger(omhu) == ["TEAMLEDER", "Team Syd", "None"]


def test_the_question_has_pkce_a_nonce_and_a_state(side, omhu, idp):
    side.goto(f"{omhu.adresse}/login/")
    side.get_by_role("link", name="Log ind med kommunens login").click()
    side.wait_for_url("**/oauth2/authorize**")
    for felt in ("code_challenge_method=S256", "code_challenge=", "nonce=", "state="):
        assert felt in side.url


@pytest.mark.parametrize(
    ("sub", "paastande", "tekst", "grund"),
    [
        (
            "guid-mette",
            {"roles": ["Omhu-Konge", "Intranet"]},
            "Ingen af dine roller i kommunen giver adgang",
            "rollen er ikke i OMHU_LOGIN_ROLLER roller: »Omhu-Konge«, »Intranet«",
        ),
        (
            "guid-mette",
            {},
            "Ingen af dine roller i kommunen giver adgang",
            "rollen er ikke i OMHU_LOGIN_ROLLER roller: ingen",
        ),
        (
            "guid-mette",
            {"roles": ["Omhu-Leder"], "afdeling": "Team Vest"},
            "Omhu kender ikke den enhed",
            "enheden findes ikke enhed: »Team Vest«",
        ),
        (
            "guid-mette",
            {"roles": ["Omhu-Leder"]},
            "sagde ikke, hvilken enhed",
            "ingen enhed Omhu-Leder",
        ),
        (
            "guid-mette",
            {"roles": ["Omhu-Nord"], "slut": "2020-01-01"},
            "Din adgang til Omhu er udløbet",
            "udløbet",
        ),
        (
            "guid-mette",
            {"roles": ["Omhu-Nord"], "slut": "snart"},
            "en slutdato, som ikke kan læses",
            "slutdatoen kan ikke læses",
        ),
        (
            "guid-fremmed",
            {"roles": ["Omhu-Nord"], "email": "mette@kommunen.example"},
            "Du er ikke oprettet i Omhu",
            "ukendt bruger",
        ),
        (
            "mette",
            {"roles": ["Omhu-Nord"], "name": "Mette Kjær"},
            "Du er ikke oprettet i Omhu",
            "ukendt bruger",
        ),
    ],
)
def test_who_is_refused_is_told_what_to_do_and_nothing_is_done(
    side, omhu, idp, axe, sub, paastande, tekst, grund
):
    foer = bruger(omhu), antal_brugere(omhu)
    idp.saet(sub, **paastande)
    log_ind(side, omhu, sub)
    assert side.get_by_role("heading", name="Du er ikke logget ind").is_visible()
    assert tekst in side.locator("main").inner_text()
    assert "Bed din leder eller systemadministratoren" in side.locator("main").inner_text()
    assert axe(side) == []
    assert (bruger(omhu), antal_brugere(omhu)) == foer
    assert f"Login afvist: {grund}" in omhu.log.read_text("utf-8")
    side.goto(f"{omhu.adresse}/sager/")
    assert "/login/" in side.url


def test_no_at_the_provider_is_no(side, omhu, idp):
    side.goto(f"{omhu.adresse}/login/")
    side.get_by_role("link", name="Log ind med kommunens login").click()
    side.wait_for_url("**/oauth2/authorize**")
    side.locator("button[name=action][value=deny]").click()
    side.wait_for_url(f"{omhu.adresse}/**")
    assert "Kommunens login sagde nej" in side.locator("main").inner_text()


def test_an_answer_that_nobody_asked_for_is_refused(side, omhu):
    side.goto(f"{omhu.adresse}/login/oidc/svar/?code=abc&state=def")
    assert (
        "Login tog for lang tid, eller det blev ikke begyndt her"
        in side.locator("main").inner_text()
    )


def test_an_answer_cannot_be_used_twice(side, omhu, idp):
    idp.saet("guid-mette", roles=["Omhu-Nord"])
    svar: list[str] = []
    side.on("request", lambda r: svar.append(r.url) if "/login/oidc/svar/" in r.url else None)
    log_ind(side, omhu, "guid-mette")
    side.goto(svar[0])
    assert "Du er ikke logget ind" in side.locator("main").inner_text()


def test_logging_out_offers_to_leave_the_municipality_too(side, omhu, idp):
    idp.saet("guid-mette", roles=["Omhu-Nord"])
    log_ind(side, omhu, "guid-mette")
    side.locator(".top-bruger summary").click()
    side.get_by_role("button", name="Log ud").click()
    side.wait_for_url("**/login/?ud=oidc")
    assert "Du er logget ud af Omhu." in side.locator("body").inner_text()
    side.get_by_role("link", name="Log også ud dér").click()
    side.wait_for_url(f"{idp.adresse}/oauth2/end_session**")
    assert re.search(r"client_id=omhu", side.url)


def test_who_has_no_password_here_confirms_at_the_provider_and_comes_back(side, omhu, idp):
    idp.saet("guid-mette", roles=["Omhu-Nord"])
    omhu.koer(
        "from omhu.adgang.models import Bruger\nb = Bruger.objects.get(username='mette')\n"
        "b.set_unusable_password()\nb.save()"
    )
    log_ind(side, omhu, "guid-mette")
    omhu.koer(
        "from omhu.adgang.login.models import Session\n"
        "for s in Session.objects.exclude(bruger=None):\n"
        "    k = s.get_session_store_class()(s.pk)\n    k['bekraeftet'] -= 1200\n    k.save()"
    )
    side.goto(f"{omhu.adresse}/konto/engangskode/")
    assert side.get_by_role("heading", name="Er det stadig dig?").is_visible()
    side.get_by_role("link", name="Bekræft med kommunens login").click()
    side.wait_for_url("**/oauth2/authorize**")
    assert "prompt=login" in side.url
    assert "max_age=0" in side.url
    side.locator("input[name=sub]").last.fill("guid-mette")
    side.locator("button[type=submit]").first.click()
    side.wait_for_url(f"{omhu.adresse}/**")
    assert side.url == f"{omhu.adresse}/konto/engangskode/"
    assert side.get_by_role("heading", name="Sæt engangskoder op").is_visible()
