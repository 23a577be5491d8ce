from django.db import migrations

from omhu.adgang.log import vagter

SAGER_INDEKS = "CREATE INDEX logpost_sager ON log_logpost USING gin (sager jsonb_path_ops)"


def luk(apps, schema_editor):
    forbindelse = schema_editor.connection
    if forbindelse.alias != "log":
        return
    vagter.luk(forbindelse)
    if forbindelse.vendor == "postgresql":
        schema_editor.execute(SAGER_INDEKS)


def luk_op(apps, schema_editor):
    forbindelse = schema_editor.connection
    if forbindelse.alias != "log":
        return
    vagter.luk_op(forbindelse)
    if forbindelse.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS logpost_sager")


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(luk, luk_op)]
