/* A source of the transport publish, and what the database says about its city as files of its
 * tree. Nothing in here asks the database: site_update.c does. */
#ifndef VARTA_SYNCD_SITE_SITE_TARGET_H
#define VARTA_SYNCD_SITE_SITE_TARGET_H

#include "lib/base/buf.h"
#include "syncd/site/site_tree.h"

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

/* What the tree shows of orders, as sync.publish_orders() says. */
struct site_orders {
	char *wanted; /* for which all of them, or none, are wanted */
	bool shown;   /* the city shows them */
	bool rebuild; /* all are still to be written, or to be taken away */
	bool due;     /* some changed */
	bool begun;   /* plan is there */
	struct names plan;
	size_t at; /* of it, what is next */
};

struct site_target {
	LIST_ENTRY(site_target) link;
	char id[12];
	char *city, *language, *url; /* url: NULL where nobody said */
	char *wanted;                /* for which a tree from scratch is wanted */
	bool rebuild;                /* it still is */
	bool listed;                 /* the database knows it */
	bool map;                    /* its map of the streets is to be made, or made further */
	char *map_wanted;            /* for which the tiles are that are being written */
	char *map_last;              /* of these the last one */
	struct site_tree tree;
	struct site_orders orders;
	struct names plan; /* what a tree from scratch consists of */
	size_t at;         /* of it, what is next; 0 with an empty plan: there is none yet */
	bool stale;        /* statistics and the list of everything are older than the rest */
	int64_t whole_at;  /* not sooner they are made anew, ticks */
	bool hides;        /* something in them is public no more: they are made anew at once */
};

LIST_HEAD(site_target_list, site_target);

/* Brings the list in line with the rows of sync.publish_sources(), in their order. */
void site_targets_read(struct site_target_list *list, const PGresult *res);
void site_targets_free(struct site_target_list *list);

/* One file of the tree, into the writer's batch; its name is in two parts. data is taken. */
void site_target_put(const struct site_target *target, struct file_writer *writer, const char *name,
                     const char *end, struct buf *data);
/* One that need not be there. */
void site_target_drop(const struct site_target *target, struct file_writer *writer,
                      const char *name, const char *end);
/* A list of features, one a line; NULL: there are none, and no file. */
void site_target_put_features(const struct site_target *target, struct file_writer *writer,
                              const char *name, const char *features);

/* Put into the writer's batch what the rows of these functions say:
 * sync.publish_requests(); the lists that they are in are added to names */
void site_target_put_requests(struct site_target *target, struct file_writer *writer,
                              const PGresult *res, struct names *names);
/* sync.publish_shard(), asked for the folder 'r/123' */
void site_target_put_shard(struct site_target *target, struct file_writer *writer,
                           const PGresult *res, const char *folder);
/* sync.publish_files() */
void site_target_put_lists(struct site_target *target, struct file_writer *writer,
                           const PGresult *res);
/* sync.publish_feed() */
void site_target_put_feed(struct site_target *target, struct file_writer *writer,
                          const PGresult *res);
/* sync.publish_site() */
void site_target_put_site(struct site_target *target, struct file_writer *writer,
                          const PGresult *res, const char *map_tiles);
/* sync.publish_statistics(); and the list of everything, out of those of the days */
void site_target_put_whole(struct site_target *target, struct file_writer *writer,
                           const PGresult *res);

#endif
