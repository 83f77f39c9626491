/* Every statement that the console sends. */
#ifndef VARTA_CONSOLE_QUERIES_H
#define VARTA_CONSOLE_QUERIES_H

#include "lib/db.h"

enum query {
	QUERY_ME,
	QUERY_BADGES,
	QUERY_COUNT,
	QUERY_PAGE,
	QUERY_REQUEST,
	QUERY_UNITS,
	QUERY_REASONS,
	QUERY_ACCEPT,
	QUERY_REJECT,
	QUERY_REFER,
	QUERY_DRAFT,
	QUERY_SUBMIT,
	QUERY_APPROVE,
	QUERY_PUBLISH,
	QUERIES
};

enum { QUERY_PARAMS_MAX = 6 };

extern const struct db_stmt queries[QUERIES];

#endif
