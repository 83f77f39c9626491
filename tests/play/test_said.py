"""What the screens say, as people read it: keys by what stands on them, filters in the reader's language and in either
one where they are typed, views that are kept as they are neutral, what is now when an act is done, and who was there first."""
import reports
from playcase import PlayCase, main


class Said(PlayCase):
    def test_keys_are_called_as_people_know_them(self):
        """They were called as in key maps: 'Down униз'."""
        number = self.accepted("Назви клавіш.")[0]
        for language, down, nothing in (("uk", "↓ униз", "«Пробіл» тут нічого не робить"), ("en", "↓ down", "'Space' does nothing here")):
            play = self.open(number, "-l", language, columns=100)
            play.keys("r").wait(down).absent("Down ").keys("<Esc>").absent(down)
            play.keys("v", "m").wait("км" if language == "uk" else "km").keys("?").wait("← на захід" if language == "uk" else "← to the west")
            play.keys("<Esc>").settle()
            play.kill()

    def test_results(self):
        number = self.accepted("Результати.")[0]
        play = self.open(number, "-l", "uk", columns=100)
        play.keys("r").wait("передати").keys("<Enter>").wait(f"{number}: передано — Сектор безпеки дорожнього руху")
        play.keys("z", "s").wait("завтра").keys("<Enter>").wait(f"{number}: відкладено до ", "08:00")

    def test_marked_results_say_it_too(self):
        numbers = self.accepted("Разом перше.", "Разом друге.", code="parking")
        play = self.play("-f", "cat:parking", "-l", "uk", columns=100).wait("1/2").keys("M").wait("позначено 2")
        play.keys("r").wait("передати").keys("<Enter>").wait("передати: ").keys("<Enter>")
        play.wait(f"{numbers[0]}  передано — ", f"{numbers[1]}  передано — ")

    def test_who_was_there_first(self):
        number = self.accepted("Хто перший.")[0]
        play = self.open(number, "-l", "uk", columns=100).keys("<Enter>").wait("Історія")
        with reports.locked(number):
            play.keys("e").settle()
        play.wait(f"{number}: узято")
        play.keys("w").wait("Відповідь мешканцю").type("Зроблено.").wait("Зроблено.")
        reports.act("t_moderator2", "note", number, reports.version(number), "Бачив.")
        play.keys("<F2>").wait("після вас звернення змінено: Ігор Мельник")

    def test_private_where_there_is_no_text(self):
        number = reports.add("Секрет.", code="message")[0]
        self.open(number, "-l", "uk").wait("приватне").absent("без тексту")
        self.open(number).wait("private").absent("no text")

    def test_filter_in_ukrainian(self):
        reports.add("Тут знак.", code="marking")
        reports.add("Там знак.", code="marking", at=reports.DNIPRO)
        play = self.play("-l", "uk", columns=100).wait_line(1, "стан:нове,вирішується")
        play.keys("/").wait("Фільтр:").keys("<Ctrl-u>").absent("Фільтр: стан").type("рай").wait("район:").keys("<Tab>").wait("Фільтр: район:")
        play.type("поділ вид:marking").keys("<Enter>").wait("1/1", "Тут знак.").wait_line(1, "район:поділ вид:marking")
        play.keys("2").wait_line(1, "стан:вирішується").keys("0").wait_line(1, "стан:нове,вирішується")

    def test_views_keep_the_neutral_form(self):
        reports.add("У поданні.", code="marking")
        play = self.play("-l", "uk", "-f", "стан:нове район:поділ мої", columns=100).wait("0/0", "вирішуються").wait_line(1, "стан:нове район:поділ мої")
        play.keys("v", "V").wait("Назва подання:").type("Поділ").keys("<Enter>").wait("подання збережено")
        kept = reports.sql("select filter from varta.saved_view where name = 'Поділ'")
        self.assertEqual(kept, [({"status": ["new"], "district": ["podil"], "operator": ["me"]},)])
        play.keys("v", "v").wait("Поділ", "стан:нове район:podil оператор:я")
        play.kill()
        self.play(columns=100).wait("status:new,pending").keys("v", "v").wait("Поділ", "status:new district:podil operator:me")


if __name__ == "__main__":
    main()
