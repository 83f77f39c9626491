"""A daemon that has nothing to do, with everything that it can have to do, asks the database twelve times a minute at most and wakes
up sixty times: it asked 20 times a second. The bench has each configuration apart, over a longer time (sync.idle.*)."""
import os

import idle

SECONDS = 10


def main():
    cost = idle.cost_of("everything", f"{os.environ['TMPDIR']}/idle", SECONDS)
    print(cost)
    # the pause of a beat may begin and end within the time that is looked at
    assert 0 < cost.statements <= idle.STATEMENTS + 60 / SECONDS, cost
    assert 0 < cost.wakes <= idle.WAKES, cost


main()
