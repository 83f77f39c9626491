"""The screen of the messages to district officers: their deadlines, the beat and who is in charge there, the
text only for the officer; accepted and answered from there, and what is answered leaves the list."""
import json

import reports
from playcase import PlayCase, main

BEAT = {"type": "FeatureCollection", "features": [{
    "type": "Feature", "properties": {"code": "b1", "name": "Дільниця на Подолі"},
    "geometry": {"type": "Polygon", "coordinates": [[[30.4, 50.45], [30.52, 50.45], [30.52, 50.52], [30.4, 50.52], [30.4, 50.45]]]}}]}


class Messages(PlayCase):
    @classmethod
    def setUpClass(cls):
        reports.sql("select count(*) from api.beat_import('kyiv', %s)", json.dumps(BEAT), user="t_admin")
        reports.sql("select api.beat_assign('kyiv', 'b1', 't_officer', now() - interval '1 day')", user="t_admin")

    def screen(self, user="t_officer", **kwargs):
        play = self.play("-f", "status:new,pending", user=user, **kwargs).wait("status:new,pending")
        return play.keys("v", "e").wait("Messages to district officers")

    def walk(self, cyrillic):
        number, other = reports.add(f"Сусід {cyrillic}.\n\nЩось продає.", f"Ще один {cyrillic}.", code="message")
        play = self.screen(cyrillic=cyrillic).wait(f"Сусід {cyrillic}.", f"Ще один {cyrillic}.").go_to(f"Сусід {cyrillic}.")
        play.wait("Щось продає.", "Дільниця на Подолі · Тарас Бондар", "by ")
        play.keys("w").wait("Answer to the resident").type("Дякуємо.").wait("Дякуємо.").keys("<F3>").wait("cannot be taken back")
        play.keys("<Enter>").wait(f"{number}: the answer is published").absent(f"Сусід {cyrillic}.")
        self.assertEqual(reports.status(number), "answered")
        play.wait_cursor(f"Ще один {cyrillic}.").keys("a").wait(f"{other}: accepted").wait(f"Ще один {cyrillic}.")
        play.keys("<Home>").go_to(f"Ще один {cyrillic}.").keys("<Enter>").wait("· pending", "History").keys("<Esc>").wait("Messages to district officers")
        play.keys("<Esc>").wait("status:new,pending")

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_the_next_key_is_for_the_next_message(self):
        """What was answered stood under the cursor until the list had been read again: the key after it was refused."""
        numbers = reports.add("Перший з трьох.", "Другий з трьох.", "Третій з трьох.", code="message")
        play = self.screen().wait("Третій з трьох.").go_to("Перший з трьох.")
        play.keys("w").wait("Answer to the resident").type("Так.").wait("Так.").keys("<F3>").wait("cannot be taken back").keys("<Enter>")
        play.wait(f"{numbers[0]}: the answer is published").keys("a").wait(f"{numbers[1]}: accepted")
        play.wait_cursor("Третій з трьох.").keys("a").wait(f"{numbers[2]}: accepted")

    def test_sealed(self):
        """A moderator sees that it is there and when it is due, and no word of it."""
        number = reports.add("Таємниця двору.", code="message")[0]
        play = self.screen(user="t_moderator").wait(str(number)).keys("<End>").wait("(only its officer may read it)", "Тарас Бондар")
        play.absent("Таємниця")

    def test_live_small_and_hostile(self):
        play = self.screen(columns=40, rows=10, env={"NO_COLOR": "1"})
        reports.add("Лист\x1b[2J\u202eя", code="message")
        play.resize(100, 30).wait("Лист␛[2J<U+202E>я").resize(39, 9).wait("too small").resize(40, 10).wait("Messages to")


main()
