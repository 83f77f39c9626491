"""The demonstration without a terminal: one request goes the whole way through the real console in
a terminal emulator, then the public side is asked over HTTP and what it answers is printed."""
import urllib.parse

from play import Play

ANSWER = "Дякуємо! Гілку зріжуть до п’ятниці, знак буде видно."


def say(*lines):
    print(*lines, sep="\n", flush=True)


def work_in_console(request):
    """A moderator's keys: accept, write, save, publish. Each step waits for its words on the screen."""
    play = Play(80, 24)
    try:
        play.start("-f", str(request), user="koval").wait("1/1")
        say("", "Консоль модераторки:", play.picture())
        play.keys("<Enter>").wait("Історія")
        play.keys("a").wait(f"{request}: прийнято", "Олена Коваль · прийняти")
        play.keys("w").wait("Відповідь мешканцю").type(ANSWER).wait(ANSWER)
        play.keys("<F2>").wait(f"{request}: текст збережено", "відповідь: чернетка")
        play.keys("p").wait(f"Опублікувати відповідь на {request}?")
        play.keys("<Enter>").wait(f"{request}: відповідь опубліковано")
        say("", "Прийнято, написано, опубліковано:", play.picture())
        play.keys("q").wait("1/1").keys("q").wait_end(0)
    finally:
        play.kill()


def public_side(syncd, key, city, request):
    """What the site fetches, and what anyone may read; whether both carry the answer."""
    window = urllib.parse.urlencode({"api_key": key, "jurisdiction_id": city})
    say("", "GET /open311/v2/servicerequestupdates.xml")
    updates = syncd.request("GET", f"/open311/v2/servicerequestupdates.xml?{window}")
    say(updates.text.strip())
    say("", f"GET /open311/v2/requests/{request}.xml")
    one = syncd.request("GET", f"/open311/v2/requests/{request}.xml?jurisdiction_id={city}")
    say(one.text.strip())
    return ANSWER in updates.text and ANSWER in one.text and "<status>closed</status>" in one.text


def run(syncd, key, city, request):
    work_in_console(request)
    if not public_side(syncd, key, city, request):
        say("Відповідь не дійшла до публічної сторони.")
        return 1
    say("", "Відповідь дійшла: звернення вирішено.")
    return 0
