"""The demo municipality: an invented Danish family department, made from a seed.

`kommune.lav_kommune` makes it without Django, `skriv.skriv_kommune` stores it, `byg.byg_demo` is what the
command line calls, `land.skriv_parquet` makes a whole country of step columns for measuring speed.
All people are invented; CPR numbers are replacement numbers (day + 60) that nobody has.
"""
