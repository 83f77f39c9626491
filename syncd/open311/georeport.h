/* What POSTs and GETs of Open311 GeoReport v2 say, as plain structs. No database in here.
 * The texts in the structs belong to the params that they were read from. */
#ifndef VARTA_SYNCD_OPEN311_GEOREPORT_H
#define VARTA_SYNCD_OPEN311_GEOREPORT_H

#include "lib/base/when.h"
#include "syncd/content/params.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* POST requests. A text is NULL where the sender left it out or empty. */
struct georeport {
	const char *service_code; /* always there */
	const char *external_id;  /* attribute[fixmystreet_id] */
	const char *address, *address_id;
	const char *description;
	const char *email, *first_name, *last_name, *phone;
	const char *device_id, *account_id;
	json_t *photos; /* their addresses; owned */
	bool has_point;
	double lat, lon;               /* degrees, WGS 84 */
	char requested[WHEN_W3C_SIZE]; /* empty: not given */
	json_t *attributes; /* every other attribute[…]: name → text, or list of texts; owned */
};

/* Returns false with a problem that names the field. Whether a place has to be given depends on the
 * kind of request: sync.import() knows. */
bool georeport_read(const struct params *params, struct georeport *report, struct problem *p);
/* One item for sync.import(); the caller numbers it. raw is the body as it came. */
json_t *georeport_item(const struct georeport *report, const char *raw, const char *content_type);
void georeport_release(struct georeport *report);

/* POST servicerequestupdates: what a resident added later. */
struct geocomment {
	const char *service_request_id, *update_id; /* always there */
	const char *status;                         /* the sender's word, such as OPEN */
	const char *external_status_code;           /* its own code, finer than that */
	const char *customer_reference;             /* the number that the resident has there */
	const char *description;
	const char *email, *first_name, *last_name;
	json_t *photos;              /* their addresses; owned */
	char updated[WHEN_W3C_SIZE]; /* empty: not given */
};

bool geocomment_read(const struct params *params, struct geocomment *comment, struct problem *p);
/* One item for sync.comments(). */
json_t *geocomment_item(const struct geocomment *comment, const char *raw);
void geocomment_release(struct geocomment *comment);

/* Requests in one answer at most, as the standard has it. */
enum { GEOFILTER_LIMIT = 1000 };

/* GET requests: the filter for sync.requests(), or NULL with a problem. now in seconds; own:
 * the sender proved that it is the source. */
json_t *geofilter_read(const struct params *params, int64_t now, bool own, struct problem *p);
/* The filter that finds one request; NULL where id is no number of ours. */
json_t *geofilter_one(const char *id, bool own);

#endif
