/* The table of statements: name, SQL, number of parameters. */
#include "console/data/statements.h"

const struct db_stmt queries[QUERIES] = {
        [QUERY_ME] =
                {"me",
                 "select login, full_name, array_to_json(roles)::text as roles, unit, cities::text,"
                 " server_time from api.me()",
                 0},
        [QUERY_BADGES] = {"badges", "select city, status, n, late from api.badges()", 0},
        [QUERY_COUNT] = {"count", "select n, at, arrived from api.queue_news($1, $2)", 2},
        [QUERY_PAGE] = {"page",
                        "select * from api.queue_page($1::jsonb, $2::smallint, $3::timestamptz,"
                        " $4::bigint, $5::boolean, $6::int)",
                        6},
        [QUERY_MESSAGES] = {"messages", "select * from api.messages()", 0},
        [QUERY_PHOTO] = {"photos", "select api.photos($1::bigint)", 1},
        [QUERY_REQUEST] = {"request", "select api.request($1::bigint)::text", 1},
        [QUERY_UNITS] = {"units", "select code, name from api.units($1::text)", 1},
        [QUERY_REASONS] = {"reasons", "select code, name, text from api.reasons($1::bigint)", 1},
        [QUERY_DRAFT] = {"draft",
                         "select * from api.draft($1::bigint, $2::int, $3::text, $4::boolean,"
                         " $5::bigint, $6::uuid)",
                         6},
        [QUERY_ERASED] = {"erased", "select id, at from api.erased($1::bigint[])", 1},
        [QUERY_GUIDANCE] = {"guidance",
                            "select title, category, unit, lang, text from api.guidance_filled($1)",
                            1},
        [QUERY_ANSWERS_ALIKE] = {"answers_alike",
                                 "select id, status, title, address, received, distance_m, text "
                                 "from api.answers_alike($1)",
                                 1},
        [QUERY_SIMILAR] = {"similar",
                           "select id, version, status, category_name, title, distance_m, days "
                           "from api.merge_candidates($1)",
                           1},
        [QUERY_GUIDANCE_LIST] = {"guidance_list",
                                 "select id, version, city, category, unit, lang, title, body,"
                                 " active, author, at from api.guidance_list()",
                                 0},
        [QUERY_GUIDANCE_VERSIONS] =
                {"guidance_versions",
                 "select id, version, city, category, unit, lang, title, body, active, author, at"
                 " from api.guidance_versions($1::int)",
                 1},
        [QUERY_GUIDANCE_SAVE] = {"guidance_save",
                                 "select id, version from api.guidance_save($1::int, $2::int,"
                                 " $3::text, $4::text, $5::text, $6::text, $7::text, $8::text,"
                                 " $9::boolean)",
                                 9},
        [QUERY_RECALLABLE] = {"recallable", "select id, version, until from api.recallable()", 0},
        [QUERY_CLAIM] = {"claim", "select * from api.claim_next($1::jsonb)", 1},
        [QUERY_BULK] = {"bulk",
                        "select b.id as request, b.sqlstate, b.reason, (b.\"row\").*"
                        " from api.bulk($1::text, $2::jsonb, $3::jsonb) b",
                        3},
        [QUERY_PRESENCE] = {"presence",
                            "select id, full_name, doing from api.presence($1::bigint[])", 1},
        [QUERY_PRESENCE_SET] = {"presence_set", "select api.presence_set($1::bigint, $2::text)", 2},
        [QUERY_PRESENCE_CLEAR] = {"presence_clear", "select api.presence_clear($1::bigint)", 1},
        [QUERY_WORKERS] = {"workers", "select login as code, label as name from api.workers($1)",
                           1},
        [QUERY_BORDERS] = {"borders", "select name, lat, long, area from api.borders($1::text)", 1},
        [QUERY_MAP] = {"map",
                       "select * from api.map($1::jsonb, $2::float8, $3::float8, $4::float8,"
                       " $5::float8, $6::int, $7::int)",
                       7},
        [QUERY_MAP_STREETS] = {"map_streets",
                               "select name, class, lines from api.map_streets($1::text,"
                               " $2::float8, $3::float8, $4::float8, $5::float8, $6::int, $7::int)",
                               7},
        [QUERY_MAP_CREDIT] = {"map_credit", "select api.map_credit($1::text) as credit", 1},
        [QUERY_STATISTICS] = {"statistics", "select * from api.statistics($1::jsonb, $2::int)", 2},
        [QUERY_OTHERS] = {"others", "select id, full_name, doing from api.others_at($1::bigint[])",
                          1},
        [QUERY_HISTORY] = {"history", "select * from api.history($1::bigint, null, 1000)", 1},
        [QUERY_OUTBOX] = {"outbox", "select request_id as id, o.* from api.outbox($1::jsonb) o", 1},
        [QUERY_REPLAY] = {"replay", "select api.outbox_replay($1::bigint, $2::text)", 2},
        [QUERY_NEAREST] = {"nearest",
                           "select * from api.nearest($1::jsonb, $2::float8, $3::float8,"
                           " $4::int, $5::float8)",
                           5},
        [QUERY_CODES] = {"codes", "select key, code, name from api.codes($1)", 1},
        [QUERY_VIEWS] = {"views",
                         "select id, name, city, unit, filter, n, list from api.view_list()", 0},
        [QUERY_VIEW_SAVE] = {"view_save",
                             "select api.view_save($1::text, $2::jsonb, $3::text, 0, $4::text)", 4},
        [QUERY_VIEW_DELETE] = {"view_delete", "select api.view_delete($1::int)", 1},
        [QUERY_UNSEEN] = {"unseen", "select api.unseen_comments() as n", 0},
        [QUERY_DEED_COUNTS] = {"deed_counts",
                               "select login, name, deeds, last, verbs::text from "
                               "audit.deed_counts(now() - make_interval(days => $1::int))",
                               1},
        [QUERY_DEEDS] = {"deeds",
                         "select city, event, id, at, name, origin, verb, why from audit.deeds("
                         "now() - make_interval(days => $1::int), clock_timestamp(), $2, 1000)",
                         2},
        [QUERY_HISTORY_STATE] =
                {"history_state",
                 "select size, waiting, coalesce(signed, 0) as signed, anchored, signed_at,"
                 " (select jsonb_agg(jsonb_build_array(a ->> 'place', a ->> 'why'))"
                 " from jsonb_array_elements(alarms) a where a ->> 'over' is null) as alarm"
                 " from api.history_state()",
                 0},
        [QUERY_DUTY] = {"duty", "select what, id, name, since, until from api.duty()", 0},
        [QUERY_DEPUTIES] = {"deputies",
                            "select login as code, name from api.deputies()"
                            " union all select '', null",
                            0},
        [QUERY_AWAY] =
                {"away",
                 "select api.away(nullif($1, '')::date, nullif($2, '')::date, nullif($3, ''))", 3},
        [QUERY_BACK] = {"back", "select api.back($1::int)", 1},
        [QUERY_HOURS_ADD] = {"hours_add", "select api.my_hours_add($1)", 1},
        [QUERY_HOURS_DELETE] = {"hours_delete", "select api.my_hours_delete($1)", 1},
        [QUERY_UNIT_WORK] = {"unit_work", "select * from api.unit_work()", 0},
        [QUERY_ORDERS_PAGE] = {"orders_page",
                               "select * from api.orders_page($1::jsonb, $2::timestamptz,"
                               " $3::bigint, false, $4::int)",
                               4},
        [QUERY_ORDERS_COUNT] = {"orders_count", "select api.orders_count($1::jsonb)", 1},
        [QUERY_ORDER_STATISTICS] =
                {"order_statistics",
                 "select * from api.order_statistics($1::text, $2::date, $3::date, $4::text)", 4},
        [QUERY_INSTITUTIONS] = {"institutions", "select * from api.institutions($1::text)", 1},
        [QUERY_ORDER_DETAIL] = {"order_detail", "select api.order_detail($1::text)::text", 1},
        [QUERY_DEFECT_DETAIL] = {"defect_detail", "select api.defect_detail($1::bigint)::text", 1},
        [QUERY_ORDER_DO] = {"order_do",
                            "select * from api.order_do($1::text, $2::text, $3::int, $4::text,"
                            " $5::text, $6::date, $7::text)",
                            7},
        [QUERY_ORDER_DRAFT] = {"order_draft",
                               "select * from api.order_draft(array[$1::bigint], $2::text)", 2},
        [QUERY_ORDER_CHANGE] = {"order_change",
                                "select * from api.order_change($1::bigint, $2::int, $3::jsonb)",
                                3},
        [QUERY_ORDER_ENFORCE] = {"order_enforce",
                                 "select * from api.order_enforce($1::bigint, $2::int, $3::text,"
                                 " $4::text, $5::date, $6::text)",
                                 6},
        [QUERY_ORDER_BULK] = {"order_bulk",
                              "select b.\"order\" as id, b.name, b.version, b.sqlstate, b.reason"
                              " from api.order_bulk($1::text, $2::jsonb) b",
                              2},
        [QUERY_DEFECT_BULK] = {"defect_bulk",
                               "select b.defect as id, b.name, b.version, b.sqlstate, b.reason"
                               " from api.defect_bulk($1::text, $2::jsonb) b",
                               2},
        [QUERY_DEFECT_SEEN] = {"defect_seen",
                               "select * from api.defect_seen($1::bigint, $2::int, $3::text,"
                               " $4::text)",
                               4},
        [QUERY_DEFECT_UNDO] = {"defect_undo", "select * from api.defect_undo($1::bigint, $2::int)",
                               2},
        [QUERY_DEFECT_CHANGE] = {"defect_change",
                                 "select * from api.defect_change($1::bigint, $2::int, $3::jsonb)",
                                 3},
        [QUERY_DEFECT_JOIN] = {"defect_join",
                               "select * from api.defect_join($1::bigint, $2::int, $3::bigint)", 3},
        [QUERY_DEFECT_SPLIT] = {"defect_split",
                                "select * from api.defect_split($1::bigint, $2::int, $3::bigint)",
                                3},
        [QUERY_INSPECTIONS] = {"inspections", "select * from api.inspections($1)", 1},
        [QUERY_ROUND_WORK] = {"round_work", "select * from api.round_work($1::bigint)", 1},
        [QUERY_ROUND_DETAIL] = {"round_detail", "select api.round_detail($1::bigint)::text", 1},
        [QUERY_ROUND_SHEET] = {"round_sheet",
                               "select n, metres, place, object_name, what, dangerous, order_name,"
                               " waits_for from api.round_places($1::bigint)",
                               1},
        [QUERY_ROUND_GPX] = {"round_gpx",
                             "select convert_to(api.round_gpx($1::bigint), 'UTF8') as data", 1},
        [QUERY_CAMPAIGN_DETAIL] = {"campaign_detail",
                                   "select api.inspection_detail($1::bigint)::text", 1},
        [QUERY_INSPECTION_DO] = {"inspection_do",
                                 "select * from api.inspection_do($1::text, $2::text, $3::bigint,"
                                 " $4::int, $5::date, $6::text)",
                                 6},
        [QUERY_DEFECT_TAKE] = {"defect_take",
                               "select * from api.defect_take($1::bigint, $2::text, $3::text)", 3},
        [QUERY_DEFECT_PROPOSALS] = {"defect_proposals",
                                    "select code, name, text from api.defect_proposals($1)", 1},
        [QUERY_GROUNDS_FOR] = {"grounds_for", "select code, name from api.grounds_for($1)", 1},
        [QUERY_INSTITUTIONS_FOR] = {"institutions_for",
                                    "select code, name from api.institutions_for($1)", 1},
};
