/* Leases mails and hands them to deliveries. */
#include "syncd/mail/mail_lane.h"

#include "lib/program/settings.h"

static void on_delivery_end(void *arg)
{
	lease_job_wake(arg);
}

void mail_lane_open(struct mail_lane *lane, const struct mail_office *office,
                    const struct lease_rules *rules, const struct mail_delivery_rules *deliveries,
                    int most)
{
	const struct settings *s = office->settings;

	lane->most = most;
	lane->lease = (struct lease_job){.rules = rules,
	                                 .arg = lane,
	                                 .owner = office->lease_owner,
	                                 .extra = s->mail_rate,
	                                 .seconds = (3 * s->mail_timeout + 999) / 1000};
	lease_job_open(&lane->lease, s);
	lane->deliveries = (struct mail_deliveries){
	        .rules = deliveries,
	        .db = lane->lease.db,
	        .client = office->client,
	        .metrics = office->metrics,
	        .sender = {.from = s->mail_from, .base_url = office->base_url},
	        .bounces = s->mail_bounces,
	        .lease_owner = office->lease_owner,
	        .ended = on_delivery_end,
	        .arg = &lane->lease};
	LIST_INIT(&lane->deliveries.list);
}

void mail_lane_close(struct mail_lane *lane)
{
	lease_job_close(&lane->lease);
	mail_deliveries_free(&lane->deliveries);
}

bool mail_lane_busy(const void *self)
{
	const struct mail_lane *lane = self;

	return lane->deliveries.count > 0 || lane->lease.asked;
}

int mail_lane_room(const void *self)
{
	const struct mail_lane *lane = self;

	return lane->most - lane->deliveries.count;
}

void mail_lane_retell(void *self)
{
	struct mail_lane *lane = self;

	mail_deliveries_step(&lane->deliveries);
}

int64_t mail_lane_late(const void *self)
{
	const struct mail_lane *lane = self;

	return mail_deliveries_late(&lane->deliveries);
}

void mail_lane_begin(void *self, const PGresult *res)
{
	struct mail_lane *lane = self;

	for (int row = 0; row < PQntuples(res); row++)
		mail_deliveries_begin(&lane->deliveries, res, row);
}
