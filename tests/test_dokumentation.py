"""The documents say what the program does: commands in the guide are run, and nothing is left unexplained."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from django.apps import apps

from omhu.config.cli import KOMMANDOER
from omhu.config.indstillinger import Indstillinger
from omhu.indlaesning.formater.profiler import medfoelgende
from omhu.regler.filer import regelsaet
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Regel, Status
from tests import guidekommandoer
from tests.miljoe import ny_database

ROD = Path(__file__).parents[1]
GUIDE = ROD / "docs" / "guide"
BRUGERVEJLEDNING = ROD / "docs" / "brugervejledning"
DANSKE_SIDER = sorted([*GUIDE.glob("*.md"), *BRUGERVEJLEDNING.glob("*.md")])
EKSEMPLER = GUIDE / "eksempler"
ALFABET = " 0123456789abcdefghijklmnopqrstuvwxyzæøå"
RUM = sorted(p.parent.name for p in (ROD / "omhu").glob("*/__init__.py"))


def filer() -> list[Path]:
    """Every file of the tree that belongs to the project."""
    svar = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROD,
        capture_output=True,
        text=True,
        check=False,
    )
    if svar.returncode:  # an unpacked archive
        mapper = ("omhu", "tests", "docs", "tools", "bench")
        fundne = [p for m in mapper for p in (ROD / m).rglob("*")] + list(ROD.glob("*"))
    else:
        fundne = [ROD / linje for linje in svar.stdout.splitlines()]
    udenfor = ("vendor", "__pycache__", "node_modules")
    return [p for p in fundne if p.is_file() and not set(udenfor) & set(p.parts)]


def sider() -> list[Path]:
    return [p for p in filer() if p.suffix == ".md" and "regler/spec" not in p.as_posix()]


def tekst(sti: str) -> str:
    return (ROD / sti).read_text("utf-8")


# -- the glossary ---------------------------------------------------------------------------------


def opslag() -> list[list[str]]:
    """The names of every entry, those that share one together."""
    linjer = re.findall(r"^- \*\*(.+?)\*\* \(", tekst("GLOSSARY.md"), re.M)
    return [linje.split(" · ") for linje in linjer]


def ord_i_listen() -> set[str]:
    return {navn.casefold() for navne in opslag() for navn in navne}


def dansk_orden(navn: str) -> list[int]:
    return [ALFABET.index(c) for c in navn.casefold() if c in ALFABET]


def i_ascii(navn: str) -> str:
    for fra, til in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        navn = navn.replace(fra, til)
    return navn


def test_every_line_of_the_glossary_is_an_entry():
    linjer = [x for x in tekst("GLOSSARY.md").splitlines() if x.startswith("- ")]
    assert len(linjer) == len(opslag()) > 100
    assert [x for x in linjer if not re.fullmatch(r"- \*\*.+\*\* \(.+?\): \S.+\.", x)] == []


def test_no_term_stands_twice_and_all_stand_in_order():
    antal = Counter(navn.casefold() for navne in opslag() for navn in navne)
    assert [navn for navn, n in antal.items() if n > 1] == []
    foerste = [navne[0] for navne in opslag()]
    assert foerste == sorted(foerste, key=dansk_orden)


def test_every_kind_of_step_has_an_entry():
    navne = {n for a in katalog().arter.values() for n in (a.navn, *a.lovnavne.values())}
    assert sorted(n for n in navne if n.casefold() not in ord_i_listen()) == []


def test_every_status_group_and_model_has_an_entry():
    koder = {i_ascii(n) for n in ord_i_listen()}
    grupper = Regel.model_fields["gruppe"].annotation.__args__
    modeller = [m.__name__ for a in apps.get_app_configs() if a.name.startswith("omhu.")
                for m in a.get_models()]  # fmt: skip
    ventet = [
        *(s.value.replace("_", " ") for s in Status),
        *grupper,
        *(m.lower() for m in modeller),
    ]
    assert len(modeller) >= 10
    assert [v for v in ventet if v not in koder] == []


# -- settings, commands, rules, rooms -------------------------------------------------------------


def dokumenter():
    """tools/dokumenter.py, which is no package."""
    spec = spec_from_file_location("dokumenter", ROD / "tools" / "dokumenter.py")
    modul = module_from_spec(spec)
    spec.loader.exec_module(modul)
    return modul


def test_every_setting_is_on_its_page():
    side = tekst("docs/indstillinger.md")
    assert side == dokumenter().indstillingsside(), "Kør: make docs"
    assert all(f"`OMHU_{navn.upper()}`" in side for navn in Indstillinger.model_fields)


def test_no_setting_is_read_beside_the_list():
    kendte = {f"OMHU_{navn.upper()}" for navn in Indstillinger.model_fields}
    drift = tekst("docs/guide/drift.md")
    laeste = {
        navn
        for sti in (ROD / "omhu").rglob("*.py")
        for navn in re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\"(OMHU_\w+)", sti.read_text())
    }
    assert [n for n in laeste - kendte if f"`{n}`" not in drift] == []


def test_every_command_is_in_the_guide():
    guide = "".join(p.read_text("utf-8") for p in GUIDE.glob("*.md"))
    naevnt = set(re.findall(r"(?:`|\$ )omhu (\w+)", guide))
    assert naevnt == set(KOMMANDOER)


def test_the_guide_names_no_option_that_is_not_there():
    for side in GUIDE.glob("*.md"):
        for kommando, resten in re.findall(r"^\$ omhu (\w+)(.*)$", side.read_text("utf-8"), re.M):
            kilde = Path(import_module(f"omhu.config.kommandoer.{kommando}").__file__).read_text()
            faelles = tekst("omhu/config/kommandoer/faelles.py")
            for valg in re.findall(r"--[a-z-]+", resten):
                assert f'"{valg}"' in kilde + faelles, (side.name, kommando, valg)


def test_every_rule_is_on_the_rule_page_and_in_the_changelog_with_its_dates():
    side, aendringer = tekst("docs/regler.md"), tekst("CHANGELOG.md")
    for regel in regelsaet():
        assert f'<a id="{regel.id}"></a>' in side, regel.id
        raekke = re.search(rf"^\| `{regel.id}` \|.*$", aendringer, re.M)
        assert raekke, f"{regel.id} mangler i CHANGELOG.md"
        mangler = [v.fra for v in regel.versioner if v.fra.isoformat() not in raekke[0]]
        assert not mangler, (regel.id, mangler)


@pytest.mark.parametrize("rum", RUM)
def test_every_room_says_what_it_is_for(rum):
    linjer = tekst(f"omhu/{rum}/README.md").splitlines()
    assert linjer[0].startswith(f"# {rum}: ")
    assert f"[`{rum}`](../omhu/{rum}/README.md)" in tekst("docs/udvikling.md")


def test_the_import_guide_has_every_kind_measure_and_profile():
    side = tekst("docs/guide/tidslinjeformatet.md")
    for art in katalog().arter.values():
        if not art.fylder:
            raekke = re.search(rf"^\| `{art.kode}` \| {re.escape(art.navn)} \|.*$", side, re.M)
            assert raekke, art.kode
            assert [f for f in art.felter if f"`{f}`" not in raekke[0]] == []
            assert ("kun Omhu" in raekke[0]) == art.kun_omhu, art.kode
    assert [i for i in katalog().indsatser if f"| `{i}` |" not in side] == []
    assert [
        p for p in medfoelgende() if f"| `{p}` |" not in tekst("docs/guide/superbruger.md")
    ] == []


def test_examples_in_the_guide_are_the_files_beside_it():
    sider_ = "".join(p.read_text("utf-8") for p in GUIDE.glob("*.md"))
    for fil in EKSEMPLER.iterdir():
        assert fil.name in sider_, f"{fil.name} bruges ikke"
    blokke = re.findall(r"^```(?:csv|yaml)\n(.*?)^```", sider_, re.M | re.S)
    indhold = {fil.read_text("utf-8") for fil in EKSEMPLER.iterdir()}
    assert len(blokke) >= 3
    assert [b for b in blokke if b not in indhold] == []


# -- the guide: run, and readable -----------------------------------------------------------------


@pytest.fixture(scope="session")
def ny_mappe(tmp_path_factory):
    """A folder and a database as they are after the first command: empty, made once."""
    mappe = tmp_path_factory.mktemp("omhu")  # beside the tests' own folders
    database = ny_database()
    svar = _koer(mappe, ["omhu genberegn"], database)
    assert svar.returncode == 0, svar.stderr
    return mappe / "var", database


def _koer(
    mappe: Path, kommandoer: list[str], database: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    miljoe = {k: v for k, v in os.environ.items() if not k.startswith("OMHU_")} | database
    miljoe |= {"DJANGO_SETTINGS_MODULE": "omhu.config.settings", "PYTHONSAFEPATH": "1"}
    return subprocess.run(
        [sys.executable, guidekommandoer.__file__, *kommandoer],
        cwd=mappe,
        env=miljoe,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "afsnit", guidekommandoer.alle(GUIDE), ids=lambda a: f"{a.side}: {a.overskrift}"
)
def test_the_commands_of_the_guide_do_what_it_says(afsnit, tmp_path, ny_mappe):
    for navn in ("docs", "omhu"):
        (tmp_path / navn).symlink_to(ROD / navn)
    var, skabelon = ny_mappe
    shutil.copytree(var, tmp_path / "var")
    database = ny_database(skabelon)
    for blok in afsnit.blokke:
        svar = _koer(tmp_path, blok.kommandoer, database)
        ud = svar.stdout + svar.stderr
        assert svar.returncode == blok.kode, ud
        assert "Traceback" not in ud
        assert blok.mangler_i(ud) == [], ud


def _saetninger(side: str) -> list[str]:
    """The running text of a page: no headings, tables, code or pictures."""
    side = re.sub(r"^```.*?^```", "", side, flags=re.M | re.S)
    linjer = [x for x in side.splitlines() if x and x[0] not in "#|!"]
    prosa = re.sub(r"`[^`]*`|\]\([^)]*\)|[*\[\]«»]", " ", "\n".join(linjer))
    return [s for s in re.split(r"[.!?:;](?:\s|$)|\n", prosa) if re.search(r"\w{2}", s)]


@pytest.mark.parametrize("side", DANSKE_SIDER, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_the_guide_is_plain_danish(side):
    """LIX under 40: words per sentence + percent of words over six letters."""
    saetninger = _saetninger(side.read_text("utf-8"))
    ord_ = [o for s in saetninger for o in re.findall(r"\w+", s)]
    lix = len(ord_) / len(saetninger) + 100 * sum(len(o) > 6 for o in ord_) / len(ord_)
    assert lix < 40, round(lix, 1)


@pytest.mark.parametrize("navn", sorted(p.name for p in GUIDE.glob("*.md")))
def test_every_page_says_what_is_missing(navn):
    if navn not in ("README.md", "tidslinjeformatet.md"):
        assert "## Det kan Omhu ikke endnu\n" in (GUIDE / navn).read_text("utf-8")


def flows() -> list[Path]:
    """The pages of the user's guide, one per flow."""
    return [p for p in sorted(BRUGERVEJLEDNING.glob("*.md")) if p.name != "README.md"]


