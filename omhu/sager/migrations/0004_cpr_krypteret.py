"""CPR numbers get room for ciphertext and a fingerprint; 0005 fills them in."""

from django.db import migrations, models

import omhu.sager.felter


class Migration(migrations.Migration):
    dependencies = [("sager", "0003_beskyttelse_grund")]
    operations = [
        migrations.CreateModel(
            name="Noegleversion",
            fields=[
                ("version", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("proeve", models.TextField()),
                ("siden", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.AlterModelOptions(name="barn", options={"base_manager_name": "objects"}),
        migrations.AddField("barn", "cpr_indeks", omhu.sager.felter.CprIndeks()),
        migrations.AlterField("barn", "cpr", omhu.sager.felter.KrypteretCpr()),
    ]
