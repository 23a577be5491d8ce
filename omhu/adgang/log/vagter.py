"""Triggers that keep the log append-only in the database itself, on SQLite and on PostgreSQL.

Posts are only added after the last one, never changed, and deleted only up to a point that `ryd` has signed.
Whoever may drop triggers can get past them; then the chain tells (`kontrol`).
"""

from __future__ import annotations

from typing import Any

FORBUDT = "Loggen kan kun skrives til."
SLETTET = "COALESCE((SELECT MAX(nr) FROM log_logkaede WHERE slags = 'SLETTET'), 0)"
SQLITE = {
    "log_post_ind": (
        "INSERT ON log_logpost",
        "EXISTS (SELECT 1 FROM log_logpost WHERE nr >= NEW.nr)",
    ),
    "log_post_ret": ("UPDATE ON log_logpost", "1"),
    "log_post_slet": ("DELETE ON log_logpost", f"OLD.nr > {SLETTET}"),
    "log_kaede_ind": (
        "INSERT ON log_logkaede",
        "EXISTS (SELECT 1 FROM log_logkaede WHERE id = NEW.id OR (slags = 'HOVED' AND NEW.slags = 'HOVED'))",
    ),
    "log_kaede_ret": (
        "UPDATE ON log_logkaede",
        "OLD.slags <> 'HOVED' OR NEW.slags <> 'HOVED' OR OLD.id <> NEW.id OR NEW.nr <= OLD.nr",
    ),
    "log_kaede_slet": ("DELETE ON log_logkaede", "1"),
}
PROEVER = ("log_stikproeve", "log_stikproevefund")
"""Samples and what was found in them are only added to, as well."""
POSTGRESQL = """
CREATE OR REPLACE FUNCTION log_kun_til() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'log_logpost' THEN
        IF NOT EXISTS (SELECT 1 FROM log_logpost WHERE nr >= NEW.nr) THEN RETURN NEW; END IF;
    ELSIF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'log_logpost' THEN
        IF OLD.nr <= SLETTET THEN RETURN OLD; END IF;
    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'log_logkaede' THEN
        IF OLD.slags = 'HOVED' AND NEW.slags = 'HOVED' AND OLD.id = NEW.id AND NEW.nr > OLD.nr THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'FORBUDT' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER log_post BEFORE INSERT OR UPDATE OR DELETE ON log_logpost
    FOR EACH ROW EXECUTE FUNCTION log_kun_til();
CREATE TRIGGER log_post_alt BEFORE TRUNCATE ON log_logpost EXECUTE FUNCTION log_kun_til();
CREATE TRIGGER log_kaede BEFORE UPDATE OR DELETE ON log_logkaede
    FOR EACH ROW EXECUTE FUNCTION log_kun_til();
CREATE TRIGGER log_kaede_alt BEFORE TRUNCATE ON log_logkaede EXECUTE FUNCTION log_kun_til();
ALTER TABLE log_logpost ENABLE ALWAYS TRIGGER log_post;
ALTER TABLE log_logpost ENABLE ALWAYS TRIGGER log_post_alt;
ALTER TABLE log_logkaede ENABLE ALWAYS TRIGGER log_kaede;
ALTER TABLE log_logkaede ENABLE ALWAYS TRIGGER log_kaede_alt;
""".replace("nr <= SLETTET", f"nr <= {SLETTET}").replace("FORBUDT", FORBUDT)
AABN_POSTGRESQL = """
DROP TRIGGER IF EXISTS log_post ON log_logpost;
DROP TRIGGER IF EXISTS log_post_alt ON log_logpost;
DROP TRIGGER IF EXISTS log_kaede ON log_logkaede;
DROP TRIGGER IF EXISTS log_kaede_alt ON log_logkaede;
"""


def luk(forbindelse: Any) -> None:
    """Put the triggers on."""
    with forbindelse.cursor() as c:
        if forbindelse.vendor == "postgresql":
            c.execute(POSTGRESQL)
            return
        for navn, (naar, hvis) in SQLITE.items():
            c.execute(
                f"CREATE TRIGGER {navn} BEFORE {naar} WHEN {hvis} "
                f"BEGIN SELECT RAISE(ABORT, '{FORBUDT}'); END"
            )


def luk_op(forbindelse: Any) -> None:
    """Take the triggers off: for the tests, and for a migration back."""
    with forbindelse.cursor() as c:
        if forbindelse.vendor == "postgresql":
            c.execute(AABN_POSTGRESQL)
            return
        for navn in SQLITE:
            c.execute(f"DROP TRIGGER IF EXISTS {navn}")


def luk_proever(forbindelse: Any) -> None:
    """The same for samples and their findings: rows are added, never changed or taken away."""
    with forbindelse.cursor() as c:
        for tabel in PROEVER:
            for ord_ in ("UPDATE", "DELETE"):
                if forbindelse.vendor == "postgresql":
                    c.execute(
                        f"CREATE TRIGGER {tabel}_{ord_} BEFORE {ord_} ON {tabel} "
                        "FOR EACH ROW EXECUTE FUNCTION log_kun_til()"
                    )
                else:
                    c.execute(
                        f"CREATE TRIGGER {tabel}_{ord_} BEFORE {ord_} ON {tabel} "
                        f"BEGIN SELECT RAISE(ABORT, '{FORBUDT}'); END"
                    )


def luk_proever_op(forbindelse: Any) -> None:
    """Take them off again."""
    with forbindelse.cursor() as c:
        for tabel in PROEVER:
            for ord_ in ("UPDATE", "DELETE"):
                paa = f" ON {tabel}" if forbindelse.vendor == "postgresql" else ""
                c.execute(f"DROP TRIGGER IF EXISTS {tabel}_{ord_}{paa}")
