#include "syncd/site/site_query.h"

const struct db_stmt treequeries[] = {
        [TREE_SOURCES] = {"trees", "select * from sync.publish_sources()", 0},
        [TREE_LEASE] = {"tree_lease", "select * from sync.publish_lease($1, $2::integer)", 2},
        [TREE_REQUESTS] = {"tree_requests",
                           "select * from sync.publish_requests($1::integer, $2::bigint[])", 2},
        [TREE_FILES] = {"tree_files", "select * from sync.publish_files($1::integer, $2::text[])",
                        2},
        [TREE_FEED] = {"tree_feed", "select * from sync.publish_feed($1::integer)", 1},
        [TREE_DONE] = {"tree_done", "select sync.publish_done($1, $2::integer, $3::bigint[])", 3},
        [TREE_FAILED] = {"tree_failed",
                         "select * from sync.outbox_failed($1::bigint, $2::integer, $3, $4)", 4},
        [TREE_RELEASE] = {"tree_release", "select sync.outbox_release($1, $2::integer)", 2},
        [TREE_PLAN] = {"tree_plan", "select name from sync.publish_plan($1::integer)", 1},
        [TREE_SHARD] = {"tree_shard", "select * from sync.publish_shard($1::integer, $2::bigint)",
                        2},
        [TREE_SITE] = {"tree_site", "select sync.publish_site($1::integer)", 1},
        [TREE_STATISTICS] = {"tree_statistics", "select sync.publish_statistics($1::integer)", 1},
        [TREE_BUILT] = {"tree_built", "select sync.publish_built($1::integer, $2)", 2},
        [TREE_NEXT] = {"tree_next", "select sync.outbox_next('publish')", 0},
};
