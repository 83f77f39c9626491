/* The static tree of one source, in the folder that has its code as name: whose it is, and how many
 * requests its lists have (days.json, tiles.json). */
#ifndef VARTA_SYNCD_SITE_SITE_TREE_H
#define VARTA_SYNCD_SITE_SITE_TREE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct file_writer;

/* The folder of the map's tiles, see sql/code/publish/base_map.sql. */
#define SITE_TREE_MAP "street/"

struct site_tree {
	char *code;
	int lock;             /* -1: not ours now */
	json_t *days, *tiles; /* name: [requests, of them open]; while it is ours */
};

/* Makes the folder where it is missing, and keeps every other daemon out until tree_leave().
 * Returns false where another one is in, or with *why where it cannot be entered (the caller frees
 * it). */
bool site_tree_enter(struct site_tree *tree, const struct file_writer *writer, char **why);
void site_tree_leave(struct site_tree *tree);

/* A list has n requests, of them open ones: 'day/2026-11-22', 'tile/14/9577/5523'. */
void site_tree_count(struct site_tree *tree, const char *name, long long n, long long open);
/* Puts days.json and tiles.json into the batch. */
void site_tree_put_counts(const struct site_tree *tree, struct file_writer *writer);

/* The days that have a list, in their order; NULL-terminated paths of their files from the root of
 * all trees, which the caller frees with the list. */
char **site_tree_days(const struct site_tree *tree);

/* Names, each once. */
struct names {
	char **list;
	size_t n, cap;
};

/* Takes name. */
void names_add(struct names *names, char *name);
/* Sorts, and drops what is there twice. */
void names_order(struct names *names);
void names_release(struct names *names);
/* Adds r/123, day/… and tile/14/x/y, as far as files or counts of them are there. */
void site_tree_scan(const struct site_tree *tree, const struct file_writer *writer,
                    struct names *names);
/* Adds order/12, institution/CODE and institution/CODE/2026-03, as far as files of them are there.
 */
void site_tree_scan_orders(const struct site_tree *tree, const struct file_writer *writer,
                           struct names *names);
/* Adds street/14/x/y, as far as files of them are there. */
void site_tree_scan_map(const struct site_tree *tree, const struct file_writer *writer,
                        struct names *names);

#endif
