"""PostgreSQL shows a user the same cases as `sager.adgang` does, and none where nobody says whose they are."""

from __future__ import annotations

import random
from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connection, connections, transaction
from django.http import JsonResponse
from django.urls import include, path
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.omfang import Omfang
from omhu.adgang.raekkesikkerhed import _brug, som_bruger, som_system
from omhu.frister.models import Advis, Pligt
from omhu.sager.adgang import sagsfilter, synlige_sager
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag, Sagsadgang
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("postgresql")]
I_DAG = date(2026, 11, 22)
KLE = ("", "27.24.00", "27.24.03", "27.27.00", "34.12.01", "27_24", "27%")


@pytest.fixture
def kommune(som_app):
    """Four units, all roles in them and outside, and sixty cases of every sort, with grants and bars."""
    kast = random.Random(2026)
    rod = Enhed.objects.create(navn="Center", type=Enhed.Type.CENTER)
    under = [Enhed.objects.create(navn=f"Team {n}", overordnet=rod) for n in range(3)]
    brugere = [
        Bruger.objects.create(
            username=f"{rolle}-{n}", rolle=rolle, enhed=enhed, kle=kle, initialer=f"{rolle[:6]}{n}"
        )
        for rolle in Bruger.Rolle.values
        for n, (enhed, kle) in enumerate(
            [(under[0], ""), (under[1], "27.24 34"), (rod, ""), (None, ""), (None, "27.27")]
        )
    ]
    for n in range(60):
        sag = Sag.objects.create(
            barn=Barn.objects.create(navn=f"Barn {n}"),
            nummer=f"S-{n}",
            enhed=kast.choice([rod, *under]),
            ansvarlig=kast.choice([None, *brugere]),
            kle=kast.choice(KLE),
            beskyttelse=kast.choice(["", "", "ANSAT"]),
        )
        for bruger in kast.sample(brugere, 12):
            Sagsadgang.objects.create(
                bruger=bruger,
                sag=sag,
                slags=kast.choice(Sagsadgang.Slags.values),
                givet_af=brugere[0],
                begrundelse="prøve",
                udloeber=kast.choice([None, timezone.now() + timedelta(days=kast.choice([-1, 1]))]),
            )
        registrer(sag, "UNDERRETNING", I_DAG, af=brugere[0])
        Pligt.objects.create(
            sag=sag, noegle="x", regel="x", version="x", gruppe="x", art="lov",
            udloest_art="UNDERRETNING", udloest_dag=I_DAG, anker_dag=I_DAG, frist_dag=I_DAG,
        )  # fmt: skip
        Advis.objects.create(sag=sag, noegle="x", art=Advis.Art.HENLAGT, af=brugere[0])
    return brugere


def ser(model, sti: str = "pk") -> set:
    """What comes of a table when nothing is filtered."""
    return set(model._base_manager.values_list(sti, flat=True))


def test_every_role_sees_in_the_database_what_the_filter_shows(kommune, som_app):
    forskellige = set()
    for bruger in kommune:
        ventet = {s.pk for s in synlige_sager(bruger)}
        with som_app(), som_bruger(bruger):
            assert ser(Sag) == ventet, bruger
        forskellige.add(frozenset(ventet))
    assert len(forskellige) > 25
    assert any(not v for v in forskellige)


def test_any_reach_gives_the_same_rows_as_the_filter(kommune, som_app):
    """Also reaches that no role of today has."""
    kast = random.Random(7)
    enheder = list(Enhed.objects.values_list("pk", flat=True))
    nu = timezone.now()
    for _ in range(150):
        o = Omfang(
            bruger=kast.choice(kommune).pk,
            laeser=kast.random() < 0.9,
            alle=kast.random() < 0.3,
            enheder=frozenset(kast.sample(enheder, kast.randrange(3))),
            kle=tuple(
                kast.sample(["27", "27.24", "34.12.01", "27_", "%", "\\"], kast.randrange(3))
            ),
            egne=kast.random() < 0.5,
            beskyttede=kast.random() < 0.5,
        )
        ventet = set(Sag.objects.filter(sagsfilter(o, nu)).values_list("pk", flat=True))
        with som_app(), _brug(lambda o=o: _tekst(o)):
            assert ser(Sag) == ventet, o


