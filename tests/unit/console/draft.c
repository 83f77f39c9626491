/* Drafts on disk: one comes back once, whoever opens the request next; what is broken or not ours
 * is left alone.
 *
 * uses: console/reply/draft.c console/reply/draft_text.c console/reply/draft_beside.c
 *       console/reply/draft_folder.c
 *       console/data/state_folder.c
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "console/data/state_folder.h"
#include "console/reply/draft.h"
#include "lib/base/xmalloc.h"

#define KEY "0f8fad5b-d9cb-469f-a165-70867728950e"

static char folder[] = "/tmp/varta-draft.XXXXXX";

static int set_up(void **state)
{
	return mkdtemp(folder) && setenv("XDG_STATE_HOME", folder, 1) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
	char *drafts = state_folder("drafts");
	char *varta = xasprintf("%s/varta", folder);
	int failed = rmdir(drafts) || rmdir(varta) || rmdir(folder);

	free(varta);
	free(drafts);
	return failed; /* a file that is left is a failure */
}

static void save(struct draft *d, const char *body)
{
	struct draft_text text = {.body = (char *)(uintptr_t)body,
	                          .version = 7,
	                          .response = 12,
	                          .kind = 1,
	                          .sending = {SENDING_SAME, SENDING_PUBLISHED, KEY}};

	assert_null(draft_save(d, &text));
}

static void comes_back_once(void **state)
{
	struct draft first, second;
	struct draft_text text = {0};

	assert_false(draft_open(&first, "olena", "kyiv", 5, &text));
	save(&first, "перше");
	save(&first, "Текст\nу два рядки\n");
	assert_false(draft_open(&second, "olena", "kyiv", 5, &text));
	draft_close(&second);
	draft_close(&first);
	assert_true(draft_open(&first, "olena", "kyiv", 5, &text));
	assert_string_equal(text.body, "Текст\nу два рядки\n");
	assert_int_equal(text.version, 7);
	assert_int_equal(text.response, 12);
	assert_int_equal(text.kind, 1);
	assert_int_equal(text.sending.state, SENDING_SAME);
	assert_int_equal(text.sending.as, SENDING_PUBLISHED);
	assert_string_equal(text.sending.key, KEY);
	assert_true(text.saved_at > 0);
	free(text.body);
	assert_false(draft_open(&second, "olena", "kyiv", 5, &text));
	save(&second, "другий");
	draft_remove(&second);
	draft_close(&second);
	draft_remove(&first);
	draft_close(&first);
	assert_false(draft_open(&first, "olena", "kyiv", 5, &text));
	draft_close(&first);
}

