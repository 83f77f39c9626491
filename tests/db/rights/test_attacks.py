"""What somebody with a login of one city tries on another, in psql: as moderator, officer, administrator and daemon of Poltava,
as a locked operator, as a login of another database of the server, and as one without any right. Each try is judged by what
came back and, where it would have changed something, by whether it did: what is Kyiv's stays as it was."""
import os
import re
import unittest

import psycopg2

import database
import reports

OURS = os.environ["PGDATABASE"]
REFUSED = {"42501", "VA001", "VA003", "VA004", "VA005", "VA006", "VA007"}
# what of Kyiv must be the same afterwards
STATE = """
select md5(string_agg(t, '|' order by t)) from (
    select r::text as t from varta.request r where city_id = {kyiv} union all
    select p::text from varta.response p where city_id = {kyiv} union all
    select b::text from varta.outbox b where city_id = {kyiv} union all
    select d::text from varta.delivery d where city_id = {kyiv} union all
    select p::text from varta.photo p where city_id = {kyiv} union all
    select m::text from varta.media m where city_id = {kyiv} union all
    select m::text from varta.mail m where city_id = {kyiv} union all
    select s::text from varta.subscription s where city_id = {kyiv} union all
    select p::text from varta.poll p where city_id = {kyiv} union all
    select s::text from varta.source s where city_id = {kyiv} union all
    select g::text from varta.guidance g where city_id is distinct from {poltava} union all
    select t::text from varta.tree t where city_id = {kyiv} union all
    select h::text from varta.holiday h union all
    select e::text from varta.event e where city_id = {kyiv} union all
    select o::text from varta.operator o where o.login in ('t_moderator', 't_officer', 't_syncd', 't_super', 't_admin') or o.login like 'a_two%' union all
    select oc::text from varta.operator_city oc where city_id = {kyiv} union all
    select rolname || rolsuper || rolcreaterole || rolcanlogin || coalesce(rolpassword, '') from pg_authid
    where rolname in ('t_moderator', 't_officer', 't_syncd', 't_super', 't_admin', 'varta_owner', 'varta_guard', 'varta_view') union all
    select m.roleid::regrole || ' ' || m.member::regrole from pg_auth_members m
    where m.member::regrole::text in ('t_moderator', 't_officer', 't_syncd', 't_super', 't_admin')) s"""