def test_every_flow_has_its_page_in_the_index():
    raekker = re.findall(
        r"^\| .+? \| \[.+?\]\((\w[\w-]*\.md)\)", tekst("docs/brugervejledning/README.md"), re.M
    )
    assert len(flows()) > 10
    assert sorted(raekker) == [p.name for p in flows()]


@pytest.mark.parametrize("side", flows(), ids=lambda p: p.stem)
def test_a_page_of_a_flow_shows_a_picture_and_leads_on(side):
    """All pages have one form: a heading, a picture, tasks, and the way to the next page of a case's life."""
    t = side.read_text("utf-8")
    assert t.startswith("# ")
    assert re.search(r"^!\[.+\]\(\.\./billeder/[\w-]+\.png\)$", t, re.M)
    assert len(re.findall(r"^## ", t, re.M)) >= 2
    assert re.search(
        r"^Næste: \[.+\]\([\w-]+\.md\)\.$|^Tilbage til \[.+\]\(README\.md\)\.$", t, re.M
    )


def test_what_is_bold_in_the_user_guide_stands_on_the_screen():
    """A reader looks for the bold word; a button that was renamed is renamed here too."""
    kilder = [p for p in (ROD / "omhu").rglob("*") if p.suffix in (".html", ".py", ".yaml", ".js")]
    skaerm = "".join(p.read_text("utf-8") for p in kilder if "vendor" not in p.parts)
    sat_sammen = {"Lav barnets plan": "Lav {{ art|lower }}"}
    fundne = [
        (side.name, ord_)
        for side in BRUGERVEJLEDNING.glob("*.md")
        for ord_ in re.findall(r"\*\*(.+?)\*\*", side.read_text("utf-8"))
    ]
    assert len(fundne) > 50
    assert [(n, o) for n, o in fundne if sat_sammen.get(o, o) not in skaerm] == []


