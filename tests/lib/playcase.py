"""What the plays share: a console that is ended after each test, and requests to work on."""
import os
import shutil
import unittest

import reports
from play import Play


class PlayCase(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.plays = []
        self.state = os.path.join(os.environ["TMPDIR"], "state")
        shutil.rmtree(self.state, ignore_errors=True)

    def tearDown(self):
        for play in self.plays:
            play.kill()

    def play(self, *args, columns=80, rows=24, cyrillic=False, env=None, user="t_moderator"):
        """Starts a console in a terminal of that size."""
        play = Play(columns, rows, cyrillic)
        self.plays.append(play)
        return play.start(*args, user=user, env=dict({"XDG_STATE_HOME": self.state}, **(env or {})))

    def open(self, request, *args, **kwargs):
        """Starts a console whose queue is that one request."""
        play = self.play("-f", str(request), *args, **kwargs)
        return play.wait("1/1")

    def accepted(self, *descriptions, **kwargs):
        """Requests that a moderator has accepted already."""
        numbers = reports.add(*descriptions, **kwargs)
        for number in numbers:
            reports.act("t_moderator", "accept", number, reports.version(number))
        return numbers

    def resized(self, play, *texts):
        """Makes the terminal small, tiny, huge and as it was; texts have to be there wherever it fits."""
        for columns, rows in ((40, 10), (132, 43), (80, 24)):
            play.resize(columns, rows)
            play.wait(*texts)
        play.resize(30, 5).wait("too small")
        play.resize(80, 24).wait(*texts)

    def responses(self, request):
        return reports.sql("select body from varta.response where request_id = %s order by id", request)

    def drafts(self):
        """The names of the texts that are kept on disk."""
        folder = os.path.join(self.state, "varta", "drafts")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


main = unittest.main
