/* JSON bodies, the same as forms.
 *
 * uses: syncd/open311/georeport.c syncd/open311/comment.c syncd/open311/media_fields.c
 * syncd/open311/request_filter.c syncd/open311/text_fields.c syncd/open311/date.c
 * syncd/content/json_body.c syncd/content/params.c syncd/content/problem.c
 */
#include "syncd/content/json_body.h"

#include "tests/fuzz/report.h"

static void check_kept(const char *s, size_t len)
{
	struct params params = {0};
	struct problem p = {0};
	size_t kept_len;
	char *kept = json_body_without(s, len, "api_key", &kept_len);

	MUST(json_body_decode(kept, kept_len, &params, &p));
	MUST(!params_get(&params, "api_key"));
	params_release(&params);
	free(kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct params params = {0};
	struct problem p = {0};

	if (!utf8_valid((const char *)data, size, NULL))
		return 0; /* body.c refuses it */
	if (json_body_decode((const char *)data, size, &params, &p)) {
		check_params(&params);
		check_kept((const char *)data, size);
	} else {
		check_problem(&p);
	}
	params_release(&params);
	return 0;
}
