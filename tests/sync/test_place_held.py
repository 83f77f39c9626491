"""A request that somebody works on while the indexer passes is waited for by nobody, and gets its place when the indexer comes again."""
import sys

import psycopg2

import reports
import streets


def placed(number):
    return reports.sql("select count(*) from varta.request_place where request_id = %s", number)[0][0]


def indexed():
    return reports.sql("select sync.index_texts(1000)")[0][0]


def main():
    streets.add(streets.grid(["Перша", "Друга"]))
    indexed()
    held, free = reports.add("Люк без кришки", "Не горить ліхтар", at=(50.46, 30.50))
    with psycopg2.connect("") as other, other.cursor() as cursor:
        cursor.execute("select from varta.request where id = %s for update", (held,))
        reports.sql("set lock_timeout = '5s'; select sync.index_texts(1000)")
        assert (placed(held), placed(free)) == (0, 1)
        assert indexed() == 0, "what somebody holds is no work that is left: the indexer would not rest"
        assert placed(held) == 0
        other.rollback()
    indexed()
    assert placed(held) == 1, "it was forgotten"
    assert indexed() == 0


if __name__ == "__main__":
    sys.exit(main())
