"""The screen of the templates: the list with the text of each, a template changed and written anew as a
text, versions of which an earlier one comes back, two who change the same one, and nothing typed lost."""
import reports
from playcase import PlayCase, main


class Guidance(PlayCase):
    def template(self, title, body):
        return reports.act("t_moderator2", "guidance_save", None, None, "kyiv", "road", None, "uk", title, body)[0][0]

    def versions(self, template):
        return reports.sql("select title, body, active from varta.guidance where id = %s order by version", template)

    def screen(self, title, **kwargs):
        """Opens the screen with the cursor on that template."""
        play = self.play(**kwargs).wait("status:new,pending")
        play.keys("v", "g").wait("Templates of answers", "version 1")
        return play.go_to(title)

    def walk(self, cyrillic):
        template = self.template(f"Шаблон {cyrillic}", "Тіло шаблону.")
        play = self.screen(f"Шаблон {cyrillic}", cyrillic=cyrillic).wait("Тіло шаблону.", "kyiv · uk · version 1 · Ігор Мельник")
        play.keys("e").wait("Change a template", f"title: Шаблон {cyrillic}", "category: road", "offered: yes")
        play.type(" новий").wait(f"title: Шаблон {cyrillic} новий").keys("<PgDn>", "<End>").type(" І ще {що}.")
        play.wait("Тіло шаблону. І ще {що}.").keys("<F2>").wait("the template is saved as version 2", f"Шаблон {cyrillic} новий · road")
        self.assertEqual(self.versions(template)[1:], [(f"Шаблон {cyrillic} новий", "Тіло шаблону. І ще {що}.", True)])
        self.assertEqual(self.drafts(), [])
        play.keys("s").wait("Versions of a template").wait_line(3, "version 1 · Ігор Мельник").wait("version 2 · Олена Коваль")
        play.keys("j").absent("І ще {що}.").keys("<Enter>").wait("Change a template").keys("<F2>").wait("saved as version 3")
        self.assertEqual(self.versions(template)[2], (f"Шаблон {cyrillic}", "Тіло шаблону.", True))
        play.keys("<Esc>").wait("Templates of answers").keys("<Esc>").wait("status:new,pending")

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)

    def test_new_one(self):
        play = self.screen("Світлофор не працює")
        play.keys("n").wait("A new template", "title: -", "city: kyiv")
        play.keys("<F2>").wait("there is no title")
        play.type("\x7fНовий").keys("<PgDn>", "<End>").type("Текст.").keys("<F2>").wait("saved as version 1")
        self.assertEqual(reports.sql("select body, lang, category from varta.guidance where title = 'Новий'"), [("Текст.", "uk", None)])

    def test_complaints(self):
        """What cannot be read names its line, what the database refuses its field; the text stays."""
        self.template("Скарги", "Тіло.")
        play = self.screen("Скарги").keys("e").wait("title: Скарги")
        play.keys("<Down>", "<Home>").type("x").wait("xcategory").keys("<F2>").wait("line 2: no such field: 'xcategory'")
        play.keys("<Backspace>", "<End>").type("zz").keys("<F2>").wait("not found: category roadzz")
        play.keys("<Esc>").wait("Templates of answers").keys("e").wait("your text of", "category: roadzz")
        play.keys("<F8>").wait("Throw this text away?").keys("<Enter>").wait("Templates of answers")
        self.assertEqual(self.drafts(), [])

    def test_not_offered(self):
        template = self.template("Старий", "Тіло.")
        play = self.screen("Старий").keys("e").wait("offered: yes")
        play.keys("<Down>", "<Down>", "<Down>", "<Down>", "<Down>", "<End>", "<Backspace>", "<Backspace>", "<Backspace>").type("no")
        play.keys("<F2>").wait("saved as version 2", "Старий (not offered)")
        self.assertIs(self.versions(template)[1][2], False)

    def test_two_at_once(self):
        template = self.template("Двоє", "Тіло.")
        play = self.screen("Двоє").keys("e").wait("title: Двоє").keys("<PgDn>", "<End>").type(" Моє.").wait("Тіло. Моє.")
        reports.act("t_moderator2", "guidance_save", template, 1, "kyiv", "road", None, "uk", "Двоє", "Чуже.")
        play.keys("<F2>").wait("Ігор Мельник", "your text is kept", "Тіло. Моє.").settle()
        play.keys("<F2>").wait("saved as version 3")
        self.assertEqual([body for _, body, _ in self.versions(template)], ["Тіло.", "Чуже.", "Тіло. Моє."])

    def test_killed(self):
        self.template("Убитий", "Тіло.")
        play = self.screen("Убитий").keys("e").wait("title: Убитий").keys("<PgDn>", "<End>").type(" Набране.")
        play.wait("Набране.").until(lambda: any(name.endswith(".0") for name in self.drafts()), "kept on disk")
        play.kill(9)
        play = self.screen("Убитий")
        play.absent("not sent")
        play.keys("e").wait("Тіло. Набране.", "your text of")

    def test_not_for_officers(self):
        play = self.play("-f", "status:new,pending", user="t_officer").wait("status:new,pending", "Тарас Бондар").keys("v", "g")
        play.wait("templates of answers: not with your role", "status:new,pending")

    def test_small_and_hostile(self):
        self.template("Люк\x1b[2J", "Текст\x1b]0;x\x07 \u202eтуди")
        play = self.screen("Люк␛[2J", env={"NO_COLOR": "1"}).wait("Текст␛]0;x␇ <U+202E>туди")
        play.resize(40, 10).wait("Люк␛[2J").resize(39, 9).wait("too small").resize(40, 10).wait("Люк␛[2J")
        play.keys("e").wait("title: Люк␛[2J").resize(80, 24).wait("Текст␛]0;x␇")


main()
