/* Reads and writes text fields by a table. */
#include "syncd/open311/text_fields.h"

bool text_fields_read(const struct text_fields *fields, const struct params *params, void *into,
                      struct problem *p)
{
	for (const struct text_fields *f = fields; f->param; f++) {
		const char **value = (const char **)((char *)into + f->offset);

		*value = params_get(params, f->param);
		if ((f->flags & FIELD_REQUIRED) && !*value)
			return problem_set(p, 400, "%s: missing", f->param);
		if (!(f->flags & FIELD_REPEATED) && params_count(params, f->param) > 1)
			return problem_set(p, 400, "%s: given more than once", f->param);
	}
	return true;
}

void text_fields_write(const struct text_fields *fields, const void *from, json_t *item)
{
	for (const struct text_fields *f = fields; f->param; f++) {
		const char *value = *(const char *const *)((const char *)from + f->offset);

		json_object_set_new(item, f->item ? f->item : f->param, text_fields_value(value));
	}
}

json_t *text_fields_value(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}
