"""The Ukrainian texts use one word for one thing: none of the words that were given up for others, the same word for an
act on its key, in a refusal and in the history, and none of the English names of keys where people read them."""
import glob
import os
import re
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# What was given up, and what is said instead.
GIVEN_UP = {
    r"викину": "видалити", r"покинут": "спроби припинено", r"те саме, що": "дублікат звернення…", r"підрозділ береться": "узяти в роботу",
    r"примітк": "нотатка", r"внутрішн\w+ нотатк": "нотатка", r"оприлюдн": "опублікувати", r"розділити": "відокремити",
    r"заявник(?!$)": "мешканець", r"світлин|фотографі": "фото", r"виконав(?:ець|ц)": "оператор",
    r"змінив\(-ла\)": "після вас звернення змінено: Олена Коваль", r"ім’я входу": "логін", r"призупин": "строк зупинено",
    r"відновити": "поновити строк", r"як писати": "використання", r"аудитор": "ревізор", r"дільничн\w+ офіцер|(?<!\w)офіцер": "дільничний",
    r"категорі": "вид", r"листк(?!о)": "запис (журналу)", r"каталог": "тека", r"схеми varta": "схеми Варти", r"не вдається": "не вдалося",
    r"символ": "знаків", r"карт[аиу]\b": "мапа", r"(?:^|[:(] )взяти": "узяти", r"'[^' ]": "«…»",
}
# Referrals are given to units with this word; a person, the queue and the outbox have others.
REFERRED = re.compile(r"передат|передано|передан(?:ня|е)|передали|передають")
OF_REFERRALS = re.compile("refer|the unit|unit has it|to a unit", re.I)
# A draft, and what is private, is called by what it is, its key by what becomes of it.
OTHERWISE = {"draft", "private"}


def read(path):
    with open(f"{ROOT}/{path}", encoding="utf-8") as file:
        return file.read()


def joined(block, key):
    match = re.search(rf"^{re.escape(key)} ((?:\".*\"(?:\n|$))+)", block, re.M)
    return "".join(re.findall(r'"(.*)"', match.group(1))) if match else None


def catalogue():
    """English: what is said in Ukrainian, all plural forms together."""
    texts = {}
    for block in read("po/uk.po").split("\n\n")[1:]:
        forms = [joined(block, key) for key in ("msgstr", "msgstr[0]", "msgstr[1]", "msgstr[2]")]
        texts[joined(block, "msgid")] = " / ".join(form for form in forms if form)
    return texts


def localized():
    """What functions of the database say in Ukrainian."""
    paths = glob.glob("sql/code/**/*.sql", root_dir=ROOT, recursive=True)
    return [(path, text) for path in paths for text in re.findall(r"localized\(\s*'((?:[^']|'')+)'", read(path))]


class Texts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = catalogue()

    def test_words_that_were_given_up(self):
        self.assertGreater(len(self.texts), 1000)
        said = list(self.texts.items()) + localized()
        self.assertGreater(len(said) - len(self.texts), 20)
        self.assertEqual([(text, instead) for _, text in said for word, instead in GIVEN_UP.items() if re.search(word, text.lower())], [])

    def test_planted(self):
        """Each of them is found where it stands."""
        for planted in ("Викинути?", "покинуто", "%lld · те саме, що", "Внутрішня нотатка", "дільничні офіцери", "взяти наступне", "скажіть 'так'"):
            self.assertTrue(any(re.search(word, planted.lower()) for word in GIVEN_UP), planted)

    def test_referred_is_of_referrals(self):
        found = {english: text for english, text in self.texts.items() if REFERRED.search(text.lower())}
        self.assertGreater(len(found), 8)
        self.assertEqual([pair for pair in found.items() if not OF_REFERRALS.search(pair[0])], [])

    def test_one_word_for_each_act(self):
        """What the database calls an act, in refusals and in the history, is what its key is called."""
        acts, same = re.split(r"\n(?=ACT\()", read("console/terminal/acts.def"))[1:], 0
        for act in acts:
            name, label = re.match(r'ACT\(\w+, "([\w-]+)", N_\("(.*?)"\)', act).groups()
            given = re.search(r'\.function = "(\w+)"', act)
            function = given.group(1) if given else name.replace("-", "_")
            if function in self.texts and function not in OTHERWISE:
                self.assertEqual(self.texts[function], self.texts[label], name)
                same += 1
        self.assertGreater(same, 18)


if __name__ == "__main__":
    unittest.main()
