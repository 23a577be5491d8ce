"""Deletion by KLE rule: only by the municipality's own decision, exactly what was shown, and a post for each case."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.utils import timezone

from omhu.adgang.log.models import Logpost
from omhu.config.sletning import Grund, lav_plan
from omhu.config.sletning.udfoer import MAPPE, Sletningsfejl, slet
from omhu.frister.actions import paamind
from omhu.frister.models import Advis, Pligt
from omhu.indlaesning.models import Kildepost
from omhu.sager.kle import Sletteregelfejl, Sletteregler, emner, laes_frist, sletteregler
from omhu.sager.models import Barn, Sag, Sagsadgang
from omhu.tidslinje.actions import ret
from omhu.tidslinje.models import Skridt
from tests.bord.stoette import for_dage_siden, skriv

I_DAG = date(2026, 11, 22)
REGEL = {
    "kle": "27.27",
    "slettefrist": "P5Y",
    "bevaring": "kasseres",
    "besluttet": date(2026, 11, 1),
    "besluttet_af": "Arkivansvarlig",
}


def regler(*aendringer, undtagelser=()):
    return Sletteregler(
        regler=[REGEL | a for a in (aendringer or ({},))], undtagelser=undtagelser, sum="x"
    )


@pytest.fixture(autouse=True)
def tal():
    """The folder of counts, empty before and after."""
    mappe = settings.OMHU.rod() / MAPPE
    shutil.rmtree(mappe, ignore_errors=True)
    yield mappe
    shutil.rmtree(mappe, ignore_errors=True)


@pytest.fixture
def gammel(hold):
    """A case that was closed six years ago, with everything that may hang on a case."""
    barn = Barn.objects.create(
        navn="Karla Vestergaard", cpr="7001014000", kilde="dubu", kilde_id="b7",
        foedselsdato=for_dage_siden(5000),
    )  # fmt: skip
    sag = Sag.objects.create(barn=barn, nummer="G-1", kilde="dubu", enhed=hold.nord, kle="27.27.09")
    skriv(
        sag,
        ("SAG_OPRETTET", 3000),
        ("UNDERRETNING", 2990),
        ("AFGOERELSE", 2900, {"attributter": {"samtykke": "ja"}, "indsatser": "kontaktperson"}),
        ("SAG_LUKKET", 2200),
    )
    underretning = Skridt.objects.get(sag=sag, art="UNDERRETNING")
    ret(underretning, for_dage_siden(2991), attributter={"afsender": "skole"})
    paamind(Pligt.objects.filter(sag=sag).first(), af=hold.mette, dato=for_dage_siden(-3))
    Sagsadgang.objects.create(
        bruger=hold.ole, sag=sag, slags="NAVNGIVET", begrundelse="x", givet_af=hold.super
    )
    for tabel, noegle in (("sag", "G-1"), ("barn", "b7")):
        Kildepost.objects.create(
            kilde="dubu", tabel=tabel, noegle=noegle, vaerdier={"navn": "Karla Vestergaard"}
        )
    return sag


def plan_for(regler_, sag):
    plan = lav_plan(regler_, timezone.localdate())
    grunde = {g for k, antal in plan.bliver.items() for g in antal}
    return "slettes" if sag.pk in [k.pk for k in plan.kandidater] else grunde - {Grund.AABEN}


# -- what would go, and why the rest stays --------------------------------------------------------


def test_nothing_that_ships_with_omhu_lets_a_case_go(gammel):
    assert len(emner()) > 25
    assert plan_for(Sletteregler(), gammel) == {Grund.UKENDT}
    assert all(e.status == "ikke_verificeret" and e.slettefrist is None for e in emner().values())


def test_a_closed_case_goes_when_its_own_rule_says_so(gammel):
    assert plan_for(regler(), gammel) == "slettes"


def test_why_a_case_stays(gammel, hold):
    stykke = {"bevaring": "bevares"}
    for aendring, grund in (
        ({"kle": "27.24"}, Grund.UKENDT),
        ({"kle": "27.2"}, None),
        ({"slettefrist": "P7Y"}, Grund.FRIST),
        (stykke, Grund.AFLEVERING),
        (stykke | {"afleveret_til_og_med": for_dage_siden(2201)}, Grund.AFLEVERING),
        (stykke | {"afleveret_til_og_med": for_dage_siden(2200)}, "slettes"),
    ):
        if grund is None:
            with pytest.raises(ValueError):
                regler(aendring)
        else:
            fundet = plan_for(regler(aendring), gammel)
            assert fundet == (grund if grund == "slettes" else {grund}), aendring


def test_the_deadline_holds_to_the_day(gammel):
    """Five years after 2020-02-29 is 2025-02-28; that whole day is kept."""
    regel = regler().regler[0]
    assert regel.udloeber(date(2020, 2, 29)) == date(2025, 3, 1)
    assert regel.udloeber(date(2021, 11, 22)) == date(2026, 11, 23)
    Sag.objects.filter(pk=gammel.pk).update(lukket=date(2021, 11, 21), sidste_skridt=None)
    assert lav_plan(regler(), date(2026, 11, 21)).kandidater == []
    assert len(lav_plan(regler(), date(2026, 11, 22)).kandidater) == 1


def test_what_was_done_after_the_closing_moves_the_deadline(gammel):
    skriv(gammel, ("JOURNALNOTAT", 10))
    assert plan_for(regler(), gammel) == {Grund.FRIST}


def test_a_case_of_a_child_with_an_open_case_stays(gammel, hold):
    ny = Sag.objects.create(barn=gammel.barn, nummer="G-2", enhed=hold.syd, kle="27.27.09")
    skriv(ny, ("SAG_OPRETTET", 10))
    assert plan_for(regler(), gammel) == {Grund.AKTIVT_BARN}


def test_a_case_that_the_municipality_holds_back_stays(gammel):
    klage = {"sag": "G-1", "begrundelse": "Klage i Ankestyrelsen"}
    assert plan_for(regler(undtagelser=[klage]), gammel) == {Grund.UNDTAGET}
    udloebet = klage | {"til": for_dage_siden(1)}
    assert plan_for(regler(undtagelser=[udloebet]), gammel) == "slettes"


def test_a_case_without_a_number_stays_and_the_extracts_number_counts(gammel):
    Sag.objects.filter(pk=gammel.pk).update(kle="")
    assert plan_for(regler(), gammel) == {Grund.UDEN_KLE}
    Sag.objects.filter(pk=gammel.pk).update(oplysninger={"kle": "27.27.09"})
    assert plan_for(regler(), gammel) == "slettes"


def test_the_longest_number_decides(gammel):
    assert plan_for(regler({}, {"kle": "27.27.09", "slettefrist": "P30Y"}), gammel) == {Grund.FRIST}


# -- the deletion ---------------------------------------------------------------------------------


def gennemfoer(regler_=None, **valg):
    regler_ = regler_ or regler()
    plan = lav_plan(regler_, timezone.localdate())
    return slet(plan.sum, regler_, **{"kopi": None} | valg)


@pytest.fixture
def udfoert(gammel):
    foer = (gammel.pk, gammel.barn_id, Skridt.objects.filter(sag=gammel).count())
    gennemfoer()
    return foer


def test_nothing_of_the_child_is_left(udfoert, hold):
    pk, barn, _ = udfoert
    assert not Barn.objects.filter(pk=barn).exists()
    for model in (Skridt, Pligt, Advis, Sagsadgang):
        assert not model.objects.filter(sag_id=pk).exists(), model
    assert not Kildepost.objects.filter(noegle__in=("G-1", "b7")).exists()
    for model in apps.get_models():
        if model._meta.app_label != "log" and model._meta.managed:
            alias = model._base_manager.db
            for raekke in model._base_manager.using(alias).values_list():
                assert "Karla" not in str(raekke), model
    assert Sag.objects.filter(pk=hold.sag.pk).exists()


def test_no_row_points_at_what_is_deleted_from_further_away():
    """The deletion follows pointers one step; a table that points at a row of a case must name the case, too."""
    videre = {
        (m.__name__, f.related_model.__name__)
        for m in apps.get_models(include_auto_created=True)
        for f in m._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model in i_sager() and m not in i_sager()
    }
    assert videre == set()


def i_sager() -> list[type[models.Model]]:
    """Every table whose rows belong to a case."""
    return [
        m
        for m in apps.get_models(include_auto_created=True)
        if any(f.related_model is Sag for f in m._meta.concrete_fields)
    ]


def en_raekke(model, sag, bruger) -> models.Model:
    """A row of the case in any table, with something in each field that must be filled."""
    efter_type = {
        "CharField": "Karla", "TextField": "Karla", "DateField": date(2020, 1, 1), "DateTimeField": timezone.now(),
        "JSONField": {}, "BinaryField": b"x", "UUIDField": uuid4(), "BooleanField": False,
    }  # fmt: skip

    def vaerdi(f):
        if isinstance(f, models.ForeignKey):
            faste = {Sag: sag, type(bruger): bruger}
            fra = f.related_model
            return (
                faste.get(fra)
                or fra._base_manager.filter(**({"sag": sag} if fra in i_sager() else {})).first()
                or en_raekke(fra, sag, bruger)
            )
        tekst = efter_type.get(f.get_internal_type(), 1)
        return tekst[: f.max_length] if isinstance(tekst, str) else tekst

    skal = [
        f
        for f in model._meta.concrete_fields
        if f.related_model is Sag or not (f.primary_key or f.null or f.has_default())
    ]
    (raekke,) = model._base_manager.bulk_create([model(**{f.name: vaerdi(f) for f in skal})])
    return raekke


def test_every_table_of_a_case_is_emptied(gammel, hold):
    assert len(i_sager()) > 9
    for model in i_sager():
        if not model._base_manager.filter(sag=gammel).exists():
            en_raekke(model, gammel, hold.mette)
    assert all(m._base_manager.filter(sag=gammel).exists() for m in i_sager())
    pk = gammel.pk
    slet(lav_plan(regler(), timezone.localdate()).sum, regler(), kopi=None)
    assert [m.__name__ for m in i_sager() if m._base_manager.filter(sag_id=pk).exists()] == []


def test_drafts_on_its_pages_go_with_a_case(gammel, hold):
    from omhu.sagsarbejde.tekster import kladder

    for sti in (f"/sager/{gammel.pk}/bekymring/", "/sager/999999/bekymring/"):
        kladder.gem(hold.mette, sti, [("tekst", ["Ikke sendt"])])
    slet(lav_plan(regler(), timezone.localdate()).sum, regler(), kopi=None)
    assert kladder.hent(hold.mette, f"/sager/{gammel.pk}/bekymring/") is None
    assert kladder.hent(hold.mette, "/sager/999999/bekymring/") is not None


def test_each_case_leaves_a_post_that_says_number_and_rule_and_nothing_of_the_child(udfoert):
    pk = udfoert[0]
    (post,) = Logpost.objects.using("log").filter(formaal="SLETNING")
    assert post.sager == [pk]
    assert {k: post.detaljer[k] for k in ("slettet", "kle", "regel")} == {
        "slettet": "G-1", "kle": "27.27.09", "regel": "27.27",
    }  # fmt: skip
    assert "Karla" not in str(post.detaljer)


def test_counts_are_kept_and_nothing_but_counts(udfoert, tal):
    (fil,) = tal.glob("*.json")
    tal = json.loads(fil.read_text("utf-8"))
    aar = for_dage_siden(2200).year
    assert (tal["sager"], tal["boern"], tal["regler"]) == (1, 1, {"27.27": 1})
    assert tal["skridt"][f"{aar} SAG_LUKKET"] == 1
    assert sum(tal["skridt"].values()) == udfoert[2] == 5
    assert sum(tal["pligter"].values()) > 0
    for hemmeligt in ("Karla", "G-1", "b7", "7001014000"):
        assert hemmeligt not in json.dumps(tal)


def test_the_guards_are_back_afterwards(udfoert, hold):
    with pytest.raises(DatabaseError, match="Sager kan ikke slettes"), transaction.atomic():
        Sag.objects.filter(pk=hold.sag.pk)._raw_delete("default")


def test_only_what_was_shown_is_deleted(gammel, hold):
    sum_ = lav_plan(regler(), timezone.localdate()).sum
    barn = Barn.objects.create(navn="Ny")
    to = Sag.objects.create(barn=barn, nummer="G-9", enhed=hold.nord, kle="27.27.09")
    skriv(to, ("SAG_OPRETTET", 3000), ("SAG_LUKKET", 2300))
    with pytest.raises(Sletningsfejl, match="Kør omhu slet igen"):
        slet(sum_, regler(), kopi=None)
    assert Sag.objects.filter(nummer__in=("G-1", "G-9")).count() == 2


@pytest.mark.parametrize("sum_", ["", "0000000000000000"])
def test_a_guess_deletes_nothing(gammel, sum_):
    with pytest.raises(Sletningsfejl):
        slet(sum_, regler(), kopi=None)
    assert Sag.objects.filter(pk=gammel.pk).exists()


def test_an_empty_plan_is_not_carried_out(hold):
    with pytest.raises(Sletningsfejl):
        gennemfoer()


def test_what_the_log_cannot_note_is_not_deleted(gammel, monkeypatch):
    from omhu.adgang.log import LogFejl
    from omhu.config.sletning import udfoer

    def nej(*_, **__):
        raise LogFejl("Loggen kan ikke skrives.")

    monkeypatch.setattr(udfoer, "log", nej)
    with pytest.raises(Sletningsfejl, match="Loggen kan ikke skrives"):
        gennemfoer()
    assert Sag.objects.filter(pk=gammel.pk).exists()
    assert Skridt.objects.filter(sag=gammel).count() == 5
    with pytest.raises(DatabaseError), transaction.atomic():
        Sag.objects.filter(pk=gammel.pk)._raw_delete("default")


def test_a_child_stays_while_it_has_a_case(gammel, hold):
    anden = Sag.objects.create(barn=gammel.barn, nummer="G-3", enhed=hold.nord, kle="27.24.09")
    skriv(anden, ("SAG_OPRETTET", 3000), ("SAG_LUKKET", 2300))
    gennemfoer()
    assert Barn.objects.filter(pk=gammel.barn_id).exists()
    assert Kildepost.objects.filter(noegle="b7").exists()
    assert not Kildepost.objects.filter(noegle="G-1").exists()


# -- the copy that is asked for -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("taget", "godkendt"),
    [(timedelta(0), True), (timedelta(days=8), False), (timedelta(days=6), False)],
)
def test_the_copy_must_hold_what_goes(gammel, monkeypatch, tmp_path, taget, godkendt):
    """The steps were registered just now: a copy of six days ago cannot have them."""
    from omhu.config.sletning import udfoer

    manifest = {"taget": (timezone.now() - taget).isoformat()}
    monkeypatch.setattr(udfoer, "laes_manifest", lambda fil, laas: manifest)
    if godkendt:
        assert len(gennemfoer(kopi=tmp_path / "x.kopi").kandidater) == 1
    else:
        with pytest.raises(Sletningsfejl, match="for gammel"):
            gennemfoer(kopi=tmp_path / "x.kopi")
        assert Sag.objects.filter(pk=gammel.pk).exists()


def test_a_copy_that_is_none_stops_it(gammel, tmp_path):
    (tmp_path / "x.kopi").write_text("hej")
    for fil, besked in (("x.kopi", "kan ikke læses"), ("y.kopi", "findes ikke")):
        with pytest.raises(Sletningsfejl, match=besked):
            gennemfoer(kopi=tmp_path / fil)
    assert Sag.objects.filter(pk=gammel.pk).exists()


# -- the municipality's file ----------------------------------------------------------------------

FIL = """
regler:
  - kle: "27.27"
    slettefrist: P5Y
    bevaring: kasseres
    besluttet: 2026-11-01
    besluttet_af: Arkivansvarlig
