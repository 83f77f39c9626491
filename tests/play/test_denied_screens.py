"""What is denied is not offered, on every screen of the console and for every role: one console walks from screen to screen. Its help names no act
that the database grants others alone, and each dimmed line has the one reason that its key says, too, and that the database says of that thing. The
line of hints and the menus behind v and z name nothing that the help does not have, or has dimmed. What the help does not name opens nothing."""
import re

import orders
import reports
from database import ROOT
from play import NAMED
from playcase import PlayCase, main
from test_denied import granted, verbs

TYPED = ("COMPOSE", "ASK_NOTE")  # where characters are text
SIGNS = "before the number: * new"  # what the help of the queue says behind its lines
OWN = ("undo", "recall", "publish", "claim")  # which look for what they work on
SIZE = {"columns": 180, "rows": 90}  # a help as a whole, and no hint left out
DENIED = "not with your role|: only for|does nothing here|there is nothing here"  # what a key says that the help does not name
REFUSED = re.compile("your role does not allow|may not|permission")
TREE = {  # screen: keys that open it, what it alone shows, and what can be opened from there; a word behind its name tells it from another one
    "REQUEST": (("<Enter>",), "History", {}),
    "COMPOSE": (("w",), re.compile("── Answer (to the resident|of the unit)"), {"SUGGESTIONS": (("<F7>",), "· put in", {})}),
    "CHOOSE_UNIT": (("r",), "refer to", {"ASK_NOTE": (("w",), "Note:", {})}),
    "CHOOSE_REASON": (("x",), re.compile("reject, because|returns it, because"), {}),
    "SIMILAR": (("d",), "Near and similar", {"ASK_NUMBER": (("#",), "Number:", {})}),
    "ASK_TEXT": (("i",), "internal note", {}),
    "CHOOSE_OPERATOR": (("z", "a"), "give to ·", {}),
    "ASK_DATE": (("z", "s"), "snooze until", {}),
    "ASK_DAYS": (("z", "l"), "days more, and why", {}),
    "CHOOSE_DEFECT": (("D",), re.compile("── .*what is wrong there"), {}),
    "FILTER": (("/",), "Filter:", {}),
    "JUMP": (("#",), "Number:", {}),
    "MAP": (("m",), "nearest", {}),
    "VIEWS": (("v", "v"), "Views, and", {}),
    "SAVE_VIEW": (("v", "V"), "Name of the view:", {}),
    "STATISTICS": (("v", "s"), "Statistics", {}),
    "OUTBOX": (("v", "o"), "Outbox: ", {}),
    "HISTORY": (("v", "h"), "History of", {}),
    "MESSAGES": (("v", "e"), "Messages to", {}),
    "GUIDANCE": (("v", "g"), "Templates of answers", {
        "TEMPLATE": (("e",), "Change a template", {"CONFIRM": (("<F8>",), "Throw this", {})}),
        "VERSIONS": (("s",), "Versions of a template", {})}),
    "DEEDS": (("v", "w"), "Who did what", {"OPERATOR_DEEDS": (("<Enter>",), " · from ", {})}),
    "DUTY": (("v", "d"), "Hours and absence", {"ASK_HOURS": (("n",), "Day, hours, place", {}),
                                               "ASK_AWAY": (("a",), "Away until", {"CHOOSE_DEPUTY": (("5d", "<Enter>"), "Who stands in for you?", {})})}),
    "WORK": (("v", "u"), "What the unit has to do", {}),
    "REGISTER": (("v", "r"), "Register of orders", {
        "ORDER": (("<Home>", "<Enter>"), re.compile(r"^ draft \d"), {"DEFECT": (("<Enter>",), re.compile(r"^ defect \d"), {"CHOOSE_GROUND": (("w",), "draft an order by", {})}),
                                                   "CHOOSE_INSTITUTION": (("r",), "the order is for", {})}),
        "ORDER issued": (("<End>", "<Enter>"), re.compile(r"^ order \d"), {"ASK_ORDER": (("a",), "the owner accepts; note", {})}),
        "EXPORT": (("<F2>",), "Write the register", {}),
        "ORDER_FILTER": (("/",), "Orders:", {})}),
    "INSTITUTIONS": (("v", "i"), "Institutions, and", {}),
    "INSPECTIONS": (("v", "c"), "Rounds and campaigns", {"ROUND": (("<Home>", "<Enter>"), re.compile(r"^ round "), {"ROUND_FILE": (("B",), "Write the page", {})}),
                                                                "CAMPAIGN": (("<End>", "<Enter>"), re.compile(r"^ campaign "), {})}),
    "ORDER_STATISTICS": (("v", "t"), "Orders issued", {"ASK_PERIOD": (("/",), "Days, or a year:", {})}),
}
ELSEWHERE = {"NONE", "COUNT", "HELP", "PALETTE"}  # no screens, and what is read here of each screen
ROLES = ("t_moderator", "t_officer", "t_traffic", "t_member", "t_expert", "t_auditor")  # who has a queue; t_traffic heads a unit, t_member does not
LEAST = {"t_moderator": 1000, "t_officer": 500, "t_traffic": 800, "t_member": 800, "t_expert": 500, "t_auditor": 500, "t_admin": 100}  # lines of help


