from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TilsynConfig(AppConfig):
    name = "omhu.tilsyn"
    label = "tilsyn"

    def ready(self) -> None:
        from omhu.tilsyn.koncepter.leverede import efter_migrering

        post_migrate.connect(efter_migrering, sender=self, dispatch_uid="tilsyn-leverede")
