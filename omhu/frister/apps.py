from django.apps import AppConfig


class FristerConfig(AppConfig):
    name = "omhu.frister"
    label = "frister"
