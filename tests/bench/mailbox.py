"""A mailbox for the peer of the console's figures: as many messages as the queue has requests, with Cyrillic subjects."""
import base64
import time

SUBJECTS = ("Не працює світлофор біля школи", "Знак «Стоп» закрила гілка", "Чому не евакуюють машини з газону", "Темний прохід у дворі")
NAMES = ("Олена Коваль", "Ігор Мельник", "Марія Шевченко")
TEXT = "Водії не зупиняються, діти перебігають дорогу.\nВже третій тиждень без змін, дзвонили на 1551.\n"
FIRST = 1_700_000_000


def word(text):
    return f"=?UTF-8?B?{base64.b64encode(text.encode()).decode()}?="


def write(path, messages):
    """An mbox of so many unread messages."""
    with open(path, "w", encoding="utf-8") as file:
        for i in range(messages):
            at = time.gmtime(FIRST + 60 * i)
            file.write(f"From resident@example.org {time.asctime(at)}\n"
                       f"From: {word(NAMES[i % len(NAMES)])} <resident@example.org>\n"
                       f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S +0000', at)}\n"
                       f"Subject: {word(f'{SUBJECTS[i % len(SUBJECTS)]} {i}')}\n"
                       f"Message-ID: <{i}@example.org>\nContent-Type: text/plain; charset=utf-8\n"
                       f"Content-Transfer-Encoding: 8bit\n\n{TEXT}\n")