def _tekst(o: Omfang) -> str:
    from omhu.adgang.raekkesikkerhed import _tekst as tekst

    return tekst(o)


def test_what_hangs_on_a_case_follows_it(kommune, som_app):
    for bruger in kommune[::4]:
        sager = {s.pk for s in synlige_sager(bruger)}
        egne = set(Sagsadgang.objects.filter(bruger=bruger).values_list("sag", flat=True))
        boern = set(Sag.objects.filter(pk__in=sager).values_list("barn", flat=True))
        with som_app(), som_bruger(bruger):
            assert ser(Skridt, "sag") == ser(Pligt, "sag") == ser(Advis, "sag") == sager
            assert ser(Barn) == boern
            assert ser(Sagsadgang, "sag") <= sager | egne


def test_every_table_of_a_case_or_a_person_has_row_security():
    """Read off the models: a new table joins by itself, and one without a policy is seen."""
    personer = (Sag, Barn, Person, Relation, Rettelse)
    tabeller = {m._meta.db_table for m in personer} | {
        m._meta.db_table
        for m in apps.get_models(include_auto_created=True)
        if any(f.related_model in personer for f in m._meta.concrete_fields)
    }
    assert len(tabeller) > 14
    with connection.cursor() as c:
        c.execute(
            "SELECT relname FROM pg_class t WHERE relrowsecurity AND relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = t.oid)"
        )
        assert tabeller - {navn for (navn,) in c.fetchall()} == set(UDEN_RAEKKER)


UDEN_RAEKKER = {
    "indlaesning_forsvundet": "ids and days that only the loading reads, as the system; no page, no word of a child",
}
"""Tables of a case without row security, and why."""


@pytest.mark.parametrize("model", [Sag, Barn, Skridt, Pligt, Advis, Sagsadgang])
def test_nothing_comes_where_nobody_says_whose(kommune, som_app, model):
    with som_app(), _brug(lambda: ""):
        assert ser(model) == set()
    with som_app(), som_bruger(None):
        assert ser(model) == set()
    with som_app(), som_system():
        assert len(ser(model)) >= 60


def test_the_owner_of_the_tables_is_held_too(kommune):
    with som_bruger(None):
        assert ser(Sag) == set()


def test_rows_of_others_can_be_neither_changed_nor_added(kommune, som_app):
    bruger = next(b for b in kommune if b.rolle == "RAADGIVER" and b.enhed and not b.kle)
    egen = synlige_sager(bruger).filter(enhed=bruger.enhed).first()
    fremmed = Sag.objects.exclude(pk__in=synlige_sager(bruger)).first()
    with som_app(), som_bruger(bruger):
        assert Sag.objects.filter(pk=fremmed.pk).update(bekymring="x") == 0
        assert Sag.objects.filter(pk=egen.pk).update(bekymring="x") == 1
        for sag, maa in ((egen, True), (fremmed, False)):
            if maa:
                Advis.objects.create(sag=sag, noegle="y", art=Advis.Art.PAAMINDELSE, af=bruger)
            else:
                with (
                    pytest.raises(ProgrammingError, match="row-level security"),
                    transaction.atomic(),
                ):
                    Advis.objects.create(sag=sag, noegle="y", art=Advis.Art.PAAMINDELSE, af=bruger)


def test_every_part_of_the_reach_is_asked_about_in_the_policy():
    """A new field of Omfang that the policy does not know would be a hole."""
    from importlib import import_module

    sql = " ".join(import_module("omhu.frister.migrations.0002_raekkesikkerhed").LUK)
    assert [f.name for f in fields(Omfang) if f"'{f.name}'" not in sql] == []


@pytest.fixture
def falsk(som_app):
    """A schema of somebody else's, first in the search path, with functions and grants that would open all cases."""
    with som_app() as rolle:
        pass
    alt = """'{"system": true, "laeser": true, "alle": true}'"""
    with connection.cursor() as c:
        for sql in (
            "CREATE SCHEMA falsk",
            f"CREATE FUNCTION falsk.omhu_omfang() RETURNS jsonb LANGUAGE sql AS $$ SELECT {alt}::jsonb $$",
            "CREATE FUNCTION falsk.current_setting(text, boolean) RETURNS text LANGUAGE sql "
            f"AS $$ SELECT {alt}::text $$",
            "CREATE TABLE falsk.sager_sagsadgang AS "
            "SELECT s.id AS sag_id, b.id AS bruger_id, 'LISTE' AS slags, NULL::timestamptz AS udloeber "
            "FROM sager_sag s, adgang_bruger b",
            f"GRANT USAGE ON SCHEMA falsk TO {rolle}",
            f"GRANT SELECT ON falsk.sager_sagsadgang TO {rolle}",
        ):
            c.execute(sql)
    return "falsk, pg_catalog, public"


