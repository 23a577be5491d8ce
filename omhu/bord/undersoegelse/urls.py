from django.urls import path

from omhu.bord.undersoegelse import planen, teksten, udsagn, views

ROD = "sager/<int:pk>/undersoegelse/<uuid:rod>/"
urlpatterns = [
    path("sager/<int:pk>/undersoegelse/", views.oversigt, name="sagens_undersoegelse"),
    path(
        "sager/<int:pk>/undersoegelse/screening/", views.screening, name="undersoegelse_screening"
    ),
    path(f"{ROD}plan/", planen.plan, name="undersoegelse_plan"),
    path(f"{ROD}punkter/<int:nr>/anmod/", planen.anmod, name="undersoegelse_anmod"),
    path(f"{ROD}punkter/<int:nr>/modtag/", planen.modtag, name="undersoegelse_modtag"),
    path(f"{ROD}udsagn/", udsagn.liste, name="undersoegelse_udsagn"),
    path(f"{ROD}udsagn/<int:nr>/", udsagn.ret, name="undersoegelse_ret_udsagn"),
    path(f"{ROD}tekst/", teksten.tekst, name="undersoegelse_tekst"),
    path(f"{ROD}midtvejs/", views.midtvejs, name="undersoegelse_midtvejs"),
    path(f"{ROD}foreloebig/", views.foreloebig, name="undersoegelse_foreloebig"),
    path(f"{ROD}afslut/", views.afslut, name="undersoegelse_afslut"),
    path(f"{ROD}opdater/", views.opdater, name="undersoegelse_opdater"),
]
