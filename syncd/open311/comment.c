/* Reads POST servicerequestupdates. */
#include "syncd/open311/date.h"
#include "syncd/open311/georeport.h"
#include "syncd/open311/media_fields.h"
#include "syncd/open311/text_fields.h"

#include <stdlib.h>

static const struct text_fields texts[] = {
        {"service_request_id", NULL, offsetof(struct geocomment, service_request_id),
         FIELD_REQUIRED},
        {"update_id", NULL, offsetof(struct geocomment, update_id), FIELD_REQUIRED},
        {"status", NULL, offsetof(struct geocomment, status), 0},
        {"external_status_code", NULL, offsetof(struct geocomment, external_status_code), 0},
        {"customer_reference", NULL, offsetof(struct geocomment, customer_reference), 0},
        {"description", NULL, offsetof(struct geocomment, description), 0},
        {"email", NULL, offsetof(struct geocomment, email), 0},
        {"first_name", NULL, offsetof(struct geocomment, first_name), 0},
        {"last_name", NULL, offsetof(struct geocomment, last_name), 0},
        {NULL, NULL, 0, 0},
};

bool geocomment_read(const struct params *params, struct geocomment *comment, struct problem *p)
{
	json_t *filter;

	*comment = (struct geocomment){0};
	if (!text_fields_read(texts, params, comment, p))
		return false;
	filter = geofilter_one(comment->service_request_id, false);
	json_decref(filter);
	if (!filter) {
		char *quoted = problem_quote(comment->service_request_id);

		problem_set(p, 400, "service_request_id: '%s' is no number of a request", quoted);
		free(quoted);
		return false;
	}
	if (date_text(params, "updated_datetime", comment->updated, p) == DATE_BAD)
		return false;
	comment->photos = media_fields_read(params);
	return true;
}

json_t *geocomment_item(const struct geocomment *comment, const char *raw)
{
	json_t *item = json_object();

	text_fields_write(texts, comment, item);
	media_fields_write(comment->photos, item);
	json_object_set_new(item, "updated", text_fields_value(comment->updated));
	json_object_set_new(item, "raw", json_string(raw));
	return item;
}

void geocomment_release(struct geocomment *comment)
{
	json_decref(comment->photos);
	*comment = (struct geocomment){0};
}
