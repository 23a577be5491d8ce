from django.db import migrations

import omhu.sager.felter


class Migration(migrations.Migration):
    dependencies = [("sager", "0005_krypter_cpr")]
    operations = [
        migrations.AddConstraint("barn", omhu.sager.felter.KunKrypteret(name="barn_cpr_krypteret")),
    ]