class Line:
    """One of the help: its keys, what it does, why not now."""

    def __init__(self, text, dim):
        keys, rest = text[1:27].split(), text[27:]
        self.keys, self.key, self.dim = keys, keys[0] if keys else "", dim
        self.words, _, self.why = rest.partition(": ")


def pressed(key):
    """As keys of a play what a help calls 'F3', 'Enter' or 'zi'."""
    return [f"<{key}>"] if key in NAMED else list(key)


class Walk:
    """One role at its console."""

    def __init__(self, case, user, number):
        self.case, self.user, self.seen, self.lines = case, user, set(), 0
        words = granted(user)
        self.granted = {verb for verb, said in verbs().items() if said in words}
        self.refused = reports.sql("select api.request(%s) -> 'refused'", number, user=user)[0][0] if number else {}
        arguments, marks = (("-f", str(number)), ("1/1", "received ")) if number else ((), ("Outbox: ",))
        self.play = case.play(*arguments, user=user, **SIZE).wait(*marks)

    def read_help(self):
        self.play.keys("<F1>").wait("What works here").settle()
        cursor = self.play.cursor()[0]  # that row is in reverse, whatever it says
        rows = range(2, self.play.find(SIGNS) or self.play.rows - 3)
        lines = [Line(self.play.line(y), None if y == cursor else self.play.is_dim(y)) for y in rows]
        self.play.keys("<F1>").absent("What works here")
        return [line for line in lines if line.words]

    def help(self, screen):
        lines = self.read_help()
        while any("still being read" in line.why for line in lines):
            lines = self.read_help()
        self.lines += len(lines)
        self.case.assertGreater(len(lines), 2, screen)
        return lines

    def check(self, screen):
        """Everything that this screen says about what works here; returns its help."""
        self.seen.add(screen)
        lines = self.help(screen)
        self.case.assertIsNone(self.play.find(REFUSED), screen)
        works = {line.words for line in lines if not line.why} | {"help"}
        for hint in re.split("  +", self.play.line(-1).strip()):
            self.case.assertIn(hint.partition(" ")[2], works, f"{self.user} {screen}: a hint")
        for line in lines:
            self.line(screen, line)
        return lines

    def line(self, screen, line):
        where = f"{self.user} {screen}: {line.key} {line.words}: {line.why}"
        names = [verb for verb, words in verbs().items() if words == line.words]
        self.case.assertIn(line.dim, (bool(line.why), None), where)
        self.case.assertNotRegex(line.why, "only for|not with your role", where)
        self.case.assertTrue(not names or self.granted.intersection(names), where)
        if line.why and line.key and (len(line.key) > 1 or screen not in TYPED):
            self.play.keys(*pressed(line.key)).wait(f"{line.words}: {line.why}")
        if screen in ("QUEUE", "REQUEST") and names and names[0] not in OWN:
            self.case.assertEqual(line.why, self.refused.get(names[0], {}).get("why", ""), where)

    def menus(self, lines):
        """What stands behind a prefix, against the help."""
        known = {line.words for line in lines}
        for prefix in ("v", "z"):
            self.play.keys(prefix).wait(f"── {prefix}/").settle()
            first = self.play.find(f"── {prefix}/") + 1
            offered = [hint.partition(" ")[2] for y in range(first, self.play.rows) for hint in re.split("  +", self.play.line(y).strip())]
            self.case.assertEqual({words for words in offered if words} - known, set(), f"{self.user}: {prefix}")
            self.play.keys("<Esc>").absent(f"── {prefix}/")

    def enter(self, screen, keys, marker, lines):
        """Whether the keys open the screen: they do where the help of the one below says so, otherwise they say why not."""
        name = keys[-1].strip("<>") if keys[-1][0] == "<" else "".join(keys)
        line = next((line for line in lines if name in line.keys), None)
        play = self.play.keys(*keys)
        if line and not line.why:
            play.until(lambda: play.written > play.asked and play.find(marker) is not None, f"{self.user}: {screen} is offered and does not open")
            return True
        refusal = re.compile(re.escape(f"{line.words}: {line.why}") if line else DENIED)
        play.until(lambda: play.written > play.asked and refusal.search(play.line(-2)), f"{self.user}: {screen} is not offered, and its keys say nothing")
        self.case.assertIsNone(play.find(marker), f"{self.user}: {screen} is not offered and opens")
        return False

    def walk(self, tree, lines):
        for screen, (keys, marker, below) in tree.items():
            if self.enter(screen, keys, marker, lines):
                self.walk(below, self.check(screen.split()[0]))
                self.play.keys("<Esc>").until(lambda m=marker: self.play.find(m) is None, f"{screen} stays open")


