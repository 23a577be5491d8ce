from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TilsynConfig(AppConfig):
    name = "omhu.tilsyn"
    label = "tilsyn"

    def ready(self) -> None:
        from omhu.frister.indhold import tilmeld
        from omhu.tilsyn.koncepter.leverede import efter_migrering
        from omhu.tilsyn.tilbagemelding.indhold import rettelsens_ord

        tilmeld("GENOPRETNING", rettelsens_ord)
        post_migrate.connect(efter_migrering, sender=self, dispatch_uid="tilsyn-leverede")
