/* Finds the message catalogue of the language that the environment asks for. */
#include "lib/base/i18n.h"

#include "lib/base/xmalloc.h"

#include <langinfo.h>
#include <locale.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static bool is_utf8(void)
{
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* The locale that the environment asks for; NULL where it asks for none. */
static const char *wanted(void)
{
	static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);
		if (value && *value != '\0')
			return value;
	}
	return NULL;
}

/* gettext looks at LANGUAGE only, once the locale had to be replaced by C.UTF-8. */
static void keep_language(void)
{
	const char *language = getenv("LANGUAGE");
	const char *locale = wanted();
	char *name;

	if ((language && *language != '\0') || !locale)
		return;
	name = xstrndup(locale, strcspn(locale, ".@"));
	if (strcmp(name, "C") != 0 && strcmp(name, "POSIX") != 0)
		setenv("LANGUAGE", name, 1);
	free(name);
}

/* In the locale C, which LC_CTYPE alone leaves to the messages, gettext translates nothing. */
static void free_messages(void)
{
	const char *locale = setlocale(LC_MESSAGES, NULL);

	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		setlocale(LC_MESSAGES, "C.UTF-8");
}

int i18n_init(const char *language)
{
	const char *dir = getenv("VARTA_LOCALEDIR");

	if (!setlocale(LC_ALL, "") || !is_utf8()) {
		keep_language();
		setlocale(LC_ALL, "C.UTF-8");
	}
	free_messages();
	/* numbers go to JSON and SQL, where a decimal comma is none */
	setlocale(LC_NUMERIC, "C");
	if (language)
		setenv("LANGUAGE", language, 1);
	bindtextdomain("varta", dir ? dir : VARTA_PREFIX "/share/locale");
	bind_textdomain_codeset("varta", "UTF-8");
	textdomain("varta");
	return is_utf8() ? 0 : -1;
}

const char *i18n_word(const char *word)
{
	return *word ? gettext(word) : word; /* the empty one stands for the catalogue's head */
}

bool i18n_is_ukrainian(void)
{
	/* TRANSLATORS: the code of your language */
	return strcmp(_("en"), "uk") == 0;
}

/* The GNU gettext manual, "Being a gettext grok": translations are looked up again. */
extern int _nl_msg_cat_cntr;

void i18n_speak(const char *language)
{
	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}
