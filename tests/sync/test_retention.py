"""Personal data leave the database by themselves when their retention ends: the daemon has them erased.
What is not closed yet, or not long enough, keeps them, and the history stays whole."""
import sys

import reports
from syncd import Syncd, wait_for


def reporters():
    return [row[0] for row in reports.sql("select request_id from varta.reporter order by request_id")]


def close(request, days):
    reports.sql("set session_replication_role = replica; update varta.request set status = 3,"
                " updated_at = now() - make_interval(days => %s) where id = %s", days, request)


def main():
    old, young, open_one = reports.add("Стара яма", "Свіжа яма", "Яма досі тут", email="mail@example.org", first_name="Олена")
    close(old, 400)
    close(young, 30)
    assert reporters() == [old, young, open_one]
    with Syncd():
        wait_for("the erasure of what is old", lambda: reporters() == [young, open_one])
    assert reports.sql("select ok from audit.verify('kyiv')") == [(True,)]


if __name__ == "__main__":
    sys.exit(main())
