"""A hundred forgeries of a sealed history by the database's superuser, of random kinds and at random places: each is found against
the checkpoints and tiles that were published, and the event, or the row's request, is named."""
import json
import os
import unittest

import ctl
import forgeries
import reports
import translog
from reports import act, sql

TMP = os.environ["TMPDIR"]
COUNT, SEED = 100, 20261129
REQUESTS = 12
PAST_TRIGGERS = "set local session_replication_role = replica; "


class Forgeries(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.key = translog.Key("varta.example/log")
        cls.folder = f"{TMP}/log"
        os.mkdir(cls.folder)
        sql("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")
        sql("select api.source_add('kyiv', 'kyiv-push', 'push', 'kyiv-push', null), api.source_add('kyiv', 'kyiv-tree', 'publish', 'kyiv-tree', null), "
            "api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
        numbers = [reports.add(f"Яма {n}", source="kyiv-push", media_url="https://map.example.org/1.jpg", email=f"o{n}@example.org", attributes={"notify": "1"})[0]
                   for n in range(REQUESTS)]
        sql("select sync.subscription_confirm(id) from varta.subscription")
        cls.come_along(numbers)
        cls.seal()
        for number in numbers[::2]:
            act("t_moderator", "answer", number, reports.version(number), f"Відповідь на {number}")
        cls.leave(numbers)
        cls.seal()
        for number in numbers[1::2]:
            act("t_moderator", "note", number, reports.version(number), "Нотатка")
        cls.seal()
        translog.write_folder(cls.folder, cls.key, cls.leaves())
        events = sql("select e.city_id, e.id, e.request_id, l.leaf from varta.event e join varta.log_leaf l on l.city_id = e.city_id and l.event_id = e.id "
                     "where e.request_id > 0 order by l.leaf")
        batches = [first for first, in sql("select first from varta.log_batch where first > 0 order by first")]
        cls.places = events, numbers[::2], batches
        sql("create schema kept; " + "".join(f"create table kept.{table} as table varta.{table}; " for table in forgeries.TABLES))

    @classmethod
    def come_along(cls, numbers):
        """A photo and a later word for each."""
        source, city = sql("select id, city_id from varta.source where code = 'kyiv-push'")[0]
        sql("select outcome from sync.comments(%s, %s)", source, json.dumps([
            {"service_request_id": str(number), "update_id": f"u{number}", "description": "Ще є"} for number in numbers]))
        sql("select count(*) from sync.media_lease('m', 100, 60)")
        for number in numbers:
            sql("select sync.media_stored(%s, %s, 0, encode(sha256(%s), 'hex'), 'image/jpeg', 10)", city, number, str(number).encode())

    @classmethod
    def leave(cls, numbers):
        """The tree shows all; the peer has nothing yet, and no mail was sent but the questions."""
        sql("update varta.outbox set visible_at = now() - interval '1 second'; update varta.mail set sent_at = now() where kind = 'confirm'")
        tree, = sql("select id from varta.source where code = 'kyiv-tree'")[0]
        sql("select count(*) from sync.publish_lease('p', %s)", tree)
        done, = sql("select sync.publish_done('p', %s, array(select seq from varta.delivery where leased_by = 'p'))", tree)[0]
        assert done == 2 * len(numbers[::2]), done  # accepted, answered
        # somebody else, to whom what is mailed could be sent
        sql("insert into varta.subscription (id, city_id, email, lang, confirmed_at) select 1, id, 'x@example.org', 'uk', now() from varta.city where code = 'kyiv'")

    seal = staticmethod(reports.seal)
    leaves = staticmethod(reports.leaves)

    def put_back(self):
        columns = dict(sql("select c.relname, string_agg(quote_ident(a.attname), ', ') from pg_class c join pg_attribute a on a.attrelid = c.oid "
                           "where c.relnamespace = 'varta'::regnamespace and c.relname = any(%s) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' "
                           "group by 1", list(forgeries.TABLES)))
        sql(PAST_TRIGGERS + "".join(f"delete from varta.{t}; insert into varta.{t} ({columns[t]}) overriding system value select {columns[t]} from kept.{t}; "
                                    for t in forgeries.TABLES))

    def verify(self):
        """Whether it is whole, and the faults."""
        done = ctl.run("audit", "verify", "--json", "--checkpoints", self.folder, "--public-key", self.key.vkey, user="t_super")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertTrue(lines and "ok" in lines[-1], done.stdout + done.stderr)
        self.assertEqual(done.returncode, 0 if lines[-1]["ok"] else 1)
        return lines[-1]["ok"], lines[:-1]

    @staticmethod
    def is_named(fault, named):
        """named: 'event 5', 'leaf 7', or the number of a request."""
        said = {f"event {fault.get('event')}", f"leaf {fault.get('leaf')}", str(fault.get("request"))}
        first, last = fault.get("leaf"), fault.get("last")
        if first is not None and last is not None:
            said |= {f"leaf {leaf}" for leaf in range(first, last + 1)}
        return bool(said & set(named))

    def test_a_hundred(self):
        self.assertEqual(self.verify(), (True, []))
        missed, unnamed, kinds = [], [], set()
        for what, statements, named in forgeries.some(SEED, COUNT, *self.places):
            kinds.add(what.rpartition(": ")[2].partition(" of request")[0])
            sql(PAST_TRIGGERS + statements)
            ok, faults = self.verify()
            if ok:
                missed.append(what)
            elif not any(self.is_named(fault, named) for fault in faults):
                unnamed.append((what, faults[:3]))
            self.put_back()
        self.assertEqual([*missed, *unnamed], [], f"{len(missed)} not found, {len(unnamed)} not named")
        self.assertGreater(len(kinds), 30)
        self.assertEqual(self.verify(), (True, []), "and what was put back is whole")
        print(f"{COUNT} forgeries of {len(kinds)} kinds: {COUNT - len(missed)} found, {COUNT - len(missed) - len(unnamed)} named")


if __name__ == "__main__":
    unittest.main()
