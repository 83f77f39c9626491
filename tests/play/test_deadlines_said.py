"""A deadline reads as the last day that is permitted, in the zone of its city, wherever the operator's computer is: the end
of Monday 30.11 was shown as 'Tue 00:00', that of 14.12 as 15.12, to residents too."""
import os
import subprocess

import reports
from playcase import PlayCase, main

DUE = "2027-03-16 00:00 Europe/Kyiv"  # the end of Monday 15.03


class Deadlines(PlayCase):
    def setUp(self):
        super().setUp()
        self.number = self.accepted("До понеділка.", code="light")[0]
        reports.act("t_moderator", "refer", self.number, reports.version(self.number), "traffic_unit", None)
        reports.sql("update varta.request set due_at = %s where id = %s", DUE, self.number)
        reports.sql("update varta.referral set due_at = %s where request_id = %s", DUE, self.number)

    def varta(self, *args, zone="Europe/Kyiv"):
        return subprocess.run([os.environ["VARTA_BUILD"] + "/console/varta", *args], check=True, capture_output=True, text=True,
                              env=dict(os.environ, PGUSER="t_moderator", TZ=zone)).stdout

    def test_the_console(self):
        for zone in "Europe/Kyiv", "UTC", "Asia/Tokyo", "America/New_York":
            with self.subTest(zone=zone):
                play = self.open(self.number, env={"TZ": zone})
                play.wait("by 15.03.2027").keys("<Enter>").wait("by 15.03.2027 (", "sent · by 15.03.2027").absent("16.03")
                play.kill()
        play = self.open(self.number, "-l", "uk").wait("до 15.03.2027")
        play.kill()
        self.open(self.number, columns=40, rows=10).wait("by 15.03.2027")

    def test_the_commands(self):
        for zone in "Europe/Kyiv", "UTC", "Asia/Tokyo":
            self.assertIn(" 2027-03-15  ", self.varta("list", "-f", str(self.number), zone=zone))
            self.assertIn("by 15.03.2027", self.varta("show", str(self.number), zone=zone))
        self.assertIn('"due":1805148000', self.varta("list", "--json", "-f", str(self.number)).replace(" ", ""), "programs get the moment itself")

    def test_the_filter(self):
        self.assertIn("До понеділка.", self.varta("list", "-f", f"due:2027-03-15 cat:light"))
        self.assertNotIn("До понеділка.", self.varta("list", "-f", f"due:2027-03-16 cat:light"))

    def test_what_residents_read(self):
        """A template's {due}, and a prolongation."""
        reports.sql("select api.guidance_save(null, null, 'kyiv', 'light', null, 'uk', 'Строк', 'Відповімо до {due}.')", user="t_moderator")
        filled = reports.sql("select text from api.guidance_filled(%s) where title = 'Строк'", self.number, user="t_moderator")
        self.assertEqual(filled, [("Відповімо до 15.03.2027.",)])


main()
