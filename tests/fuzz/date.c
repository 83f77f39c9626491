/* Dates: what is read as one is written and read again as the same moment. Windows of two.
 *
 * uses: syncd/open311/date.c syncd/content/params.c syncd/content/problem.c
 */
#include "syncd/open311/date.h"

#include "tests/fuzz/fuzz.h"

/* Years that are not written with four digits are written as the nearest that are. */
static bool is_shown(int64_t at)
{
	return at >= -30610224000 && at <= 253402300799;
}

static void check_moment(const char *s)
{
	char text[WHEN_W3C_SIZE];
	int64_t at, again;

	if (!when_parse(s, 0, &at) || !is_shown(at))
		return;
	when_w3c(at, text);
	MUST(when_parse(text, 3600, &again));
	MUST(at == again);
}

static void check_window(const char *start, size_t start_len, const char *end, size_t end_len)
{
	struct params params = {0};
	struct problem p = {0};
	int64_t from, to;

	if (params_add(&params, "start_date", 10, start, start_len, &p) &&
	    params_add(&params, "end_date", 8, end, end_len, &p) &&
	    date_window(&params, 1795362194, DATE_DAY, &from, &to, &p))
		MUST(from < to && to - from <= (int64_t)DATE_MAX_DAYS * DATE_DAY + 1);
	else
		MUST(p.text);
	problem_release(&p);
	params_release(&params);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *s = malloc(size + 1);
	size_t len;

	MUST(s);
	memcpy(s, data, size);
	s[size] = '\0';
	check_moment(s);
	len = strcspn(s, "\n");
	check_window(s, len, s + len, size - len);
	if (len < size)
		check_window(s, len, s + len + 1, size - len - 1);
	free(s);
	return 0;
}
