"""Row-level security, a second line behind `sager.adgang`: PostgreSQL shows a row only to the reach that has been set.

One policy for reading and writing per table. The case's own says what `sager.adgang.sagsfilter` says (a test holds
the two together); the others follow the case. FORCE: it holds for the tables' owner too.
"""

from django.conf import settings
from django.db import migrations

FUNKTIONER = [
    """
CREATE OR REPLACE FUNCTION omhu_omfang() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(nullif(current_setting('omhu.omfang', true), ''), '{}')::jsonb
$$""",
    """
CREATE OR REPLACE FUNCTION omhu_er(felt text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce((omhu_omfang() ->> felt)::boolean, false)
$$""",
    """
CREATE OR REPLACE FUNCTION omhu_bruger() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT (omhu_omfang() ->> 'bruger')::bigint
$$""",
    """
CREATE OR REPLACE FUNCTION omhu_enheder() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY(SELECT jsonb_array_elements_text(coalesce(omhu_omfang() -> 'enheder', '[]'))::bigint)
$$""",
    """
CREATE OR REPLACE FUNCTION omhu_kle() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT ARRAY(
    SELECT replace(replace(replace(k, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%'
    FROM jsonb_array_elements_text(coalesce(omhu_omfang() -> 'kle', '[]')) k)
$$""",
    # Reads the grants with all rows shown, or the policies of case and grant would ask each other forever.
    """
CREATE OR REPLACE FUNCTION omhu_adgange(VARIADIC arter text[]) RETURNS bigint[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  foer text := coalesce(current_setting('omhu.omfang', true), '');
  hvem bigint := omhu_bruger();
  tid timestamptz := coalesce((omhu_omfang() ->> 'nu')::timestamptz, now());
  sager bigint[];
BEGIN
  PERFORM set_config('omhu.omfang', '{"system": true}', true);
  sager := ARRAY(
    SELECT a.sag_id FROM sager_sagsadgang a
    WHERE a.bruger_id = hvem AND a.slags = ANY (arter) AND (a.udloeber IS NULL OR a.udloeber > tid));
  PERFORM set_config('omhu.omfang', foer, true);
  RETURN sager;
END $$""",
]

SAG = """
(SELECT omhu_er('system'))
OR ((SELECT omhu_er('laeser'))
  AND (
    (((SELECT omhu_er('alle')) OR enhed_id = ANY ((SELECT omhu_enheder())::bigint[]))
      AND ((SELECT omhu_kle()) = '{}' OR kle LIKE ANY ((SELECT omhu_kle())::text[]))
      AND (beskyttelse = '' OR (SELECT omhu_er('beskyttede'))))
    OR (ansvarlig_id = (SELECT omhu_bruger()) AND (SELECT omhu_er('egne')))
    OR id = ANY ((SELECT omhu_adgange('LISTE', 'NAVNGIVET', 'NOEDADGANG'))::bigint[])
  )
  AND id <> ALL ((SELECT omhu_adgange('SPAERRET'))::bigint[]))
"""
FOELGER_SAG = """
(SELECT omhu_er('system')) OR EXISTS (SELECT 1 FROM sager_sag s WHERE s.id = {tabel}.sag_id)
"""
BARN = """
(SELECT omhu_er('system')) OR EXISTS (SELECT 1 FROM sager_sag s WHERE s.barn_id = sager_barn.id)
"""
ADGANG = f"bruger_id = (SELECT omhu_bruger()) OR {FOELGER_SAG.format(tabel='sager_sagsadgang')}"

POLITIKKER = {
    "sager_sag": SAG,
    "sager_barn": BARN,
    "sager_sagsadgang": ADGANG,
    **{
        tabel: FOELGER_SAG.format(tabel=tabel)
        for tabel in ("tidslinje_skridt", "frister_pligt", "frister_advis")
    },
}
"""Table -> who sees which of its rows."""


LUK = FUNKTIONER + [
    sql
    for tabel, udtryk in POLITIKKER.items()
    for sql in (
        f"ALTER TABLE {tabel} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {tabel} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS omhu_omfang ON {tabel}",
        f"CREATE POLICY omhu_omfang ON {tabel} USING ({udtryk})",
    )
]

LUK_OP = [
    sql
    for tabel in POLITIKKER
    for sql in (
        f"DROP POLICY IF EXISTS omhu_omfang ON {tabel}",
        f"ALTER TABLE {tabel} NO FORCE ROW LEVEL SECURITY",
        f"ALTER TABLE {tabel} DISABLE ROW LEVEL SECURITY",
    )
]


def _paa_postgresql(saetninger):
    def koer(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for sql in saetninger:
                schema_editor.execute(sql, params=None)

    return koer


class Migration(migrations.Migration):
    dependencies = [
        ("frister", "0001_initial"),
        ("sager", "0002_beskyttelse"),
        ("tidslinje", "0002_kun_tilfoejelse"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [migrations.RunPython(_paa_postgresql(LUK), _paa_postgresql(LUK_OP))]
