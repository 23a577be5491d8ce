"""No key, token or password is in the tree: detect-secrets over every tracked file, exceptions told one by one."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings

ROD = Path(__file__).resolve().parents[2]
LISTE = Path(__file__).with_name("hemmeligheder.yaml")
UDEN_FOR = ("*.lock", "package-lock.json", "*.png", "tests/sikkerhed/hemmeligheder.yaml")
"""Locks hold hashes of packages by the hundred (their own test reads them); pictures are no text."""


@dataclass(frozen=True)
class Undtagelse:
    """A place where something looks like a secret: file (may hold *), kind, part of the line (may be empty), reason."""

    fil: str
    type: str
    linje: str
    grund: str

    def daekker(self, fil: str, type_: str, linje: str) -> bool:
        return fnmatch(fil, self.fil) and type_ == self.type and self.linje in linje


def undtagelser() -> list[Undtagelse]:
    return [Undtagelse(**u) for u in yaml.safe_load(LISTE.read_text("utf-8")) or []]


def sporede() -> list[str]:
    svar = subprocess.run(["git", "ls-files"], cwd=ROD, capture_output=True, text=True, check=False)
    if svar.returncode:
        pytest.skip("Træet er ikke i git, så der er ingen liste over filer.")
    return [
        f
        for f in svar.stdout.splitlines()
        if not any(fnmatch(f, u) for u in UDEN_FOR) and (ROD / f).is_file()
    ]


def find(filer: list[str], rod: Path = ROD) -> list[tuple[str, str, int, str]]:
    """(file, kind, line number, the line) of everything that looks like a secret."""
    fundne = SecretsCollection(root=str(rod))
    with default_settings():
        fundne.scan_files(*filer)
    svar = []
    for fil, hemmelighed in fundne:
        linjer = (rod / fil).read_text("utf-8", "replace").splitlines()
        linje = (
            linjer[hemmelighed.line_number - 1] if hemmelighed.line_number <= len(linjer) else ""
        )
        svar.append((fil, hemmelighed.type, hemmelighed.line_number, linje))
    return sorted(svar)


@pytest.fixture(scope="module")
def fund() -> list[tuple[str, str, int, str]]:
    filer = sporede()
    assert len(filer) > 300
    return find(filer)


def test_no_secret_is_in_the_tree(fund):
    ukendte = [
        f"{fil}:{nr} {type_}" for fil, type_, nr, linje in fund
        if not any(u.daekker(fil, type_, linje) for u in undtagelser())
    ]  # fmt: skip
    assert ukendte == [], (
        "Fjern hemmeligheden, og skift den; eller skriv grunden i hemmeligheder.yaml"
    )


def test_every_exception_has_a_reason_and_is_still_needed(fund):
    for u in undtagelser():
        assert len(u.grund) > 15, u
        assert any(u.daekker(fil, type_, linje) for fil, type_, _, linje in fund), (
            f"{u} finder intet mere"
        )


def test_only_invented_passwords_of_tests_are_let_off_by_the_file():
    """Keys and tokens are never let off by a pattern of files."""
    for u in undtagelser():
        if "*" in u.fil:
            assert u.fil.startswith("tests/"), u
            assert u.type == "Secret Keyword", u


@pytest.mark.parametrize(
    ("navn", "indhold"),
    [
        (
            "noegle.pem",
            "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n",
        ),
        ("x.py", 'AWS = "AKIA' + "IOSFODNN7EXAMPLQ" + '"\n'),
        ("y.py", 'adgangskode = password = "' + "hunter2-rigtig-kode" + '"\n'),
        ("z.py", 'URL = "postgresql://omhu:' + "Zt8rKq2x" + '@db.example/omhu"\n'),
    ],
)
def test_the_scan_sees_what_it_looks_for(navn, indhold, tmp_path):
    (tmp_path / navn).write_text(indhold)
    assert find([navn], tmp_path) != []
