/* Key names, layouts and key maps: what an operator writes in a file has to be understood or
 * complained about by file and line, and a Ukrainian layout has to find the commands.
 *
 * uses: console/terminal/key.c console/terminal/layout.c console/terminal/keymap.c
 * console/terminal/verbs.c console/terminal/embedded.c
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "console/terminal/embedded.h"
#include "console/terminal/keymap.h"

static struct layout layout;

static void read_layout(void)
{
	const struct embedded *uk = embedded_find("uk");

	if (layout.n == 0)
		assert_null(layout_read(&layout, "uk", uk->text, uk->len));
}

static struct keymap default_map(void)
{
	const struct embedded *file = embedded_find("default");
	struct keymap map = {.layout = &layout};
	char *complaint;

	read_layout();
	complaint = keymap_read(&map, "default.yaml", file->text, file->len);
	if (complaint)
		print_error("%s\n", complaint);
	assert_null(complaint);
	return map;
}

/* What one key does. */
static enum verb press(const struct keymap *map, enum context context, keycode k)
{
	struct key_sequence typed = {.n = 0};

	return keymap_next(map, context, &typed, k);
}

static void names(void **state)
{
	static const char *const good[] = {"a",    "Я",  "/",   "Space",  "Enter",
	                                   "PgDn", "F1", "F12", "Ctrl-a", "Shift-Tab"};
	static const char *const bad[] = {"",      "ab",     "F0",     "F13",  "F1x",
	                                  "Ctrl-", "Ctrl-1", "enterr", "\x1b", "\xff"};
	char name[KEY_NAME_SIZE];

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		assert_int_not_equal(key_parse(good[i]), 0);
		key_print(key_parse(good[i]), name);
		assert_string_equal(name, good[i]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(key_parse(bad[i]), 0);
	assert_int_equal(key_parse("enter"), KEYS_ENTER);
}

static void every_letter_has_its_place(void **state)
{
	read_layout();
	assert_int_equal(layout_latin(&layout, 0x444), 'a'); /* ф */
	assert_int_equal(layout_latin(&layout, 0x424), 'A');
	assert_int_equal(layout_latin(&layout, 0x456), 's'); /* і */
	assert_int_equal(layout_latin(&layout, 'a'), 'a');
	assert_int_equal(layout_latin(NULL, 0x444), 0x444);
	for (keycode k = 'a'; k <= 'z'; k++) {
		keycode typed = layout_typed(&layout, k);
		assert_int_not_equal(typed, 0);
		assert_int_equal(layout_latin(&layout, typed), k);
		assert_int_not_equal(layout_typed(&layout, k - 'a' + 'A'), 0);
	}
}

static void words_by_their_place(void **state)
{
	char *text;

	read_layout();
	text = layout_text(&layout, "іефегіЖтуц");
	assert_string_equal(text, "status:new");
	free(text);
}

static void layout_complaints(void **state)
{
	static const struct {
		const char *text, *complaint;
	} cases[] = {
	        {"ф: a\nф: b\n", "t:2: 'ф' stands here twice"},
	        {"ф: ab\n",
	         "t:1: 'ф': one character, and the Latin one at its place, are expected"},
	        {"фф: a\n",
	         "t:1: 'фф': one character, and the Latin one at its place, are expected"},
	        {"- a\n", "t:1: a mapping is expected"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct layout mine = {.n = 0};
		char *complaint = layout_read(&mine, "t", cases[i].text, strlen(cases[i].text));
		assert_string_equal(complaint, cases[i].complaint);
		free(complaint);
	}
}

static void lookup(void **state)
{
	struct keymap map = default_map();

	assert_int_equal(press(&map, CONTEXT_QUEUE, 'a'), VERB_ACCEPT);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 0x444), VERB_ACCEPT);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'q'), VERB_QUIT);
	assert_int_equal(press(&map, CONTEXT_REQUEST, 'q'), VERB_BACK);
	assert_int_equal(press(&map, CONTEXT_COMPOSE, 'a'), VERB_NONE);
	assert_int_equal(press(&map, CONTEXT_COMPOSE, KEYS_F0 + 2), VERB_SAVE);
	assert_int_equal(press(&map, CONTEXT_COMPOSE, KEYS_UP), VERB_UP);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'z'), VERB_NONE);
	keymap_release(&map);
}

