"""What the program's own code never does, read from the code itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

PAKKE = Path(settings.PAKKE)


@cache
def traeer() -> tuple[tuple[str, ast.Module], ...]:
    return tuple(
        (str(f.relative_to(PAKKE)), ast.parse(f.read_text("utf-8")))
        for f in sorted(PAKKE.rglob("*.py"))
        if "migrations" not in f.parts
    )


@cache
def kald() -> tuple[tuple[str, int, str, ast.Call], ...]:
    """Every call: (file, line, what is called as written, the call)."""
    return tuple(_kald())


def _kald() -> Iterator[tuple[str, int, str, ast.Call]]:
    for fil, trae in traeer():
        for knude in ast.walk(trae):
            if isinstance(knude, ast.Call):
                yield fil, knude.lineno, ast.unparse(knude.func), knude


def importeret() -> Iterator[tuple[str, str]]:
    for fil, trae in traeer():
        for knude in ast.walk(trae):
            if isinstance(knude, ast.Import):
                yield from ((fil, n.name) for n in knude.names)
            elif isinstance(knude, ast.ImportFrom) and knude.module:
                yield fil, knude.module


def test_there_is_code_to_read():
    assert len(traeer()) > 150
    assert len(kald()) > 5000


def test_no_shell_no_eval_no_pickle():
    onde = {"eval", "exec", "os.system", "os.popen", "yaml.load", "yaml.unsafe_load"}
    brud = [f"{f}:{nr} {navn}" for f, nr, navn, k in kald() if navn in onde]
    brud += [
        f"{f}:{nr} shell" for f, nr, _, k in kald() if any(x.arg == "shell" for x in k.keywords)
    ]
    brud += [
        f"{f} {m}"
        for f, m in importeret()
        if m.split(".")[0] in {"pickle", "marshal", "shelve", "dill"}
    ]
    assert [b for b in brud if b.split(":")[0] not in EFTERSETE] == []


EFTERSETE = {
    "regler/yamlfil.py": "yaml.load med den sikre læser, skrevet i C, hvor den findes",
    "regler/hurtig.py": "oversætter vores egen sweep.py; ingen tekst udefra",
}


def _er_vores_egen_tekst(udtryk: ast.expr) -> bool:
    """A constant, a name in capitals, or such put together."""
    if isinstance(udtryk, ast.Constant):
        return True
    if isinstance(udtryk, ast.Name | ast.Attribute):
        return ast.unparse(udtryk).split(".")[-1].isupper()
    if isinstance(udtryk, ast.BinOp):
        return _er_vores_egen_tekst(udtryk.left) and _er_vores_egen_tekst(udtryk.right)
    return False


def test_no_sql_is_put_together_from_values():
    """What goes into the words of a statement is a name of a table or column that stands in the code."""
    brud = []
    for fil, nr, navn, k in kald():
        if (
            navn.split(".")[-1]
            not in {"execute", "executemany", "executescript", "raw", "extra", "RawSQL"}
            or not k.args
        ):
            continue
        if not _er_vores_egen_tekst(k.args[0]) and not fil.startswith(tuple(SAMMENSAT_SQL)):
            brud.append(f"{fil}:{nr} {ast.unparse(k.args[0])[:80]}")
    assert brud == []


SAMMENSAT_SQL = {
    "adgang/migrering.py": "indeksets navn fra migreringen, citeret",
    "adgang/log/opsamling.py": "giver Djangos egne sætninger videre uændret",
    "adgang/log/vagter.py": "vagter i databasen; tabellernes navne står i koden",
    "adgang/login/sessioner.py": "et tal til SQLites egen PRAGMA",
    "config/database/roller.py": "roller og tabeller, citeret som navne",
    "config/kopi/": "tabellernes navne, som databasen selv siger dem",
    "frister/pligter.py": "kolonnernes navne fra modellen",
    "indlaesning/lager.py": "tabeller i filen under indlæsning; navnene står i koden",
    "indlaesning/skridtskriver.py": "kolonnernes navne fra modellen",
    "sager/noegler.py": "tabeller og kolonner med krypterede felter, fra modellen",
    "sager/vaern.py": "vagter i databasen; tabellernes navne står i koden",
}
"""Files that put statements together, and of what. Values are bound there too; a new file is looked at first."""


def test_no_statement_holds_what_came_with_a_request():
    for fil, nr, navn, k in kald():
        if navn.split(".")[-1] in {"execute", "executemany", "raw", "extra", "RawSQL"} and k.args:
            sql = ast.unparse(k.args[0])
            assert not re.search(r"request|\b(?:GET|POST)\b|cleaned_data", sql), f"{fil}:{nr}"


def test_no_pattern_is_made_of_what_a_user_wrote():
    brud = []
    for fil, nr, navn, k in kald():
        if navn.split(".")[0] == "re" and navn != "re.escape" and k.args:
            moenster = ast.unparse(k.args[0])
            if re.search(r"request|GET|POST|cleaned_data", moenster):
                brud.append(f"{fil}:{nr} {moenster}")
        if any(x.arg and x.arg.endswith(("__regex", "__iregex")) for x in k.keywords):
            brud.append(f"{fil}:{nr} regex i en forespørgsel")
    assert brud == []


def test_no_template_is_made_of_text():
    brud = [
        f"{f}:{nr}"
        for f, nr, navn, _ in kald()
        if navn.split(".")[-1] in {"Template", "from_string"} and navn != "puremagic.from_string"
    ]
    assert brud == []


def test_format_strings_are_our_own():
    """`str.format` on a text from outside could read attributes; f-strings cannot come from outside."""
    brud = []
    for fil, nr, navn, k in kald():
        if (
            navn.endswith(".format")
            and isinstance(k.func, ast.Attribute)
            and not _er_vores_egen_tekst(k.func.value)
        ):
            kilde = ast.unparse(k.func.value)
            if re.search(r"request|GET|POST|cleaned_data", kilde):
                brud.append(f"{fil}:{nr} {kilde}")
    assert brud == []


NET = {
    "requests",
    "httpx",
    "urllib.request",
    "http.client",
    "aiohttp",
    "ftplib",
    "smtplib",
    "telnetlib",
    "paramiko",
}


def test_nothing_is_fetched_but_from_the_identity_provider():
    fundne = {
        f
        for f, m in importeret()
        if m in NET or m.split(".")[0] in NET - {"urllib.request", "http.client"}
    }
    assert {f for f in fundne if not f.startswith("adgang/login/")} == set()


def test_certificates_are_always_checked():
    def fra(k: ast.Call) -> bool:
        return any(
            x.arg in {"verify", "verify_ssl"} and ast.unparse(x.value) == "False"
            for x in k.keywords
        )

    brud = [f"{f}:{nr}" for f, nr, navn, k in kald() if fra(k) or "_create_unverified" in navn]
    assert brud == []


TILFAELDIGT_UDEN_HEMMELIGHED = ("config/demo/", "sager/logstikproeve.py", "adgang/log/stikproeve")
"""The demo and the drawing of samples must give the same again by a seed."""


def test_randomness_is_of_the_secure_kind():
    brud = {f for f, m in importeret() if m.split(".")[0] == "random"}
    assert {f for f in brud if not f.startswith(TILFAELDIGT_UDEN_HEMMELIGHED)} == set()


SVAGE = {
    "md5",
    "sha1",
    "DES",
    "TripleDES",
    "ARC4",
    "RC4",
    "Blowfish",
    "ECB",
    "CBC",
    "PKCS1v15",
    "Fernet",
}


KRAEVET = {
    (
        "config/arkivudtraek/lav.py",
        "md5",
    ): "bekendtgørelsen om arkivversioner kræver MD5 som filers aftryk"
}
"""Where a standard of others asks for a weak one, and it guards nothing."""


def test_weak_algorithms_are_not_used():
    brud = []
    for fil, trae in traeer():
        for knude in ast.walk(trae):
            navn = (
                knude.attr
                if isinstance(knude, ast.Attribute)
                else knude.id
                if isinstance(knude, ast.Name)
                else ""
            )
            if navn in SVAGE and (fil, navn) not in KRAEVET:
                brud.append(f"{fil}:{knude.lineno} {navn}")
    assert brud == []


def test_no_address_is_for_machines_or_developers():
    from tests.sikkerhed.adresser import navne

    onde = ("admin", "debug", "metrics", "docs", "schema", "swagger", "api", "health", "silk")
    assert [n for n in navne() if any(n.startswith(o) or f":{o}" in n for o in onde)] == []
    assert "django.contrib.admin" not in settings.INSTALLED_APPS
    assert "django.contrib.admindocs" not in settings.INSTALLED_APPS


def test_tests_are_no_part_of_the_program():
    proever = {"tests", "pytest", "time_machine", "oidc_provider_mock", "saml2"}
    assert {(f, m) for f, m in importeret() if m.split(".")[0] in proever} == set()


def test_forms_name_their_fields():
    """`__all__` and `exclude` let a field in that nobody meant to be written."""
    brud = []
    for fil, trae in traeer():
        for knude in ast.walk(trae):
            if isinstance(knude, ast.ClassDef) and knude.name == "Meta":
                tekst = ast.unparse(knude)
                if "fields = '__all__'" in tekst or re.search(r"^\s+exclude = ", tekst, re.M):
                    brud.append(f"{fil}:{knude.lineno}")
    for fil, nr, _, k in kald():
        if any(x.arg is None and "POST" in ast.unparse(x.value) for x in k.keywords):
            brud.append(f"{fil}:{nr} **POST")
    assert brud == []


def test_where_a_value_comes_from_is_always_said():
    """Never `request.REQUEST`-like mixes: GET, POST, COOKIES and META are asked one by one."""
    alle = ((f, k) for f, trae in traeer() for k in ast.walk(trae) if isinstance(k, ast.Attribute))
    brud = [f"{f}:{k.lineno}" for f, k in alle if k.attr == "REQUEST"]
    assert brud == []


KOMMANDOLINJEN = (
    "config/kommandoer/",
    "config/cli.py",
    "config/database/start.py",
    "regler/side.py",
)


def test_nothing_is_printed_or_logged_elsewhere():
    """`print` is for the commands; the server's log is stderr by one formatter, and no file of its own."""
    brud = [
        f"{f}:{nr}" for f, nr, navn, _ in kald()
        if navn == "print" and not f.startswith(KOMMANDOLINJEN)
    ]  # fmt: skip
    assert brud == []
    assert set(settings.LOGGING["handlers"]) == {"stderr"}
    assert settings.LOGGING["handlers"]["stderr"]["class"] == "logging.StreamHandler"


@pytest.mark.parametrize("ond", ["eval('1')", "subprocess.run('ls', shell=True)"])
def test_the_reading_sees_what_it_looks_for(ond, monkeypatch):
    monkeypatch.setattr(f"{__name__}.traeer", lambda: (("x.py", ast.parse(ond)),))
    monkeypatch.setattr(f"{__name__}.kald", lambda: tuple(_kald()))
    with pytest.raises(AssertionError):
        test_no_shell_no_eval_no_pickle()
