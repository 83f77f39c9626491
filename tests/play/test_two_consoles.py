"""Two moderators at work on the same requests, each with a console: rows change in place, what comes in is
counted above the list and does not move the cursor, who is there is seen, a conflict keeps both texts, and an
answer can be recalled before the window ends and not after."""
import re

import reports
from playcase import PlayCase, main

WINDOW = "update varta.city set recall_window = %s where code = 'kyiv'"


class TwoConsoles(PlayCase):
    def tearDown(self):
        super().tearDown()
        reports.sql(WINDOW, "0")

    def start(self, *args, cyrillic=False):
        return self.play(*args, cyrillic=cyrillic), self.play(*args, user="t_moderator2", cyrillic=cyrillic)

    def live(self, cyrillic):
        code = "lighting" if cyrillic else "sign"
        first, second = reports.add("Живе одне.", "Живе друге.", code=code)
        mine, theirs = self.start("-f", f"cat:{code}", cyrillic=cyrillic)
        mine.wait("1/2", "Живе друге.").go_to("Живе друге.")
        theirs.wait("1/2").go_to("Живе одне.").keys("a").wait(f"{first}: accepted")
        mine.until(lambda: re.search(r"^   .*Живе одне.", "\n".join(mine.lines()), re.M), "the other's row is pending")
        mine.wait_cursor("Живе друге.")
        reports.add("Живе третє.", "Живе четверте.", code=code)
        mine.wait("2 arrived", "1/4").wait_cursor("Живе друге.")
        theirs.wait("2 arrived")
        mine.keys("R").absent("arrived").wait_cursor("Живе друге.")
        theirs.keys("<Home>").absent("arrived")
        mine.keys("x").wait("reject, because", "note: —").keys("<Enter>").wait(f"{second}: rejected")
        theirs.wait(re.compile("^ ─.*Живе друге."), "1/3").keys("j").absent("Живе друге.")

    def test_live_latin(self):
        self.live(False)

    def test_live_cyrillic(self):
        self.live(True)

    def test_both_texts(self):
        """Both write to one request: each sees the other, the second saves nothing over the first."""
        number = self.accepted("Спільний текст.")[0]
        mine, theirs = self.start("-f", str(number))
        for play, text in (mine, "Моя відповідь."), (theirs, "Їхня відповідь."):
            play.wait("1/1").keys("w").wait("Answer to the resident", "Спільний текст.").type(text).wait(text)
        mine.wait("Ігор Мельник is writing an answer here")
        theirs.wait("Олена Коваль is writing an answer here")
        theirs.keys("<F2>").wait(f"{number}: the text is saved")
        mine.keys("<F2>").wait("Ігор Мельник changed this request").wait("Моя відповідь.", "Їхня відповідь.")
        self.assertEqual(self.responses(number), [("Їхня відповідь.",)])
        self.assertEqual(len(self.drafts()), 1, "the second text is on disk")

    def test_recall_before_the_end_and_after(self):
        reports.sql(WINDOW, "10 minutes")
        early, late = self.accepted("Рано відкликане.", "Пізно відкликане.")
        for number in early, late:
            reports.act("t_moderator", "draft", number, reports.version(number), "Зроблено.", True, None)
        mine, theirs = self.start("-f", "status:pending,answered")
        theirs.wait("Рано відкликане.").go_to("Рано відкликане.")
        mine.wait("Рано відкликане.").go_to("Рано відкликане.").keys("p")
        for number in early, late:
            mine.wait(re.compile(rf"{number} leaves in 9:\d\d"))
            if number == early:
                theirs.until(lambda: re.search(r"^ =.*Рано", "\n".join(theirs.lines()), re.M), "the other sees it answered")
                mine.keys("U").wait(f"{number}: the answer is recalled").wait_cursor("Рано відкликане.")
                self.assertEqual(reports.status(number), "pending")
                mine.go_to("Пізно відкликане.").keys("p")
        reports.sql("update varta.response set visible_at = now() where request_id = %s and state = 4", late)
        mine.keys("U").wait(re.compile(f"{late}: .*recall.* is not possible"))
        self.assertEqual(reports.status(late), "answered")


main()
