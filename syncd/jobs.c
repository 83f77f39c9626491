/* Which jobs there are, and what each is made from. A new job is an object in its room, a function
 * here that opens it, and a row in the table. */
#include "syncd/jobs.h"

#include "lib/base/log.h"
#include "lib/merkle/note_signer.h"
#include "syncd/anchor/anchor.h"
#include "syncd/core/db_lane.h"
#include "syncd/core/http_client.h"
#include "syncd/core/metrics_page.h"
#include "syncd/core/pulse.h"
#include "syncd/daemon.h"
#include "syncd/document/document_job.h"
#include "syncd/http/listen.h"
#include "syncd/http/server.h"
#include "syncd/http/sources.h"
#include "syncd/ingest/ingest.h"
#include "syncd/mail/mail_lane.h"
#include "syncd/mail/mailer.h"
#include "syncd/mail/party_mailer.h"
#include "syncd/main_connection.h"
#include "syncd/maintenance.h"
#include "syncd/photo/photos.h"
#include "syncd/poll/poll.h"
#include "syncd/poll/poll_run.h"
#include "syncd/push/push.h"
#include "syncd/push/push_batch.h"
#include "syncd/seal/seal.h"
#include "syncd/seal/seal_tree.h"
#include "syncd/site/publish.h"

static void *open_reads(struct daemon *d)
{
	return d->reads = db_lane_new(&d->settings, "reads", "varta-syncd reads");
}

static void *open_ingest_lane(struct daemon *d)
{
	return d->ingest = db_lane_new(&d->settings, "ingest", "varta-syncd ingest");
}

static void *open_pulse(struct daemon *d)
{
	return d->pulse = pulse_new(d->db, d->reads, d->ingest, d->lease_owner,
	                            d->settings.idle_transaction);
}

static void *open_maintenance(struct daemon *d)
{
	return maintenance_new(&d->settings);
}

static void *open_seal(struct daemon *d)
{
	const struct seal_hooks none = {0}, anchor = {.kept = anchor_kept,
	                                              .has_news = anchor_has_news,
	                                              .news = anchor_news,
	                                              .arg = d->anchor};
	struct seal_tree *tree = NULL;
	char *why = d->log_signer ? seal_tree_open(d->log_signer, d->log_folder, &tree) : NULL;

	if (why)
		fatalx("%s", why);
	d->contexts[PART_LOG] = tree;
	return seal_new(&d->settings, tree, d->anchor ? &anchor : &none, d->metrics);
}

static void *open_client(struct daemon *d)
{
	d->client = http_client_new(PUSH_BATCHES_MAX + POLL_RUNS_MAX + MAILER_MAX +
	                            PARTY_MAILER_MAX + ANCHOR_PLACES_MAX);
	return d->client;
}

static void *open_push(struct daemon *d)
{
	return push_new(&d->settings, d->client, d->keys, d->lease_owner, d->base_url, d->metrics);
}

static void *open_poll(struct daemon *d)
{
	return poll_new(&d->settings, d->client, d->keys, d->lease_owner, d->metrics);
}

static void *open_publish(struct daemon *d)
{
	char *why;
	struct publish *publish = publish_new(&d->settings, d->lease_owner, d->metrics, &why);

	if (why)
		fatalx("%s", why);
	return publish;
}

static struct mail_office mail_office(const struct daemon *d)
{
	return (struct mail_office){.settings = &d->settings,
	                            .client = d->client,
	                            .lease_owner = d->lease_owner,
	                            .base_url = d->base_url,
	                            .metrics = d->metrics};
}

static void *open_mailer(struct daemon *d)
{
	struct mail_office office = mail_office(d);
	struct credentials *secrets = d->secrets;

	d->secrets = NULL;
	return d->contexts[PART_MAIL] = mailer_new(&office, secrets);
}

static void *open_party_mailer(struct daemon *d)
{
	struct mail_office office = mail_office(d);

	return party_mailer_new(&office, d->contexts[PART_MAIL]);
}

static void *open_anchor(struct daemon *d)
{
	const struct mailer *mailer = d->contexts[PART_MAIL];

	if (!d->log_signer)
		return NULL;
	return d->anchor = anchor_new(&d->settings, note_signer_key(d->log_signer), d->log_folder,
	                              d->client, mailer ? mailer_server(mailer) : NULL, d->metrics);
}

static void *open_photos(struct daemon *d)
{
	return d->contexts[PART_PHOTO] =
	               photos_new(&d->settings, d->client, d->lease_owner, d->base_url);
}

static void *open_documents(struct daemon *d)
{
	struct document_helper *helper = d->helper;

	d->helper = NULL;
	return document_maker_new(&d->settings, helper, d->lease_owner, d->base_url);
}

static void *open_http(struct daemon *d)
{
	const struct http_common common = {.settings = &d->settings,
	                                   .reads = d->reads,
	                                   .pulse = d->pulse,
	                                   .sources = d->sources,
	                                   .limits = d->limits,
	                                   .metrics = d->metrics,
	                                   .base_url = d->base_url,
	                                   .routes = routes,
	                                   .nroutes = routes_count,
	                                   .contexts = d->contexts,
	                                   .keeper = {photos_upload, d->contexts[PART_PHOTO]}};
	struct http_server *http = http_server_new(&common, d->listener);

	if (!http)
		fatalx("the HTTP server does not start");
	return http;
}

static void *open_metrics_page(struct daemon *d)
{
	struct metrics_page *page;
	char *why;
	int port, fd;

	if (!d->metrics)
		return NULL;
	fd = listen_open(d->settings.metrics, &port, &why);
	if (fd < 0)
		fatalx("%s", why);
	page = metrics_page_new(d->metrics, d->db, fd);
	if (!page)
		fatalx("the page of metrics does not start");
	log_info("metrics at port %d", port);
	return page;
}

static void *open_ingest(struct daemon *d)
{
	return d->contexts[PART_INGEST] = ingest_new(d->ingest, d->settings.batch, d->metrics);
}

/* In the order of their steps: what the database said is answered by HTTP in the same turn, and
 * what HTTP took in leaves together at the end of it. open returns NULL for a job that nobody asked
 * for. */
static const struct {
	const struct job_ops *ops;
	void *(*open)(struct daemon *d);
} table[] = {
        {&main_connection_job, main_connection_open},
        {&db_lane_job, open_reads},
        {&db_lane_job, open_ingest_lane},
        {&pulse_job, open_pulse},
        {&maintenance_job, open_maintenance},
        {&http_client_job, open_client},
        {&push_job, open_push},
        {&poll_job, open_poll},
        {&publish_job, open_publish},
        {&mailer_job, open_mailer},
        {&party_mailer_job, open_party_mailer},
        {&anchor_job, open_anchor},
        {&seal_job, open_seal},
        {&photos_job, open_photos},
        {&document_job, open_documents},
        {&http_server_job, open_http},
        {&metrics_page_job, open_metrics_page},
        {&ingest_job, open_ingest},
};

_Static_assert(sizeof(table) / sizeof(table[0]) <= JOBS_MAX, "room for every job");

void jobs_open(struct jobs *jobs, struct daemon *daemon)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		void *self = table[i].open(daemon);

		if (self)
			jobs->list[jobs->n++] = (struct job){.ops = table[i].ops, .self = self};
	}
}

void jobs_close(struct jobs *jobs)
{
	while (jobs->n) {
		const struct job *job = &jobs->list[--jobs->n];

		job->ops->free(job->self);
	}
}
