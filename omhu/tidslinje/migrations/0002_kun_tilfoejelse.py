"""The database itself refuses to change or delete a step."""

from django.db import migrations

TEKST = "Tidslinjen kan ikke ændres eller slettes. Ret med et nyt skridt."

SQLITE = [
    f"CREATE TRIGGER skridt_{navn} BEFORE {handling} ON tidslinje_skridt "
    f"BEGIN SELECT RAISE(ABORT, '{TEKST}'); END"
    for navn, handling in (("ingen_aendring", "UPDATE"), ("ingen_sletning", "DELETE"))
]
POSTGRESQL = [
    "CREATE FUNCTION skridt_kun_tilfoejelse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{TEKST}'; END $$",
    "CREATE TRIGGER skridt_ingen_aendring BEFORE UPDATE OR DELETE ON tidslinje_skridt "
    "FOR EACH ROW EXECUTE FUNCTION skridt_kun_tilfoejelse()",
    "CREATE TRIGGER skridt_ingen_toemning BEFORE TRUNCATE ON tidslinje_skridt "
    "FOR EACH STATEMENT EXECUTE FUNCTION skridt_kun_tilfoejelse()",
]


def guard(apps, schema_editor):
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("tidslinje", "0001_initial")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
