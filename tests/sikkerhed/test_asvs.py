"""The checklist of OWASP ASVS 5.0 is whole and true: every requirement stands there, and every test it names exists."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path

import pytest
import yaml

ROD = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROD / "tools"))

import asvs  # noqa: E402 - after the path to tools

AFSNIT = {
    "V1.1": (1, 2), "V1.2": (1, 9), "V1.3": (1, 11), "V1.4": (1, 3), "V1.5": (1, 2), "V2.1": (1, 3), "V2.2": (1, 3),
    "V2.3": (1, 4), "V2.4": (1, 1), "V3.2": (1, 2), "V3.3": (1, 4), "V3.4": (1, 6), "V3.5": (1, 5), "V3.7": (1, 2),
    "V4.1": (1, 3), "V4.2": (1, 1), "V4.3": (1, 2), "V4.4": (1, 4), "V5.1": (1, 1), "V5.2": (1, 3), "V5.3": (1, 2),
    "V5.4": (1, 3), "V6.1": (1, 3), "V6.2": (1, 12), "V6.3": (1, 4), "V6.4": (1, 4), "V6.5": (1, 5), "V6.6": (1, 3),
    "V6.8": (1, 4), "V7.1": (1, 3), "V7.2": (1, 4), "V7.3": (1, 2), "V7.4": (1, 5), "V7.5": (1, 2), "V7.6": (1, 2),
    "V8.1": (1, 2), "V8.2": (1, 3), "V8.3": (1, 1), "V8.4": (1, 1), "V9.1": (1, 3), "V9.2": (1, 4), "V10.1": (1, 2),
    "V10.2": (1, 2), "V10.3": (1, 4), "V10.4": (1, 11), "V10.5": (1, 5), "V10.6": (1, 2), "V10.7": (1, 3),
    "V11.1": (1, 2), "V11.2": (1, 3), "V11.3": (1, 3), "V11.4": (1, 4), "V11.5": (1, 1), "V11.6": (1, 1),
    "V12.1": (1, 3), "V12.2": (1, 2), "V12.3": (1, 4), "V13.1": (1, 1), "V13.2": (1, 5), "V13.3": (1, 2),
    "V13.4": (1, 5), "V14.1": (1, 2), "V14.2": (1, 4), "V14.3": (1, 3), "V15.1": (1, 3), "V15.2": (1, 3),
    "V15.3": (1, 7), "V16.1": (1, 1), "V16.2": (1, 5), "V16.3": (1, 4), "V16.4": (1, 3), "V16.5": (1, 3),
    "V17.1": (1, 1), "V17.2": (1, 4), "V17.3": (1, 2),
}  # fmt: skip
"""Sections of the standard: first and last requirement of level 1 or 2. None between them is of level 3 only."""
NIVEAU_1 = set(
    "V1.2.1 V1.2.2 V1.2.3 V1.2.4 V1.2.5 V1.3.1 V1.3.2 V1.5.1 V2.1.1 V2.2.1 V2.2.2 V2.3.1 V3.2.1 V3.2.2 V3.3.1 V3.4.1 "
    "V3.4.2 V3.5.1 V3.5.2 V3.5.3 V4.1.1 V4.4.1 V5.2.1 V5.2.2 V5.3.1 V5.3.2 V6.1.1 V6.2.1 V6.2.2 V6.2.3 V6.2.4 V6.2.5 "
    "V6.2.6 V6.2.7 V6.2.8 V6.3.1 V6.3.2 V6.4.1 V6.4.2 V7.2.1 V7.2.2 V7.2.3 V7.2.4 V7.4.1 V7.4.2 V8.1.1 V8.2.1 V8.2.2 "
    "V8.3.1 V9.1.1 V9.1.2 V9.1.3 V9.2.1 V10.4.1 V10.4.2 V10.4.3 V10.4.4 V10.4.5 V11.3.1 V11.3.2 V11.4.1 V12.1.1 "
    "V12.2.1 V12.2.2 V13.4.1 V14.2.1 V14.3.1 V15.1.1 V15.2.1 V15.3.1".split()
)


def ventede() -> list[str]:
    return [f"{afsnit}.{nr}" for afsnit, (fra, til) in AFSNIT.items() for nr in range(fra, til + 1)]


@cache
def proever() -> dict[str, set[str]]:
    """Test files below tests/ and the names of the tests in them, read from the code."""
    fundne = {}
    for fil in (ROD / "tests").rglob("test_*.py"):
        trae = ast.parse(fil.read_text("utf-8"))
        navne = {
            k.name
            for k in ast.walk(trae)
            if isinstance(k, ast.FunctionDef) and k.name.startswith("test_")
        }
        fundne[fil.relative_to(ROD / "tests").as_posix()] = navne
    return fundne


def test_every_requirement_of_level_one_and_two_is_there_once():
    krav = asvs.laes()
    assert len(ventede()) == len(set(ventede())) == 253
    assert len(NIVEAU_1) == 70
    assert set(krav) == set(ventede())
    assert {k for k, v in krav.items() if v.niveau == 1} == NIVEAU_1
    raa = (ROD / "docs" / "asvs.yaml").read_text("utf-8")
    assert (
        sum(raa.count(f"  {k}: {{") for k in krav) == 253
    )  # a key written twice would hide the first


@pytest.mark.parametrize("afsnit", AFSNIT)
def test_what_is_met_names_a_test_or_a_reason_and_the_tests_exist(afsnit):
    for nummer, krav in asvs.laes().items():
        if not nummer.startswith(f"{afsnit}."):
            continue
        assert krav.status in asvs.STATUS, nummer
        assert len(krav.krav) > 10, nummer
        if krav.status == "opfyldt":
            assert krav.proeve or len(krav.grund) > 20, f"{nummer} er uden prøve og grund"
        else:
            assert len(krav.grund) > 15, f"{nummer} er uden grund"
        if krav.status in ("mangler", "ikke_relevant"):
            assert not krav.proeve, f"{nummer} har en prøve, men status {krav.status}"
        for proeve in krav.proeve:
            fil, _, navn = proeve.partition("::")
            assert fil in proever(), f"{nummer}: {fil} findes ikke"
            assert navn == "*" or navn in proever()[fil], f"{nummer}: {proeve} findes ikke"


def test_whole_files_are_named_sparingly():
    hele = [p for k in asvs.laes().values() for p in k.proeve if p.endswith("::*")]
    assert len(hele) < 15


def test_the_page_is_up_to_date():
    assert (ROD / "docs" / "asvs.md").read_text("utf-8") == asvs.side(), "Kør: make docs"


def test_a_wrong_status_and_a_missing_field_are_refused(tmp_path):
    fil = tmp_path / "asvs.yaml"
    fil.write_text("krav:\n  V1.1.1: {niveau: 1, krav: x, status: maaske}\n", "utf-8")
    with pytest.raises(ValueError, match=r"V1\.1\.1: status »maaske« findes ikke"):
        asvs.laes(fil)


def test_the_list_is_plain_yaml():
    assert (
        yaml.safe_load((ROD / "docs" / "asvs.yaml").read_text("utf-8"))["standard"]
        == "OWASP ASVS 5.0.0"
    )
