"""The indexer of the daemon: what comes in is found a moment later without anyone asking for it, what was
missed while the daemon was away, too; an import waits for no indexing; the worker is one."""
import sys

import psycopg2

import reports
from syncd import Syncd, wait_for


def found(text):
    return [row[1] for row in reports.act("t_moderator", "search", "{}", text)]


def attempted(since):
    """Whether the worker has asked for something to index since then, and got its answer."""
    return reports.sql("select count(*) from pg_stat_activity where application_name = 'varta-syncd maintenance' and state = 'idle'"
                       " and datname = current_database() and query_start > %s and query like '%%sync.index_texts%%'", since)[0][0]


def main():
    missed = reports.add("Світлофор блимає жовтим", "Люк без кришки")
    with Syncd() as syncd:
        wait_for("what came before the start", lambda: found("світлофори") == missed[:1] and found("люк") == missed[1:])
        new = syncd.report(description="Ліхтарі не горять")
        wait_for("what the daemon brought", lambda: found("ліхтар") == [new])
        reports.sql("update varta.request set title = '', body = '' where id = %s", missed[1])
        wait_for("the end of an erased text", lambda: found("люк") == [])
        with psycopg2.connect("") as other, other.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(7302, 0)")
            since = reports.sql("select clock_timestamp()")[0][0]
            late = syncd.report(description="Гілка закрила знак")
            wait_for("the worker's attempt", lambda: attempted(since))
            assert found("гілка") == [], "another worker has the lock"
            cursor.execute("select pg_advisory_unlock(7302, 0)")
        again = syncd.report(description="Ще одна гілка на дорозі")
        wait_for("both", lambda: found("гілки") == [again, late])
        reports.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'varta-syncd maintenance' and datname = current_database()")
        last = syncd.report(description="Розмітку стерто")
        wait_for("a lost session", lambda: found("розмітка") == [last])


if __name__ == "__main__":
    sys.exit(main())
