"""What is pasted is text, or nothing: its lines never press keys. Three lines pasted into a note once saved the
note, accepted one request and rejected another."""
import reports
from playcase import PlayCase, main

LINES = "Перший рядок\na\nx\n"


class Paste(PlayCase):
    def notes(self, number):
        return reports.sql("select body from varta.response where request_id = %s and not public", number)

    def test_into_a_note_is_one_line(self):
        for columns, rows, cyrillic in ((80, 24, False), (40, 10, True)):
            with self.subTest(columns=columns):
                number = reports.add("Вставляють у нотатку.")[0]
                play = self.open(number, columns=columns, rows=rows, cyrillic=cyrillic)
                play.keys("i").wait("internal note:").paste(LINES).wait("рядок a x")
                self.assertEqual(self.notes(number), [], "nothing was sent")
                play.keys("<Enter>").wait("noted")
                self.assertEqual(self.notes(number), [("Перший рядок a x",)])
                self.assertEqual(reports.status(number), "new")

    def test_outside_a_text_is_refused(self):
        number = reports.add("Вставляють у чергу.")[0]
        play = self.open(number)
        play.paste("a\nx\nv h\n").wait("not taken: there is no line to type here")
        play.keys("<Enter>").wait("History").paste("A\np\nQ").wait("not taken: there is no line to type here")
        play.keys("x").wait("reject, because").paste("1\n").wait("not taken")
        play.keys("<Esc>").absent("reject, because")
        self.assertEqual(reports.status(number), "new")

    def test_into_an_answer_is_text(self):
        number = self.accepted("Вставляють у відповідь.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").paste("Перший\nДругий\x1b\n\tТретій").wait("Перший", "Другий", "Третій")
        play.keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number)[0][0].split(), ["Перший", "Другий", "Третій"])
        self.assertEqual(self.responses(number)[0][0].count("\n"), 2)

    def test_into_the_filter_and_help(self):
        number = reports.add("Вставляють у фільтр.")[0]
        play = self.open(number)
        play.keys("f").wait("Filter:").paste("cat:road\n").wait("cat:road").keys("<Esc>").absent("Filter:")
        play.keys("?").wait("What works here").paste("accept\n").wait("Look for: accept")
        self.assertEqual(reports.status(number), "new")

    def test_too_long_is_refused_whole(self):
        number = self.accepted("Вставляють забагато.")[0]
        play = self.open(number)
        play.keys("w").wait("Answer to the resident").paste("a" * 300_000).wait("it is too long")
        play.type("Дописано").wait("Дописано").keys("<F2>").wait("the text is saved")
        self.assertEqual(self.responses(number), [("Дописано",)])

    def test_that_does_not_end(self):
        """A terminal that dies in the middle: what follows is no key, Ctrl-c gives it up."""
        number = reports.add("Вставляють без кінця.")[0]
        play = self.open(number)
        play.type("\x1b[200~a").wait("a text is being pasted; Ctrl-c gives it up")
        play.keys("<Ctrl-c>").wait("the pasted text was dropped").type("x\x1b[201~").wait("not taken")
        play.keys("<Enter>").wait("History")
        self.assertEqual(reports.status(number), "new")

    def test_its_marks_come_in_pieces(self):
        """On a slow line the marks of a paste are torn as any key is."""
        number = reports.add("Вставляють поволі.")[0]
        play = self.open(number)
        play.keys("<Enter>").wait("History").type("\x1b").absent("History").type("[2").type("00~a\r")
        play.wait("a text is being pasted").type("x\x1b").type("[20").type("1~").wait("not taken: there is no line")
        play.keys("<Enter>").wait("History")
        self.assertEqual(reports.status(number), "new")


main()
