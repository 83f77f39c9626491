/* The job that has papers made, and puts them into the database: it leases those that are wanted,
 * has the helper make the PDF of each, and stores it.
 *
 * In this room: helper, the program that makes PDFs; document_page, what whoever has a paper finds
 * at the address that is printed on it. */
#ifndef VARTA_SYNCD_DOCUMENT_DOCUMENT_JOB_H
#define VARTA_SYNCD_DOCUMENT_DOCUMENT_JOB_H

#include "syncd/core/job.h"

struct document_helper;
struct document_maker;

extern const struct job_ops document_job;

/* helper is owned from now on; NULL: no papers are made. What else is passed lives longer. */
struct document_maker *document_maker_new(const struct settings *settings,
                                          struct document_helper *helper, const char *lease_owner,
                                          const char *base_url);

#endif