# who, what he tries, and what comes of it: refused, none (no row), nothing (a row that says no), or hint (allowed, and harmless)
ATTACKS = [
    # reading another city
    ("p_moderator", "select * from api.request({private})", "refused"),
    ("p_moderator", "select * from api.request({crime})", "refused"),
    ("p_moderator", "select * from api.requests where id in ({private}, {crime}, {road})", "none"),
    ("p_moderator", "select * from api.events where request_id in ({private}, {crime}, {road})", "none"),
    ("p_moderator", "select * from api.history({road})", "refused"),
    ("p_moderator", "select * from api.search('{{\"city\": [\"kyiv\"]}}', 'яма')", "refused"),
    ("p_moderator", "select * from api.similar({road})", "refused"),
    ("p_moderator", "select * from api.nearest('{{}}', 50.46, 30.5, 50, 50000)", "none"),
    ("p_moderator", "select * from api.map('{{}}', 30, 50, 31, 51, 10, 10)", "none"),
    ("p_moderator", "select * from api.outbox('{{\"city\": [\"kyiv\"]}}')", "none"),
    ("p_moderator", "select * from api.presence(array[{road}])", "none"),
    ("p_moderator", "select * from api.workers({road})", "refused"),
    ("p_moderator", "select * from api.subscribers('kyiv')", "refused"),
    ("p_moderator", "select * from varta.request", "refused"),
    ("p_moderator", "select * from varta.reporter", "refused"),
    ("p_moderator", "select rolpassword from pg_authid", "refused"),
    ("p_moderator", "copy varta.request to stdout", "refused"),
    ("p_moderator", "copy (select 1) to program 'id'", "refused"),
    ("p_moderator", "select pg_read_file('/etc/passwd')", "refused"),
    ("p_moderator", "select query from pg_stat_activity where usename = 't_moderator' and query <> '<insufficient privilege>'", "none"),
    # becoming somebody else
    ("p_moderator", "set role varta_owner", "refused"),
    ("p_moderator", "set role varta_view", "refused"),
    ("p_moderator", "set role varta_guard", "refused"),
    ("p_moderator", "set session authorization t_moderator", "refused"),
    ("p_moderator", "select set_config('role', 'varta_owner', false)", "refused"),
    ("p_moderator", "select set_config('session_authorization', 't_moderator', false)", "refused"),
    ("p_moderator", "alter role t_moderator password 'x'", "refused"),
    ("p_moderator", "alter role p_moderator createrole", "refused"),
    ("p_moderator", "grant varta_admin to p_moderator", "refused"),
    ("p_moderator", "grant {home} to n_nobody", "refused"),
    ("p_moderator", "create role p_new login", "refused"),
    ("p_moderator", "select varta.settle()", "refused"),
    ("p_moderator", "select varta.end_sessions('t_moderator')", "refused"),
    # standing in the way, and leaving things behind
    ("p_moderator", "create temporary table t (x int)", "refused"),
    ("p_moderator", "create table public.t (x int)", "refused"),
    ("p_moderator", "create schema mine", "refused"),
    ("p_moderator", "create function pg_temp.now() returns timestamptz language sql as $$ select 'epoch'::timestamptz $$", "refused"),
    ("p_moderator", "select lo_create(0)", "refused"),
    ("p_moderator", "select lo_from_bytea(0, 'x')", "refused"),
    ("p_moderator", "select pg_advisory_lock(7301, 1)", "refused"),
    ("p_moderator", "select pg_advisory_xact_lock(7304)", "refused"),
    ("p_moderator", "lock table varta.request", "refused"),
    ("p_moderator", "select pg_terminate_backend(pid) from pg_stat_activity where usename = 't_moderator'", "refused"),
    ("p_moderator", "select pg_cancel_backend(pid) from pg_stat_activity where usename = 't_moderator'", "refused"),
    ("p_moderator", "alter database {database} set varta.lang = 'en'", "refused"),
    ("p_moderator", "alter role all set search_path = 'evil'", "refused"),
    ("p_moderator", "select pg_notify('varta_city_{kyiv}', '')", "hint"),
    # acting on another city
    ("p_moderator", "select api.accept({road}, 1)", "refused"),
    ("p_moderator", "select api.answer({road}, 1, 'x')", "refused"),
    ("p_moderator", "select api.presence_set({road}, 'reply')", "refused"),
    ("p_moderator", "select * from api.bulk('accept', '[{{\"id\": {road}, \"version\": 1}}]') where outcome = 'done'", "none"),
    ("p_moderator", "select api.merge({own}, 1, {road}, 1)", "refused"),
    ("p_moderator", "select api.merge({road}, 1, {own}, 1)", "refused"),
    ("p_moderator", "select api.view_save('x', '{{}}', 'kyiv')", "refused"),
    ("p_moderator", "select api.guidance_save(null, null, 'kyiv', null, null, 'uk', 'x', 'x')", "refused"),
    ("p_moderator", "select api.newsletter_send('kyiv', null, 'x', 'x')", "refused"),
    ("p_moderator", "select api.assign({own}, 1, 't_officer')", "refused"),
    # the administrator of one city
    ("p_admin", "select api.operator_add('p_evil', 'x', 'sync', '{{}}')", "refused"),
    ("p_admin", "select api.operator_add('p_evil', 'x', 'sync', '{{kyiv}}')", "refused"),
    ("p_admin", "select api.operator_add('p_evil', 'x', 'admin', '{{kyiv}}')", "refused"),
    ("p_admin", "select api.operator_add('p_evil', 'x', 'super', '{{poltava}}')", "refused"),
    ("p_admin", "select api.operator_add('t_moderator', 'x', 'admin', '{{poltava}}')", "refused"),
    ("p_admin", "select api.operator_add('postgres', 'x', 'admin', '{{poltava}}')", "refused"),
    ("p_admin", "select api.operator_add('f_operator', 'x', 'admin', '{{poltava}}')", "refused"),
    ("p_admin", "select api.operator_set('a_two', '{{\"role\": \"admin\"}}')", "refused"),
    ("p_admin", "select api.operator_set('a_two', '{{\"role.kyiv\": \"admin\"}}')", "refused"),
    ("p_admin", "select api.operator_set('a_two', '{{\"verifier\": \"{verifier}\"}}')", "refused"),
    ("p_admin", "select api.operator_set('a_two', '{{\"active\": false}}')", "refused"),
    ("p_admin", "select api.operator_set('t_moderator', '{{\"verifier\": \"{verifier}\"}}')", "refused"),
    ("p_admin", "select api.operator_set('t_syncd', '{{\"verifier\": \"{verifier}\"}}')", "refused"),
    ("p_admin", "select api.operator_set('p_admin', '{{\"role\": [\"admin\", \"super\"]}}')", "refused"),
    ("p_admin", "select api.operator_set('p_admin', '{{\"cities\": [\"poltava\", \"kyiv\"]}}')", "refused"),
    ("p_admin", "select api.source_set('kyiv-site', '{{\"url\": \"http://evil.example\"}}')", "refused"),
    ("p_admin", "select api.source_add('kyiv', 'evil', 'push', 'evil', null)", "refused"),
    ("p_admin", "select api.source_add('poltava', 'p_evil', 'push', 'kyiv', sha256('k'))", "refused"),
    ("p_admin", "select api.source_set('poltava-site', '{{\"jurisdiction\": \"kyiv\", \"transport\": \"push\"}}')", "refused"),
    ("p_admin", "select api.city_add('odesa', 'Одеса', 'Odesa')", "refused"),
    ("p_admin", "select api.outbox_replay(null, 'kyiv-site')", "refused"),
    ("p_admin", "select api.publish_rebuild('kyiv-map')", "refused"),
    ("p_admin", "select api.erase_reporter('kyiv', p_request => {road})", "refused"),
    ("p_admin", "select api.calendar_set('UA', '2027-05-05', 'x')", "refused"),
    ("p_admin", "select api.guidance_save(null, null, null, null, null, 'uk', 'x', 'x')", "refused"),
    ("p_admin", "select * from api.request({own})", "refused"),
    ("p_admin", "select * from audit.config_changes('kyiv')", "refused"),
    ("p_admin", "select * from sync.requests({source}, '{{}}', 10)", "refused"),
    # the daemon of one city
    ("p_sync", "select * from sync.requests({source}, '{{\"own\": true}}', 10)", "refused"),
    ("p_sync", "select * from sync.updates({source}, null, null)", "refused"),
    ("p_sync", "select * from sync.import({source}, '[]')", "refused"),
    ("p_sync", "select * from sync.withdraw({source}, array[{road}])", "refused"),
    ("p_sync", "select * from sync.token({source}, {road})", "refused"),
    ("p_sync", "select * from sync.sources() where city_code = 'kyiv'", "none"),
    ("p_sync", "select * from sync.outbox_lease('evil', 'push', 1000) where city = 'kyiv'", "none"),
    ("p_sync", "select * from sync.push_lease('evil', 1000) where source like 'kyiv%'", "none"),
    ("p_sync", "select sync.outbox_done({seq}, {push})", "refused"),
    ("p_sync", "select * from sync.outbox_failed({seq}, {push}, 'theirs', 'x', true)", "refused"),
    ("p_sync", "select sync.outbox_release('theirs', {push})", "nothing"),
    ("p_sync", "select sync.outbox_retry('kyiv-push')", "nothing"),
    ("p_sync", "select * from sync.publish_requests({map}, array[{road}])", "refused"),
    ("p_sync", "select sync.publish_built({map}, 'infinity')", "nothing"),
    ("p_sync", "select sync.publish_done('theirs', {map}, array[{seq}])", "nothing"),
    ("p_sync", "select * from sync.media_lease('evil', 1000, 60) where city_id = {kyiv}", "none"),
    ("p_sync", "select sync.media_stored({kyiv}, {road}, 0, repeat('ab', 32), 'image/png', 5)", "nothing"),
    ("p_sync", "select sync.media_failed({kyiv}, {road}, 0, 'theirs', 'x', true)", "nothing"),
    ("p_sync", "select sync.media_gone(repeat('cd', 32))", "nothing"),
    ("p_sync", "select sync.media_public(repeat('cd', 32))", "nothing"),
    ("p_sync", "select * from sync.mail_lease('evil', 1000, 1000, 60) where email = 'kyiv@example.org'", "none"),
    ("p_sync", "select sync.mail_sent({mail})", "nothing"),
    ("p_sync", "select * from sync.mail_failed({mail}, 'theirs', 'x', 'refused')", "none"),
    ("p_sync", "select sync.mail_bounced({mail}, 'x')", "nothing"),
    ("p_sync", "select sync.mail_release('theirs')", "nothing"),
    ("p_sync", "select * from sync.subscription({subscription})", "none"),
    ("p_sync", "select sync.subscription_end({subscription})", "nothing"),
    ("p_sync", "select sync.poll_release({poll}, 'theirs')", "nothing"),
    ("p_sync", "select * from sync.poll_failed({poll}, 'theirs', 'x')", "refused"),
    ("p_sync", "select sync.end_idle(1000)", "nothing"),
    ("p_sync", "select * from sync.log_seal()", "refused"),
    ("p_sync", "select * from sync.log_leaves(0)", "refused"),
    ("p_sync", "select sync.log_checkpoint_add(64, sha256('x'), 'forged')", "refused"),
    ("p_sync", "select sync.listen('city {kyiv}')", "refused"),
    ("p_sync", "select * from api.me()", "refused"),
    # who is locked out
    ("p_locked", "select * from api.me()", "refused"),
    ("p_locked", "select * from api.requests", "none"),
    ("p_locked", "select * from api.queue_page('{{}}', null, null, null, false, 5)", "none"),
    ("p_locked", "select api.accept({own}, 1)", "refused"),
    ("p_locked", "select * from api.cities()", "none"),
    # a login of another database of the server, that holds every role there
    ("f_operator", "connect", "refused"),
    ("n_nobody", "connect", "refused"),
]
NAMES = {"p_moderator": "moderator", "p_admin": "admin", "p_sync": "sync", "p_locked": "moderator"}


