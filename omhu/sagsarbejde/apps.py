from django.apps import AppConfig


class SagsarbejdeConfig(AppConfig):
    name = "omhu.sagsarbejde"
    label = "sagsarbejde"
