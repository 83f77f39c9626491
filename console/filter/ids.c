/* Reads the numbers of requests from arguments, or from lines of JSON on standard input. */
#include "console/filter/ids.h"

#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int64_t ids_number(const char *text)
{
	char *end;
	long long number;

	errno = 0;
	number = strtoll(text, &end, 10);
	return errno || *end || end == text || number < 1 ? 0 : number;
}

const char *ids_skip_sign(const char *text)
{
	static const char sign[] = "№";

	for (;;) {
		if (*text == ' ' || *text == '#')
			text++;
		else if (strncmp(text, sign, strlen(sign)) == 0)
			text += strlen(sign);
		else
			return text;
	}
}

static bool add(struct ids *ids, int64_t id, int64_t version)
{
	ids->v = xreallocarray(ids->v, ids->n + 1, sizeof(*ids->v));
	ids->v[ids->n++] = (struct seen){id, version};
	return true;
}

/* line: of standard input, 0 for an argument. */
static bool complain(const char *text, size_t line)
{
	char *shown = text_visible(text, strlen(text), TEXT_ONE_LINE);

	if (line)
		log_warnx(_("standard input, line %zu: '%s' is not the number of a request"), line,
		          shown);
	else
		log_warnx(_("'%s' is not the number of a request"), shown);
	free(shown);
	return false;
}

bool ids_check(const char *text)
{
	return ids_number(text) || complain(text, 0);
}

static bool add_text(struct ids *ids, const char *text, size_t line)
{
	int64_t id = ids_number(text);

	return id ? add(ids, id, 0) : complain(text, line);
}

static bool add_object(struct ids *ids, const char *text, size_t line)
{
	json_t *object = json_loads(text, 0, NULL);
	json_int_t id = json_integer_value(json_object_get(object, "id"));
	json_int_t version = json_integer_value(json_object_get(object, "version"));

	json_decref(object);
	return id > 0 ? add(ids, id, version > 0 ? version : 0) : complain(text, line);
}

static bool add_line(struct ids *ids, char *text, size_t line)
{
	static const char blanks[] = " \t\r\n";
	char *rest = NULL;

	text += strspn(text, blanks);
	if (*text == '{')
		return add_object(ids, text, line);
	for (char *word = strtok_r(text, blanks, &rest); word; word = strtok_r(NULL, blanks, &rest))
		if (!add_text(ids, word, line))
			return false;
	return true;
}

static bool add_stdin(struct ids *ids)
{
	char *text = NULL;
	size_t size = 0, line = 0;
	bool good = true;

	while (good && getline(&text, &size, stdin) >= 0)
		good = add_line(ids, text, ++line);
	free(text);
	if (good && ferror(stdin)) {
		log_warn("%s", _("cannot read standard input"));
		return false;
	}
	return good;
}

bool ids_on_stdin(int argc, char **args)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(args[i], "-") == 0)
			return true;
	return false;
}

bool ids_read(struct ids *ids, int argc, char **args)
{
	for (int i = 0; i < argc; i++) {
		bool good = strcmp(args[i], "-") == 0 ? add_stdin(ids) : add_text(ids, args[i], 0);
		if (!good)
			return false;
	}
	return true;
}

void ids_release(struct ids *ids)
{
	free(ids->v);
}
