/* varta order: what the unit that issues orders does with them, and the register. What is done
 * with an order is one call, api.order_do(), of which the command's row in the table of acts says
 * the verb. */
#include "console/cli/days_typed.h"
#include "console/filter/filter.h"
#include "console/order/order_acts.h"
#include "console/order_cli/order_commands.h"
#include "console/order_cli/order_rows.h"
#include "lib/base/i18n.h"
#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/when.h"
#include "lib/base/xmalloc.h"
#include "lib/db/db_call.h"
#include "lib/program/table.h"

#include <stdlib.h>
#include <string.h>

#define ORDER_COLUMNS                                                                              \
	"id as \"order\", name as number, state_name as state, due, due_state as \"!\","           \
	" institution_name as institution, object_name as object, place, defects"
static enum exit_code order_list(struct cli *cli, int argc, char **args)
{
	char *text = argc || !cli->value[OPT_FILTER] ? words_joined(argc, args, " ")
	                                             : xstrdup(cli->value[OPT_FILTER]);
	char *filter, *complaint = filter_compile(&filter_orders, text, NULL, &filter);
	enum exit_code status = EXIT_USAGE;

	free(text);
	if (complaint)
		log_warnx("%s", complaint);
	else
		status = order_rows(cli, ORDER_COLUMNS,
		                    "api.orders_page($1::jsonb, null, null, false, $2::integer)", 2,
		                    (const char *const[]){filter, cli->value[OPT_LIMIT]
		                                                          ? cli->value[OPT_LIMIT]
		                                                          : "1000"});
	free(complaint);
	free(filter);
	return status;
}

