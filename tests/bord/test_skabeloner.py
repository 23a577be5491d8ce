"""Every template of the room, of login and of the frame renders, and keeps the strict content policy."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.frister.models import Pligt
from omhu.sager.models import Person, Relation
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import fremmed_sag, fyld, pligt, skriv
from tests.login.stoette import se_loginsider

PAKKE = Path(settings.PAKKE)
MAPPER = [
    PAKKE / "bord" / "templates",
    PAKKE / "adgang" / "templates",
    PAKKE / "config" / "templates",
]


def alle_skabeloner() -> set[str]:
    return {str(fil.relative_to(mappe)) for mappe in MAPPER for fil in mappe.rglob("*.html")}


@pytest.fixture
def set_(hold, client, settings):
    """All pages seen once: (names of templates rendered, the pages' HTML by address)."""
    settings.OMHU = settings.OMHU.model_copy(update={"demo": True})
    navne, sider = set(), {}

    def husk(sender, template, **kwargs):
        navne.add(template.name)

    template_rendered.connect(husk)
    try:
        _se_alt(hold, client, sider)
    finally:
        template_rendered.disconnect(husk)
    return navne, sider


def _admin() -> Bruger:
    return Bruger.objects.create(username="admin", rolle=Bruger.Rolle.SYSTEMADMINISTRATOR)


def _se_alt(hold, client, sider) -> None:
    fyld(hold)
    fremmed_sag(hold)
    skriv(
        hold.sag, *[("UNDERRETNING", n, {"attributter": {"afsender": "nabo"}}) for n in range(60)]
    )
    p = pligt(hold, "boernesamtale-foer-afgoerelse")
    kun_raadgiver = p
    skridt = Skridt.objects.filter(sag=hold.sag, art="UNDERRETNING").first()

    def se(sti, **kw):
        sider[sti] = client.get(sti, **kw).content.decode()

    se(reverse("login"))
    client.post(reverse("login"), {})
    client.force_login(hold.mette)
    frist = [
        reverse(n, args=[p.pk])
        for n in ("hvorfor", "registrer_frist", "fravaelg", "laeg_vaek", "giv_videre", "paamind")
    ]
    sag = reverse("sag", args=[hold.sag.pk])
    uden = next(
        x for x in Pligt.objects.filter(sag=hold.sag) if x.regel == "underretning-kvittering"
    )
    for sti in (
        "/", "/sager/", "/frister/?tilstand=alle", "/regler/", "/regler/bfu-4mdr/", "/soeg/", "/adgangskode/",
        "/findes-ikke/", sag, f"{sag}tidslinje/", f"{sag}bekymring/", f"{sag}?pr={timezone.localdate() - timedelta(9)}",
        f"{sag}registrer/", f"{sag}registrer/AFGOERELSE/", reverse("ret_skridt", args=[skridt.pk]),
        reverse("traek_skridt_tilbage", args=[skridt.pk]), reverse("fravaelg", args=[uden.pk]), *frist,
    ):  # fmt: skip
        se(sti)
    en = f"{sag}underretninger/{skridt.rod}/"
    for sti in (
        "/underretninger/",
        "/underretninger/ny/",
        f"{sag}underretninger/",
        en,
        f"{en}ingen-handling/",
    ):
        se(sti)
    _se_personer_og_lukning(hold, se, sag)
    client.post(
        frist[1],
        {
            "dag": timezone.localdate().isoformat(),
            "udfoert_af": "myndighed",
            "emner": "kontaktperson",
            "tilbage": "/",
        },
    )
    sider["efter"] = client.get("/").content.decode()
    client.get(reverse("registrer_frist", args=[kun_raadgiver.pk]), headers={"HX-Request": "true"})
    client.force_login(hold.leder_nord)
    se("/")
    sider["maa_ikke"] = client.get(
        reverse("registrer_frist", args=[kun_raadgiver.pk])
    ).content.decode()
    _se_loggen(hold, client, se)
    egen = f"/sager/{hold.sag.pk}/"
    for sti in (
        "/noedadgang/",
        "/noedadgange/",
        "/fordel/?ansvarlig=ingen",
        f"{egen}adgang/",
        f"{egen}inhabil/",
    ):
        se(sti)
    client.force_login(_admin())
    for sti in (
        "/",
        "/brugere/",
        "/brugere/ny/",
        f"/brugere/{hold.mette.pk}/",
        "/adgangskode/ny/MQ/forkert/",
    ):
        se(sti)
    sider["kodelink"] = client.post(f"/brugere/{hold.mette.pk}/kodelink/").content.decode()
    se_loginsider(hold.super, sider)
    client.force_login(hold.ole)
    sider["403"] = client.get(sag).content.decode()
    vogtet = Client(enforce_csrf_checks=True)
    vogtet.force_login(hold.mette)
    sider["csrf"] = vogtet.post("/soeg/", {"q": "x"}).content.decode()
    for kode in ("400", "405", "413", "429", "500", "503"):
        sider[kode] = render_to_string(f"{kode}.html")


def _se_personer_og_lukning(hold, se, sag) -> None:
    mor = Relation.objects.create(
        barn=hold.barn, person=Person.objects.create(navn="Ida Holm"), art="MOR"
    )
    for sti in ("", "ny/", "barnet/", "soeskende/", f"{mor.pk}/ret/", f"{mor.pk}/afslut/"):
        se(f"{sag}personer/{sti}")
    for sti in (f"{sag}luk/", f"{sag}genaabn/", f"{sag}ny-paa-sagen/", "/sager/kan-lukkes/"):
        se(sti)


def _se_loggen(hold, client, se) -> None:
    hold.leder_nord.rolle = "CHEF"
    hold.leder_nord.save()
    client.force_login(hold.leder_nord)
    felter = {"fro": "prøve", "antal": "5", "fra": "2020-01-01", "til": "2090-01-01"}
    se(client.post(reverse("log_stikproever"), felter).url)
    for navn, args in (("log", []), ("log_sag", [hold.sag.pk]), ("log_stikproever", [])):
        se(reverse(navn, args=args))


def test_every_template_renders(set_):
    navne, _ = set_
    assert {s for s in alle_skabeloner() if not _emnets(s)} - navne == set()


def test_the_templates_of_the_subjects_are_all_in_use():
    """They are seen by the tests of their subject; none of them lies about unused."""
    kilder = "".join(
        f.read_text("utf-8") for m in ("*.py", "*.html") for f in (PAKKE / "bord").rglob(m)
    )
    emnernes = {s for s in alle_skabeloner() if _emnets(s)}
    assert len(emnernes) > 40
    assert {s for s in emnernes if s not in kilder and s.split("/", 1)[1] not in kilder} == set()


def _emnets(skabelon: str) -> bool:
    """Does it belong to one of the subjects of the case work?"""
    return (PAKKE / "bord" / skabelon.split("/")[0] / "urls.py").exists()


def test_no_page_has_inline_style_or_script(set_):
    for sti, html in set_[1].items():
        assert not re.search(r"\sstyle=", html), sti
        assert not re.search(r"\son[a-z]+=\"", html), sti
        assert "<style" not in html, sti
        assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", html)), sti


def test_every_page_is_danish_and_has_one_heading(set_):
    for sti, html in set_[1].items():
        assert '<html lang="da">' in html, sti
        assert len(re.findall(r"<h1[ >]", html)) == 1, sti


def test_no_child_is_in_a_title_or_an_address(set_):
    for sti, html in set_[1].items():
        assert "Emil" not in re.search(r"<title>(.*?)</title>", html, re.DOTALL).group(1), sti
        assert not re.search(r'(href|action|hx-get)="[^"]*(Emil|700617)', html), sti


def test_the_policy_is_sent(hold, client):
    client.force_login(hold.mette)
    politik = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in politik
    assert "unsafe" not in politik


UUID_NOEGLER = {"skridt", "skrift", "u"}
"""Names of rows whose key is no number."""
NOEGLE = re.compile(r"\{\{ *((?:\w+\.)*)(pk|\w+_id) *\}\}")


def test_no_key_is_written_with_a_thousands_separator():
    """Case 1.470 is no case: a key in an address or a field comes from `url` or through `unlocalize`."""
    fejl = [
        f"{fil.relative_to(PAKKE)}: {fundet[0]}"
        for fil in PAKKE.rglob("templates/**/*.html")
        for fundet in NOEGLE.finditer(fil.read_text())
        if fundet[2] not in ("regel_id", "auto_id", "field_id")
        and not UUID_NOEGLER & set(fundet[1].split(".")[-2:-1])
    ]
    assert fejl == []
