"""A server process that believes it is another day: Python reads this file at start when its folder is on PYTHONPATH.

`OMHU_PROEVE_DATO` (an instant, `2022-12-20T09:00:00+01:00`) is when the process begins; time goes on from there.
"""

import os
from datetime import datetime

if dato := os.environ.get("OMHU_PROEVE_DATO"):
    import time_machine

    time_machine.travel(datetime.fromisoformat(dato), tick=True).start()
