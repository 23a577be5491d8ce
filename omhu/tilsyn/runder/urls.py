from django.urls import path

from omhu.tilsyn.runder import meldviews, ny, views

urlpatterns = [
    path("runder/ny/", ny.ny_runde, name="tilsyn_ny_runde"),
    path("runder/<int:pk>/", views.runde, name="tilsyn_runde"),
    path("runder/<int:pk>/udtraek/", ny.traek, name="tilsyn_traek"),
    path("runder/<int:pk>/ramme/", views.ramme, name="tilsyn_ramme"),
    path("runder/<int:pk>/ramme.txt", views.rammefil, name="tilsyn_rammefil"),
    path("runder/<int:pk>/efterproev/", views.efterproev, name="tilsyn_efterproev"),
    path("runder/<int:pk>/laesere/", ny.laesere, name="tilsyn_laesere"),
    path("runder/<int:pk>/slut/", views.slut, name="tilsyn_rundens_slut"),
    path("runder/<int:pk>/sager/<int:nr>/", views.tag_ud, name="tilsyn_tag_ud"),
    path("runder/<int:pk>/laesninger/<int:nr>/", views.omfordel, name="tilsyn_omfordel"),
    path("runder/<int:pk>/meld/", meldviews.meld, name="tilsyn_meld_sag"),
]
