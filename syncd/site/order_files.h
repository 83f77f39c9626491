/* What the database says of orders and institutions as files of a tree. Nothing in here asks the
 * database: site_orders.c does. */
#ifndef VARTA_SYNCD_SITE_ORDER_FILES_H
#define VARTA_SYNCD_SITE_ORDER_FILES_H

#include <libpq-fe.h>
#include <stdbool.h>

struct file_writer;
struct site_target;

/* Put into the writer's batch what the rows of these functions say:
 * sync.publish_orders_changed() */
void order_files_put(const struct site_target *target, struct file_writer *writer,
                     const PGresult *res);
/* sync.publish_orders_thousand(), asked for the folder 'order/12' */
void order_files_put_thousand(const struct site_target *target, struct file_writer *writer,
                              const PGresult *res, const char *folder);
/* sync.publish_institutions() */
void order_files_put_institutions(const struct site_target *target, struct file_writer *writer,
                                  const PGresult *res);

/* What such a name of a plan stands for goes: order/12, institution/CODE, institution/CODE/2026-03.
 */
void order_files_drop(const struct site_target *target, struct file_writer *writer,
                      const char *name);
/* Whether the list of institutions is there. */
bool order_files_are_listed(const struct site_target *target, const struct file_writer *writer);

#endif