def test_a_search_path_of_somebody_elses_opens_nothing(hold, som_app, falsk):
    fremmed = Sag.objects.create(barn=Barn.objects.create(), nummer="S-1", enhed=hold.syd)
    with som_app(), som_bruger(hold.mette), connection.cursor() as c:
        c.execute(f"SET LOCAL search_path = {falsk}")
        assert ser(Sag) == {hold.sag.pk}
        assert fremmed.pk not in ser(Sag)
        c.execute("SET LOCAL search_path = public")
        c.execute("CREATE TEMP TABLE sager_sagsadgang AS SELECT * FROM falsk.sager_sagsadgang")
        assert ser(Sag) == {hold.sag.pk}


def test_no_function_of_the_policies_looks_names_up_when_it_is_called(hold):
    """The body was bound when it was made, or the function brings its own search path."""
    with connection.cursor() as c:
        c.execute(
            "SELECT proname FROM pg_proc WHERE proname LIKE 'omhu\\_%' AND prorettype <> 'trigger'::regtype "
            "AND prosqlbody IS NULL AND NOT coalesce(proconfig::text LIKE '%search_path=%', false)"
        )
        assert c.fetchall() == []
        c.execute("SELECT count(*) FROM pg_proc WHERE proname LIKE 'omhu\\_%'")
        assert c.fetchone()[0] >= 6


# -- a request ------------------------------------------------------------------------------------


def _uden_filter(request):
    return JsonResponse({"sager": sorted(Sag.objects.values_list("nummer", flat=True))})


urlpatterns = [path("uden-filter/", _uden_filter), path("", include("omhu.config.urls"))]


def test_a_view_that_forgets_the_filter_shows_no_other_units_cases(hold, client, som_app, settings):
    Sag.objects.create(barn=Barn.objects.create(navn="Ida Bro"), nummer="S-1", enhed=hold.syd)
    settings.ROOT_URLCONF = __name__
    for bruger, ventet in ((hold.mette, ["N-1"]), (hold.ole, ["S-1"])):
        client.force_login(bruger)
        with som_app():
            svar = client.get("/uden-filter/")
        assert svar.json() == {"sager": ventet}
    assert Sag.objects.count() == 2, "efter siden ser prøven alt igen"


def test_a_rollback_takes_the_setting_back_and_it_is_sent_anew(hold):
    with som_bruger(None):
        with pytest.raises(ProgrammingError), transaction.atomic(), som_system():
            connection.cursor().execute("SELECT * FROM findes_ikke")
        with som_system():
            assert Sag.objects.exists()
        assert not Sag.objects.exists()


def test_an_error_in_a_statement_does_not_leave_another_reach(hold):
    with som_bruger(hold.ole):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as c:
            c.execute("SELECT * FROM findes_ikke")
        assert not Sag.objects.exists()


def test_a_page_costs_a_few_settings_more(hold, client, django_assert_max_num_queries):
    client.force_login(hold.leder_nord)
    client.get("/")
    with django_assert_max_num_queries(26) as alle:
        assert client.get("/").status_code == 200
    sat = sum("set_config" in q["sql"] for q in alle.captured_queries)
    assert len(alle.captured_queries) - sat <= 20
    assert sat == 6, (
        "én gang tilbage til prøvens alt, én gang til brugerens; lederens nødadgange i alle enheder, og tilbage; "
        "tilbagemeldinger til en selv, også i sager, der er flyttet, og tilbage"
    )


def test_a_migration_that_rewrites_rows_sees_them_all(hold):
    """Under row security it would else change nothing and say that it went well."""
    with som_bruger(None), connection.schema_editor() as skema:
        assert skema.connection is connections[DEFAULT_DB_ALIAS]
        assert Sag.objects.count() == 1
