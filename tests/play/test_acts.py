"""Every act that asks for something, or stands behind the key z, from the request and from the list: given to
another operator, snoozed, asked back and going on, prolonged, opened again, withdrawn, what units do, and
notes for colleagues. Once with Latin and once with Ukrainian keys. What was typed and refused comes back."""
import reports
from playcase import PlayCase, main


class Acts(PlayCase):
    def request(self, number, field):
        return reports.sql("select api.request(%s) #>> %s", number, "{" + field + "}", user="t_moderator")[0][0]

    def pending(self, text, cyrillic, *before, **kwargs):
        """A console on one accepted request, opened; before: what was done with it beside."""
        number = self.accepted(text, **kwargs)[0]
        for user, function, *params in before:
            reports.act(user, function, number, reports.version(number), *params)
        play = self.open(number, cyrillic=cyrillic)
        play.keys("<Enter>").wait("History")
        return number, play

    def assign(self, cyrillic):
        number, play = self.pending("Підпал смітника.", cyrillic)
        play.keys("z").wait("── z/я", "give to an operator").keys("a").wait(f"{number}: give to", "Ігор Мельник")
        play.keys("2").wait_cursor("Наталія Шевчук").keys("<Enter>").wait(f"{number}: given to the other operator — Наталія Шевчук")
        self.assertEqual(self.request(number, "row,operator"), "Наталія Шевчук")

    def snooze(self, cyrillic):
        number, play = self.pending("Скутер на тротуарі.", cyrillic)
        play.keys("z", "s").wait(f"{number} · snooze until").type("колись").keys("<Enter>").wait("this is no moment")
        play.keys(*["<Backspace>"] * 6).type("2d").keys("<Enter>").wait(f"{number}: snoozed")
        days = reports.sql("select (snoozed_until at time zone 'Europe/Kyiv')::date from varta.request where id = %s", number)
        self.assertEqual(days, [(reports.day(2),)])
        play.wait("snoozed until").settle()

    def pause(self, cyrillic):
        number, play = self.pending("Собака без намордника.", cyrillic)
        play.keys("z", "p").wait("question to the resident:").keys("<Enter>").wait("there is no text yet")
        play.type("Де саме?").keys("<Enter>").wait(f"{number}: asked back, paused")
        self.assertEqual(self.request(number, "paused,question"), "Де саме?")
        play.wait("paused since", ": Де саме?").keys("z", "r").wait(f"{number}: resumed")
        self.assertIsNone(self.request(number, "paused"))

    def prolong(self, cyrillic):
        number, play = self.pending("Довга справа.", cyrillic)
        before = int(self.request(number, "row,due"))
        play.keys("z", "l").wait("days more, and why").type("експертиза").keys("<Enter>").wait("a number of days, a blank")
        play.keys("<Home>").type("5 ").keys("<Enter>").wait(f"{number}: prolonged")
        self.assertGreater(int(self.request(number, "row,due")), before + 4 * 86400)
        self.assertEqual(self.request(number, "events,0,why"), "експертиза")

    def reopen(self, cyrillic):
        number, play = self.pending("Знову те саме.", cyrillic, ("t_moderator", "reject", "unclear", None))
        play.keys("z", "o").wait("open again, because:").type("Є фото.").keys("<Enter>").wait(f"{number}: open again", "· pending")
        self.assertEqual(self.request(number, "events,0,why"), "Є фото.")

    def withdraw(self, cyrillic):
        number, play = self.pending("Уже не треба.", cyrillic)
        play.keys("z", "w").wait("withdraw, because:").keys("<Enter>").wait(f"{number}: withdrawn")
        self.assertEqual(reports.status(number), "withdrawn")
        play.keys("u").wait(f"{number}: undone")
        self.assertEqual(reports.status(number), "pending")

    def referral(self, cyrillic):
        number, play = self.pending("Розбита зупинка.", cyrillic, ("t_moderator", "refer", "patrol", None))
        play.keys("z", "i").wait(f"{number}: taken on by the unit")
        self.assertEqual(self.request(number, "referrals,0,state"), "accepted")
        play.keys("z", "b").wait("the unit returns it, because:").type("Не наша.").keys("<Enter>").wait(f"{number}: returned")
        self.assertEqual(self.request(number, "referrals,0,why"), "Не наша.")
        reports.act("t_moderator", "refer", number, reports.version(number), "guard", None)
        play.wait("· sent ·").keys("z", "n").wait("Answer of the unit").type("Скло вставлено.").keys("<F3>").wait("the unit's answer is submitted")
        self.assertEqual(self.responses(number), [("Скло вставлено.",)])

    def note(self, cyrillic):
        number, play = self.pending("Шум уночі.", cyrillic)
        play.keys("i").wait("internal note:").type("Дзвонила, просить швидше.").keys("<Enter>").wait(f"{number}: noted")
        play.wait("internal note: draft", "Дзвонила, просить швидше.")

    def submit(self, cyrillic):
        number, play = self.pending("Проєкт відповіді.", cyrillic, ("t_moderator", "draft", "Готово.", True, None))
        play.keys("s").wait(f"{number}: submitted for approval", "answer: submitted")
        play.keys("A").wait(f"{number}: the answer is approved", "answer: approved")

    def test_latin(self):
        for act in self.assign, self.snooze, self.pause, self.prolong, self.reopen, self.withdraw, self.referral, self.note, self.submit:
            with self.subTest(act.__name__):
                act(False)

    def test_cyrillic(self):
        for act in self.assign, self.snooze, self.pause, self.prolong, self.reopen, self.withdraw, self.referral, self.note, self.submit:
            with self.subTest(act.__name__):
                act(True)

    def test_what_was_refused_comes_back(self):
        """Somebody was first: the text stands in the line again, and Enter is then meant."""
        number, play = self.pending("Розкопана клумба.", False)
        play.keys("z", "p").wait("question to the resident:").type("Яка саме клумба?").wait("клумба?")
        reports.act("t_moderator2", "take", number, reports.version(number))
        play.keys("<Enter>").wait(f"{number}: Ігор Мельник changed this request", "Яка саме клумба?")
        self.assertIsNone(self.request(number, "paused"))
        play.keys("<Enter>").wait(f"{number}: asked back")
        self.assertEqual(self.request(number, "paused,question"), "Яка саме клумба?")

    def test_by_the_unit_itself(self):
        """Whoever is of the unit sees only what a unit does."""
        number = self.accepted("Згорілий світлофор.", code="light")[0]
        reports.act("t_moderator", "refer", number, reports.version(number), "traffic_unit", None)
        play = self.open(number, user="t_traffic")
        play.keys("<Enter>").wait("· sent ·").keys("r").wait("refer: only for a moderator")
        play.keys("z", "i").wait(f"{number}: taken on by the unit", "· accepted ·")
        play.keys("z", "n").wait("Answer of the unit").type("Лампу замінено.").keys("<F3>")
        play.wait("the unit's answer is submitted")
        self.assertEqual(self.responses(number), [("Лампу замінено.",)])

    def test_marked(self):
        numbers = self.accepted("Кинуте авто 1.", "Кинуте авто 2.")
        play = self.play("-f", "status:pending").wait("Кинуте авто 2.").go_to("Кинуте авто 1.")
        play.keys("<Insert>", "t").wait("2 marked").keys("z", "s").wait("2 marked · snooze until").type("3d").keys("<Enter>")
        play.wait("snooze: 3d: the 2 marked requests?").keys("<Enter>").wait("snooze: 2 done, 0 not done").keys("q").absent("marked")
        self.assertEqual(reports.sql("select count(*) from varta.request where id = any(%s) and snoozed_until > now()", numbers), [(2,)])
        play.keys("u").wait("undo: 2 done").keys("q").wait("Кинуте авто 1.").keys("<Home>")
        play.go_to("Кинуте авто 1.").keys("<Insert>", "t").wait("2 marked").keys("z", "a").wait("2 marked: give to").keys("<Enter>")
        play.wait("the 2 marked requests?").keys("<Enter>").wait("2 done, 0 not done")
        play.keys("q").wait("status:pending")

    def test_small(self):
        number, play = self.pending("Вузький екран.", False)
        play.keys("z", "s").wait("snooze until").resize(40, 10).wait("snooze").type("fri").wait("fri").resize(80, 24).wait("fri")
        play.keys("<Esc>").absent("snooze until")
        play.keys("z", "a").wait("give to").resize(40, 10).wait("give to").keys("<Esc>").absent("give to")


main()
