"""What was sent and could not be noted was forgotten by the daemon, and sent again when its lease had ended: a resident got
the same mail twice. It keeps the note and says it again until the database takes it, whatever that refuses meanwhile."""
import json
import os
import re
import shutil
import unittest

import reports
from peers import FixMyStreet
from reports import act, sql
from smtpd import EXIM, PASSWORD, USER, Smtpd
from syncd import Syncd, wait_for

TMP = os.environ["TMPDIR"]
LATE = "cannot be noted"


def secret_file(name, text):
    descriptor = os.open(f"{TMP}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return f"{TMP}/{name}"


class NotedLate(unittest.TestCase):
    def refuse(self, table, column):
        """Until accept() the database refuses to note that something is done, as it does where somebody holds the row."""
        sql("create table if not exists public.refusing (x int); insert into public.refusing values (1)")
        sql("grant select on public.refusing to public")
        sql(f"create or replace function public.refuse_{table}() returns trigger language plpgsql as $$ begin"
            " if exists (select from public.refusing) then"
            "  raise exception using errcode = 'lock_not_available', message = 'canceling statement due to lock timeout'; end if;"
            " return new; end $$")
        sql(f"create or replace trigger refuse before update on varta.{table} for each row when (new.{column} is not null and old.{column} is null)"
            f" execute function public.refuse_{table}()")

    @staticmethod
    def accept():
        sql("truncate public.refusing")

    def late(self, syncd):
        wait_for("refusal", lambda: LATE in syncd.log())

    def test_update(self):
        with FixMyStreet("a-key", "7") as peer:
            sql("select api.source_add('kyiv', 'fms', 'push', 'fms', sha256('fms'))")
            sql("select api.source_set('fms', %s)", json.dumps({"url": peer.url, "peer_jurisdiction": "7"}))
            keys = secret_file("keys", f'fms: {{url: "{peer.url}", key: "a-key"}}\n')
            self.refuse("delivery", "delivered_at")
            with Syncd(settings=(f"keys_file: {keys}", "push_timeout: 1s")) as syncd:
                first, second = reports.add("Перше", "Друге", source="fms")
                act("t_moderator", "accept", first, 1)
                self.late(syncd)
                act("t_moderator", "accept", second, 1)
                sql("update varta.delivery set leased_until = now() where request_id = %s", first)
                sql("select varta.tell('outbox')")
                wait_for("lease of it again", lambda: sql("select 1 from varta.delivery where request_id = %s and attempts = 1"
                                                          " and leased_until > now()", first))
                self.accept()
                wait_for("second", lambda: sql("select 1 from varta.delivery where request_id = %s and delivered_at is not null", second))
                self.assertEqual([form["service_request_id"] for _, form in peer.arrivals], [str(first), str(second)])
                wait_for("word of it", lambda: re.search(r"what became of update \d+ to 'fms' is noted, after \d+ refusal", syncd.log()))

    @unittest.skipUnless(shutil.which(EXIM), "there is no exim4")
    def test_mail(self):
        sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
        secrets = secret_file("secrets", json.dumps({"password": PASSWORD, "links": "k" * 40}))
        self.refuse("mail", "sent_at")
        with Smtpd() as smtpd, Syncd(settings=(f"mail_server: {smtpd.url}", f"mail_ca_file: {smtpd.ca}", f"mail_user: {USER}",
                                               f"mail_secrets_file: {secrets}", "mail_from: noreply@varta.example.org",
                                               "mail_rate: 1000", "mail_timeout: 5s")) as syncd:
            syncd.report(**{"email": "once@example.org", "attribute[notify]": "1"})
            self.late(syncd)
            sql("update varta.mail set leased_until = now()")
            sql("select varta.tell('mail')")
            wait_for("lease of it again", lambda: sql("select 1 from varta.mail where attempts = 1 and leased_until > now()"))
            self.accept()
            syncd.report(**{"email": "after@example.org", "attribute[notify]": "1"})
            wait_for("both", lambda: sql("select count(*) from varta.mail where sent_at is not null")[0][0] == 2)
            wait_for("the second", lambda: smtpd.mails("after@example.org"))
            self.assertEqual(len(smtpd.mails("once@example.org")), 1)
            wait_for("word of it", lambda: re.search(r"what became of \d+ is noted, after \d+ refusal", syncd.log()))


if __name__ == "__main__":
    unittest.main()
