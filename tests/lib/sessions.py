"""Several sessions at once: what the tests of races share."""
import json
import threading
import time
import unittest

import psycopg2


def connect(user="postgres"):
    connection = psycopg2.connect(f"user={user}")
    connection.set_client_encoding("UTF8")
    return connection


def ask(connection, sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else None


def items(*names, **more):
    return json.dumps([dict({"n": n, "service_code": "question", "description": name, "raw": name}, **more)
                       for n, name in enumerate(names)])


class Behind(threading.Thread):
    """Runs a statement in another session and commits; result or error are kept."""

    def __init__(self, user, sql, *params):
        super().__init__(daemon=True)
        self.connection = connect(user)
        self.pid = self.connection.get_backend_pid()
        self.work = (sql, *params)
        self.result = self.error = None
        self.start()

    def run(self):
        try:
            self.result = ask(self.connection, *self.work)
            self.connection.commit()
        except psycopg2.Error as error:
            self.error = error
        finally:
            self.connection.close()


class Sessions(unittest.TestCase):
    """A superuser's session, others that are closed at the end, and the city and source of the fixture."""

    def setUp(self):
        self.admin = connect()
        self.admin.autocommit = True
        self.source = self.value("select id from varta.source where code = 'kyiv-site'")
        self.city = self.value("select id from varta.city where code = 'kyiv'")
        self.opened = [self.admin]

    def tearDown(self):
        for connection in self.opened:
            connection.close()

    def value(self, sql, *params):
        return ask(self.admin, sql, *params)[0][0]

    def session(self, user):
        self.opened.append(connect(user))
        return self.opened[-1]

    def wait_until_blocked(self, other):
        end = time.monotonic() + 20
        while not self.value("select exists (select from pg_locks where pid = %s and not granted)", other.pid):
            self.assertTrue(other.is_alive(), f"did not wait: {other.result} {other.error}")
            self.assertLess(time.monotonic(), end, "never waited")
            time.sleep(0.005)

    def report(self, name, **more):
        """A new question; returns its number."""
        return ask(self.admin, "select request_id from sync.import(%s, %s)", self.source, items(name, **more))[0][0]
