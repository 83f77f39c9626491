"""Whoever could connect heard when something happened in any city: LISTEN cannot be kept from anybody, and the channels had
names that could be guessed. An operator now hears of his own cities alone, through api.listen(); no name can be read or
asked for; and a notification that somebody forges says nothing that is believed."""
import unittest

import psycopg2

from sessions import Sessions, ask, items

GUESSES = ["varta_city_{}", "varta_presence_{}", "city {}", "presence {}", "varta_city {}", "varta_kyiv", "varta_config", "varta_outbox",
           "varta_mail", "varta_media", "varta_index", "config", "outbox", "mail", "media", "index"]


class Channels(Sessions):
    def listener(self, user, *statements):
        session = self.session(user)
        session.autocommit = True
        for statement in statements:
            ask(session, statement)
        return session

    def heard(self, session):
        """The topics that it heard until a notification that it sends itself."""
        ask(session, "listen marker")
        ask(session, "notify marker")
        session.poll()
        topics = [note.payload for note in session.notifies if note.channel != "marker"]
        session.notifies.clear()
        return topics

    def something_happens(self, what="Подія"):
        """In Kyiv: a report with a photo comes in, an operator looks at it, and the sources change."""
        number = ask(self.admin, "select request_id from sync.import(%s, %s)", self.source, items(what, media_url="http://example.org/1.jpg"))[0][0]
        operator = self.listener("t_moderator2")
        ask(operator, "select api.presence_set(%s, 'view')", number)
        ask(operator, "select * from api.accept(%s, 1)", number)
        ask(self.admin, "select api.source_add('kyiv', %s, 'publish', %s, null)", f"kyiv-{number}", f"kyiv-{number}")

    def test_a_foreign_city_is_not_heard(self):
        guesses = [f'listen "{name.format(self.city)}"' for name in GUESSES]
        spy = self.listener("t_poltava", *guesses, "select api.listen()")
        own = self.listener("t_moderator", "select api.listen()")
        daemon = self.listener("t_syncd", *(f"select sync.listen('{topic}')" for topic in ("config", "outbox", "mail", "media", "index")))
        self.something_happens()
        self.assertEqual(sorted(set(self.heard(own))), ["city", "presence"])
        self.assertEqual(sorted(set(self.heard(daemon))), ["config", "index", "media", "outbox"])
        self.assertEqual(self.heard(spy), [])
        ask(self.admin, "select varta.tell('city', (select id from varta.city where code = 'poltava'))")
        self.assertEqual(self.heard(spy), ["city"])

    def test_a_daemon_of_one_city_hears_of_that_alone(self):
        """It heard that another city had something to send, a mail, a photo to be fetched."""
        ask(self.admin, "select api.operator_add('t_poltava_syncd', 'Служба Полтави', 'sync', '{poltava}'), api.operator_add('t_kyiv_syncd', 'Служба Києва', 'sync', '{kyiv}'), "
                        "api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
        topics = [f"select sync.listen('{topic}')" for topic in ("outbox", "mail", "media")]
        foreign, own, whole = (self.listener(user, *topics) for user in ("t_poltava_syncd", "t_kyiv_syncd", "t_syncd"))
        self.something_happens("Інша подія")
        ask(self.admin, "insert into varta.subscription (city_id, email, lang, confirmed_at) select id, 'o@example.org', 'uk', now() from varta.city where code = 'kyiv'")
        ask(self.listener("t_moderator2"), "select api.newsletter_send('kyiv', null, 'Новини', 'Усе гаразд')")
        for daemon in own, whole:
            self.assertEqual(sorted(set(self.heard(daemon))), ["mail", "media", "outbox"])
        self.assertEqual(self.heard(foreign), [])
        ask(self.admin, "select varta.tell_daemons('outbox', array(select id from varta.city where code = 'poltava'))")
        self.assertEqual(self.heard(foreign), ["outbox"])

    def test_names_are_told_to_nobody(self):
        for user in ("t_moderator", "t_admin", "t_super", "t_syncd"):
            for wanted in ("select secret from varta.installation", "select varta.channel('city 1')", "select varta.listen('city 1')",
                           "select varta.tell('config')", "select prosrc from pg_proc where proname = 'channel' and prosrc ~ '[0-9a-f]{32}'"):
                with self.subTest(f"{user}: {wanted}"):
                    session = self.session(user)
                    try:
                        self.assertEqual(ask(session, wanted), [])
                    except psycopg2.Error as error:
                        self.assertEqual(error.pgcode, "42501")
        with self.assertRaises(psycopg2.Error) as refused:
            ask(self.session("t_moderator"), "select sync.listen('outbox')")
        self.assertEqual(refused.exception.pgcode, "42501")
        with self.assertRaises(psycopg2.Error) as refused:
            ask(self.session("t_syncd"), "select sync.listen('city 1')")
        self.assertEqual((refused.exception.pgcode, refused.exception.diag.message_primary), ("VA003", "nobody is told of 'city 1'"))

    def test_no_two_databases_have_the_same_names(self):
        secret = self.value("select secret from varta.installation")
        self.assertEqual(len(bytes(secret)), 32)
        name = self.value("select varta.channel('city 1')")
        self.assertRegex(name, "^varta_[0-9a-f]{40}$")
        ask(self.admin, "begin; update varta.installation set secret = sha256(secret)")
        self.assertNotEqual(self.value("select varta.channel('city 1')"), name)
        ask(self.admin, "rollback")


if __name__ == "__main__":
    unittest.main()