static const char *member(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static void print_member(const json_t *object, const char *name)
{
	char *shown =
	        text_visible(member(object, name), strlen(member(object, name)), TEXT_KEEP_LINES);

	fputs(shown, stdout);
	free(shown);
}

static void print_steps(const json_t *order)
{
	size_t i;
	json_t *step;

	json_array_foreach(json_object_get(order, "steps"), i, step) {
		char at[WHEN_LOCAL_SIZE];
		when_local(json_integer_value(json_object_get(step, "at")), at);
		printf("%s  %s", at, member(step, "verb_name"));
		for (size_t f = 0; f < 3; f++) {
			const char *name = (const char *const[]){"operator", "paper", "note"}[f];
			if (*member(step, name)) {
				fputs(" · ", stdout);
				print_member(step, name);
			}
		}
		putchar('\n');
	}
}

/* How it left, where it did. */
static void print_papers(const json_t *order)
{
	const char *mail = member(order, "mail");
	const json_t *photos = json_object_get(order, "photos");
	long long before = json_integer_value(json_object_get(photos, "before")),
	          after = json_integer_value(json_object_get(photos, "after"));
	long long files = json_integer_value(json_object_get(order, "files"));
	json_int_t links = json_integer_value(json_object_get(order, "links"));

	if (strcmp(mail, "undelivered") == 0)
		puts(_("the last mail to the owner did not arrive"));
	else if (strcmp(mail, "sent") == 0)
		puts(_("the mail server took the last mail to the owner, which is no proof of "
		       "delivery"));
	else if (strcmp(mail, "waiting") == 0)
		puts(_("a mail to the owner is on its way"));
	if (json_is_true(json_object_get(order, "pdf")))
		puts(_("there is a PDF: 'varta order pdf'"));
	if (before)
		printf("%s: %lld\n", _("photos before"), before);
	if (after)
		printf("%s: %lld\n", _("photos after"), after);
	if (files)
		printf(ngettext("%lld file, its signature not verified: 'varta order files'\n",
		                "%lld files, their signatures not verified: 'varta order files'\n",
		                (unsigned long)files),
		       files);
	if (links)
		printf(_("links that open it to its owner: %lld\n"), (long long)links);
}

/* The text as issued, and below it what was done. */
static enum exit_code order_show(struct cli *cli, int argc, char **args)
{
	enum exit_code status = EXIT_OK;

	for (int i = 0; i < argc && status == EXIT_OK; i++) {
		PGresult *res = db_call(cli->conn, "select api.order_detail($1)", 1,
		                        (const char *const[]){args[i]}, &status);
		json_t *order = res ? json_loads(PQgetvalue(res, 0, 0), 0, NULL) : NULL;

		PQclear(res);
		if (!order)
			return status;
		if (cli->value[OPT_JSON]) {
			table_json_line(order);
			continue;
		}
		print_member(order, "text");
		printf("%s%lld · %s · ", *member(order, "text") ? "\n" : "",
		       (long long)json_integer_value(json_object_get(order, "id")),
		       member(order, "state_name"));
		print_member(order, "institution_name");
		putchar('\n');
		print_steps(order);
		print_papers(order);
		json_decref(order);
	}
	return status;
}

/* Complains about what is no number. */
static bool are_numbers(int argc, char **args)
{
	for (int i = 0; i < argc; i++)
		if (!*args[i] || strspn(args[i], "0123456789") != strlen(args[i])) {
			log_warnx(_("'%s' is no number of a defect"), args[i]);
			return false;
		}
	return true;
}

static enum exit_code order_draft(struct cli *cli, int argc, char **args)
{
	enum exit_code status;
	char *list;

	if (!are_numbers(argc, args))
		return EXIT_USAGE;
	list = words_joined(argc, args, ",");
	status = order_rows(
	        cli, ORDER_COLUMNS, "api.order_draft(string_to_array($1, ',')::bigint[], $2, $3)",
	        3,
	        (const char *const[]){list, cli->value[OPT_GROUND], cli->value[OPT_INSTITUTION]});
	free(list);
	return status;
}

enum exit_code order_act_run(struct cli *cli, int argc, char **args)
{
	const char *name = cli->command->name + strlen("order ");
	const struct order_act *act = order_act_of_command(name);
	char day[WHEN_DATE_SIZE] = "";
	enum exit_code worst = EXIT_OK;

	if (!day_typed(cli, cli->value[OPT_UNTIL], day))
		return EXIT_USAGE;
	for (int i = 0; i < argc; i++) {
		enum exit_code status = order_rows(
		        cli, ORDER_COLUMNS,
		        "api.order_do($1, $2, $3::integer, $4, $5, nullif($6, '')::date, $7)", 7,
		        (const char *const[]){act->verb_name, args[i], cli->value[OPT_VERSION_SEEN],
		                              cli->value[OPT_NOTE], cli->value[OPT_PAPER], day,
		                              cli->value[OPT_INSTITUTION]});
		if (status > worst)
			worst = status;
		if (status == EXIT_OFFLINE)
			break;
	}
	return worst;
}

static enum exit_code order_undo_run(struct cli *cli, int argc, char **args)
{
	return order_rows(cli, ORDER_COLUMNS, "api.order_do('order_undo', $1, $2::integer)", 2,
	                  (const char *const[]){args[0], cli->value[OPT_VERSION_SEEN]});
}

static enum exit_code order_statistics(struct cli *cli, int argc, char **args)
{
	char since[WHEN_DATE_SIZE] = "", until[WHEN_DATE_SIZE] = "";

	if (!day_typed(cli, cli->value[OPT_SINCE], since) ||
	    !day_typed(cli, cli->value[OPT_UNTIL], until))
		return EXIT_USAGE;
	return order_rows(
	        cli,
	        "name as by, issued, open, overdue, in_time as \"in time\", late, rejected, "
	        "cancelled, median_days as \"median days\", protocols, rulings, enforced, repeated",
	        "api.order_statistics($1, nullif($2, '')::date, nullif($3, '')::date, "
	        "coalesce($4, 'institution'))",
	        4, (const char *const[]){args[0], since, until, cli->value[OPT_BY]});
}

#define JSON_BIT OPTION_BIT(OPT_JSON)

const struct command order_commands[] = {
        {.name = "order list",
         .usage = "[WORD...]",
         .help = N_("the register: 'overdue institution:autodor object:light issued:>1.03'"),
         .max_args = INT32_MAX,
         .optional =
                 JSON_BIT | OPTION_BIT(OPT_CSV) | OPTION_BIT(OPT_LIMIT) | OPTION_BIT(OPT_FILTER),
         .run = order_list},
        {.name = "order show",
         .usage = "NUMBER...",
         .help = N_("an order as it was issued, and what was done with it"),
         .min_args = 1,
         .max_args = INT32_MAX,
         .optional = JSON_BIT,
         .run = order_show},
        {.name = "order draft",
         .usage = "DEFECT...",
         .help = N_("draft an order about confirmed defects"),
         .min_args = 1,
         .max_args = 200,
         .optional = JSON_BIT | OPTION_BIT(OPT_GROUND) | OPTION_BIT(OPT_INSTITUTION),
         .run = order_draft},
        {.name = "order undo",
         .usage = "NUMBER",
         .help = N_("take back what you did last with an order"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON_BIT | OPTION_BIT(OPT_VERSION_SEEN),
         .run = order_undo_run},
        {.name = "order statistics",
         .usage = "CITY",
         .help = N_("figures of the orders of a time, this year without --since"),
         .min_args = 1,
         .max_args = 1,
         .optional = JSON_BIT | OPTION_BIT(OPT_SINCE) | OPTION_BIT(OPT_UNTIL) | OPTION_BIT(OPT_BY),
         .run = order_statistics},
        {0},
};
