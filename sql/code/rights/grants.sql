-- Who may execute what. Nothing is PUBLIC's (see the migration 'schemas'); what is not named here, only the owner calls.

grant usage on schema api to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant usage on schema audit to varta_auditor, varta_admin, varta_super;

grant usage on schema sync to varta_sync;

grant execute on function
    api.me, api.login_check, api.listen, api.cities, api.categories, api.districts, api.units, api.codes, api.reasons, api.actions, api.who_may, api.schema_version
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant execute on function api.queue_page, api.messages, api.queue_count, api.queue_news, api.badges, api.unseen_comments, api.request, api.photo, api.photos, api.answer_file, api.action_check
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.search, api.similar, api.answers_alike, api.nearest, api.presence_set, api.presence_clear, api.presence, api.others_at
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.borders, api.map, api.map_streets, api.map_credit, api.statistics, api.history
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.officer_of, api.officer_of_address, api.beats, api.beat_officers, api.absences, api.office_hours
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant execute on function api.duty, api.deputies, api.away, api.back, api.my_hours, api.my_hours_add, api.my_hours_delete to varta_officer;

grant execute on function api.suggestions to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.claim_next to varta_moderator, varta_officer, varta_traffic, varta_expert;

grant execute on function api.draft, api.submit to varta_moderator, varta_officer, varta_traffic, varta_expert;

grant execute on function api.accept, api.refer, api.approve, api.publish, api.answer to varta_moderator, varta_officer;

grant execute on function api.reject, api.assign, api.workers, api.withdraw to varta_moderator, varta_officer;

grant execute on function api.private, api.reveal, api.merge, api.merge_candidates, api.split to varta_moderator;

grant execute on function api.reopen, api.recall, api.recallable, api.pause, api.resume, api.prolong, api.snooze to varta_moderator, varta_officer;

grant execute on function
    api.take, api.give, api.note, api.seen, api.referral_accept, api.referral_return, api.referral_answer, api.undo, api.bulk
to varta_moderator, varta_officer, varta_traffic, varta_expert;

grant execute on function api.explain_due to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.calendar
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant execute on function api.calendar_set, api.city_add to varta_super;

grant execute on function sync.withdraw to varta_sync;

grant execute on function
    api.city_set, api.cities_list, api.district_import, api.operator_add, api.operator_set, api.operators,
    api.source_add, api.source_set, api.sources_list
to varta_admin, varta_super;

grant execute on function
    api.beat_import, api.beat_set, api.beat_assign, api.absence_add, api.absence_end, api.office_hours_set,
    api.office_hours_add, api.office_hours_delete, api.unit_add, api.unit_set,
    api.unit_area_import, api.units_list, api.rule_add, api.rule_set, api.rules
to varta_admin, varta_super;

grant execute on function api.streets_begin, api.streets_take, api.streets_end to varta_admin, varta_super;

grant execute on function api.streets_list, api.address_find, api.address_near
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant execute on function api.outbox to varta_moderator, varta_auditor, varta_admin, varta_super;

grant execute on function api.outbox_replay to varta_admin, varta_super;

grant execute on function
    sync.outbox_lease, sync.outbox_done, sync.outbox_failed, sync.outbox_next, sync.outbox_counts, sync.outbox_release, sync.outbox_retry,
    sync.push_lease
to varta_sync;

grant execute on function api.newsletter_send, api.newsletter_recall to varta_moderator, varta_officer;

grant execute on function api.newsletters, api.subscribers to varta_moderator, varta_officer, varta_auditor, varta_admin, varta_super;

grant execute on function
    sync.subscribe, sync.subscription, sync.subscription_confirm, sync.subscription_end, sync.mail_lease, sync.mail_next, sync.mail_sent,
    sync.mail_failed, sync.mail_bounced, sync.mail_release, sync.mail_tidy
to varta_sync;

grant execute on function api.polls, api.poll_refusals, api.poll_again to varta_admin, varta_super;

grant execute on function sync.poll_lease, sync.poll_next, sync.poll_take, sync.poll_reread, sync.poll_done, sync.poll_stale, sync.poll_failed,
    sync.poll_release to varta_sync;

grant execute on function
    sync.media_lease, sync.media_upload, sync.media_stored, sync.media_failed, sync.media_public, sync.media_ticket, sync.media_unused, sync.media_gone,
    sync.attachment_stored, sync.attachment_failed
to varta_sync;

grant execute on function sync.document_lease, sync.document_next, sync.document_store, sync.document_failed, sync.document_page to varta_sync;

grant execute on function
    sync.link_page, sync.link_photo, sync.link_act, sync.party_mail_lease, sync.party_mail_next, sync.party_mail_sent, sync.party_mail_failed
to varta_sync;

grant execute on function api.erase_reporter, api.retention_set to varta_admin, varta_super;

grant execute on function api.retention to varta_auditor, varta_admin, varta_super;

grant execute on function api.erased to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function sync.erase_due, sync.expire_keys, sync.orders_tick to varta_sync;

grant execute on function api.guidance, api.guidance_fill, api.guidance_filled to varta_moderator, varta_officer, varta_traffic, varta_expert;

grant execute on function api.guidance_save, api.guidance_list, api.guidance_versions to varta_moderator, varta_admin, varta_super;

