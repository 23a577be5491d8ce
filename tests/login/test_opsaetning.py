"""A mistake in the settings of the login stops the program at start with one sentence that names it."""

from __future__ import annotations

import builtins
import importlib.util
import json

import pytest

from omhu.adgang.login import bpp, opsaetning
from omhu.adgang.login.kommunen import Afvist, Kommunerolle
from omhu.adgang.login.opsaetning import Opsaetningsfejl, efterse
from omhu.adgang.login.roller import Tildeling, oversaettelse
from tests.login.saml_idp import lav_noegle
from tests.login.server import Installation

OIDC = {
    "oidc_udsteder": "https://login.kommunen.example",
    "oidc_klient": "omhu",
    "oidc_hemmelighed": "x",
    "login_roller": '{"Omhu-Jurist": "jurist"}',
}


@pytest.fixture
def saml(tmp_path):
    lav_noegle(tmp_path)
    return {
        "saml_udsteder": "https://login.kommunen.example/metadata",
        "saml_adresse": "https://login.kommunen.example/sso",
        "saml_certifikat": str(tmp_path / "cert.pem"),
        "login_roller": '{"Omhu-Jurist": "jurist"}',
    }


def test_what_is_right_is_right(omhu, saml):
    efterse()
    omhu(**OIDC)
    efterse()
    omhu(**saml)
    efterse()


FORKERT = {
    "OMHU_UDEN_TOTP: Omhu kender ikke rollen »SHERIF«": {"uden_totp": "UDFOERER, SHERIF"},
    "OMHU_OIDC_KLIENT mangler": {"oidc_klient": ""},
    "OMHU_OIDC_HEMMELIGHED mangler": {"oidc_hemmelighed": ""},
    "OMHU_OIDC_OMFANG skal indeholde »openid«": {"oidc_omfang": "profile"},
    "OMHU_LOGIN_ROLLER mangler": {"login_roller": ""},
    "Omhu kender ikke rollen »SHERIF«": {"login_roller": '{"Omhu-X": {"rolle": "SHERIF"}}'},
    "OMHU_LOGIN_ROLLER, »Omhu-X«: skriv rolle": {"login_roller": '{"Omhu-X": {"role": "JURIST"}}'},
    "kan ikke læses som JSON (linje 1)": {"login_roller": "{ikke json"},
    "skal være et JSON-objekt": {"login_roller": '{"a"', "_fil": "[1]"},
    "som ikke kan læses. Ret stien": {"login_roller": "findes-ikke.json"},
    "rollen RAADGIVER skal have en enhed": {"login_roller": '{"Omhu-X": "RAADGIVER"}'},
}


@pytest.mark.parametrize("tekst", FORKERT)
def test_what_is_wrong_is_named(tekst, omhu, tmp_path):
    aendring = dict(FORKERT[tekst])
    if fil := aendring.pop("_fil", ""):
        (tmp_path / "roller.json").write_text(fil)
        aendring["login_roller"] = str(tmp_path / "roller.json")
    omhu(**{**OIDC, **aendring})
    with pytest.raises(Opsaetningsfejl) as fejl:
        efterse()
    assert tekst in str(fejl.value)


@pytest.mark.parametrize(
    ("tekst", "aendring"),
    [
        ("OMHU_SAML_ADRESSE mangler", {"saml_adresse": ""}),
        ("OMHU_SAML_CERTIFIKAT mangler", {"saml_certifikat": ""}),
        ("hverken et certifikat i PEM eller en fil", {"saml_certifikat": "findes-ikke.pem"}),
        (
            "ikke et gyldigt certifikat",
            {"saml_certifikat": "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----"},
        ),
        ("OMHU_SAML_CVR mangler", {"saml_privilegie_felt": "p"}),
    ],
)
def test_what_is_wrong_with_saml_is_named(tekst, aendring, omhu, saml):
    omhu(**{**saml, **aendring})
    with pytest.raises(Opsaetningsfejl, match=tekst):
        efterse()


def test_without_the_extra_saml_says_what_to_install(omhu, saml, monkeypatch):
    findes = importlib.util.find_spec
    monkeypatch.setattr(opsaetning, "find_spec", lambda n: None if n == "onelogin" else findes(n))
    omhu(**saml)
    with pytest.raises(Opsaetningsfejl, match=r"Kør pip install omhu\[saml\]"):
        efterse()


def test_without_the_extra_omhu_runs_as_long_as_saml_is_not_asked_for(monkeypatch, client, db):
    assert client.get("/login/").status_code == 200, "what every Omhu has is read in"
    importer = builtins.__import__

    def uden(navn, *resten, **valg):
        if navn.split(".")[0] in ("onelogin", "xmlsec", "lxml"):
            raise ModuleNotFoundError(navn)
        return importer(navn, *resten, **valg)

    monkeypatch.setattr(builtins, "__import__", uden)
    assert client.get("/login/").status_code == 200
    assert client.get("/login/saml/").status_code == 404


