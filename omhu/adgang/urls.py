from django.contrib.auth.views import LogoutView
from django.urls import path

from omhu.adgang import views

urlpatterns = [
    path("login/", views.Login.as_view(), name="login"),
    path("login/demo/<int:pk>/", views.demologin, name="demologin"),
    path("logud/", LogoutView.as_view(), name="logud"),
    path("adgangskode/", views.Adgangskode.as_view(), name="adgangskode"),
]
