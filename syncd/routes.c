/* Which path leads where: one table. */
#include "syncd/routes.h"

#include "syncd/ingest/handlers.h"
#include "syncd/mail/handlers.h"
#include "syncd/open311/handlers.h"
#include "syncd/photo/handlers.h"
#include "syncd/seal/handlers.h"

const struct route routes[] = {
        {.method = "GET", .path = "/health", .handle = handle_health, .quiet = true},
        {.method = "GET", .path = "/health/live", .handle = handle_health_live, .quiet = true},
        {.method = "GET", .path = "discovery", .handle = handle_discovery},
        {.method = "GET", .path = "services", .handle = handle_services},
        {.method = "GET", .path = "services/*", .handle = handle_service},
        {.method = "POST", .path = "requests", .handle = handle_report, .part = PART_INGEST},
        {.method = "GET", .path = "requests", .handle = handle_requests},
        {.method = "GET", .path = "requests/*", .handle = handle_request},
        {.method = "GET", .path = "tokens/*", .handle = handle_token},
        {.method = "POST",
         .path = "servicerequestupdates",
         .handle = handle_comment,
         .part = PART_INGEST},
        {.method = "GET", .path = "servicerequestupdates", .handle = handle_updates},
        {.method = "POST", .path = "subscriptions", .handle = handle_subscribe, .part = PART_MAIL},
        {.method = "GET",
         .path = "/mail/confirm/*",
         .handle = handle_confirm_page,
         .part = PART_MAIL,
         .secret = true,
         .raw = true},
        {.method = "POST",
         .path = "/mail/confirm/*",
         .handle = handle_confirm,
         .part = PART_MAIL,
         .secret = true,
         .raw = true},
        {.method = "GET",
         .path = "/mail/end/*",
         .handle = handle_end_page,
         .part = PART_MAIL,
         .secret = true,
         .raw = true},
        {.method = "POST",
         .path = "/mail/end/*",
         .handle = handle_end,
         .part = PART_MAIL,
         .secret = true,
         .raw = true},
        {.method = "POST",
         .path = "media",
         .handle = handle_media_upload,
         .part = PART_PHOTO,
         .upload = true,
         .raw = true},
        {.method = "GET", .path = "/media/*", .handle = handle_media_file, .part = PART_PHOTO},
        {.method = "GET",
         .path = "/receipt/*",
         .handle = handle_receipt,
         .part = PART_LOG,
         .secret = true},
        {.method = "POST",
         .path = "/mail/bounce",
         .handle = handle_bounce,
         .part = PART_MAIL,
         .raw = true},
};

const size_t routes_count = sizeof(routes) / sizeof(routes[0]);
