"""What cannot be done is refused before anything is typed, with its one true reason, which is the database's; the line
of keys names only what can be done with this request by this operator."""
import reports
from playcase import PlayCase, main


class Refusals(PlayCase):
    def reasons(self, number, user="t_moderator"):
        refused = reports.sql("select api.request(%s) -> 'refused'", number, user=user)[0][0]
        return {verb: refused[verb]["why"] for verb in refused}

    def test_the_hints(self):
        """At 80 and at 40 columns, in both layouts: only what works here and now."""
        number = reports.add("Підказки нові.")[0]
        for columns, rows, cyrillic in ((80, 24, False), (40, 10, True)):
            play = self.open(number, columns=columns, rows=rows, cyrillic=cyrillic)
            play.until(lambda: "a/ф" in play.line(-1) and "publish" not in play.line(-1) and "zi/яш" not in play.line(-1), "hints of a new one")
            play.keys("<Enter>").until(lambda: "a/ф" in play.line(-1) and "zi/яш" not in play.line(-1), "in the request, too")
            play.kill()
        reports.act("t_moderator", "accept", number, 1)
        reports.act("t_moderator", "draft", number, 2, "Чернетка.", True, None)
        play = self.open(number)
        play.until(lambda: "a/ф accept" not in play.line(-1) and "p/з publish" in play.line(-1), "hints of a pending one with a draft")
        play.kill()
        play = self.open(number, user="t_auditor")
        play.until(lambda: "a/ф" not in play.line(-1) and "x/ч" not in play.line(-1) and "filter" in play.line(-1), "nothing for who only looks on")

    def test_before_anything_is_typed(self):
        """Each of these opened its prompt, and was refused after the typing."""
        number = self.accepted("Закрите вже.")[0]
        reports.act("t_moderator", "reject", number, 2, "spam")
        for cyrillic in False, True:
            play = self.open(number, cyrillic=cyrillic)
            for keys, said in ((("x",), "reject: it is closed: open it again first"), (("r",), "refer: it is closed"),
                               (("z", "s"), "snooze: it is closed"), (("z", "l"), "prolong: it is closed"),
                               (("z", "p"), "ask the resident back: it is closed"), (("d",), "duplicate of: it is closed"),
                               (("w",), "answer: it is closed")):
                with self.subTest(keys=keys, cyrillic=cyrillic):
                    play.keys(*keys).wait(said).wait("1/1").settle()
                    self.assertIsNone(play.find("── "), "a prompt stays open")
            play.kill()

    def test_true_reasons(self):
        """In the database, where the console has them from."""
        new = reports.add("Причини.")[0]
        self.assertEqual({k: v for k, v in self.reasons(new).items() if k in ("resume", "prolong", "publish", "split", "reopen", "give", "undo", "referral_accept")},
                         {"resume": "accept it first", "prolong": "accept it first", "publish": "there is no draft", "split": "it is no duplicate",
                          "reopen": "it is open", "give": "it is nobody's", "undo": "there is nothing of yours to undo", "referral_accept": "no unit has it"})
        reports.act("t_moderator", "accept", new, 1)
        self.assertEqual(self.reasons(new)["accept"], "it is accepted already")
        self.assertNotIn("prolong", self.reasons(new))
        reports.act("t_moderator", "pause", new, 2, "Де саме?")
        self.assertEqual((self.reasons(new)["pause"], self.reasons(new)["prolong"]), ("it is paused: resume it first",) * 2)
        self.assertEqual(self.reasons(new, "t_expert")["reject"], "only for another role")
        self.assertEqual(reports.sql("select api.request(%s) #> '{refused,reject,who}'", new, user="t_expert")[0][0], ["moderator"])

    def test_help(self):
        """No two reasons in one sentence; Home and End work."""
        number = reports.add("Довідка.")[0]
        play = self.open(number, columns=100)
        play.keys("<Enter>").wait("History").keys("?").wait("What works here").settle()
        play.keys("<End>").absent("accept  ").keys("<Home>").wait_cursor("accept")
        play.type("resume").wait("resume what is paused: accept it first")
        self.assertIsNone(play.find("not with your role"))
        play.kill()
        play = self.open(number, columns=100, user="t_expert")
        play.keys("<Enter>").wait("History").keys("?").wait("What works here").type("reject").settle()
        self.assertIsNone(play.find("a moderator"), "what is for others stands in no list")
        play.keys("<Esc>").wait("History").keys("x").wait("reject: only for a moderator")

    def test_in_ukrainian(self):
        number = reports.add("Довідка українською.")[0]
        play = self.open(number, "-l", "uk", user="t_expert", columns=100)
        play.keys("<Enter>").wait("Історія").keys("x").wait("відхилити: лише для модератора")


main()
