from django.apps import AppConfig


class AdgangConfig(AppConfig):
    name = "omhu.adgang"
    label = "adgang"

    def ready(self) -> None:
        from omhu.adgang.sortering import tilslut

        tilslut()
