"""What comes from others is known: hashes, licences, known vulnerabilities, and a list of all of it.

The advisory service is not to be reached from every machine. Then the audit says IKKE EFTERSET and is skipped, never
passed; with OMHU_KRAEV_EFTERSYN=1, as in a CI that has access, it fails.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROD = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROD / "tools"))

import efterse_afhaengigheder as eftersyn  # noqa: E402 - after the path to tools
import laasefiler  # noqa: E402 - after the path to tools
import sbom as indhold  # noqa: E402 - after the path to tools

UNAUDITED = {"name": "django", "skip_reason": "Dependency not found and could not be audited"}


def svar(*pakker: dict) -> str:
    return json.dumps({"dependencies": list(pakker), "fixes": []})


def alle_rene(laas: str) -> list[dict]:
    return [
        {"name": p.navn, "version": p.version, "vulns": []}
        for p in laasefiler.laest(laas)
        if p.gaelder_her
    ]


@pytest.mark.parametrize("laas", [laasefiler.KOER, laasefiler.TEST])
def test_no_locked_package_has_a_known_vulnerability(laas):
    resultat = eftersyn.efterse(laas)
    assert resultat.fund == []
    if not resultat.helt:
        assert not os.environ.get("OMHU_KRAEV_EFTERSYN"), str(resultat)
        pytest.skip(str(resultat))


def test_an_audit_that_reached_nothing_is_never_green():
    """pip-audit itself answers »No known vulnerabilities found« and exit 0 here."""
    resultat = eftersyn.efterse(laasefiler.KOER, lambda _: svar(UNAUDITED))
    assert not resultat.helt
    assert str(resultat).startswith(
        f"IKKE EFTERSET: 0 af {resultat.laaste} pakker i requirements.lock."
    )


def test_one_package_short_is_not_the_whole():
    pakker = alle_rene(laasefiler.KOER)
    resultat = eftersyn.efterse(laasefiler.KOER, lambda _: svar(*pakker[1:], UNAUDITED))
    assert (resultat.efterset, resultat.helt) == (len(pakker) - 1, False)
    assert eftersyn.efterse(laasefiler.KOER, lambda _: svar(*pakker)).helt


@pytest.mark.parametrize("vaerktoej", [lambda _: "", lambda _: "ikke json"])
def test_a_tool_that_fails_is_not_green(vaerktoej):
    assert "IKKE EFTERSET: 0 af" in str(eftersyn.efterse(laasefiler.KOER, vaerktoej))


def test_a_finding_is_told_with_what_mends_it():
    pakker = alle_rene(laasefiler.KOER)
    pakker[0]["vulns"] = [{"id": "PYSEC-2026-1", "fix_versions": ["9.9"]}]
    resultat = eftersyn.efterse(laasefiler.KOER, lambda _: svar(*pakker))
    assert resultat.fund == [
        f"{pakker[0]['name']} {pakker[0]['version']} PYSEC-2026-1 (rettet i: 9.9)"
    ]


@pytest.mark.parametrize(
    ("helt", "fund", "kode"),
    [(True, [], 0), (True, ["django"], 1), (False, [], 3), (False, ["django"], 1)],
)
def test_the_exit_code_says_the_same(helt, fund, kode, monkeypatch, capsys):
    def efterse(laas):
        return eftersyn.Eftersyn(laas, 10, 10 if helt else 0, list(fund))

    monkeypatch.setattr(eftersyn, "efterse", efterse)
    monkeypatch.setattr(eftersyn, "efterse_uden_net", list)
    assert eftersyn.main([]) == kode
    assert ("IKKE EFTERSET" in capsys.readouterr().out) == (not helt and not fund)


def test_hashes_licences_and_duplicates_are_in_order():
    assert eftersyn.efterse_uden_net() == []


def test_every_lock_is_read_whole():
    for laas in laasefiler.LAASE:
        tekst = (ROD / laas).read_text("utf-8")
        assert len(laasefiler.laest(laas)) == sum(
            "==" in x for x in tekst.splitlines() if x[:1] not in "# "
        )
    assert {p.navn for p in laasefiler.laest(laasefiler.KOER)} <= {
        p.navn for p in laasefiler.laest(laasefiler.TEST)
    }


def test_an_unknown_or_unwanted_licence_is_found(monkeypatch):
    monkeypatch.setitem(laasefiler.SAT, "rich", ("GPL-3.0-or-later", "påstand"))
    fundet = laasefiler.uden_god_licens(["rich", "findes-ikke", "django"], laasefiler.GODE)
    assert fundet == ["rich: GPL-3.0-or-later", "findes-ikke: ukendt licens"]
    assert (
        laasefiler.uden_god_licens(["rich"], {**laasefiler.GODE, **laasefiler.KUN_TIL_TEST}) == []
    )


def test_a_package_without_a_hash_and_a_duplicate_are_found(monkeypatch):
    p = laasefiler.Pakke
    monkeypatch.setattr(
        eftersyn, "laest", lambda _: [p("a", "1", "", ("0" * 64,)), p("a", "2", "", ())]
    )
    monkeypatch.setattr(eftersyn, "uden_god_licens", lambda *_: [])
    fejl = eftersyn.efterse_uden_net()
    assert "requirements.lock: a 2 har ingen hash" in fejl
    assert "requirements.lock: a står to gange" in fejl


def test_licences_told_by_hand_are_still_needed():
    laaste = {p.navn for laas in laasefiler.LAASE for p in laasefiler.laest(laas)}
    assert set(laasefiler.SAT) <= laaste


# -- the list of what comes along (SBOM) ----------------------------------------------------------


def test_the_list_is_valid_cyclonedx():
    fejl = JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(indhold.sbom()))
    assert fejl is None, str(fejl)


def test_the_list_holds_exactly_what_is_locked_to_run_and_what_pages_load():
    ventet = {f"pkg:pypi/{p.navn}@{p.version}" for p in laasefiler.laest(laasefiler.KOER)}
    ventet |= {f"pkg:npm/{p.navn}@{p.version}" for p in laasefiler.npm() if not p.kun_test}
    liste = indhold.sbom()
    assert {c["purl"] for c in liste["components"]} == ventet
    assert set(liste["dependencies"][0]["dependsOn"]) == ventet
    assert any(p.startswith("pkg:npm/dkfds@") for p in ventet)


def test_every_part_has_version_licence_and_the_hashes_of_the_lock():
    laaste = {(p.navn, p.version): p for p in laasefiler.laest(laasefiler.KOER)}
    for del_ in indhold.sbom()["components"]:
        assert del_["version"]
        assert del_["licenses"] != [{"license": {"name": "ukendt"}}], del_["name"]
        assert del_["hashes"]
        if del_["purl"].startswith("pkg:pypi/"):
            laast = laaste[del_["name"], del_["version"]]
            assert {h["content"] for h in del_["hashes"]} == set(laast.hasher)


def test_scripts_that_a_package_carries_are_listed_too():
    django_htmx = next(c for c in indhold.sbom()["components"] if c["name"] == "django-htmx")
    assert [c["name"] for c in django_htmx["components"]] == ["htmx.org"]


def test_the_same_locks_give_the_same_list():
    assert indhold.sbom() == indhold.sbom()
    assert "://" not in json.dumps(indhold.sbom())


def test_the_release_steps_make_it():
    assert "`make sbom`" in (ROD / "docs" / "udvikling.md").read_text("utf-8")
    assert "sbom: " in (ROD / "Makefile").read_text("utf-8")
