/* A batch of changes to files below a folder: see file_writer.h, whose thread calls
 * file_batch_write(). */
#ifndef VARTA_SYNCD_PAGE_FILE_BATCH_H
#define VARTA_SYNCD_PAGE_FILE_BATCH_H

#include "lib/base/buf.h"

#include <stddef.h>

/* The first and the last line of a list of features (GeoJSON); between them one feature a line. */
#define FILE_BATCH_LIST_HEAD "{\"type\":\"FeatureCollection\",\"features\":[\n"
#define FILE_BATCH_LIST_TAIL "\n]}\n"

enum file_act { FILE_PUT, FILE_DROP, FILE_PRUNE, FILE_JOIN };

struct file {
	enum file_act act;
	char *path;         /* relative to the root; of FILE_PRUNE: the folder */
	struct buf data;    /* FILE_PUT */
	char **parts;       /* FILE_JOIN */
	long long *numbers; /* FILE_PRUNE */
	size_t n;           /* how many */
	int fresh;          /* was written beside the old one, and takes its place */
};

/* A zeroed one is empty. */
struct file_batch {
	struct file *list;
	size_t n, cap;
	int error;          /* errno of the first failure, 0: none */
	const char *failed; /* the path of that */
};

/* The new one is the last; the pointer holds until the next call. */
struct file *file_batch_add(struct file_batch *files, enum file_act act, const char *path);
void file_batch_release(struct file_batch *files);

/* Does it all, or stops at the first failure. Calls nothing that needs the locale. */
void file_batch_write(struct file_batch *files, int root);

#endif
