"""Loaded before Django reads its settings: tests write to a folder of their own, never to the developer's."""

import os
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["OMHU_MAPPE"] = tempfile.mkdtemp(prefix="omhu-test-")
    os.environ.pop("OMHU_DATABASE_URL", None)
