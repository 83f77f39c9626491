/* The job that ends operators' transactions which were begun and left: what they have locked,
 * others wait for. On a connection of its own, because it must not wait for what it is to end. */
#ifndef VARTA_SYNCD_IDLE_TRANSACTIONS_H
#define VARTA_SYNCD_IDLE_TRANSACTIONS_H

#include "syncd/core/job.h"

struct idle_transactions;

extern const struct job_ops idle_transactions_job;

struct idle_transactions *idle_transactions_new(const struct settings *settings);

#endif
