/* What those who keep static trees ask the database. */
#ifndef VARTA_SYNCD_SITE_SITE_QUERY_H
#define VARTA_SYNCD_SITE_SITE_QUERY_H

#include "lib/db.h"

enum treequery {
	TREE_SOURCES,    /* - */
	TREE_NEXT,       /* - */
	TREE_LEASE,      /* daemon, source */
	TREE_RELEASE,    /* daemon, source */
	TREE_DONE,       /* daemon, source, array of seq */
	TREE_FAILED,     /* seq, source, daemon, error */
	TREE_REQUESTS,   /* source, array of numbers */
	TREE_SHARD,      /* source, the numbers' thousands */
	TREE_FILES,      /* source, array of names of lists */
	TREE_FEED,       /* source */
	TREE_SITE,       /* source */
	TREE_STATISTICS, /* source */
	TREE_PLAN,       /* source */
	TREE_BUILT       /* source, wanted */
};

extern const struct db_stmt treequeries[];

#endif
