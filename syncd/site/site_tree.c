/* Locks a tree, and keeps the counts of its lists. */
#include "syncd/site/site_tree.h"

#include "lib/base/xmalloc.h"
#include "syncd/page/file_writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char day_part[] = "day/", tile_part[] = "tile/14/";

static json_t *read_counts(const struct site_tree *tree, const struct file_writer *writer,
                           const char *name)
{
	char *path = xasprintf("%s/%s", tree->code, name);
	int fd = openat(file_writer_root(writer), path, O_RDONLY | O_CLOEXEC);
	json_t *counts = fd >= 0 ? json_loadfd(fd, 0, NULL) : NULL;

	if (fd >= 0)
		close(fd);
	free(path);
	if (json_is_object(counts))
		return counts;
	json_decref(counts);
	return json_object();
}

bool site_tree_enter(struct site_tree *tree, const struct file_writer *writer, char **why)
{
	char *path = xasprintf("%s/.lock", tree->code);
	int root = file_writer_root(writer), fd = -1;

	*why = NULL;
	if (mkdirat(root, tree->code, 0755) == 0
	            ? fchmodat(root, tree->code, 0755, 0) == 0 && fsync(root) == 0
	            : errno == EEXIST)
		fd = openat(root, path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (fd < 0)
		*why = xasprintf("cannot open '%s': %s", path, strerror(errno));
	free(path);
	if (fd < 0)
		return false;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		close(fd);
		return false;
	}
	tree->lock = fd;
	tree->days = read_counts(tree, writer, "days.json");
	tree->tiles = read_counts(tree, writer, "tiles.json");
	return true;
}

void site_tree_leave(struct site_tree *tree)
{
	if (tree->lock < 0)
		return;
	json_decref(tree->days);
	json_decref(tree->tiles);
	close(tree->lock);
	tree->lock = -1;
}

void site_tree_count(struct site_tree *tree, const char *name, long long n, long long open)
{
	bool day = strncmp(name, day_part, strlen(day_part)) == 0;
	json_t *counts = day ? tree->days : tree->tiles;
	const char *key = name + (day ? strlen(day_part) : strlen(tile_part));

	if (n)
		json_object_set_new(counts, key,
		                    json_pack("[I,I]", (json_int_t)n, (json_int_t)open));
	else
		json_object_del(counts, key);
}

static void put_counts(const struct site_tree *tree, struct file_writer *writer, const char *name,
                       const json_t *counts)
{
	struct buf data = {0};
	char *path = xasprintf("%s/%s", tree->code, name);
	char *text = json_dumps(counts, JSON_COMPACT | JSON_SORT_KEYS);

	buf_addf(&data, "%s\n", text);
	file_writer_put(writer, path, &data);
	free(text);
	free(path);
}

void site_tree_put_counts(const struct site_tree *tree, struct file_writer *writer)
{
	put_counts(tree, writer, "days.json", tree->days);
	put_counts(tree, writer, "tiles.json", tree->tiles);
}

void names_add(struct names *names, char *name)
{
	if (names->n == names->cap) {
		names->cap = names->cap ? 2 * names->cap : 64;
		names->list = xreallocarray(names->list, names->cap, sizeof(*names->list));
	}
	names->list[names->n++] = name;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void names_order(struct names *names)
{
	size_t n = 0;

	if (names->n)
		qsort(names->list, names->n, sizeof(*names->list), by_name);
	for (size_t i = 0; i < names->n; i++) {
		if (n && strcmp(names->list[i], names->list[n - 1]) == 0)
			free(names->list[i]);
		else
			names->list[n++] = names->list[i];
	}
	names->n = n;
}

void names_release(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->list[i]);
	free(names->list);
	*names = (struct names){0};
}

static void add_counted(struct names *names, const char *part, json_t *counts)
{
	const char *key;
	json_t *value;

	json_object_foreach(counts, key, value)
		names_add(names, xasprintf("%s%s", part, key));
}

char **site_tree_days(const struct site_tree *tree)
{
	struct names names = {0};

	add_counted(&names, day_part, tree->days);
	names_order(&names);
	for (size_t i = 0; i < names.n; i++) {
		char *path = xasprintf("%s/%s.geojson", tree->code, names.list[i]);

		free(names.list[i]);
		names.list[i] = path;
	}
	names_add(&names, NULL);
	return names.list;
}

#define NUMBERS "0123456789-"
#define CODES   "abcdefghijklmnopqrstuvwxyz_" NUMBERS

/* What is in a folder and has such a name, up to the first dot: a file NAME.geojson.gz is of the
 * list NAME. */
static void scan_for(const struct site_tree *tree, const struct file_writer *writer,
                     const char *folder, const char *letters, struct names *names)
{
	char *path = xasprintf("%s/%s", tree->code, folder);
	int fd = openat(file_writer_root(writer), path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *entry;

	free(path);
	while (dir && (entry = readdir(dir))) {
		size_t len = strspn(entry->d_name, letters);

		if (len && (!entry->d_name[len] || entry->d_name[len] == '.'))
			names_add(names, xasprintf("%s%.*s", folder, (int)len, entry->d_name));
	}
	if (dir)
		closedir(dir);
}

static void scan(const struct site_tree *tree, const struct file_writer *writer, const char *folder,
                 struct names *names)
{
	scan_for(tree, writer, folder, NUMBERS, names);
}

/* The same for what is so many folders further down. */
static void scan_below(const struct site_tree *tree, const struct file_writer *writer,
                       const char *folder, int depth, struct names *names)
{
	struct names folders = {0};

	if (depth == 0) {
		scan(tree, writer, folder, names);
		return;
	}
	scan(tree, writer, folder, &folders);
	for (size_t i = 0; i < folders.n; i++) {
		char *inner = xasprintf("%s/", folders.list[i]);

		scan_below(tree, writer, inner, depth - 1, names);
		free(inner);
	}
	names_release(&folders);
}

void site_tree_scan(const struct site_tree *tree, const struct file_writer *writer,
                    struct names *names)
{
	scan(tree, writer, "r/", names);
	scan(tree, writer, day_part, names);
	scan_below(tree, writer, tile_part, 1, names);
	add_counted(names, day_part, tree->days);
	add_counted(names, tile_part, tree->tiles);
}

void site_tree_scan_map(const struct site_tree *tree, const struct file_writer *writer,
                        struct names *names)
{
	scan_below(tree, writer, SITE_TREE_MAP, 2, names);
}

void site_tree_scan_orders(const struct site_tree *tree, const struct file_writer *writer,
                           struct names *names)
{
	struct names codes = {0};

	scan(tree, writer, "order/", names);
	scan_for(tree, writer, "institution/", CODES, &codes);
	names_order(&codes);
	for (size_t i = 0; i < codes.n; i++) {
		char *folder = xasprintf("%s/", codes.list[i]);

		names_add(names, xstrdup(codes.list[i]));
		scan(tree, writer, folder, names);
		free(folder);
	}
	names_release(&codes);
}
