"""What is denied is not offered: for every role and every act, what the palette lists on a request is compared with what the database grants
the role, and each act that stands in the line of hints is one that the database does not refuse for that request. Every role was offered acts of
others."""
import reports
from playcase import PlayCase, main

ROLES = {"t_moderator": None, "t_officer": None, "t_traffic": "traffic_unit", "t_expert": "legal_aid", "t_auditor": None}
LEAST = {"t_moderator": 20, "t_officer": 15, "t_traffic": 7, "t_expert": 7, "t_auditor": 0}  # acts that the role has at least


def verbs():
    """Every act: its name in the database and what the console calls it in English."""
    return {"accept": "accept", "reject": "reject", "refer": "refer", "draft": "answer", "submit": "submit for approval", "approve": "approve",
            "publish": "publish", "merge": "duplicate of", "split": "not a duplicate", "take": "take", "give": "give back", "assign": "give to an operator",
            "seen": "later words seen", "note": "note for colleagues", "snooze": "snooze", "pause": "ask the resident back",
            "resume": "resume what is paused", "prolong": "prolong", "reopen": "open again", "withdraw": "withdraw", "private": "make private",
            "reveal": "make public again", "referral_accept": "the unit takes it on", "referral_return": "the unit returns it",
            "referral_answer": "the unit answers", "undo": "undo", "recall": "recall the answer"}


def granted(user):
    rows = sql_granted(user)
    return {words for verb, words in verbs().items() if verb in rows}


def sql_granted(user):
    return {row[0] for row in reports.sql(
        "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'api' and has_function_privilege(%s, p.oid, 'execute')", user)}


class Denied(PlayCase):
    @classmethod
    def setUpClass(cls):
        cls.new, cls.referred, cls.law = reports.add("Нове.", "Передано сектору.", "Передано правникам.")
        for number, unit in ((cls.referred, "traffic_unit"), (cls.law, "legal_aid")):
            reports.act("t_moderator", "accept", number, 1)
            reports.act("t_moderator", "refer", number, 2, unit)

    def listed(self, play):
        """The acts that the palette has: each line is its keys, in columns, and what it does."""
        play.keys(":").wait("──").settle()
        lines, last = set(), None
        while last != play.lines():
            last = play.lines()
            lines |= {line[1:].split("  ")[-1].strip().split(": ")[0] for line in last}
            play.keys("<PgDn>").settle()
        play.keys("<Esc>").settle()
        return lines & set(verbs().values())

    def test_the_palette(self):
        for user in ROLES:
            with self.subTest(user=user):
                play = self.play("-f", str(self.new), user=user, columns=140, rows=100).wait("1/1").settle()
                listed = self.listed(play)
                self.assertEqual(listed, granted(user))
                self.assertGreaterEqual(len(listed), LEAST[user])
                play.kill()

    def test_the_hints(self):
        """Of each request: what the line below names is not refused by the database."""
        seen = 0
        for user in ROLES:
            for number in (self.new, self.referred, self.law):
                with self.subTest(user=user, number=number):
                    refused = reports.sql("select array(select jsonb_object_keys(api.request(%s) -> 'refused'))", number, user=user)[0][0]
                    play = self.play("-f", str(number), user=user, columns=200, rows=30).wait("1/1").keys("<Enter>").wait("History").settle()
                    hints = play.line(29)
                    for verb, words in verbs().items():
                        if f" {words}  " in f"{hints}  " and verb in refused:
                            self.fail(f"{words} is offered and refused: {hints}")
                        seen += f" {words}  " in hints
                    play.kill()
        self.assertGreater(seen, 12)


if __name__ == "__main__":
    main()
