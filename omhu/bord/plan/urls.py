from django.urls import path

from omhu.bord.plan import views

urlpatterns = [
    path("sager/<int:pk>/plan/", views.oversigt, name="sagens_plan"),
    path("sager/<int:pk>/plan/ny/", views.ny, name="plan_ny"),
    path("sager/<int:pk>/plan/fravaelg/", views.fravaelg, name="plan_fravaelg"),
    path("planer/<uuid:pk>/", views.vis, name="plan_vis"),
    path("planer/<uuid:pk>/skriv/", views.skriv, name="plan_skriv"),
    path("planer/<uuid:pk>/faerdig/", views.faerdig, name="plan_faerdig"),
    path("planer/<uuid:pk>/udlever/", views.udlever, name="plan_udlever"),
]