grant execute on function api.guard_rule_set to varta_admin, varta_super;

grant execute on function api.guard_rules, api.guard_test to varta_moderator, varta_auditor, varta_admin, varta_super;

grant execute on function api.views, api.view_list, api.view_save, api.view_delete to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

grant execute on function api.counters to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor, varta_admin, varta_super;

grant execute on function api.publish_rebuild, api.publish_list to varta_admin, varta_super;

grant execute on function
    sync.publish_sources, sync.publish_built, sync.publish_lease, sync.publish_done, sync.publish_requests, sync.publish_shard,
    sync.publish_files, sync.publish_plan, sync.publish_feed, sync.publish_statistics, sync.publish_site,
    sync.publish_map_tiles, sync.publish_map_written, sync.publish_map, sync.publish_map_built,
    sync.publish_orders, sync.publish_orders_changed, sync.publish_orders_thousand, sync.publish_institutions, sync.publish_orders_plan, sync.publish_orders_written, sync.publish_orders_built
to varta_sync;

grant execute on function audit.verify, audit.deed_counts, audit.deeds to varta_auditor, varta_admin, varta_super;

grant execute on function
    audit.cities, audit.log_status, audit.log_size, audit.log_tiles, audit.log_batches, audit.log_checkpoints, audit.log_entries, audit.unsealed, audit.compare
to varta_auditor, varta_admin, varta_super;

grant execute on function api.history_state to varta_auditor, varta_admin, varta_super;

grant execute on function audit.config_changes to varta_auditor, varta_admin, varta_super;

grant execute on function sync.enlist, sync.beat, sync.tasks_due, sync.media_next to varta_sync;

grant execute on function sync.index_texts, sync.address_find, sync.address_near to varta_sync;

grant execute on function sync.log_seal, sync.log_leaves, sync.log_state, sync.log_checkpoint_add, sync.log_alarm, sync.log_places, sync.receipt
to varta_sync;

set local role varta_guard;
grant execute on function sync.end_idle to varta_sync;
set local role varta_owner;

grant execute on function sync.listen, sync.sources, sync.services, sync.import, sync.comments, sync.requests, sync.updates, sync.token to varta_sync;

grant execute on function
    api.owners, api.institutions, api.grounds, api.defect_detail, api.defects_page, api.defects_near, api.defect_photos, api.order_photos, api.order_files, api.order_file_data, api.order_detail, api.orders_page, api.orders_count, api.order_statistics, api.order_pdf, api.order_bundle, api.log_tile,
    api.inspections, api.inspection_detail, api.round_detail, api.round_work, api.rounds, api.round_places, api.round_gpx, api.campaigns, api.campaign_detail, api.campaign_pdf, api.findings
to varta_traffic, varta_moderator, varta_expert, varta_auditor;

grant execute on function
    api.defect_add, api.defect_join, api.defect_split, api.defect_change, api.defect_verify, api.defect_do, api.defect_about, api.defect_photo,
    api.order_draft, api.order_change, api.order_issue, api.order_reissue, api.order_act, api.order_do, api.order_ask_time, api.order_give_time, api.order_enforce, api.enforcement_set,
    api.inspection_do, api.defect_seen, api.round_make, api.round_close, api.round_enter, api.round_note,
    api.campaign_add, api.campaign_set, api.campaign_sign, api.finding_add, api.finding_drop, api.finding_import,
    api.order_link, api.order_unlink, api.order_file,
    api.unit_work, api.order_bulk, api.defect_bulk, api.defect_undo, api.order_undo, api.grounds_for, api.institutions_for, api.defect_proposals, api.defect_take
to varta_traffic;

grant execute on function api.institutions, api.grounds to varta_admin, varta_super;

grant execute on function api.institution_add, api.institution_set, api.institution_import, api.ground_set, api.unit_head_set, api.order_import to varta_admin, varta_super;

-- The views run as varta_view, under row-level security.
grant select on
    varta.city, varta.district, varta.unit, varta.category, varta.kind, varta.status, varta.response_state, varta.referral_state,
    varta.unit_kind, varta.role, varta.transition, varta.reason, varta.holiday, varta.operator, varta.operator_city, varta.request,
    varta.reporter, varta.comment, varta.referral, varta.response, varta.event, varta.outbox, varta.place_import, varta.street, varta.house, varta.place
to varta_view;
grant execute on function varta.my_cities, varta.my_kinds, varta.cities_as, varta.hidden_kinds, varta.may_open to varta_view;

-- Views run as varta_view, but the functions in them as who asks.
grant execute on function varta.my_cities, varta.my_kinds, varta.cities_as, varta.hidden_kinds, varta.may_open
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;

set local role varta_view;

grant select on api.requests, api.responses, api.referrals, api.events, api.streets, api.houses, api.places
to varta_moderator, varta_officer, varta_traffic, varta_expert, varta_auditor;
set local role varta_owner;

-- api.schema_version() reads it; it belongs to whoever runs sqitch.
reset role;
do $$
begin
    if to_regclass('sqitch.changes') is not null then
        grant usage on schema sqitch to varta_owner;
        grant select on sqitch.changes, sqitch.tags to varta_owner;
    end if;
end
$$;
set local role varta_owner;
