from django.apps import AppConfig


class AdgangConfig(AppConfig):
    name = "omhu.adgang"
    label = "adgang"
