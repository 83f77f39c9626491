/* The statements, in one table. */
#include "syncd/site/site_query.h"

const struct db_stmt site_queries[] = {
        [SITE_QUERY_LEASE] = {"tree_lease", "select * from sync.publish_lease($1, $2::integer)", 2},
        [SITE_QUERY_REQUESTS] = {"tree_requests",
                                 "select * from sync.publish_requests($1::integer, $2::bigint[])",
                                 2},
        [SITE_QUERY_FILES] = {"tree_files",
                              "select * from sync.publish_files($1::integer, $2::text[])", 2},
        [SITE_QUERY_FEED] = {"tree_feed", "select * from sync.publish_feed($1::integer)", 1},
        [SITE_QUERY_DONE] = {"tree_done", "select sync.publish_done($1, $2::integer, $3::bigint[])",
                             3},
        [SITE_QUERY_FAILED] = {"tree_failed",
                               "select * from sync.outbox_failed($1::bigint, $2::integer, $3, $4)",
                               4},
        [SITE_QUERY_RELEASE] = {"tree_release", "select sync.outbox_release($1, $2::integer)", 2},
        [SITE_QUERY_PLAN] = {"tree_plan", "select name from sync.publish_plan($1::integer)", 1},
        [SITE_QUERY_SHARD] = {"tree_shard",
                              "select * from sync.publish_shard($1::integer, $2::bigint)", 2},
        [SITE_QUERY_SITE] = {"tree_site", "select sync.publish_site($1::integer)", 1},
        [SITE_QUERY_STATISTICS] = {"tree_statistics", "select sync.publish_statistics($1::integer)",
                                   1},
        [SITE_QUERY_BUILT] = {"tree_built", "select sync.publish_built($1::integer, $2)", 2},
};
