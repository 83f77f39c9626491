/* What a verification says, to people and to programs. */
#include "admin/audit/verify.h"
#include "lib/base/i18n.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/db/db_result.h"

#include <inttypes.h>
#include <string.h>

uint64_t verify_size(const struct verify *v)
{
	return v->n ? v->checkpoints[v->n - 1].size : 0;
}

static void set(json_t *line, const char *name, const char *text)
{
	if (text)
		json_object_set_new(line, name, json_string(text));
}

static void print_json(const struct fault *f)
{
	json_t *line = json_object();

	set(line, "fault", f->what);
	if (f->has_leaf) {
		json_object_set_new(line, "leaf", json_integer((json_int_t)f->leaf));
		json_object_set_new(line, "last", json_integer((json_int_t)f->last));
	}
	set(line, "city", f->city);
	set(line, "event", f->event);
	set(line, "request", f->request);
	set(line, "place", f->place);
	set(line, "sealed", f->sealed);
	set(line, "before", f->before);
	set(line, "behind", f->behind);
	table_json_line(line);
}

/* ', label text' where there is a text, made harmless. */
static void add(struct buf *line, const char *label, const char *text)
{
	char *shown;

	if (!text)
		return;
	shown = text_visible(text, strlen(text), TEXT_ONE_LINE);
	buf_addf(line, ", %s %s", label, shown);
	free(shown);
}

static void print(const struct fault *f)
{
	struct buf line = {0};

	buf_adds(&line, _("FAULT"));
	if (f->has_leaf && f->leaf == f->last)
		buf_addf(&line, _(", leaf %" PRIu64), f->leaf);
	else if (f->has_leaf)
		buf_addf(&line, _(", leaves %" PRIu64 " to %" PRIu64), f->leaf, f->last);
	add(&line, _("city"), f->city);
	add(&line, _("event"), f->event);
	add(&line, _("request"), f->request && strcmp(f->request, "0") != 0 ? f->request : NULL);
	add(&line, _("place"), f->place);
	add(&line, _("sealed"), f->sealed);
	add(&line, _("behind event"), f->before);
	add(&line, _("before event"), f->behind);
	printf("%s: %s\n", line.data, f->what);
	buf_release(&line);
}

void verify_fault(struct verify *v, const struct fault *fault)
{
	v->faults++;
	(v->ctl->value[OPT_JSON] ? print_json : print)(fault);
}

/* The summary as JSON. */
static void sum_up_json(const struct verify *v, const PGresult *waiting)
{
	json_t *line = json_pack(
	        "{s:b, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "ok", v->faults == 0, "log",
	        v->keys.log.name, "faults", (json_int_t)v->faults, "checkpoints", (json_int_t)v->n,
	        "size", (json_int_t)verify_size(v), "events", (json_int_t)v->events, "padding",
	        (json_int_t)v->padding, "others", (json_int_t)v->others, "log_size",
	        (json_int_t)v->log_size, "waiting", (json_int_t)db_result_int(waiting, 0, "n"));
	json_t *witnessed = json_object();

	for (size_t i = 0; i < v->keys.n; i++)
		json_object_set_new(witnessed, v->keys.witnesses[i].name,
		                    json_integer((json_int_t)v->witnessed[i]));
	json_object_set_new(line, "witnessed", witnessed);
	json_object_set_new(line, "stamps", json_integer((json_int_t)v->stamps));
	set(line, "oldest", PQgetisnull(waiting, 0, 1) ? NULL : PQgetvalue(waiting, 0, 1));
	table_json_line(line);
}

/* What the checkpoints do not reach. */
static void print_uncovered(const struct verify *v, const PGresult *waiting)
{
	uint64_t size = verify_size(v);

	if (v->log_size > size)
		printf(_("Not covered: %" PRIu64
		         " leaves that are younger than the newest checkpoint.\n"),
		       v->log_size - size);
	if (db_result_int(waiting, 0, "n") > 0)
		printf(_("Not covered: %s events that are not sealed yet, the oldest of %s.\n"),
		       PQgetvalue(waiting, 0, 0), PQgetvalue(waiting, 0, 1));
	if (v->others > 0)
		printf(_("Not looked at: %" PRIu64
		         " events of cities that are not yours to audit.\n"),
		       v->others);
	puts(_("Never covered: who wrote and to which addresses mails go, referrals, pauses."));
}

void verify_summary(const struct verify *v, const PGresult *waiting)
{
	char at[WHEN_LOCAL_SIZE];

	if (v->ctl->value[OPT_JSON]) {
		sum_up_json(v, waiting);
		return;
	}
	printf(_("%s: %zu checkpoints, the newest of %" PRIu64 " leaves; %" PRIu64
	         " events and %" PRIu64 " leaves of padding were compared.\n"),
	       v->keys.log.name, v->n, verify_size(v), v->events, v->padding);
	for (size_t i = 0; i < v->keys.n; i++)
		printf(_("The witness %s has seen %" PRIu64 " leaves.\n"),
		       v->keys.witnesses[i].name, v->witnessed[i]);
	if (v->stamps > 0) {
		when_local(v->stamped_at, at);
		printf(_("%" PRIu64 " time stamps are right; the first, of %" PRIu64
		         " leaves, is of %s.\n"),
		       v->stamps, v->stamped, at);
	}
	print_uncovered(v, waiting);
	if (v->faults)
		printf(_("%" PRIu64 " faults: the history is not what was sealed.\n"), v->faults);
	else
		puts(_("The history is what was sealed."));
}
