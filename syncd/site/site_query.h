/* What is asked of the database for a static tree. */
#ifndef VARTA_SYNCD_SITE_SITE_QUERY_H
#define VARTA_SYNCD_SITE_SITE_QUERY_H

#include "lib/db/db.h"

enum site_query {
	SITE_QUERY_LEASE,           /* daemon, source */
	SITE_QUERY_RELEASE,         /* daemon, source */
	SITE_QUERY_DONE,            /* daemon, source, array of seq */
	SITE_QUERY_FAILED,          /* seq, source, daemon, error */
	SITE_QUERY_REQUESTS,        /* source, array of numbers */
	SITE_QUERY_SHARD,           /* source, the numbers' thousands */
	SITE_QUERY_FILES,           /* source, array of names of lists */
	SITE_QUERY_FEED,            /* source */
	SITE_QUERY_SITE,            /* source */
	SITE_QUERY_STATISTICS,      /* source */
	SITE_QUERY_PLAN,            /* source */
	SITE_QUERY_BUILT,           /* source, wanted */
	SITE_QUERY_MAP_TILES,       /* source */
	SITE_QUERY_MAP_WRITTEN,     /* source, wanted, name of a tile */
	SITE_QUERY_MAP,             /* source */
	SITE_QUERY_MAP_BUILT,       /* source, wanted */
	SITE_QUERY_ORDERS,          /* source */
	SITE_QUERY_ORDERS_CHANGED,  /* source */
	SITE_QUERY_ORDERS_WRITTEN,  /* source, array of numbers, array of moments */
	SITE_QUERY_ORDERS_PLAN,     /* source */
	SITE_QUERY_ORDERS_THOUSAND, /* source, the numbers' thousands */
	SITE_QUERY_INSTITUTIONS,    /* source, array of names of pages */
	SITE_QUERY_ORDERS_BUILT     /* source, wanted */
};

extern const struct db_stmt site_queries[];

#endif
