"""Killed with SIGKILL while somebody types without a pause: of the typing no more than 0.3 s are lost, by the time stamps of the keys. Up to 2 s
were, and few of the kills of 'make kill' met typing at all. KILLS in the environment: how many times, 50 in 'make kill'."""
import os
import random
import shutil

import reports
import typing_lost
from figures import Figures
from playcase import PlayCase, main

KILLS = int(os.environ.get("KILLS", "6"))
MOST, LONGEST = 0.3, 1.5  # seconds lost, and typed at most


class KilledTyping(PlayCase):
    def test_what_is_lost(self):
        number = self.accepted("Пишуть без упину.")[0]
        chance, all_lost, typed = random.Random(7), [], 0
        for _ in range(KILLS):
            shutil.rmtree(self.state, ignore_errors=True)
            play = self.open(number).keys("w").wait("Answer to the resident").settle()
            lost, letters = typing_lost.lost(play, self.state, chance.uniform(0.4, LONGEST))
            all_lost.append(lost)
            typed += letters
            self.assertGreater(letters, 15)
        print(f"# {KILLS} kills, {typed} letters, lost at most {max(all_lost):.3f} s, the median {sorted(all_lost)[KILLS // 2]:.3f} s")
        if os.environ.get("FIGURES"):
            Figures(os.environ["FIGURES"], keep=True).add("console.kill_typing_lost", max(all_lost), "s", f"<={MOST}", f"{KILLS} kills of who typed without a pause")
        self.assertLessEqual(max(all_lost), MOST)


main()
