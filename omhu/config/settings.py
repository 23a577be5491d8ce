"""Django settings; everything that differs between installations is in `indstillinger`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from pydantic import ValidationError

from omhu.config.indstillinger import Indstillinger
from omhu.kerne import krypto

try:
    OMHU = Indstillinger()
    DATABASES = {"default": OMHU.database()}
    DATABASES["log"] = OMHU.log_database(DATABASES["default"])
except (ValidationError, ValueError) as fejl:
    linjer = (
        [f"OMHU_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in fejl.errors()]
        if isinstance(fejl, ValidationError)
        else [str(fejl)]
    )
    sys.exit("Omhu kan ikke starte, fordi en indstilling er forkert:\n  " + "\n  ".join(linjer))

PAKKE = Path(__file__).resolve().parent.parent
SECRET_KEY = OMHU.noegle()
krypto.indstil(OMHU.noeglefil())
DEBUG = False
ALLOWED_HOSTS = [v.strip() for v in OMHU.vaerter.split(",") if v.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "omhu.adgang",
    "omhu.adgang.login",
    "omhu.adgang.log",
    "omhu.sager",
    "omhu.tidslinje",
    "omhu.sagsarbejde",
    "omhu.sagsarbejde.tekster",
    "omhu.sagsarbejde.aftaler",
    "omhu.sagsarbejde.afgoerelse",
    "omhu.sagsarbejde.journal",
    "omhu.sagsarbejde.soegning",
    "omhu.indlaesning",
    "omhu.frister",
    "omhu.bord",
    "omhu.tilsyn",
    "omhu.rapporter",
]
MIDDLEWARE = [
    "omhu.config.web.proxy.Proxy",
    "omhu.config.web.hoveder.Hoveder",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "omhu.config.database.mellemled.Raekkesikkerhed",
    "omhu.adgang.log.middleware.Logning",
    "omhu.config.web.graenser.Graenser",
    "omhu.config.web.fejl.Fejl",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "omhu.adgang.login.middleware.Sessionsvagt",
    "omhu.tilsyn.gransker.mellemled.Tavshed",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "omhu.bord.mellemled.Kladder",
]
DATABASE_ROUTERS = ["omhu.config.ruter.Logruter"]
ROOT_URLCONF = "omhu.config.urls"
WSGI_APPLICATION = "omhu.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PAKKE / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "omhu.config.context.omhu",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "adgang.Bruger"
AUTHENTICATION_BACKENDS = [
    f"omhu.adgang.login.backend.{vej}" for vej in ("Adgangskode", "Oidc", "Saml", "Demo")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "omhu.config.web.kendteord.Kendteord"},
]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = OMHU.session_timer * 3600
SESSION_ENGINE = "omhu.adgang.login.motor"
MFA_ADAPTER = "omhu.adgang.login.totp.Adapter"
MFA_TOTP_TOLERANCE = 1  # a clock half a minute off is no stranger
MFA_RECOVERY_CODE_DIGITS = 10
ACCOUNT_EMAIL_VERIFICATION = "none"  # no address of allauth's own is mounted
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# A message may name a child, so it stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
X_FRAME_OPTIONS = "DENY"
if OMHU.https:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    CSRF_TRUSTED_ORIGINS = [f"https://{vaert}" for vaert in ALLOWED_HOSTS]
SECURE_REFERRER_POLICY = "same-origin"
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # a preload list is for the owner of the whole domain
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PAKKE / "config" / "static"]
STATIC_ROOT = OMHU.rod() / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": OMHU.rod() / "filer"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["omhu.indlaesning.opladning.Navnloes"]
FILE_UPLOAD_PERMISSIONS = 0o600
# Children's data stay on the disk that is guarded.
FILE_UPLOAD_TEMP_DIR = OMHU.rod() / "midlertidig"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True, mode=0o700)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"linje": {"()": "omhu.config.web.serverlog.Linje"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "linje"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("OMHU_LOGNIVEAU", "WARNING")},
}
