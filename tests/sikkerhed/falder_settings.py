"""The real settings with addresses that fail on purpose; a server process of the tests reads them."""

from omhu.config.settings import *  # noqa: F403 - the real settings, and a little more

ROOT_URLCONF = "tests.sikkerhed.falder_urls"
