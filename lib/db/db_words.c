/* The tables of words for kinds of events and for roles. */
#include "lib/db/db_words.h"

#include "lib/base/buf.h"
#include "lib/base/i18n.h"
#include "lib/base/xmalloc.h"

#include <stdlib.h>
#include <string.h>

struct db_word {
	const char *code, *words;
};

/* What is done with a request, by the words of its key, and what happens to it. */
static const struct db_word events[] = {
        {"absorb", N_("take in a duplicate")},
        {"accept", N_("accept")},
        {"approve", N_("approve")},
        {"assign", N_("give to an operator")},
        {"beat", N_("beat found")},
        {"campaign_sign", N_("act of an inspection signed")},
        {"changed", N_("changed")},
        {"claim", N_("take the next one")},
        {"comment", N_("resident wrote again")},
        {"compared_since", N_("compared with the history from here on")},
        {"defect_change", N_("defect changed")},
        {"defect_enter", N_("defect entered")},
        {"defect_join", N_("a request is about the defect")},
        {"defect_reopen", N_("a resident says that it is still broken")},
        {"defect_split", N_("a request is not about the defect")},
        {"defect_undo", N_("act on a defect undone")},
        {"defect_verify", N_("defect verified")},
        {"document", N_("paper made")},
        {"draft", N_("draft")},
        {"enforcement_change", N_("protocol or ruling changed")},
        {"erase", N_("erase")},
        {"file_add", N_("file put to an order")},
        {"follow", N_("told what is done about the place")},
        {"give", N_("give back")},
        {"merge", N_("merge")},
        {"note", N_("note for colleagues")},
        {"order_accept", N_("the owner accepts the order")},
        {"order_acknowledge", N_("the owner has the order")},
        {"order_ask_time", N_("the owner asks for more time")},
        {"order_cancel", N_("order cancelled")},
        {"order_change", N_("draft of an order changed")},
        {"order_deliver", N_("order handed over")},
        {"order_done", N_("the owner reports it mended")},
        {"order_draft", N_("order drafted")},
        {"order_drop", N_("draft of an order dropped")},
        {"order_enforce", N_("protocol or ruling")},
        {"order_escalate", N_("order escalated")},
        {"order_fail", N_("order not followed")},
        {"order_give_time", N_("more time given")},
        {"order_import", N_("order taken in from an older register")},
        {"order_issue", N_("order issued")},
        {"order_refuse_time", N_("more time refused")},
        {"order_reissue", N_("order issued anew")},
        {"order_reject", N_("the owner rejects the order")},
        {"order_remind", N_("owner reminded")},
        {"order_safe", N_("place made safe")},
        {"order_undelivered", N_("mail to the owner did not arrive")},
        {"order_undo", N_("act on an order undone")},
        {"order_verify", N_("order followed, verified")},
        {"party_link", N_("link made")},
        {"party_mail", N_("mail taken by the mail server")},
        {"party_unlink", N_("links revoked")},
        {"password_changed", N_("password changed")},
        {"pause", N_("ask the resident back")},
        {"photo_add", N_("photo put there")},
        {"photo_keep", N_("photo kept")},
        {"photo_refuse", N_("photo could not be read")},
        {"place", N_("district found")},
        {"private", N_("make private")},
        {"prolong", N_("prolong")},
        {"publish", N_("publish")},
        {"recall", N_("recall the answer")},
        {"received", N_("received")},
        {"refer", N_("refer")},
        {"referral_accept", N_("the unit takes it on")},
        {"referral_answer", N_("the unit answers")},
        {"referral_return", N_("the unit returns it")},
        {"reject", N_("reject")},
        {"release", N_("let a duplicate go")},
        {"reopen", N_("open again")},
        {"replay", N_("send again")},
        {"resume", N_("resume what is paused")},
        {"reveal", N_("make public again")},
        {"roles_given", N_("roles given")},
        {"seen", N_("later words seen")},
        {"snooze", N_("snooze")},
        {"split", N_("not a duplicate")},
        {"streets_imported", N_("streets taken in")},
        {"submit", N_("submit for approval")},
        {"take", N_("take")},
        {"undo", N_("undo")},
        {"withdraw", N_("withdraw")},
};

/* What an administrator changes: a table with '_added', '_changed' or '_removed' behind it. */
static const struct db_word kept[] = {
        {"absence", N_("absence")},
        {"beat", N_("beat")},
        {"beat_officer", N_("officer of a beat")},
        {"beat_street", N_("street of a beat")},
        {"category", N_("category")},
        {"city", N_("city")},
        {"district", N_("district")},
        {"guard_rule", N_("rule of the guard")},
        {"holiday", N_("holiday")},
        {"institution", N_("institution")},
        {"log_alarm", N_("alarm about the log")},
        {"message_reader", N_("reader of messages")},
        {"newsletter", N_("newsletter")},
        {"office_hours", N_("office hours")},
        {"operator", N_("operator")},
        {"operator_city", N_("city of an operator")},
        {"order_ground", N_("ground of orders")},
        {"ownership", N_("what an institution owns")},
        {"referral_rule", N_("referral rule")},
        {"retention", N_("retention")},
        {"source", N_("source")},
        {"unit", N_("unit")},
        {"unit_head", N_("head of a unit")},
        {"unit_street", N_("street of a unit")},
};

static const struct db_word roles[] = {
        {"moderator", N_("a moderator")},
        {"officer", N_("a district officer")},
        {"traffic", N_("the traffic unit")},
        {"expert", N_("an expert")},
        {"auditor", N_("an auditor")},
        {"admin", N_("an administrator")},
        {"super", N_("a super-administrator")},
        {"operator", N_("an operator")},
        {"sync", N_("the daemon")},
};

#define FIND(table, code, len) find(table, sizeof(table) / sizeof(*(table)), code, len)

/* The words of the code of so many bytes; NULL: it is not in the table. */
static const char *find(const struct db_word *table, size_t n, const char *code, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(table[i].code, code, len) == 0 && table[i].code[len] == '\0')
			return _(table[i].words);
	return NULL;
}

/* 'unit_added' in words; NULL: it is no change of what is kept. */
static char *change_words(const char *kind)
{
	const char *suffix = strrchr(kind, '_');
	const char *what = suffix ? FIND(kept, kind, (size_t)(suffix - kind)) : NULL;

	if (!what)
		return NULL;
	if (strcmp(suffix, "_added") == 0)
		return xasprintf(_("added: %s"), what);
	if (strcmp(suffix, "_changed") == 0)
		return xasprintf(_("changed: %s"), what);
	return strcmp(suffix, "_removed") == 0 ? xasprintf(_("removed: %s"), what) : NULL;
}

char *db_event_words(const char *kind)
{
	const char *words = FIND(events, kind, strlen(kind));
	char *change = words ? NULL : change_words(kind);

	return change ? change : xstrdup(words ? words : i18n_word(kind));
}

void db_roles_add(struct buf *out, const char *list)
{
	const char *before = "";

	while (*list != '\0') {
		size_t len = strcspn(list, ",");
		const char *words = FIND(roles, list, len);

		buf_adds(out, before);
		buf_add(out, words ? words : list, words ? strlen(words) : len);
		list += len;
		list += strspn(list, ", ");
		before = strchr(list, ',') ? ", " : _(" or ");
	}
}
