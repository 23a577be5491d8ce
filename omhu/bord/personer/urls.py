from django.urls import path

from omhu.bord.personer import views

urlpatterns = [
    path("sager/<int:pk>/personer/", views.oversigt, name="sagens_personer"),
    path("sager/<int:pk>/personer/ny/", views.ny, name="ny_person"),
    path("sager/<int:pk>/personer/barnet/", views.barnet, name="ret_barn"),
    path("sager/<int:pk>/personer/vis-cpr/", views.vis_cpr, name="vis_cpr"),
    path("sager/<int:pk>/personer/soeskende/", views.soeskende, name="ny_soeskende"),
    path("sager/<int:pk>/personer/soeskendesag/", views.soeskendesag, name="soeskendesag"),
    path("sager/<int:pk>/personer/<int:relation>/ret/", views.ret, name="ret_person"),
    path("sager/<int:pk>/personer/<int:relation>/afslut/", views.afslut, name="afslut_person"),
    path("sager/<int:pk>/personer/<int:relation>/adresse/", views.vis_adresse, name="vis_adresse"),
]