class DeniedScreens(PlayCase):
    @classmethod
    def setUpClass(cls):
        orders.prepare()
        reports.act("t_admin", "operator_add", "t_member", "Оксана Гай", "traffic", ["kyiv"], True)
        reports.act("t_admin", "operator_set", "t_member", '{"unit": "traffic_unit"}')
        cls.plain, cls.law, cls.road, cls.message = reports.add("Одне.", "Правникам.", "Сектору.") + reports.add("Дільничному.", code="message")
        for number in cls.plain, cls.law, cls.road:
            reports.act("t_moderator", "accept", number, 1)
        for number, unit in (cls.law, "legal_aid"), (cls.road, "traffic_unit"):
            reports.act("t_moderator", "refer", number, 2, unit)
        orders.issued("знак не видно")
        cls.defect("ще не бачили", 50.48)
        draft = cls.defect("знак зігнуто", 50.47)
        reports.act("t_traffic", "defect_verify", draft, 1, "confirmed")
        reports.sql("select api.order_draft(array[%s::bigint])", draft, user="t_traffic")
        for what in (("round_make", None), ("campaign_add", "осіннє")):
            reports.sql("select api.inspection_do(%s, 'kyiv', null, null, null, %s)", *what, user="t_traffic")

    @staticmethod
    def defect(what, lat):
        return reports.sql("select id from api.defect_add('kyiv', 'sign', %s, 'вул. Лісова, 9', %s, 30.45)", what, lat, user="t_traffic")[0][0]

    def one(self, user):
        """The request that this role has its queue of; no number for who has none."""
        own = {"t_officer": self.message, "t_traffic": self.road, "t_member": self.road, "t_expert": self.law, "t_admin": None}
        return own.get(user, self.plain)

    def walked(self, user, first, tree):
        walk = Walk(self, user, self.one(user))
        lines = walk.check(first)
        walk.menus(lines)
        walk.walk(tree, lines)
        walk.play.kill()
        self.assertGreater(walk.lines, LEAST[user])
        return walk.seen

    def after_acts(self):
        """The two screens that only what was done opens: results of an act on many, and a text that met another one."""
        number = self.accepted("Разом.")[0]
        walk = Walk(self, "t_moderator", number)
        walk.play.keys("M").wait("1 marked").keys("a").wait("accept: the ").keys("<Enter>").wait("accept: 0 done, 1 not done")
        walk.check("RESULTS")
        walk.play.keys("<Esc>").wait("1 marked").keys("T").absent("marked").keys("w").wait("Answer to the resident").type("Моє.").wait("Моє.")
        reports.act("t_moderator2", "draft", number, reports.version(number), "Чуже.", True, None)
        walk.play.keys("<F2>").wait("── Your text", "Чуже.")
        walk.check("CONFLICT")
        return walk.seen

    def test_every_screen(self):
        seen = self.after_acts()
        for user in ROLES:
            seen |= self.walked(user, "QUEUE", TREE)
        seen |= self.walked("t_admin", "OUTBOX", {screen: how for screen, how in TREE.items() if screen != "OUTBOX"})
        with open(f"{ROOT}/console/ui/screen.h", encoding="utf-8") as names:
            self.assertEqual(seen, set(re.findall(r"\bSCREEN_(\w+),", names.read())) - ELSEWHERE)


if __name__ == "__main__":
    main()
