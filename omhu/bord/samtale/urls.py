from django.urls import path

from omhu.bord.samtale import aftaleviews, views

urlpatterns = [
    path("sager/<int:pk>/samtaler/", views.sagens_samtaler, name="sagens_samtaler"),
    path("sager/<int:pk>/samtaler/ny/", views.hold_samtale, name="hold_samtale"),
    path("sager/<int:pk>/samtaler/aftal/", aftaleviews.aftal_samtale, name="aftal_samtale"),
    path("sager/<int:pk>/samtaler/fravaelg/", views.fravaelg_samtale, name="fravaelg_samtale"),
    path("samtaler/<uuid:pk>/", views.samtale, name="samtale"),
    path("samtaler/<uuid:pk>/bedoem/", views.bedoem_fravalg, name="bedoem_fravalg"),
    path("aftaler/<int:pk>/flyt/", aftaleviews.flyt_aftale, name="flyt_aftale"),
    path("aftaler/<int:pk>/aflys/", aftaleviews.aflys_aftale, name="aflys_aftale"),
]
