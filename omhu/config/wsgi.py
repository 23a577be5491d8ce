import os
import sys

from django.core.wsgi import get_wsgi_application
from django.db import connections

from omhu.config.database.server import indret

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "omhu.config.settings")
indret()
application = get_wsgi_application()

# Another server than `omhu server` may load this module; it refuses as early as the commands do.
from omhu.kerne.krypto import Noeglefejl  # noqa: E402 - Django must be set up first
from omhu.sager.noegler import klargoer  # noqa: E402 - as above

try:
    klargoer()
except Noeglefejl as fejl:
    sys.exit(str(fejl))
finally:
    connections.close_all()