def sql(query, *params, **kwargs):
    return reports.sql(query, *params, **kwargs)


class Attacks(unittest.TestCase):
    """Logins are of the whole server, which other tests use too: each name has the database's behind it."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.suffix = "_" + OURS
        for name, role in NAMES.items():
            sql("select api.operator_add(%s, 'Хтось', %s, '{poltava}', true)", name + cls.suffix, role)
        sql("select api.operator_add(%s, 'Двоє', 'moderator', '{kyiv,poltava}')", "a_two" + cls.suffix)
        sql("select api.operator_set(%s, '{\"active\": false}')", "p_locked" + cls.suffix)
        sql(f"create role n_nobody{cls.suffix} login")
        sql(f"create role f_operator{cls.suffix} login in role varta_moderator, varta_admin, varta_super, varta_sync")
        sql(f"comment on role f_operator{cls.suffix} is 'operator of Varta'")
        cls.prepare()
        cls.other = psycopg2.connect(dbname=OURS, user="t_moderator")
        with cls.other.cursor() as cursor:
            cursor.execute("select * from api.me()")  # idle in a transaction, which a daemon of Poltava must not end

    @classmethod
    def prepare(cls):
        for city in ("kyiv", "poltava"):
            for kind in ("push", "publish", "poll", "mail"):
                sql("select api.source_add(%s, %s, %s, %s, null)", city, f"{city}-{kind}".replace("publish", "map"), kind, f"{city}-{kind}")
        road, = reports.add("Яма в Києві", media_url="http://example.org/1.jpg")
        private, = reports.add("Таємне повідомлення", code="message", at=None)
        crime, = reports.add("Крадіжка", code="crime")
        own, = reports.add("Полтава", at=(49.58, 34.5), source="poltava-site")
        pushed, = reports.add("Надсилається", source="kyiv-push")
        reports.act("t_moderator", "accept", pushed, 1)
        sql("select * from sync.subscribe((select id from varta.source where code = 'kyiv-site'), 'kyiv@example.org', 'uk', null, null, null, null)")
        sql("select * from sync.mail_lease('theirs', 1000, 1000, 600)")
        sql("select * from sync.outbox_lease('theirs', 'push', 1000, 600)")
        sql("insert into varta.poll (city_id, source_id, leased_by, leased_until) select city_id, id, 'theirs', now() + interval '1 hour'"
            " from varta.source where code = 'kyiv-poll'")
        sql("insert into varta.media (city_id, hash, type, bytes, stored_at) select id, repeat('cd', 32), 'image/png', 5, now() - interval '2 days'"
            " from varta.city where code = 'kyiv'")
        source = {code: number for code, number in sql("select code, id from varta.source")}
        cls.things = dict(
            road=road, private=private, crime=crime, own=own, source=source["kyiv-site"], push=source["kyiv-push"], map=source["kyiv-map"],
            poll=source["kyiv-poll"], seq=sql("select max(seq) from varta.delivery where source_id = %s", source["kyiv-push"])[0][0],
            mail=sql("select max(id) from varta.mail")[0][0], subscription=sql("select max(id) from varta.subscription")[0][0],
            kyiv=sql("select id from varta.city where code = 'kyiv'")[0][0], poltava=sql("select id from varta.city where code = 'poltava'")[0][0],
            home=sql("select varta.home_role()")[0][0], database=OURS,
            verifier="SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2E=$" + "A" * 43 + "=:" + "B" * 43 + "=")

    @classmethod
    def tearDownClass(cls):
        cls.other.close()
        names = sql("select rolname from pg_roles where rolname like %s", "%" + cls.suffix)
        for name, in names:
            sql(f"drop role {name}")

    def state(self):
        return sql(STATE.format(**self.things))

    def named(self, text):
        """With the logins of this test in it."""
        return re.sub(r"\b(p_(moderator|admin|sync|locked|new|evil)|a_two|f_operator|n_nobody)\b", lambda m: m[1] + self.suffix, text)

    def outcome(self, who, what):
        try:
            connection = psycopg2.connect(dbname=OURS, user=self.named(who))
        except psycopg2.OperationalError as error:
            self.assertIn("permission denied for database", str(error))
            return "refused"
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("select 1" if what == "connect" else self.named(what.format(**self.things)))
                rows = cursor.fetchall() if cursor.description else []
                if not rows and cursor.description:
                    return "none"
                return "nothing" if rows in ([(0,)], [(False,)], [(None,)]) else "hint" if rows else "done"
        except psycopg2.Error as error:
            self.assertIn(error.pgcode, REFUSED, str(error))
            return "refused"
        finally:
            connection.close()

    def test_nothing_comes_of_any_of_them(self):
        self.assertGreater(len(ATTACKS), 100)
        before = self.state()
        for who, what, expected in ATTACKS:
            with self.subTest(f"{who}: {what}"):
                self.assertEqual(self.outcome(who, what), expected)
                self.assertEqual(self.state(), before, "something of Kyiv has changed")
        with self.other.cursor() as cursor:
            cursor.execute("select login from api.me()")
            self.assertEqual(cursor.fetchone(), ("t_moderator",), "nobody ended another city's session")


class OtherDatabase(unittest.TestCase):
    """Roles are the cluster's: an administrator of a second database gave himself the passwords and roles of the first."""

    @classmethod
    def setUpClass(cls):
        cls.name = OURS + "_second"
        database.create(cls.name)
        database.deploy(cls.name, os.environ["VARTA_BUILD"], fixture=False)
        cls.admin = f"s_admin_{OURS}"
        sql("select api.city_add('odesa', 'Одеса', 'Odesa'), api.operator_add(%s, 'Другий', 'super', '{}')", cls.admin, database=cls.name)

    @classmethod
    def tearDownClass(cls):
        home = sql("select varta.home_role()", database=cls.name)[0][0]
        database.drop(cls.name)
        for role in (cls.admin, home):
            sql(f"drop role {role}")

    def refused(self, query, *params):
        with self.assertRaises(psycopg2.Error) as caught:
            sql(query, *params, user=self.admin, database=self.name)
        return caught.exception.pgcode, caught.exception.diag.message_primary

    def test_its_administrator_cannot_take_a_login(self):
        before = sql("select rolname, rolpassword from pg_authid where rolname in ('t_moderator', 't_super') order by 1")
        groups = "select count(*) from pg_auth_members where member::regrole::text in ('t_moderator', 't_super')"
        members = sql(groups)
        verifier = "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2E=$" + "A" * 43 + "=:" + "B" * 43 + "="
        for login in ("t_moderator", "t_super"):
            words = f"login {login} belongs to another database of this server"
            self.assertEqual(self.refused("select api.operator_add(%s, 'x', 'super', '{}', false, %s)", login, verifier), ("VA005", words))
            sql("insert into varta.operator (login, full_name) values (%s, 'x')", login, database=self.name)  # as in a copy
            for settings in (f'{{"verifier": "{verifier}"}}', '{"role": "super"}', '{"role": ["moderator", "sync"]}'):
                self.assertEqual(self.refused("select api.operator_set(%s, %s)", login, settings), ("VA005", words))
            sql("select api.operator_set(%s, '{\"active\": false}')", login, user=self.admin, database=self.name)
        self.assertEqual(sql("select rolname, rolpassword from pg_authid where rolname in ('t_moderator', 't_super') order by 1"), before)
        self.assertEqual(sql(groups), members)

    def test_its_logins_do_not_get_in_here(self):
        with self.assertRaises(psycopg2.OperationalError) as caught:
            psycopg2.connect(dbname=OURS, user=self.admin)
        self.assertIn("permission denied for database", str(caught.exception))
        self.assertEqual(sql("select login from api.me()", user=self.admin, database=self.name), [(self.admin,)])

    def test_a_copy_beside_its_original_is_one_of_its_own(self):
        copy = OURS + "_copy"
        database.psql("postgres", "-c", f"create database {copy} template {self.name} strategy file_copy")
        try:
            self.assertEqual(sql("select varta.login_is_home(%s)", self.admin, database=copy), [(False,)])
            with self.assertRaises(psycopg2.Error) as caught:
                sql("select api.operator_set(%s, '{\"role\": \"super\"}')", self.admin, user=self.admin, database=copy)
            self.assertEqual(caught.exception.pgcode, "VA005")
            was = sql("select mark, secret, database from varta.installation", database=copy)[0]
            database.deploy(copy, os.environ["VARTA_BUILD"], fixture=False)
            now = sql("select mark, secret, database from varta.installation", database=copy)[0]
            self.assertTrue(all(a != b for a, b in zip(was, now)))
            self.assertEqual(now[2], copy)
            sql("select api.operator_add(%s, 'Свій', 'super', '{}')", f"c_{OURS}", database=copy)
            sql("select api.operator_set(%s, '{\"full_name\": \"Інший\", \"role\": \"admin\", \"cities\": [\"odesa\"]}')", f"c_{OURS}", database=copy)
        finally:
            home = sql("select varta.home_role()", database=copy)[0][0]
            database.drop(copy)
            sql(f"drop role if exists c_{OURS}")
            sql(f"drop role if exists {home}")

    def test_a_database_that_was_renamed_keeps_its_logins(self):
        renamed = OURS + "_renamed"
        database.psql("postgres", "-c", f"alter database {self.name} rename to {renamed}")
        try:
            database.deploy(renamed, os.environ["VARTA_BUILD"], fixture=False)
            self.assertEqual(sql("select varta.login_is_home(%s)", self.admin, database=renamed), [(True,)])
        finally:
            database.psql("postgres", "-c", f"alter database {renamed} rename to {self.name}")
            database.deploy(self.name, os.environ["VARTA_BUILD"], fixture=False)
        self.assertEqual(sql("select varta.login_is_home(%s)", self.admin, database=self.name), [(True,)])


if __name__ == "__main__":
    unittest.main()
