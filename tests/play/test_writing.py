"""Writing an answer quickly: templates filled in from the request and answers to similar requests stand
beside the text, or one key away; what is not filled in is shown and blocks publishing; publishing goes
on to the next request at once and what does not arrive comes back. Once with Latin keys and once with
Ukrainian ones."""
import reports
from playcase import PlayCase, main


def template(title, body, category="road"):
    reports.act("t_moderator", "guidance_save", None, None, "kyiv", category, None, "uk", title, body)


def recall_window(interval):
    reports.sql("select api.city_set('kyiv', jsonb_build_object('recall_window', %s::text))", interval)


class Writing(PlayCase):
    @classmethod
    def setUpClass(cls):
        recall_window("10 minutes")
        template("А готова", "Дякуємо за звернення № {number} ({address}). Передали дорожникам.")
        template("Б з дірками", "Звернення № {number}. Зробимо {що саме} до {коли}. Дякуємо!")

    def published(self, number):
        return reports.sql("select p.body from varta.response p where p.request_id = %s and p.state = 4", number)

    def walk(self, cyrillic):
        """Five keys from the list to the next request; the answer has what the request says."""
        first, second = reports.add(f"Швидка яма {cyrillic}.", f"Наступна яма {cyrillic}.")
        play = self.play(cyrillic=cyrillic).wait(f"Швидка яма {cyrillic}.", f"Наступна яма {cyrillic}.")
        play.go_to(f"Швидка яма {cyrillic}.")
        play.keys("w", "<F7>").wait("1 А готова", "2 Б з дірками", f"звернення № {first}")
        play.keys("<Enter>").wait("Answer to the resident", f"звернення № {first} (вул. Межигірська, 24)")
        play.keys("<F3>").wait(f"{first}: the answer is published").wait_cursor(f"Наступна яма {cyrillic}.")
        self.assertEqual(reports.status(first), "answered")
        self.assertEqual(self.published(first),
                         [(f"Дякуємо за звернення № {first} (вул. Межигірська, 24). Передали дорожникам.",)])
        self.assertEqual(self.drafts(), [])
        self.assertEqual(reports.status(second), "new")

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_all_keys_at_once(self):
        """Faster than the database: a template is chosen before there are any."""
        number = reports.add("Дуже швидка яма.")[0]
        play = self.open(number)
        play.keys("w", "<F7>", "2", "<Enter>").wait("Зробимо {що саме}").absent("put in")
        play.keys("<Esc>").wait("the text is kept here")

    def test_placeholders(self):
        """They stand out, the first is chosen, Tab goes to the next, and publishing is refused until none is left."""
        number = reports.add("Яма з дірками.")[0]
        play = self.open(number)
        play.keys("w", "<F7>", "2", "<Enter>").wait("Зробимо {що саме} до {коли}.")
        line = play.find("Зробимо")
        plain, placeholder = (play.screen.buffer[line][play.column(line, text)] for text in ("Зробимо", "{коли}"))
        self.assertNotEqual((plain.fg, plain.bold), (placeholder.fg, placeholder.bold))
        self.assertEqual(play.settle().cursor(), (line, play.column(line, "{що саме}")))
        play.keys("<F3>").wait("{що саме} is not filled in")
        self.assertEqual(reports.status(number), "new")
        play.type("латку").wait("Зробимо латку до {коли}.").keys("<Tab>").type("п'ятниці").wait("латку до п'ятниці. Дякуємо!")
        play.keys("<Tab>").wait("nothing is left to be filled in")
        play.keys("<F3>").wait(f"{number}: the answer is published")
        self.assertEqual(self.published(number), [(f"Звернення № {number}. Зробимо латку до п'ятниці. Дякуємо!",)])

    def answered_neighbour(self, text, answer):
        number = self.accepted(text)[0]
        reports.act("t_moderator", "answer", number, reports.version(number), answer, None)
        return number

    def test_answer_to_a_similar_one(self):
        answer = "Яму на Межигірській залатали.\n\nДякуємо за пильність! " + "Слово за словом. " * 20
        other = self.answered_neighbour("Яма біля школи", answer)
        number = reports.add("Яма коло школи")[0]
        play = self.open(number)
        play.keys("w", "<F7>").wait("Яма біля школи", f"{other} · answered · 0 m")
        play.keys("<End>")
        play.go_to("Яма біля школи").wait("Дякуємо за пильність!").keys("<Enter>").wait("Яму на Межигірській залатали.")
        play.keys("<F3>").wait(f"{number}: the answer is published")
        self.assertEqual(self.published(number), [(answer,)], "whole, not only its beginning")

    def test_beside_on_a_wide_terminal(self):
        self.answered_neighbour("Сусідня вибоїна", "Вибоїну вже засипали.")
        number = reports.add("Вибоїна поряд")[0]
        play = self.open(number, columns=130, rows=40)
        play.keys("w").wait("── Templates", "1 А готова", "── Answers to similar requests", "Вибоїну вже засипали.")
        play.type("Пишу поруч.").wait(" Пишу поруч.")
        play.resize(80, 24).absent("── Templates").wait("Пишу поруч.")
        play.resize(130, 40).wait("── Templates", "Пишу поруч.")
        play.resize(40, 10).wait("Пишу поруч.").keys("<F7>").wait("1 А готова")
        play.resize(39, 9).wait("too small")
        play.resize(40, 10).wait("1 А готова").keys("<Esc>").wait("Пишу поруч.")

    def test_without_recall_it_is_asked(self):
        recall_window("0")
        try:
            number = reports.add("Без вороття.")[0]
            play = self.open(number)
            play.keys("w").wait("Answer to the resident").type("Остаточно.").wait("Остаточно.")
            play.keys("<F3>").wait("Publish it? It cannot be taken back")
            play.keys("<Esc>").absent("taken back").wait("Остаточно.")
            self.assertEqual(reports.status(number), "new")
            play.keys("<F3>").wait("taken back").keys("<Enter>").wait(f"{number}: the answer is published")
        finally:
            recall_window("10 minutes")

    def test_question_back(self):
        """A text is turned into a question; the clock stops, it is undone with one key, and it can have no holes."""
        for cyrillic in (False, True):
            number = reports.add(f"Де саме {cyrillic}?")[0]
            play = self.open(number, cyrillic=cyrillic)
            play.keys("w").wait("Answer to the resident").keys("<F6>", "<F6>").wait("── Question to the resident")
            play.type("Біля {якого} будинку?").wait("будинку?").keys("<F3>").wait("{якого} is not filled in")
            play.type("котрого").wait("Біля котрого будинку?").keys("<F2>").wait("the text is kept here until it is sent")
            play.keys("<F3>").wait(f"{number}: asked back")
            self.assertEqual(reports.sql("select question from varta.pause where request_id = %s", number), [("Біля котрого будинку?",)])
            self.assertEqual(self.drafts(), [])
            play.keys("u").wait(f"{number}: undone")
            self.assertEqual(reports.sql("select question from varta.pause where request_id = %s", number), [])

    def test_it_does_not_arrive(self):
        """The operator has gone on when somebody else turns out to have rejected it: the text comes back."""
        number = reports.add("Хто перший.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").type("Моя відповідь.").wait("Моя відповідь.")
        reports.act("t_moderator2", "reject", number, reports.version(number), "spam", None)
        play.keys("<F3>").wait("Answer to the resident", "Моя відповідь.", "Ігор Мельник changed this request since")
        self.assertEqual(reports.status(number), "rejected")
        self.assertEqual(len(self.drafts()), 1)

    def test_hostile_template_and_look_alike(self):
        self.answered_neighbour("Люк\x1b[2J відкритий", "Закрили.\x1b]0;злам\x07")
        number = reports.add("Люк відкритий ще один")[0]
        play = self.open(number)
        play.keys("w", "<F7>").wait("Люк␛[2J відкритий")
        play.go_to("Люк␛").keys("<Enter>").wait("Закрили.␛]0;злам␇")
        self.assertNotIn(b"\x1b[2J\xd0", play.raw)

    def test_no_color(self):
        number = reports.add("Без кольорів.")[0]
        play = self.open(number, env={"NO_COLOR": "1"})
        play.keys("w", "<F7>", "2", "<Enter>").wait("Зробимо {що саме}")
        placeholder = play.screen.buffer[play.find("Зробимо")][play.column(play.find("Зробимо"), "{коли}")]
        self.assertEqual(placeholder.fg, "default")
        self.assertEqual(placeholder.data, "{", "the braces say it without colour")


main()
