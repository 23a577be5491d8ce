from django.urls import path

from omhu.bord.modtagelse import henvendelse, ny, oversigt, underretning

EN = "sager/<int:pk>/underretninger/<uuid:rod>/"

urlpatterns = [
    path("underretninger/", oversigt.underretninger, name="underretninger"),
    path("underretninger/ny/", ny.ny, name="ny_underretning"),
    path("underretninger/opslag/", ny.opslag, name="underretning_opslag"),
    path(
        "sager/<int:pk>/underretninger/",
        oversigt.sagens_underretninger,
        name="sagens_underretninger",
    ),
    path("henvendelser/ny/", henvendelse.ny, name="ny_henvendelse"),
    path("sager/<int:pk>/henvendelser/<uuid:rod>/", henvendelse.henvendelse, name="henvendelse"),
    path(EN, underretning.underretning, name="underretning"),
    path(f"{EN}tag/", underretning.tag_den, name="tag_underretning"),
    path(f"{EN}kvitter/", underretning.kvitter_for, name="kvitter"),
    path(f"{EN}genvurder/", underretning.genvurder_sagen, name="genvurder"),
    path(f"{EN}efterunderret/", underretning.efterunderret_om, name="efterunderret"),
    path(f"{EN}ingen-handling/", underretning.ingen_handling, name="ingen_handling"),
]
