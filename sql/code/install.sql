-- Everything in the database that is code: functions, types of their results, views, triggers, policies, grants.
-- 'vartactl schema upgrade' applies it whole, in one transaction, after the migrations in sql/schema; so does
-- psql -1 -f install.sql. A file refers only to what stands above it, here and within the file.
-- What is made by 'create type', 'create trigger' and 'create policy' is left alone where it is there and the same
-- (manifest.tsv): making it anew would lock its table.

set local role varta_owner;

\ir common/errors.sql
\ir common/language.sql
\ir common/checks.sql
\ir common/channel.sql
\ir common/take_table.sql

\ir city/area.sql
\ir city/defaults.sql

\ir operator/session.sql
\ir operator/name.sql
\ir operator/installation.sql
\ir sync/served.sql
\ir operator/listen.sql

\ir city/lookup.sql
\ir sync/peer_status.sql

\ir calendar/working_days.sql
\ir calendar/due_dates.sql

\ir place/words.sql
\ir place/store.sql
\ir place/asked.sql
\ir place/find.sql
\ir place/near.sql

\ir beat/address.sql
\ir beat/lookup.sql

\ir operator/rights.sql

\ir audit/event.sql
\ir audit/log.sql
\ir request/family.sql
\ir audit/transport_events.sql
\ir audit/request_events.sql
\ir audit/append_only.sql
\ir audit/config_audit.sql
\ir audit/verify.sql
\ir audit/log_entries.sql
\ir audit/compare.sql
\ir audit/compare_transport.sql

\ir request/text.sql
\ir request/lookup.sql
\ir request/row.sql
\ir audit/log_alarm.sql
\ir audit/log_roots.sql
\ir audit/log_seal.sql
\ir audit/history_state.sql
\ir request/idempotency.sql
\ir request/presence.sql
\ir request/actions.sql
\ir request/bulk.sql
\ir request/request_history.sql
\ir audit/deeds.sql

\ir city/catalogue.sql

\ir calendar/explain_due.sql

\ir beat/officer.sql

\ir referral/suggestions.sql

\ir reply/response_state.sql
\ir reply/recallable.sql

\ir queue/filter_values.sql

\ir search/words.sql
\ir search/terms.sql
\ir search/index.sql

\ir queue/filter.sql

\ir search/search_keys.sql
\ir search/search.sql
\ir search/similar.sql
\ir search/map.sql
\ir search/statistics.sql

\ir queue/page.sql
\ir queue/badges.sql

\ir outbox/emit.sql
\ir outbox/delivery.sql
\ir outbox/outbox_admin.sql

\ir place/request.sql
\ir place/take.sql
\ir place/import.sql
\ir search/index_worker.sql

\ir request/reasons.sql
\ir request/action.sql
\ir request/moderation.sql
\ir request/claim.sql
\ir request/assign.sql
\ir request/pause.sql
\ir request/merge.sql
\ir request/privacy.sql

\ir referral/referrals.sql

\ir reply/responses.sql

\ir request/undo.sql
\ir request/photo.sql
\ir reply/photo.sql
\ir request/refusals.sql
\ir request/request_detail.sql

\ir guidance/fill.sql
\ir guidance/admin.sql
\ir guidance/defaults.sql

\ir guard/rules.sql
\ir guard/names.sql
\ir guard/people.sql
\ir guard/insults.sql
\ir guard/find.sql
\ir guard/admin.sql

\ir sync/poll_settings.sql
\ir sync/config_changed.sql
\ir sync/source.sql
\ir place/site.sql
\ir privacy/traces.sql
\ir outbox/update.sql

\ir audit/receipt.sql
\ir sync/import.sql
\ir sync/poll_admin.sql
\ir sync/photo.sql
\ir sync/end_idle.sql
\ir sync/ingest.sql

\ir request/closing.sql

\ir outbox/delivery_api.sql

\ir institution/lookup.sql
\ir institution/owner.sql

\ir defect/lookup.sql
\ir attachment/shown.sql
\ir defect/follow.sql
\ir defect/defect.sql
\ir defect/verify.sql
\ir defect/undo.sql
\ir defect/reopen.sql
\ir defect/proposal.sql

\ir order/lookup.sql
\ir order/photo.sql
\ir order/text.sql
\ir order/draft.sql
\ir order/issue.sql
\ir order/undo.sql
\ir order/act.sql
\ir order/clock.sql
\ir order/page.sql
\ir queue/saved_views.sql
\ir order/statistics.sql
\ir order/work.sql
\ir order/import.sql

\ir attachment/photo.sql
\ir attachment/file.sql
\ir reply/file.sql
\ir attachment/take.sql

\ir round/way.sql
\ir round/round.sql
\ir round/enter.sql
\ir defect/bulk.sql
\ir round/gpx.sql

\ir campaign/campaign.sql
\ir campaign/finding.sql
\ir campaign/act.sql
\ir campaign/inspection.sql

\ir document/document.sql
\ir order/bundle.sql

\ir party/link.sql
\ir party/page.sql
\ir party/act.sql

\ir audit/compare_defects.sql
\ir audit/compare_orders.sql

\ir sync/daemon.sql

\ir sync/poll_lease.sql
\ir sync/poll.sql

\ir mail/subscription.sql
\ir mail/mail_lease.sql
\ir party/mail.sql
\ir mail/mail.sql

\ir publish/publish_lease.sql
\ir publish/site.sql
\ir publish/base_map.sql
\ir publish/public_order.sql
\ir document/page.sql
\ir publish/orders.sql

\ir privacy/redact.sql
\ir privacy/erasure.sql
\ir privacy/retention.sql
\ir sync/tasks.sql

\ir admin/calendar.sql
\ir admin/city.sql
\ir admin/area.sql
\ir admin/source.sql
\ir admin/operator.sql
\ir admin/beat.sql
\ir admin/absence.sql
\ir beat/hours.sql
\ir beat/duty.sql
\ir admin/unit.sql
\ir admin/referral_rule.sql
\ir institution/admin.sql
\ir institution/ground.sql

\ir mail/newsletter.sql

\ir rights/row_security.sql
\ir rights/views.sql
\ir rights/grants.sql
\ir rights/database.sql

\ir computed.sql
