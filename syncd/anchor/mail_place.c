/* A mailbox somewhere else, which gets a checkpoint every now and then. The mail is the signed note
 * and nothing else, so that it can be saved and checked. */
#include "lib/base/xmalloc.h"
#include "lib/merkle/alarm.h"
#include "syncd/anchor/place.h"
#include "syncd/mail/mime.h"
#include "syncd/mail/smtp.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define STATE "mailed"

struct mail {
	struct anchor_place place;
	const struct smtp_server *server;
};

static char *remember(struct anchor_place *place)
{
	place_remember(place, STATE);
	return NULL;
}

static void on_remembered(struct anchor_place *place, const char *why)
{
	place_end(place, PLACE_DONE, NULL);
}

static void on_sent(void *arg, enum smtp_result result, const char *said)
{
	struct mail *mail = arg;
	static const struct {
		enum place_result result;
		enum alarm alarm;
	} ends[] = {[SMTP_AGAIN] = {PLACE_AGAIN, ALARM_MAIL_LATER},
	            [SMTP_REFUSED] = {PLACE_ALARM, ALARM_MAIL_REFUSED},
	            [SMTP_NOBODY] = {PLACE_ALARM, ALARM_MAIL_NOBODY}};
	char *why;

	if (result == SMTP_SENT) {
		place_keep(&mail->place, remember, on_remembered);
		return;
	}
	why = alarm_code_of_text(ends[result].alarm, said);
	place_end(&mail->place, ends[result].result, why);
	free(why);
}

/* The same checkpoint has the same name, should it be sent twice. */
static void add_id(struct buf *message, const struct checkpoint *checkpoint, const char *from)
{
	char hex[MERKLE_HEX_SIZE];

	merkle_hex(&checkpoint->root, hex);
	buf_addf(message, "Message-ID: <%" PRIu64 ".%.16s%s>\r\n", checkpoint->size, hex,
	         strchr(from, '@'));
}

static void mail_begin(struct anchor_place *place, const char *note,
                       const struct checkpoint *checkpoint)
{
	struct mail *mail = (struct mail *)place;
	const struct settings *settings = place->common->settings;
	char *subject = xasprintf("%s: checkpoint of %" PRIu64 " leaves", checkpoint->origin,
	                          checkpoint->size);
	struct buf message = {0};

	mime_date(&message, time(NULL));
	mime_mailbox(&message, "From", "Varta", settings->mail_from);
	buf_addf(&message, "To: <%s>\r\n", settings->log_mail);
	mime_text(&message, "Subject", subject);
	add_id(&message, checkpoint, settings->mail_from);
	buf_adds(&message, "Auto-Submitted: auto-generated\r\n");
	mime_body(&message, note);
	smtp_send(place->common->client, mail->server, settings->mail_from, settings->log_mail,
	          message.data, on_sent, mail);
	buf_release(&message);
	free(subject);
}

static void mail_free(struct anchor_place *place)
{
	free(place);
}

static const struct place_ops mail_ops = {.begin = mail_begin, .free = mail_free};

struct anchor_place *mail_place_new(const struct place_common *common,
                                    const struct smtp_server *server)
{
	struct mail *mail = xcalloc(1, sizeof(*mail));

	mail->server = server;
	mail->place.interval = common->settings->log_mail_interval;
	place_init(&mail->place, &mail_ops, common, xstrdup("mailbox"));
	place_recall(&mail->place, STATE);
	return &mail->place;
}