/* No Ctrl, and nothing that the Ukrainian layout has elsewhere. */
static bool easy(const struct key_sequence *keys)
{
	for (int i = 0; i < keys->n; i++) {
		keycode k = keys->k[i];
		bool digit = k >= '0' && k <= '9';
		if (k >= KEYS_CTRL || (key_is_text(k) && !digit && !layout_typed(&layout, k)))
			return false;
	}
	return true;
}

/* Every command can be reached without Ctrl, by a key that the Ukrainian layout has too. */
static void reachable(void **state)
{
	struct keymap map = default_map();

	for (size_t i = 0; i < map.n; i++) {
		const struct binding *b = &map.bindings[i];
		bool reached = false;
		for (size_t j = 0; j < map.n; j++) {
			const struct binding *o = &map.bindings[j];
			if (o->context != b->context || o->verb != b->verb || !easy(&o->keys))
				continue;
			reached = true;
		}
		if (!reached)
			print_error("%s in %s\n", verb_name(b->verb), context_name(b->context));
		assert_true(reached);
	}
	keymap_release(&map);
}

static void keys_of_a_verb(void **state)
{
	struct keymap map = default_map();
	char *keys = keymap_keys(&map, CONTEXT_QUEUE, VERB_FILTER, 4, " ");

	assert_string_equal(keys, "/ f а");
	free(keys);
	keys = keymap_keys(&map, CONTEXT_QUEUE, VERB_QUIT, 1, "/");
	assert_string_equal(keys, "q/й");
	free(keys);
	keys = keymap_keys(&map, CONTEXT_COMPOSE, VERB_HELP, 4, " ");
	assert_string_equal(keys, "F1");
	free(keys);
	keymap_release(&map);
}

static void merging(void **state)
{
	struct keymap map = default_map();
	static const char mine[] = "any:\n  accept: [y, F11]\n  down: null\nqueue:\n  down: [a]\n";

	assert_null(keymap_read(&map, "mine", mine, strlen(mine)));
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'y'), VERB_ACCEPT);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'a'), VERB_DOWN);
	assert_int_equal(press(&map, CONTEXT_REQUEST, 'a'), VERB_NONE);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'j'), VERB_NONE);
	assert_int_equal(press(&map, CONTEXT_QUEUE, 'x'), VERB_REJECT);
	keymap_release(&map);
}

static void sequences(void **state)
{
	static const char mine[] = "any:\n  accept: [Z a, F11 1]\n  down: [Z x s]\n"
	                           "queue:\n  up: [Z u]\n  help: [F11]\n";
	const keycode ya = 0x42f, f = 0x444; /* Я ф */
	struct keymap map = default_map();
	struct key_sequence typed = {.n = 0};

	assert_null(keymap_read(&map, "mine", mine, strlen(mine)));
	assert_int_equal(keymap_next(&map, CONTEXT_QUEUE, &typed, ya), VERB_NONE);
	assert_int_equal(typed.n, 1);
	assert_int_equal(keymap_next(&map, CONTEXT_QUEUE, &typed, f), VERB_ACCEPT);
	assert_int_equal(typed.n, 0);
	keymap_next(&map, CONTEXT_QUEUE, &typed, 'Z');
	assert_int_equal(keymap_next(&map, CONTEXT_QUEUE, &typed, 'x'), VERB_NONE);
	assert_int_equal(typed.n, 2);
	assert_int_equal(keymap_next(&map, CONTEXT_QUEUE, &typed, 's'), VERB_DOWN);
	keymap_next(&map, CONTEXT_QUEUE, &typed, 'Z');
	assert_int_equal(keymap_next(&map, CONTEXT_QUEUE, &typed, 'q'), VERB_NONE);
	assert_int_equal(typed.n, 0);
	keymap_next(&map, CONTEXT_REQUEST, &typed, 'Z');
	assert_int_equal(keymap_next(&map, CONTEXT_REQUEST, &typed, 'u'), VERB_NONE);
	assert_int_equal(keymap_next(&map, CONTEXT_COMPOSE, &typed, 'Z'), VERB_NONE);
	assert_int_equal(typed.n, 0);
	assert_int_equal(press(&map, CONTEXT_QUEUE, KEYS_F0 + 11), VERB_HELP);
	keymap_release(&map);
}

