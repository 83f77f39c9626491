"""What an operator saved is no conflict with what the same operator saves next, and a text can be saved whatever became of the
draft in the database that it was to change."""
import os

import reports
from lossyline import DoubtfulLine
from playcase import PlayCase, main

TEXT = "Відповідь, яку зберігають."


class OwnSave(PlayCase):
    def write(self, subject):
        number = self.accepted(subject)[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        return number, play

    def on_its_way(self, play):
        play.until(lambda: reports.sql("select 1 from pg_stat_activity where usename = 't_moderator' and wait_event_type = 'Lock'"
                                       " and query like '%%api.draft(%%'"), "the draft is on its way")

    def test_saved_twice_quickly(self):
        number, play = self.write("Двічі поспіль.")
        with reports.locked(number):
            play.keys("<F2>")
            self.on_its_way(play)
            play.keys("<F2>", "<F2>")
        play.wait(f"{number}: the text is saved").absent("changed this request since")
        self.assertEqual(self.responses(number), [(TEXT,)])
        self.assertEqual(self.drafts(), [])

    def test_typed_and_saved_while_it_is_saved(self):
        """The second F2 counts: what was typed before it is saved when the first is."""
        number, play = self.write("Двічі, з продовженням.")
        with reports.locked(number):
            play.keys("<F2>")
            self.on_its_way(play)
            play.type(" Далі.").wait(TEXT + " Далі.").keys("<F2>")
        play.wait(f"{number}: the text is saved").absent("changed this request since")
        self.assertEqual(self.responses(number), [(TEXT + " Далі.",)])
        self.assertEqual(self.drafts(), [])

    def test_published_while_it_is_saved(self):
        number, play = self.write("Збережено й опубліковано.")
        reports.sql("select api.city_set('kyiv', '{\"recall_window\": \"10 minutes\"}')")
        with reports.locked(number):
            play.keys("<F2>")
            self.on_its_way(play)
            play.type(" Далі.").wait(TEXT + " Далі.").keys("<F3>")
        play.wait(f"{number}: the answer is published").absent("changed this request since")
        self.assertEqual(self.responses(number), [(TEXT + " Далі.",)])

    def test_typed_after_a_save_that_the_standby_may_not_have(self):
        """It is in the database, and what is saved next stands on it."""
        number = self.accepted("Резервна база мовчить.")[0]
        line = DoubtfulLine("api.draft(", os.path.join(os.environ["TMPDIR"], "doubt"))
        line.__enter__()
        self.addCleanup(line.__exit__)
        play = self.open(number, env={"PGHOST": line.folder})
        play.keys("w").wait("Answer to the resident").type(TEXT).wait(TEXT)
        with reports.locked(number):  # typed before it is certain: what is certain, and as it was typed, closes
            play.keys("<F2>")
            self.on_its_way(play)
            play.type(" Далі.").wait(TEXT + " Далі.")
        play.until(lambda: line.left == 0 and reports.version(number) == 3, "saved, and nobody knows whether it stays")
        play.keys("<F2>")
        play.wait(f"{number}: the text is saved").absent("changed this request since")
        self.assertEqual(self.responses(number), [(TEXT + " Далі.",)])

    def lose_draft(self, number):
        """As in a database that was restored from before the draft."""
        reports.sql("alter table varta.response disable trigger user; alter table varta.idempotency_key disable trigger user")
        reports.sql("delete from varta.idempotency_key where request_id = %s; delete from varta.response where request_id = %s", number, number)
        reports.sql("alter table varta.response enable trigger user; alter table varta.idempotency_key enable trigger user")

    def begun(self, subject):
        """A text that changes a draft of the database, and that draft is gone."""
        number = self.accepted(subject)[0]
        reports.act("t_moderator", "draft", number, reports.version(number), "Початок.", True, None)
        play = self.open(number)
        play.keys("w").wait("Початок.").type(" Кінець.").wait("Початок. Кінець.")
        return number, play

    def test_draft_that_a_restored_database_has_not(self):
        """While the console runs: it is said, and the same key saves it as a new one."""
        number, play = self.begun("Відновлена база.")
        self.lose_draft(number)
        play.keys("<F2>").wait("the draft that this text changed is gone", "Початок. Кінець.")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.responses(number), [("Початок. Кінець.",)])

    def test_draft_that_a_restored_database_has_not_after_a_start(self):
        number, play = self.begun("Відновлена база, нова консоль.")
        play.keys("<Esc>").wait("the text is kept here, and not sent")
        play.kill()
        self.lose_draft(number)
        play = self.open(number).keys("w").wait("the draft that this text changed is gone", "Початок. Кінець.")
        play.keys("<F2>").wait(f"{number}: the text is saved")
        self.assertEqual(self.responses(number), [("Початок. Кінець.",)])


main()