def test_the_mapping_may_name_unit_and_kle(omhu):
    roller = {
        "A": {"rolle": "raadgiver", "enhed": "Team Nord", "kle": ["27.24", "27.27"]},
        "B": "JURIST",
    }
    omhu(login_roller=json.dumps(roller))
    assert oversaettelse() == {
        "A": Tildeling("RAADGIVER", "Team Nord", "27.24 27.27"),
        "B": Tildeling("JURIST"),
    }


def test_a_role_nobody_knows_stops_the_program(tmp_path):
    """As a process: the sentence on stderr, no traceback, exit code 1, nothing served."""
    omhu = Installation(
        tmp_path,
        **{f"OMHU_{k.upper()}": v for k, v in OIDC.items()},
        OMHU_LOGIN_OPRET="1",
    )
    omhu.miljoe["OMHU_LOGIN_ROLLER"] = '{"Omhu-X": "SHERIF"}'
    for kommando in (["server", "--port", str(omhu.port)], ["bruger"]):
        svar = omhu.omhu(*kommando)
        assert svar.returncode == 1
        assert "OMHU_LOGIN_ROLLER, »Omhu-X«: Omhu kender ikke rollen »SHERIF«." in svar.stderr
        assert "Traceback" not in svar.stderr


@pytest.mark.parametrize("navn", ["OMHU_OIDC_UDSTEDER", "OMHU_SAML_ADRESSE"])
def test_a_provider_without_encryption_stops_the_program(navn, tmp_path):
    omhu = Installation(tmp_path, **{navn: "http://login.kommunen.example"})
    svar = omhu.omhu("bruger")
    assert svar.returncode == 1
    assert "er ikke en https-adresse" in svar.stderr
    assert navn in svar.stderr


# -- OIO-BPP --------------------------------------------------------------------------------------

GRUPPE = "urn:dk:gov:saml:cvrNumberIdentifier:"


def kodet(xml: str) -> str:
    import base64

    return base64.b64encode(xml.encode()).decode()


@pytest.mark.parametrize("udgave", ["itst", "digst"])
@pytest.mark.parametrize("med", ["", "bpp:"])
def test_both_versions_and_both_ways_of_writing_are_read(udgave, med):
    xml = f"""<bpp:PrivilegeList xmlns:bpp="http://{udgave}.dk/oiosaml/basic_privilege_profile">
      <{med}PrivilegeGroup Scope="{GRUPPE}12345678">
        <{med}Privilege>a</{med}Privilege><{med}Privilege>b</{med}Privilege>
      </{med}PrivilegeGroup>
      <{med}PrivilegeGroup Scope="{GRUPPE}87654321"><{med}Privilege>c</{med}Privilege></{med}PrivilegeGroup>
      <{med}PrivilegeGroup Scope="{GRUPPE}12345678">
        <{med}Constraint Name="urn:dk:kombit:KLE">27.24.*,27.27</{med}Constraint>
        <{med}Constraint Name="urn:dk:kombit:orgUnit">nord</{med}Constraint>
        <{med}Privilege>d</{med}Privilege>
      </{med}PrivilegeGroup></bpp:PrivilegeList>"""
    assert bpp.roller(kodet(xml), "12345678") == (
        Kommunerolle("a"),
        Kommunerolle("b"),
        Kommunerolle("d", "nord", "27.24 27.27"),
    )


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "<ikke xml",
        "<PrivilegeList/>",
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        '<b:PrivilegeList xmlns:b="http://itst.dk/oiosaml/basic_privilege_profile">&e;</b:PrivilegeList>',
    ],
)
def test_what_is_no_list_of_privileges_is_refused(xml):
    with pytest.raises(Afvist, match="roller, som ikke kan læses"):
        bpp.roller(kodet(xml), "12345678")


def test_the_guide_s_example_can_be_used_as_it_is(omhu):
    from tests.test_dokumentation import EKSEMPLER, GUIDE

    fil = EKSEMPLER / "roller.json"
    assert f"```json\n{fil.read_text('utf-8')}```" in (GUIDE / "drift-login.md").read_text("utf-8")
    omhu(**{**OIDC, "login_roller": str(fil)})
    efterse()
    assert [t.rolle for t in oversaettelse().values()] == [
        "RAADGIVER",
        "TEAMLEDER",
        "JURIST",
        "SUPERBRUGER",
    ]


def test_a_role_that_is_delimited_by_something_unknown_is_refused_not_widened():
    xml = f"""<b:PrivilegeList xmlns:b="http://itst.dk/oiosaml/basic_privilege_profile">
      <PrivilegeGroup Scope="{GRUPPE}12345678"><Constraint Name="urn:dk:kombit:sensitivity">3</Constraint>
      <Privilege>a</Privilege></PrivilegeGroup></b:PrivilegeList>"""
    with pytest.raises(Afvist, match="afgrænset på en måde, Omhu ikke kender"):
        bpp.roller(kodet(xml), "12345678")