static void only_its_owner(void **state)
{
	struct draft mine, other;
	struct draft_text text = {0};
	struct stat st;

	assert_false(draft_open(&mine, "olena", "kyiv", 5, &text));
	save(&mine, "моє");
	assert_int_equal(stat(mine.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	draft_close(&mine);
	assert_false(draft_open(&other, "olen", "kyiv", 5, &text));
	draft_close(&other);
	assert_false(draft_open(&other, "olena", "poltava", 5, &text));
	draft_close(&other);
	assert_false(draft_open(&other, "olena", "kyiv", 55, &text));
	draft_close(&other);
	assert_true(draft_open(&mine, "olena", "kyiv", 5, &text));
	free(text.body);
	draft_remove(&mine);
	draft_close(&mine);
}

static void write_file(const char *path, const char *content)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(content, f);
	fclose(f);
}

static char *path_of(const char *name)
{
	char *folder_path = state_folder("drafts");
	char *path = xasprintf("%s/%s", folder_path, name);

	free(folder_path);
	return path;
}

static void remove_file(const char *name)
{
	char *path = path_of(name);

	assert_int_equal(unlink(path), 0);
	free(path);
}

/* What can be read of it is the draft, and the file is kept aside: it was only counted, at every
 * start. */
static void damaged_file(void **state)
{
	static const struct {
		const char *file, *body;
		int kind;
	} damaged[] = {
	        {"something else\n", "something else\n", DRAFT_KIND_UNKNOWN},
	        {"varta draft 2\nversion 7\nresponse 12\nkind 1\nбез рядка про ключ",
	         "без рядка про ключ", 1},
	        {"varta draft 2\nversion 7\nresponse 12\nkind 1\nsending 3 0 " KEY "\nстан", "стан",
	         1},
	        {"varta draft 2\nversion 7\nresponse 12\nkind 2\nsending 1 0 " KEY "0\nдовгий",
	         "довгий", 2},
	};
	char *path = path_of("olena.kyiv.9.0");

	for (size_t i = 0; i < sizeof(damaged) / sizeof(*damaged); i++) {
		struct draft d;
		struct draft_text text = {0};
		char *aside;
		write_file(path, damaged[i].file);
		assert_true(draft_open(&d, "olena", "kyiv", 9, &text));
		assert_string_equal(text.body, damaged[i].body);
		assert_int_equal(text.kind, damaged[i].kind);
		assert_int_equal(d.aside, DRAFT_ASIDE_DAMAGED);
		aside = xstrdup(d.aside_path);
		draft_close(&d); /* the next one has it, too */
		free(text.body);
		assert_true(draft_open(&d, "olena", "kyiv", 9, &text));
		assert_string_equal(text.body, damaged[i].body);
		assert_int_equal(d.aside, DRAFT_ASIDE_NONE);
		free(text.body);
		draft_remove(&d);
		draft_close(&d);
		assert_int_equal(unlink(aside), 0);
		free(aside);
	}
	free(path);
}

/* A file of nothing is shown, too, and its place is free. */
static void empty_file(void **state)
{
	struct draft d;
	struct draft_text text = {0};
	char *path = path_of("olena.kyiv.9.0");

	write_file(path, "");
	assert_false(draft_open(&d, "olena", "kyiv", 9, &text));
	assert_int_equal(d.aside, DRAFT_ASIDE_DAMAGED);
	save(&d, "новий");
	draft_remove(&d);
	draft_close(&d);
	remove_file("olena.kyiv.9.0.kept1");
	free(path);
}

/* What a console left that did not keep how a text was sent yet. */
static void file_without_a_key(void **state)
{
	struct draft d;
	struct draft_text text = {0};
	char *path = path_of("olena.kyiv.9.0");

	write_file(path, "varta draft 1\nversion 7\nresponse 12\nkind 1\nстарий");
	assert_true(draft_open(&d, "olena", "kyiv", 9, &text));
	assert_string_equal(text.body, "старий");
	assert_int_equal(text.version, 7);
	assert_int_equal(text.response, 12);
	assert_int_equal(text.sending.state, SENDING_NONE);
	free(text.body);
	draft_remove(&d);
	draft_close(&d);
	free(path);
}

/* A draft whose console was killed while an editor had it: that left a file of this name. */
static void leave_edited(int64_t id, char *(*path_of_editor)(const struct draft *))
{
	struct draft d;
	struct draft_text text = {0};
	char *path;

	assert_false(draft_open(&d, "olena", "kyiv", id, &text));
	save(&d, "старе");
	path = path_of_editor(&d);
	write_file(path, "нове\n");
	free(path);
	draft_close(&d);
}

/* The text is in the draft before the first key: it was lost with the next console. */
static void from_an_editor_that_ended(void **state)
{
	struct draft d;
	struct draft_text text = {0};

	leave_edited(6, draft_edited_path);
	for (int times = 0; times < 2; times++) {
		assert_true(draft_open(&d, "olena", "kyiv", 6, &text));
		assert_string_equal(text.body, "нове");
		assert_int_equal(text.sending.state, SENDING_CHANGED);
		assert_int_equal(d.aside, DRAFT_ASIDE_NONE);
		free(text.body);
		if (times == 0)
			draft_close(&d);
	}
	draft_remove(&d);
	draft_close(&d);
}

/* What nobody says is whole, such as what a full disk cut off, replaces nothing and is kept. */
static void from_a_killed_editor(void **state)
{
	struct draft d;
	struct draft_text text = {0};

	leave_edited(6, draft_editor_path);
	assert_true(draft_open(&d, "olena", "kyiv", 6, &text));
	assert_string_equal(text.body, "старе");
	assert_int_equal(d.aside, DRAFT_ASIDE_EDITOR);
	free(text.body);
	draft_remove(&d);
	draft_close(&d);
	remove_file("olena.kyiv.6.0.edit.kept1");
}

static void count(void *arg, int64_t id)
{
	*(int64_t *)arg = *(int64_t *)arg * 100 + id;
}

static void each_draft(void **state)
{
	struct draft d;
	struct draft_text text = {0};
	int64_t ids = 0;

	draft_open(&d, "olena", "kyiv", 42, &text);
	save(&d, "текст");
	draft_each("olena", false, count, &ids);
	assert_int_equal(ids, 42);
	draft_each("ole", false, count, &ids);
	assert_int_equal(ids, 42);
	draft_remove(&d);
	draft_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	        cmocka_unit_test(comes_back_once),      cmocka_unit_test(only_its_owner),
	        cmocka_unit_test(damaged_file),         cmocka_unit_test(empty_file),
	        cmocka_unit_test(file_without_a_key),   cmocka_unit_test(from_an_editor_that_ended),
	        cmocka_unit_test(from_a_killed_editor), cmocka_unit_test(each_draft),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
