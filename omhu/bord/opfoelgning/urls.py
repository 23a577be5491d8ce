from django.urls import path

from omhu.bord.opfoelgning import tilsyn, views

urlpatterns = [
    path("sager/<int:pk>/opfoelgning/", views.oversigt, name="sagens_opfoelgning"),
    path("sager/<int:pk>/opfoelgning/ny/", views.ny, name="opfoelgning_ny"),
    path("opfoelgninger/<uuid:pk>/", views.vis, name="opfoelgning_vis"),
    path("sager/<int:pk>/tilsyn/ny/", tilsyn.ny, name="tilsyn_ny"),
    path("sager/<int:pk>/tilsyn/aftal/", tilsyn.aftal, name="tilsyn_aftal"),
    path("tilsynsbesoeg/<uuid:pk>/", tilsyn.vis, name="tilsyn_vis"),
    path("tilsynsbesoeg/<uuid:pk>/socialtilsyn/", tilsyn.socialtilsyn, name="tilsyn_socialtilsyn"),
]
