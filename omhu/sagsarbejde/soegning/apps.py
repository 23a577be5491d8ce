from django.apps import AppConfig


class SoegningConfig(AppConfig):
    name = "omhu.sagsarbejde.soegning"
    label = "soegning"

    def ready(self) -> None:
        """Hear of what is saved. Imports are told of by `bord`, which knows both."""
        from omhu.sagsarbejde.soegning import signaler

        signaler.forbind()
