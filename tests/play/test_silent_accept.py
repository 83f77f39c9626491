"""Nothing becomes public but by an act that says so: a saved draft and a referral leave a new request new, for all
that anybody outside can see; what is published was accepted by that."""
import reports
from playcase import PlayCase, main


class SilentAccept(PlayCase):
    def outside(self, number):
        return reports.sql("select count(*) from varta.outbox where request_id = %s", number)[0][0]

    def walk(self, cyrillic):
        number = reports.add(f"Чернетка до нового, {cyrillic}.")[0]
        play = self.open(number, cyrillic=cyrillic)
        play.keys("w").wait("Answer to the resident").type("Подивимось.").wait("Подивимось.").keys("<F2>").wait("the text is saved")
        self.assertEqual((reports.status(number), self.outside(number)), ("new", 0))
        play.keys("r").wait("refer to").keys("<Enter>").wait(f"{number}: referred")
        self.assertEqual((reports.status(number), self.outside(number)), ("new", 0))
        play.keys("p").wait("Publish the answer").keys("<Enter>").wait(f"{number}: the answer is published")
        self.assertEqual(reports.status(number), "answered")
        self.assertEqual(self.outside(number), 2)

    def test_latin(self):
        self.walk(False)

    def test_cyrillic(self):
        self.walk(True)


main()
