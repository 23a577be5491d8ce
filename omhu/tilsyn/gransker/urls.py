from django.urls import path

from omhu.tilsyn.gransker import views

urlpatterns = [
    path("granskere/", views.liste, name="tilsyn_granskere"),
    path("granskere/ny/", views.ny, name="tilsyn_ny_gransker"),
    path("granskere/konti/", views.konti, name="tilsyn_granskerkonti"),
    path("granskere/<int:pk>/", views.gransker, name="tilsyn_gransker"),
    path("gransker/tavshed/", views.tavshed, name="tilsyn_tavshed"),
    path("gransker/noter/", views.noter, name="tilsyn_granskernoter"),
    path("gransker/noter/<int:pk>/", views.notat, name="tilsyn_granskernotat"),
]
