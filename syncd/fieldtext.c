#include "syncd/fieldtext.h"

bool fieldtext_read(const struct fieldtext *fields, const struct params *params, void *into,
                    struct problem *p)
{
	for (const struct fieldtext *f = fields; f->param; f++) {
		const char **value = (const char **)((char *)into + f->offset);

		*value = params_get(params, f->param);
		if ((f->flags & FIELD_REQUIRED) && !*value)
			return problem_set(p, 400, "%s: missing", f->param);
		if (!(f->flags & FIELD_REPEATED) && params_count(params, f->param) > 1)
			return problem_set(p, 400, "%s: given more than once", f->param);
	}
	return true;
}

void fieldtext_write(const struct fieldtext *fields, const void *from, json_t *item)
{
	for (const struct fieldtext *f = fields; f->param; f++) {
		const char *value = *(const char *const *)((const char *)from + f->offset);

		json_object_set_new(item, f->item ? f->item : f->param, fieldtext_value(value));
	}
}

json_t *fieldtext_value(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}
