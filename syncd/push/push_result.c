/* Judges a peer's answer by its status, its type and its text. */
#include "syncd/push/push_result.h"

#include "lib/base/text.h"
#include "lib/base/xmalloc.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { SAID_MAX = 200 };

void push_result_release(struct push_result *result)
{
	free(result->why);
	free(result->said);
	*result = (struct push_result){0};
}

static struct push_result again(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static struct push_result again(const char *fmt, ...)
{
	struct push_result v = {.kind = PUSH_RESULT_AGAIN};
	va_list ap;

	va_start(ap, fmt);
	v.why = xvasprintf(fmt, ap);
	va_end(ap);
	return v;
}

static char *shown(const char *s)
{
	char *visible = text_visible(s, strlen(s), TEXT_ONE_LINE);
	char *cut = text_ellipsis(visible, SAID_MAX);

	free(visible);
	return cut;
}

/* Whether type is that media type, with parameters or without. */
static bool is_json(const char *type)
{
	static const char *const names[] = {"application/json", "text/json"};

	for (size_t i = 0; type && i < sizeof(names) / sizeof(*names); i++) {
		size_t len = strlen(names[i]);

		if (strncasecmp(type, names[i], len) == 0 && strchr("; \t", type[len]))
			return true;
	}
	return false;
}

/* Lists come as arrays of one, and bare. */
static const json_t *first(const json_t *value)
{
	return json_is_array(value) ? json_array_get(value, 0) : value;
}

static const json_t *member(const json_t *tree, const char *name)
{
	return first(json_object_get(first(tree), name));
}

/* What an answer is wrapped in, from the outside in. */
static const char *const wrappers[] = {"service_request_updates", "service_requests", "request"};

static bool has_receipt(const json_t *tree, const char *name)
{
	const json_t *id;

	for (size_t i = 0; i < sizeof(wrappers) / sizeof(*wrappers); i++)
		if (member(tree, wrappers[i]))
			tree = member(tree, wrappers[i]);
	id = json_object_get(first(tree), name);
	return json_is_integer(id) || (json_is_string(id) && *json_string_value(id));
}

/* The peer's own description of its error; NULL: the answer has none. */
static const char *description(const json_t *tree)
{
	const json_t *inner = member(tree, "errors");

	return json_string_value(json_object_get(inner ? inner : first(tree), "description"));
}

/* What FixMyStreet's descriptions mean. Whatever else it refuses stays wrong. */
static const struct {
	const char *words;
	enum push_result_kind kind;
	const char *why;
} refusals[] = {
        {"already exists", PUSH_RESULT_EXISTS, NULL},
        {"not found", PUSH_RESULT_REFUSED, "the peer does not know this request"},
        {"api_key", PUSH_RESULT_AGAIN, "the peer refuses our key"},
        {"jurisdiction", PUSH_RESULT_AGAIN, "the peer does not know our jurisdiction"},
        {"", PUSH_RESULT_REFUSED, "the peer refuses it"},
};

static struct push_result judge_refusal(const char *said)
{
	size_t i = 0;

	while (!strcasestr(said, refusals[i].words))
		i++;
	if (refusals[i].kind == PUSH_RESULT_EXISTS)
		return (struct push_result){.kind = PUSH_RESULT_EXISTS};
	return (struct push_result){
	        .kind = refusals[i].kind, .why = xstrdup(refusals[i].why), .said = shown(said)};
}

static struct push_result judge_tree(const char *receipt, long status, const json_t *tree)
{
	const char *said = description(tree);
	struct push_result v;

	if (status / 100 == 2 && !member(tree, "errors") && has_receipt(tree, receipt))
		return (struct push_result){.kind = PUSH_RESULT_DELIVERED};
	if (said && (status == 400 || status == 404 || status / 100 == 2))
		return judge_refusal(said);
	v = status / 100 == 2 ? again("the peer's answer has no %s", receipt)
	                      : again("the peer answers %ld", status);
	v.said = said ? shown(said) : NULL;
	return v;
}

struct push_result push_result_judge(const char *receipt, long status, const char *type,
                                     const char *body, size_t len)
{
	struct push_result v;
	json_t *tree;

	if (!is_json(type) && status / 100 != 2)
		return again("the peer answers %ld", status);
	if (!is_json(type)) {
		v = again("the peer's answer is no JSON");
		v.said = type ? shown(type) : NULL;
		return v;
	}
	tree = json_loadb(body, len, JSON_REJECT_DUPLICATES, NULL);
	if (tree)
		v = judge_tree(receipt, status, tree);
	else
		v = again("the peer answers %ld with broken JSON", status);
	json_decref(tree);
	return v;
}