/* What follows on a prefix, and the keys of a verb, are those that get there. */
static void what_follows(void **state)
{
	static const char mine[] = "any:\n  accept: [Z a, F11 1]\n  down: [Z x s]\n"
	                           "queue:\n  up: [Z u]\n  help: [F11]\nrequest:\n  up: [Z]\n";
	struct keymap map = default_map();
	struct key_sequence prefix = {{'Z'}, 1};
	int n;
	char *keys;

	assert_null(keymap_read(&map, "mine", mine, strlen(mine)));
	n = 0;
	for (const struct binding *b = NULL; (b = keymap_after(&map, CONTEXT_QUEUE, &prefix, b));
	     n++)
		assert_int_equal(b->keys.k[0], 'Z');
	assert_int_equal(n, 3);
	assert_int_equal(keymap_after(&map, CONTEXT_REQUEST, &prefix, NULL)->verb, VERB_UP);
	assert_null(keymap_after(&map, CONTEXT_COMPOSE, &prefix, NULL));
	keys = keymap_keys(&map, CONTEXT_QUEUE, VERB_ACCEPT, 4, "/");
	assert_string_equal(keys, "Za/Яф");
	free(keys);
	keys = keymap_keys(&map, CONTEXT_REQUEST, VERB_ACCEPT, 4, "/");
	assert_string_equal(keys, "F11 1");
	free(keys);
	keymap_release(&map);
}

static void complaints(void **state)
{
	static const struct {
		const char *text, *complaint;
	} cases[] = {
	        {"any:\n  fly: [Z]\n", "t:2: no such action: 'fly'"},
	        {"sky:\n  up: [Z]\n", "t:1: no such screen: 'sky'"},
	        {"any:\n  up: [zz]\n", "t:2: no such key: 'zz'"},
	        {"any:\n  up: {a: b}\n", "t:2: a list is expected"},
	        {"any: [up]\n", "t:1: a mapping is expected"},
	        {"any:\n  up:\n   - [a]\n", "t:3: a text is expected"},
	        {"prompt:\n  choose: [z]\n",
	         "t:2: 'z' is typed as text in 'prompt' and cannot be reached"},
	        {"any:\n  up: [Z, Z]\n", "t:2: 'Z' is bound twice in 'any': to 'up' and to 'up'"},
	        {"any:\n  up: [x]\n", "t:2: 'x' is bound twice in 'any': to 'reject' and to 'up'"},
	        {"any:\n  up: [x s]\n",
	         "t:2: 'xs' in 'any' cannot be reached: 'x' is bound to 'reject'"},
	        {"any:\n  up: [Z 1, Z]\n",
	         "t:2: 'Z1' in 'any' cannot be reached: 'Z' is bound to 'up'"},
	        {"any:\n  up: [z 1 2 3]\n", "t:2: no such key: 'z 1 2 3'"},
	        {"any:\n  up: [z  1]\n", "t:2: no such key: 'z  1'"},
	        {"prompt:\n  choose: [z a]\n",
	         "t:2: 'z a' is typed as text in 'prompt' and cannot be reached"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct keymap map = default_map();
		char *complaint = keymap_read(&map, "t", cases[i].text, strlen(cases[i].text));
		assert_non_null(complaint);
		assert_string_equal(complaint, cases[i].complaint);
		free(complaint);
		keymap_release(&map);
	}
}

static void broken_yaml(void **state)
{
	struct keymap map = default_map();
	static const char text[] = "any:\n  up: [a\nqueue: ]]\n";
	char *complaint = keymap_read(&map, "t", text, strlen(text));

	assert_non_null(complaint);
	assert_memory_equal(complaint, "t:", 2);
	free(complaint);
	assert_null(keymap_read(&map, "t", "", 0));
	keymap_release(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(names),
	        cmocka_unit_test(every_letter_has_its_place),
	        cmocka_unit_test(words_by_their_place),
	        cmocka_unit_test(layout_complaints),
	        cmocka_unit_test(lookup),
	        cmocka_unit_test(reachable),
	        cmocka_unit_test(keys_of_a_verb),
	        cmocka_unit_test(merging),
	        cmocka_unit_test(sequences),
	        cmocka_unit_test(what_follows),
	        cmocka_unit_test(complaints),
	        cmocka_unit_test(broken_yaml),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
