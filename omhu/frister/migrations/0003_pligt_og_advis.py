"""A case with obligations is not deleted by the way, and what staff said about them stays as it was said."""

import django.db.models.deletion
from django.db import migrations, models

from omhu.sager import vaern


def guard(apps, schema_editor):
    vaern.saet(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("frister", "0002_raekkesikkerhed"), ("sager", "0007_vaern")]
    operations = [
        migrations.AlterField(
            "pligt",
            "sag",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="pligter",
                to="sager.sag",
            ),
        ),
        migrations.RunPython(guard, migrations.RunPython.noop),
    ]
