from django.apps import AppConfig


class LogConfig(AppConfig):
    name = "omhu.adgang.log"
    label = "log"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from omhu.adgang.log import signaler

        signaler.tilslut()
