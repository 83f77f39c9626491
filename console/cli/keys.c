/* Reads the layout and the key map that the settings name, and prints or checks them. */
#include "console/cli/keys.h"

#include "console/terminal/embedded.h"
#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/xmalloc.h"
#include "lib/program/exitcode.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { KEYS_WIDTH = 30 };

static char *read_file(const char *path, struct buf *out)
{
	if (buf_read_file(out, path) != 0)
		return xasprintf(_("cannot read '%s': %s"), path, strerror(errno));
	if (!utf8_valid(out->data ? out->data : "", out->len, NULL))
		return xasprintf(_("cannot read '%s': %s"), path, _("it is not UTF-8"));
	return NULL;
}

static char *load_layout(const char *name, struct layout *layout)
{
	const struct embedded *built_in = embedded_find(name);
	struct buf file = {0};
	char *complaint;

	if (strcmp(name, "none") == 0)
		return NULL;
	if (built_in)
		return layout_read(layout, name, built_in->text, built_in->len);
	complaint = read_file(name, &file);
	if (!complaint)
		complaint = layout_read(layout, name, file.data ? file.data : "", file.len);
	buf_release(&file);
	return complaint;
}

static char *merge_file(const char *path, struct keymap *map)
{
	struct buf file = {0};
	char *complaint = read_file(path, &file);

	if (!complaint)
		complaint = keymap_read(map, path, file.data ? file.data : "", file.len);
	buf_release(&file);
	return complaint;
}

/* One that is built in, or a file. */
static char *merge(const char *name, struct keymap *map)
{
	const struct embedded *built_in = embedded_find(name);

	return built_in ? keymap_read(map, name, built_in->text, built_in->len)
	                : merge_file(name, map);
}

/* A file is looked for beside the one that includes it. */
static char *include(struct keymap *map, const char *name, const char *by)
{
	const char *slash = strrchr(by, '/');
	char *path, *complaint;

	if (*name == '/' || !slash || embedded_find(name))
		return merge(name, map);
	path = xasprintf("%.*s/%s", (int)(slash - by), by, name);
	complaint = merge_file(path, map);
	free(path);
	return complaint;
}

char *keys_load(const struct settings *settings, struct layout *layout, struct keymap *map)
{
	const struct embedded *keys = embedded_find("default");
	char *complaint = load_layout(settings->layout, layout);

	map->layout = layout;
	map->include = include;
	if (!complaint)
		complaint = keymap_read(map, "default.yaml", keys->text, keys->len);
	if (!complaint && settings->keymap)
		complaint = merge(settings->keymap, map);
	return complaint;
}

static void print_binding(const struct keymap *map, enum context context, enum verb verb)
{
	char *keys = keymap_keys(map, context, verb, 9, " ");

	if (*keys)
		printf("%-8s %-14s %s%*s %s\n", context_name(context), verb_name(verb), keys,
		       KEYS_WIDTH - text_width(keys), "", verb_help(verb));
	free(keys);
}

static void list(const struct keymap *map)
{
	bool seen[CONTEXT_COUNT][VERB_COUNT] = {0};

	for (size_t i = 0; i < map->n; i++) {
		const struct binding *b = &map->bindings[i];
		if (!seen[b->context][b->verb])
			print_binding(map, b->context, b->verb);
		seen[b->context][b->verb] = true;
	}
}

int keys_command(struct settings *settings, int argc, char **argv)
{
	bool listing = argc == 1 && strcmp(argv[0], "list") == 0;
	bool checking = argc >= 1 && argc <= 2 && strcmp(argv[0], "check") == 0;
	struct layout layout;
	struct keymap map;
	char *complaint;
	int status;

	if (!listing && !checking) {
		fprintf(stderr, "%s\n", _("usage: varta keys list | varta keys check [FILE]"));
		return EXIT_USAGE;
	}
	if (argc == 2) {
		free(settings->keymap);
		settings->keymap = xstrdup(argv[1]);
	}
	layout = (struct layout){.n = 0};
	map = (struct keymap){.by_name = true};
	complaint = keys_load(settings, &layout, &map);
	if (complaint)
		fprintf(stderr, "varta: %s\n", complaint);
	else if (listing)
		list(&map);
	status = complaint ? EXIT_FAILURE : EXIT_SUCCESS;
	free(complaint);
	keymap_release(&map);
	return status;
}
