"""The functions of the policies look no name up when they are called, or another schema could answer in their place.

SQL bodies are bound when the function is made (`RETURN`, PostgreSQL 14): nobody's search path matters, and the planner
still unfolds them, which it does not do to a function with `SET`. The one in PL/pgSQL is never unfolded and gets `SET`,
with pg_temp last, as PostgreSQL's handbook advises.
"""

from importlib import import_module

from django.db import migrations

FOER = import_module("omhu.frister.migrations.0002_raekkesikkerhed").FUNKTIONER

FUNKTIONER = [
    """
CREATE OR REPLACE FUNCTION omhu_omfang() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce(nullif(current_setting('omhu.omfang', true), ''), '{}')::jsonb""",
    """
CREATE OR REPLACE FUNCTION omhu_er(felt text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  RETURN coalesce((omhu_omfang() ->> felt)::boolean, false)""",
    """
CREATE OR REPLACE FUNCTION omhu_bruger() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (omhu_omfang() ->> 'bruger')::bigint""",
    # A list of numbers is the same in JSON as in an array but for its brackets; so it can be unfolded.
    """
CREATE OR REPLACE FUNCTION omhu_enheder() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN translate(coalesce(omhu_omfang() ->> 'enheder', '[]'), '[]', '{}')::bigint[]""",
    """
CREATE OR REPLACE FUNCTION omhu_kle() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE
  RETURN ARRAY(
    SELECT replace(replace(replace(k, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
    FROM jsonb_array_elements_text(coalesce(omhu_omfang() -> 'kle', '[]')) k)""",
]
ADGANGE = "ALTER FUNCTION omhu_adgange(text[]) SET search_path = pg_catalog, {skema}, pg_temp"
ADGANGE_FOER = "ALTER FUNCTION omhu_adgange(text[]) RESET search_path"


def frem(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for sql in FUNKTIONER:
        schema_editor.execute(sql, params=None)
    with schema_editor.connection.cursor() as c:
        c.execute("SELECT quote_ident(current_schema())")
        (skema,) = c.fetchone()
    schema_editor.execute(ADGANGE.format(skema=skema), params=None)


def tilbage(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for sql in (*FOER, ADGANGE_FOER):
            schema_editor.execute(sql, params=None)


class Migration(migrations.Migration):
    dependencies = [("frister", "0003_pligt_og_advis")]
    operations = [migrations.RunPython(frem, tilbage)]