def test_pictures_are_those_that_the_browser_tests_take():
    proever = "".join(p.read_text("utf-8") for p in (ROD / "tests" / "browser").glob("*.py"))
    tages = set(re.findall(r"billede\(\w+, \"([\w-]+)\"\)", proever))
    brugt = {
        Path(b).stem for s in sider() for b in re.findall(r"!\[.+?\]\((.+?\.png)\)", s.read_text())
    }
    assert brugt <= tages
    assert {p.stem for p in (ROD / "docs" / "billeder").glob("*.png")} <= tages


# -- the tree -------------------------------------------------------------------------------------


def _anker(overskrift: str) -> str:
    uden = re.sub(r"[`*]|\]\(.*?\)", "", overskrift).strip().lower().replace("[", "")
    return re.sub(r"[^\w\- ]", "", uden).replace(" ", "-")


def _ankre(side: Path) -> set[str]:
    t = side.read_text("utf-8")
    overskrifter = re.findall(r"^#+ (.+)$", t, re.M)
    return {_anker(o) for o in overskrifter} | set(re.findall(r'<a id="([^"]+)">', t))


def test_links_lead_somewhere():
    doede = []
    for side in sider():
        uden_kode = re.sub(r"^```.*?^```|`[^`\n]*`", "", side.read_text("utf-8"), flags=re.M | re.S)
        for link in re.findall(r"\]\(([^)\s]+)\)", uden_kode):
            if re.match(r"https?:|mailto:", link):
                continue
            sti, _, anker = link.partition("#")
            maal = (side.parent / sti).resolve() if sti else side
            if not maal.exists() or (anker and anker not in _ankre(maal)):
                doede.append(f"{side.relative_to(ROD)}: {link}")
    assert doede == []


FORBUDT = {
    "a path of someone's machine": r"(?<![\w.])/(?:home|Users|work|root)/\w",
    "a package registry": r"(?:pypi|npmjs|pythonhosted|yarnpkg|jfrog)\.(?:org|com|io)|/api/(?:npm|pypi)/",
    "something left for later": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b",
}


@pytest.mark.parametrize("hvad", FORBUDT)
def test_the_tree_holds_no(hvad):
    moenster, fundne = re.compile(FORBUDT[hvad]), []
    for fil in filer():
        if fil == Path(__file__):
            continue
        try:
            linjer = fil.read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        fundne += [
            f"{fil.relative_to(ROD)}:{n}" for n, x in enumerate(linjer, 1) if moenster.search(x)
        ]
    assert fundne == []
