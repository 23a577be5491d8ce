from django.urls import path, register_converter

from omhu.rapporter import views


class Brevfil:
    """A letter's code with its ending: `kvittering.pdf`."""

    regex = r"[a-z0-9-]+\.(?:pdf|docx)"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Brevfil, "brevfil")

urlpatterns = [
    path("<int:pk>/", views.breve, name="breve"),
    path("<int:pk>/<brevfil:fil>", views.brev, name="brev"),
]
