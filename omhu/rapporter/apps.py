from django.apps import AppConfig


class RapporterConfig(AppConfig):
    name = "omhu.rapporter"
    label = "rapporter"
