"""The database refuses to delete a case or a child (`sager.vaern` puts up what is missing after every migration)."""

from django.db import migrations

from omhu.sager import vaern


def guard(apps, schema_editor):
    vaern.saet(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("sager", "0006_kun_krypteret")]
    operations = [migrations.RunPython(guard, migrations.RunPython.noop)]
