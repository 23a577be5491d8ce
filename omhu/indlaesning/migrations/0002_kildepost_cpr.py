from django.db import migrations

import omhu.sager.felter


class Migration(migrations.Migration):
    dependencies = [("indlaesning", "0001_initial"), ("sager", "0005_krypter_cpr")]
    operations = [
        migrations.AddField("kildepost", "cpr", omhu.sager.felter.KrypteretCpr()),
    ]