"""


def skriv_fil(mappe, tekst):
    (mappe / "sletteregler.yaml").write_text(tekst, "utf-8")
    return sletteregler(mappe)


def test_a_file_is_read(tmp_path):
    assert sletteregler(tmp_path).regler == ()
    assert skriv_fil(tmp_path, FIL).regel_for("27.27.09").slettefrist == "P5Y"


@pytest.mark.parametrize(
    ("fra", "til", "besked"),
    [
        ('"27.27"', "27.27", "anførselstegn"),
        ('"27.27"', '"27.2"', "KLE-nummer"),
        ("P5Y", "5 år", "ikke en frist"),
        ("P5Y", "P5D", "under et år"),
        ("kasseres", "ukendt", "bevares eller kasseres"),
        ("2026-11-01", "engang", "ikke en dato"),
        ("    besluttet_af: Arkivansvarlig\n", "", "besluttet_af: mangler"),
        ("slettefrist", "frist", "mangler|kendes ikke"),
        ("regler:", "regler: [", "kan ikke læses"),
        ("regler:", "reglerne:", "kendes ikke"),
    ],
)
def test_a_faulty_file_is_refused_with_its_place(tmp_path, fra, til, besked):
    with pytest.raises(Sletteregelfejl, match=besked):
        skriv_fil(tmp_path, FIL.replace(fra, til))


def test_two_rules_for_a_number_are_refused(tmp_path):
    with pytest.raises(Sletteregelfejl, match="to gange"):
        skriv_fil(tmp_path, FIL + FIL.split("regler:\n")[1])


@pytest.mark.parametrize("frist", ["P5Y", "P60M", "P1825D", "P1Y", "P365D"])
def test_the_forms_of_a_deadline(frist):
    assert date(2020, 1, 1) + laes_frist(frist) >= date(2020, 12, 31)
