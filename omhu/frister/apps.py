from django.apps import AppConfig


class FristerConfig(AppConfig):
    name = "omhu.frister"
    label = "frister"

    def ready(self) -> None:
        """Hear from imports, which lie below, which cases a load has changed."""
        from omhu.frister.actions import genberegn_sager
        from omhu.indlaesning import efter

        efter.registrer(genberegn_sager)
