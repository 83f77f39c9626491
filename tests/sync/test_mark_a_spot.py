"""A Mark-a-Spot that is read and answered. It takes a note as often as it is sent and has no number for it: each
answer is there once, however it behaves, and when the daemon is killed at any moment."""
import random
import sys
import time

from peers import MarkASpot
from polls import KEY, SETTINGS, add_source, change, count, one, poll, retry_after, state, write_keys
from reports import act, sql
from syncd import Syncd, wait_for


def version(number):
    return sql("select version from varta.request where id = %s", number)[0][0]


def answer(number, text):
    act("t_moderator", "draft", number, version(number), text, True)
    act("t_moderator", "publish", number, version(number), None)


def delivered(number):
    wait_for("delivery", lambda: sql("select count(*) from varta.delivery where request_id = %s and delivered_at is null"
                                     " and dead_at is null", number) == [(0,)])


def requests_of(name, peer, n):
    """So many requests, accepted, which the peer knows and was told so in words; their numbers here."""
    for i in range(n):
        peer.add(f"{i}-2026", ago=600 - i)
    add_source(name, peer, "mark-a-spot", status_map={"pending": "In Bearbeitung", "answered": "Erledigt"})
    wait_for("requests", lambda: count(name) == n and state(name)[2])
    numbers = [one(name, f"{i}-2026", "r.id")[0] for i in range(n)]
    for number in numbers:
        act("t_moderator", "accept", number, 1)
        delivered(number)
    assert peer.states == [] and peer.notes == [(f"{i}-2026", "In Bearbeitung", "Звернення прийнято, над ним працюють.") for i in range(n)], peer.notes
    peer.notes.clear()
    return numbers


def attempts(number):
    """Of the newest delivery, and its last error."""
    return sql("select attempts, last_error from varta.delivery where request_id = %s order by seq desc limit 1", number)[0]


def check_answers():
    """Mark-a-Spot takes the state and the answer into the request. It has no number for them: before a note is
    posted again the daemon looks whether it is there. What our own answer made of it is no news when it is read again."""
    with MarkASpot(KEY) as peer:
        numbers = requests_of("mas", peer, 4)
        answer(numbers[0], "Полагодили & \"дякуємо\"")
        delivered(numbers[0])
        assert peer.notes == [("0-2026", "Erledigt", "Полагодили & \"дякуємо\"")], peer.notes
        peer.posting = peer.stores_silently
        answer(numbers[1], "Раз")
        wait_for("post", lambda: len(peer.notes) == 2)
        peer.posting = peer.stores
        delivered(numbers[1])
        assert len(peer.notes) == 2, "what is there is not posted again"
        del peer.reports["3-2026"]
        answer(numbers[3], "Три")
        wait_for("given up", lambda: sql("select count(*) from varta.delivery where request_id = %s and dead_at is not null", numbers[3])[0][0])
        for report in peer.reports.values():
            report.update(status="closed", status_notes=None)
        peer.reports["1-2026"].update(status_notes="Звернення прийнято, над ним працюють.")
        assert poll("mas")[:2] == (0, "")
        assert sql("select c.request_id, c.status from varta.comment c join varta.source s on s.id = c.source_id"
                   " where s.code = 'mas'") == [(numbers[2], "closed")], "closed there is news of what is open here alone"


def check_moods():
    """Each way to fail is shown, and tried again until it is there, once."""
    with MarkASpot(KEY) as peer:
        moods = ((peer.fails_to_store, "500"), (peer.shows_page, "no JSON"), (peer.shrugs, "service_request_id"), (peer.forgets, "imed out"))
        numbers = requests_of("mas-moods", peer, len(moods))
        for number, (mood, words) in zip(numbers, moods):
            peer.posting = mood
            answer(number, mood.__name__)
            wait_for(f"attempt at {mood.__name__}", lambda: attempts(number)[0] > 0)
            assert words in attempts(number)[1], (mood.__name__, attempts(number))
            peer.posting = peer.stores
            delivered(number)
        assert [note for *_, note in peer.notes] == [mood.__name__ for mood, _ in moods], peer.notes


def check_killed_often():
    """Killed at random moments: every answer is there once, in order."""
    chance = random.Random(2)
    with MarkASpot(KEY) as peer:
        syncd = Syncd(settings=(SETTINGS[0], "push_timeout: 300ms"))
        numbers = requests_of("mas-killed", peer, 20)

        def moody(handler, number, form):
            time.sleep(chance.uniform(0, 0.03))
            peer.store(number, form)
            time.sleep(chance.uniform(0, 0.03))
            handler.answer(200, {"service_requests": {"request": {"service_request_id": number}}})

        peer.posting = moody
        for n, number in enumerate(numbers):
            answer(number, f"Відповідь {n}.")
        for _ in range(6):
            time.sleep(chance.uniform(0.1, 0.4))
            syncd.kill()
            syncd.start()
        for number in numbers:
            delivered(number)
        syncd.stop()
        assert sorted(note for *_, note in peer.notes) == sorted(f"Відповідь {n}." for n in range(20)), peer.notes


def check_thief(syncd):
    """The url of a source was changed and the key went along. It goes to the server that it is for; the source is not read
    meanwhile, and the reason is shown."""
    with MarkASpot(KEY) as thief, MarkASpot(KEY) as peer:
        add_source("mas-moved", peer, "mark-a-spot")
        wait_for("first reading", lambda: state("mas-moved")[2])
        change("mas-moved", url=thief.url)
        failures, why, _ = poll("mas-moved")
        assert failures >= 1 and f"is for {peer.url} and is not sent to {thief.url.rstrip('/')}:" in why, (failures, why)
        assert thief.questions == [], thief.questions
        change("mas-moved", url=peer.url)
        assert poll("mas-moved")[:2] == (0, "")
    assert f"poll: 'mas-moved': the key of the source is for {peer.url}" in syncd.log()


def main():
    write_keys("mas", "mas-moods", "mas-killed", "mas-moved")
    retry_after("200 milliseconds")
    with Syncd(settings=SETTINGS) as syncd:
        check_answers()
        check_moods()
        check_thief(syncd)
        log = syncd.log()
    check_killed_often()
    for secret in (KEY, "Полагодили", "secret"):
        assert secret not in log, secret


sys.exit(main())
