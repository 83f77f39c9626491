"""A unit without operators gets what is referred to it by mail, with a link: reads the request without the resident's name and contact,
takes it on, returns it with a reason, answers it; the answer waits for a moderator under the unit's name. What is private never gets
such a link, and a link to what becomes private opens nothing."""
import unittest
import urllib.parse

import reports
from orders import dumped
from reports import act, sql
from syncd import FORM, Syncd, wait_for


def referred(text="Хто може допомогти?", **fields):
    """The number of a request that was referred to the legal aid, which has an address and no operators."""
    request = reports.add(text, **dict({"email": "olena@example.org", "first_name": "Олена", "last_name": "Коваленко", "phone": "+380441234567"}, **fields))[0]
    act("t_moderator", "accept", request, 1)
    act("t_moderator", "refer", request, reports.version(request), "legal_aid", "Поясніть, будь ласка")
    return request


def mails(request):
    return sql("select m.id, m.email, m.kind from varta.party_mail m join varta.referral f on f.id = m.referral_id where f.request_id = %s", request)


def link(request):
    """The path of the link in the mail about it, as a daemon leases it."""
    sql("update varta.party_mail set leased_by = null, leased_until = null, next_at = now() where referral_id in (select id from varta.referral where request_id = %s)", request)
    rows = sql("select id, token from sync.party_mail_lease('test', 100000, 1000, 60)", user="t_syncd")
    number, = (mail[0] for mail in mails(request))
    return "/link/" + dict(rows)[number]


def referral(request):
    return sql("select s.code, f.why from varta.referral f join varta.referral_state s on s.id = f.state where f.request_id = %s", request)[0]


class ReferralLink(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sql("select api.source_add('kyiv', 'kyiv-mail', 'mail', 'kyiv', null)")
        sql("select api.unit_set('kyiv', 'legal_aid', '{\"email\": \"aid@example.org\"}')", user="t_admin")
        cls.syncd = Syncd().ready()
        cls.addClassCleanup(cls.syncd.stop)

    def post(self, path, request, verb, note="", version=None):
        form = {"verb": verb, "version": version or reports.version(request), "note": note}
        return self.syncd.request("POST", path, urllib.parse.urlencode(form), {"Content-Type": FORM})

    def test_read_and_answered(self):
        request = referred()
        path = link(request)
        wait_for("indexed", lambda: not sql("select 1 from varta.search_todo limit 1"))
        before = dumped()
        page = self.syncd.request("GET", path)
        self.assertEqual(page.status, 200)
        for words in ("Хто може допомогти?", "Поясніть, будь ласка", "Ми відповідаємо", "Ми беремо", f"№ {request}"):
            self.assertIn(words, page.text)
        for secret in ("Олена", "Коваленко", "olena@", "+38044"):
            self.assertNotIn(secret, page.text, "nothing of who the resident is")
        self.assertEqual(dumped(), before, "opening it changes nothing")
        self.assertNotIn(path[6:], before)
        version = reports.version(request)
        self.assertIn("Записано", self.post(path, request, "referral_accept").text)
        self.assertEqual(referral(request)[0], "accepted")
        again = self.post(path, request, "referral_accept", version=version)
        self.assertIn("не такий", again.text, "a second use is told what is")
        self.assertIn("бракує", self.post(path, request, "referral_answer").text, "an answer says something")
        self.assertIn("Записано", self.post(path, request, "referral_answer", "Зверніться до центру на вул. Лісовій, 1.").text)
        self.assertEqual(referral(request)[0], "answered")
        detail = sql("select api.request(%s)", request, user="t_moderator")[0][0]
        answer, = detail["responses"]
        self.assertEqual((answer["state"], answer["body"], answer["author"]), ("submitted", "Зверніться до центру на вул. Лісовій, 1.", "Центр безоплатної правничої допомоги"), answer)
        self.assertEqual(sql("select count(*) from varta.outbox where request_id = %s and text like 'Зверніться%%'", request), [(0,)], "a moderator publishes")
        self.assertNotIn("<form", self.syncd.request("GET", path).text)

    def test_returned(self):
        request = referred()
        path = link(request)
        self.assertIn("бракує", self.post(path, request, "referral_return", " ").text)
        self.assertIn("Записано", self.post(path, request, "referral_return", "Це до міської ради").text)
        self.assertEqual(referral(request), ("returned", "Це до міської ради"))
        for verb in ("referral_answer", "refer", "publish", "order_accept", "x"):
            self.assertIn("не змінено", self.post(path, request, verb, "так").text)
        self.assertEqual(referral(request)[0], "returned")

    def test_private(self):
        """Referred when it was public: the link opens nothing from the moment on when it is not."""
        request = referred()
        path, unknown = link(request), self.syncd.request("GET", "/link/" + "0" * 40)
        act("t_moderator", "private", request, reports.version(request))
        for answer in (self.syncd.request("GET", path), self.post(path, request, "referral_accept")):
            self.assertEqual((answer.status, answer.body), (unknown.status, unknown.body))
        self.assertEqual(referral(request)[0], "sent")
        hidden = reports.add("Лист дільничному", code="message")[0]
        sql("insert into varta.referral (city_id, request_id, unit_id, due_at, operator_id) select q.city_id, q.id, u.id, now() + interval '9 days', 1 from varta.request q"
            " join varta.unit u on u.city_id = q.city_id and u.code = 'legal_aid' where q.id = %s", hidden)
        self.assertEqual(mails(hidden), [], "a message is for one officer alone")
        self.assertEqual(mails(request)[0][1:], ("aid@example.org", "referral"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
