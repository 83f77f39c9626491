-- The matrix of rights, played whole: every function and view of api, sync and audit is called as every
-- role, and by a login without any, on what is of its own city and of a foreign one. All of it comes from
-- one table, which also is the table in man/vartactl.8; a function without a row fails the suite.
\ir ../../lib/tap.sql
select * from no_plan();

-- What is called; which roles may; what those get in a foreign city: a refusal (SQLSTATE), none (no row), ok
-- (it is the same), - (there is no city in it: not called again), or all (it is of all cities at once: a daemon of one gets VA004); to a super-administrator no city is foreign,
-- but for what asks for the operator's own. Whoever may not gets 42501. {names} are
-- filled in from what pg_temp.prepare() made: {new}, {pending}, ... are numbers of requests that the role
-- can work on, {new.v} their versions; of the other city, of course, for the foreign ones.
create temp table play (call text, roles text, abroad text);
insert into play values
    ('api.me() where cities @> ''[{"code": "{city}"}]''', 'moderator officer traffic expert auditor admin super', 'none'),
    ('api.login_check()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.listen()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.cities() where code = ''{city}''', 'moderator officer traffic expert auditor admin super', 'none'),
    ('api.categories(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.districts(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.units(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.codes(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.reasons()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.actions()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.who_may(''accept'')', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.schema_version()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.calendar(''UA'', ''2026-01-01'', ''2026-12-31'')', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.counters()', 'moderator officer traffic expert auditor admin super', '-'),
    ('api.officer_of(''{city}'', {lat}, {long})', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.officer_of_address(''{city}'', ''вул. Лісова, 5'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.beats(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.beat_officers(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.absences(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.office_hours(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),

    ('api.duty() d right join (values (1)) v on true', 'officer', '-'),
    ('api.deputies() d right join (values (1)) v on true', 'officer', '-'),
    ('api.away(current_date + 30, null)', 'officer', '-'),
    ('api.back(api.away(null, null))', 'officer', '-'),
    ('api.my_hours(array[''пн 09:00–12:00 тут''])', 'officer', '-'),
    ('api.my_hours_add(''нд 09:00–12:00 тут'')', 'officer', '-'),
    ('api.my_hours_delete(''пн 09:00–13:00 вул. Лісова, 1'')', 'officer', '-'),

    ('api.queue_page(''{"city": ["{city}"]}'', null, null, null, false, 5)', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.messages() m right join (values (1)) v on true', 'moderator officer traffic expert auditor', '-'),
    ('api.queue_count(''{"city": ["{city}"]}'')', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.queue_news(''{"city": ["{city}"]}'')', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.badges() where city = ''{city}''', 'moderator officer traffic expert auditor', 'none'),
    ('api.unseen_comments()', 'moderator officer traffic expert auditor', '-'),
    ('api.request({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.photo({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.photos({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.erased(array[{erased}])', 'moderator officer traffic expert auditor', 'none'),
    ('api.action_check({new}, ''accept'')', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.explain_due({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.suggestions({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.search(''{"city": ["{city}"]}'', ''яма'')', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.similar({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.answers_alike({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.nearest(''{"city": ["{city}"]}'', {lat}, {long}, 5, 5000)', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.borders(''{city}'')', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.map(''{"city": ["{city}"]}'', -180, -90, 180, 90, 1, 1)', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.map_streets(''{city}'', -180, -90, 180, 90, 1, 1) s right join (values (1)) v on true', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.map_credit(''{city}'')', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.statistics(''{"city": ["{city}"]}'')', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.history({new})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.presence_set({new}, ''view'')', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.presence_clear({new})', 'moderator officer traffic expert auditor', 'ok'),
    ('api.presence(array[{new}])', 'moderator officer traffic expert auditor', 'none'),
    ('api.others_at(array[{new}])', 'moderator officer traffic expert auditor', 'none'),
    ('api.views() where id = {view}', 'moderator officer traffic expert auditor', 'none'),
    ('api.view_list() where id = {view}', 'moderator officer traffic expert auditor', 'none'),
    ('api.view_save(''Нове'', ''{"city": ["{city}"]}'')', 'moderator officer traffic expert auditor', 'VA003'),
    ('api.view_delete({view})', 'moderator officer traffic expert auditor', 'VA001'),
    ('api.requests where id = {new}', 'moderator officer traffic expert auditor', 'none'),
    ('api.responses where request_id = {drafted}', 'moderator officer traffic expert auditor', 'none'),
    ('api.referrals where request_id = {referred}', 'moderator officer traffic expert auditor', 'none'),
    ('api.streets where city = ''{city}''', 'moderator officer traffic expert auditor', 'none'),
    ('api.houses where city = ''{city}''', 'moderator officer traffic expert auditor', 'none'),
    ('api.places where city = ''{city}''', 'moderator officer traffic expert auditor', 'none'),
    ('api.events where city = ''{city}''', 'moderator officer traffic expert auditor', 'none'),

    ('api.draft({pending}, {pending.v}, ''Відповідь'', true)', 'moderator officer traffic expert', 'VA001'),
    ('api.submit({drafted}, {drafted.v})', 'moderator officer traffic expert', 'VA001'),
    ('api.note({pending}, {pending.v}, ''Нотатка'')', 'moderator officer traffic expert', 'VA001'),
    ('api.seen({commented}, {commented.v})', 'moderator officer traffic expert', 'VA001'),
    ('api.claim_next(''{"city": ["{city}"]}'') where id is not null', 'moderator officer traffic expert', 'VA003'),
    ('api.take({pending}, {pending.v})', 'moderator officer traffic expert', 'VA001'),
    ('api.give({mine}, {mine.v})', 'moderator officer traffic expert', 'VA001'),
    ('api.undo({mine}, {mine.v})', 'moderator officer traffic expert', 'VA001'),
    ('api.bulk(''take'', ''[{"id": {pending}, "version": {pending.v}}]'') where outcome = ''done''', 'moderator officer traffic expert', 'none'),
    ('api.referral_accept({referred}, {referred.v}, {referral})', 'moderator officer traffic expert', 'VA001'),
    ('api.referral_return({referred}, {referred.v}, {referral}, ''Не наше'')', 'moderator officer traffic expert', 'VA001'),
    ('api.referral_answer({referred}, {referred.v}, {referral}, ''Зроблено'')', 'moderator officer traffic expert', 'VA001'),
    ('api.guidance({new})', 'moderator officer traffic expert', 'VA001'),
    ('api.guidance_fill({new}, {guidance})', 'moderator officer traffic expert', 'VA001'),
    ('api.guidance_filled({new})', 'moderator officer traffic expert', 'VA001'),
    ('api.accept({new}, {new.v})', 'moderator officer', 'VA001'),
    ('api.refer({pending}, {pending.v}, ''patrol'', null)', 'moderator officer', 'VA001'),
    ('api.approve({drafted}, {drafted.v})', 'moderator officer', 'VA001'),
    ('api.publish({drafted}, {drafted.v})', 'moderator officer', 'VA001'),
    ('api.answer({pending}, {pending.v}, ''Відповідь'')', 'moderator officer', 'VA001'),
    ('api.recall({answered}, {answered.v})', 'moderator officer', 'VA001'),
    ('api.recallable() where id = {answered}', 'moderator officer', 'none'),
    ('api.reopen({answered}, {answered.v})', 'moderator officer', 'VA001'),
    ('api.snooze({pending}, {pending.v}, now() + interval ''1 day'')', 'moderator officer', 'VA001'),
    ('api.pause({pending}, {pending.v}, ''Де саме?'')', 'moderator officer', 'VA001'),
    ('api.resume({paused}, {paused.v})', 'moderator officer', 'VA001'),
    ('api.prolong({pending}, {pending.v}, 10, ''Чекаємо на експертизу'')', 'moderator officer', 'VA001'),
    ('api.reject({new}, {new.v}, ''unclear'', null)', 'moderator officer', 'VA001'),
    ('api.assign({new}, {new.v}, ''{officer}'')', 'moderator officer', 'VA001'),
    ('api.workers({new}) where login = ''{officer}''', 'moderator officer', 'VA001'),
    ('api.merge({new}, {new.v}, {pending}, {pending.v})', 'moderator', 'VA001'),
    ('api.merge_candidates({new})', 'moderator', 'VA001'),
    ('api.split({merged}, {merged.v})', 'moderator', 'VA001'),
    ('api.withdraw({new}, {new.v})', 'moderator officer', 'VA001'),
    ('api.private({pending}, {pending.v})', 'moderator', 'VA001'),
    ('api.reveal({kept}, {kept.v})', 'moderator', 'VA001'),

    ('api.guidance_save(null, null, ''{city}'', null, null, ''uk'', ''Назва'', ''Текст'')', 'moderator admin super', 'VA001'),
    ('api.guidance_list(''{city}'')', 'moderator admin super', 'VA001'),
    ('api.guidance_versions({guidance})', 'moderator admin super', 'VA001'),
    ('api.newsletters(''{city}'')', 'moderator officer auditor admin super', 'VA001'),
    ('api.subscribers(''{city}'')', 'moderator officer auditor admin super', 'VA001'),
    ('api.newsletter_send(''{city}'', ''beat'', ''Тема'', ''Текст'')', 'moderator officer', 'VA001'),
    ('api.newsletter_recall({newsletter})', 'moderator officer', 'VA001'),
    ('api.outbox(''{"city": ["{city}"]}'')', 'moderator auditor admin super', 'none'),
    ('audit.verify(''{city}'')', 'auditor admin super', 'VA001'),
    ('audit.deed_counts(now() - interval ''1 day'') d right join (values (1)) v on true', 'auditor admin super', '-'),
    ('audit.deeds(now() - interval ''1 day'') d right join (values (1)) v on true', 'auditor admin super', '-'),
    ('audit.config_changes(''{city}'')', 'auditor admin super', 'VA001'),
    ('audit.compare(''{city}'')', 'auditor admin super', 'VA001'),
    ('audit.log_entries(''{city}'')', 'auditor admin super', 'VA001'),
    ('audit.unsealed(''{city}'')', 'auditor admin super', 'VA001'),
    ('audit.cities()', 'auditor admin super', '-'),
    ('audit.log_status()', 'auditor admin super', '-'),
    ('api.history_state()', 'auditor admin super', '-'),
    ('audit.log_size()', 'auditor admin super', '-'),
    ('audit.log_tiles()', 'auditor admin super', '-'),
    ('audit.log_batches()', 'auditor admin super', '-'),
    ('audit.log_checkpoints()', 'auditor admin super', '-'),
    ('api.retention(''{city}'')', 'auditor admin super', 'VA001'),

    ('api.outbox_replay({dead})', 'admin super', 'VA001'),
    ('api.erase_reporter(''{city}'', p_request => {reported})', 'admin super', 'VA001'),
    ('api.retention_set(''{city}'', ''question'', 100)', 'admin super', 'VA001'),
    ('api.calendar_set(''UA'', ''2027-05-05'', ''Свято'')', 'super', '-'),
    ('api.city_add(''lviv'', ''Львів'', ''Lviv'')', 'super', '-'),
    ('api.city_set(''{city}'', ''{"active": true}'')', 'admin super', 'VA001'),
    ('api.cities_list() where code = ''{city}''', 'admin super', 'none'),
    ('api.owners(''{city}'', ''sign'', {lat}, {long})', 'traffic moderator expert auditor', 'VA001'),
    ('api.institutions(''{city}'')', 'traffic moderator expert auditor admin super', 'VA001'),
    ('api.grounds(''{city}'')', 'traffic moderator expert auditor admin super', 'VA001'),
    ('api.defect_detail({defect})', 'traffic moderator expert auditor', 'VA001'),
    ('api.defects_page(''{"city": "{city}"}'', null, false, 5)', 'traffic moderator expert auditor', 'VA001'),
    ('api.defects_near(''{city}'', ''sign'', {lat}, {long})', 'traffic moderator expert auditor', 'VA001'),
    ('api.order_detail(''{issued}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.orders_page(''{"city": "{city}"}'', null, null, false, 5)', 'traffic moderator expert auditor', 'VA001'),
    ('api.order_pdf(''{issued}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.orders_count(''{"city": "{city}"}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.order_statistics(''{city}'', current_date - 1, current_date + 1)', 'traffic moderator expert auditor', 'VA001'),
    ('api.rounds(''{city}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.round_places({round})', 'traffic moderator expert auditor', 'VA001'),
    ('api.round_gpx({round})', 'traffic moderator expert auditor', 'VA001'),
    ('api.campaigns(''{city}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.campaign_detail({campaign})', 'traffic moderator expert auditor', 'VA001'),
    ('api.order_bundle(''{issued}'')', 'traffic moderator expert auditor', 'VA001'),
    ('api.log_tile(0, 0)', 'traffic moderator expert auditor', 'ok'),
    ('api.campaign_pdf({signed})', 'traffic moderator expert auditor', 'VA001'),
    ('api.findings({campaign})', 'traffic moderator expert auditor', 'VA001'),
    ('api.defect_add(''{city}'', ''sign'', ''знак закрито'', ''вул. Лісова, 5'', {lat}, {long})', 'traffic', 'VA001'),
    ('api.defect_join({defect}, 1, {photo})', 'traffic', 'VA001'),
    ('api.defect_about({defect}, {photo})', 'traffic', 'VA001'),
    ('api.defect_split({joined}, 2, {photo})', 'traffic', 'VA001'),
    ('api.defect_change({defect}, 1, ''{"dangerous": true}'')', 'traffic', 'VA001'),
    ('api.defect_verify({defect}, 1, ''confirmed'')', 'traffic', 'VA001'),
    ('api.defect_do({defect}, null, ''confirmed'')', 'traffic', 'VA001'),
    ('api.defect_found({defect}, 1, ''confirmed'')', 'traffic', 'VA001'),
    ('api.defect_proposals({photo})', 'traffic', 'VA001'),
    ('api.defect_take({photo}, ''join:{defect}'')', 'traffic', 'VA001'),
    ('api.unit_work() w right join (values (1)) v on true', 'traffic', '-'),
    ('api.grounds_for({defect})', 'traffic', 'VA001'),
    ('api.institutions_for({issued})', 'traffic', 'VA001'),
    ('api.order_bulk(''order_remind'', ''[{"id": {issued}, "version": 2}]'') where sqlstate = ''00000''', 'traffic', 'none'),
    ('api.order_draft(array[{confirmed}])', 'traffic', 'VA001'),
    ('api.order_change({draft}, 1, ''{"days": 5}'')', 'traffic', 'VA001'),
    ('api.order_issue({draft}, 1)', 'traffic', 'VA001'),
    ('api.order_act(''order_accept'', {issued}, 2)', 'traffic', 'VA001'),
    ('api.order_do(''order_accept'', ''{issued}'')', 'traffic', 'VA001'),
    ('api.order_ask_time({issued}, 2, current_date + 60, ''дощ'')', 'traffic', 'VA001'),
    ('api.order_give_time({issued}, 2, current_date + 60)', 'traffic', 'VA001'),
    ('api.order_reissue({issued}, 2, ''адреса'')', 'traffic', 'VA001'),
    ('api.order_enforce({issued}, 2, ''ruling'', ''12-а'', current_date)', 'traffic', 'VA001'),
    ('api.order_link(''{issued}'')', 'traffic', 'VA001'),
    ('api.order_unlink(''{issued}'')', 'traffic', 'VA001'),
    ('api.enforcement_set({enforced}, ''protocol'', ''1'', ''paid'')', 'traffic', 'VA001'),
    ('api.round_make(''{city}'', null, array[{confirmed}])', 'traffic', 'VA001'),
    ('api.round_enter({round}, 1, ''[{"n": 1, "outcome": "confirmed"}]'')', 'traffic', 'VA001'),
    ('api.round_note({round}, array[''1=confirmed''])', 'traffic', 'VA001'),
    ('api.round_close({round}, 1)', 'traffic', 'VA001'),
    ('api.campaign_add(''{city}'', ''{}'')', 'traffic', 'VA001'),
    ('api.campaign_set({campaign}, null, ''{"title": "Обстеження"}'')', 'traffic', 'VA001'),
    ('api.finding_add({campaign}, ''sign'', ''знак'', ''вул. Лісова, 5'', {lat}, {long})', 'traffic', 'VA001'),
    ('api.finding_drop({campaign}, 1)', 'traffic', 'VA001'),
    ('api.finding_import({campaign}, ''[{"line": 2, "object": "sign", "what": "знак", "place": "тут", "latitude": "{lat}", "longitude": "{long}"}]'')', 'traffic', 'VA001'),
    ('api.campaign_sign({campaign})', 'traffic', 'VA001'),
    ('api.institution_add(''{city}'', ''added'', ''{"name": "Нова"}'')', 'admin super', 'VA001'),
    ('api.institution_set(''{city}'', ''owner'', ''{"phone": "1"}'')', 'admin super', 'VA001'),
    ('api.institution_import(''{city}'', ''[{"code": "more", "name": "Ще"}]'')', 'admin super', 'VA001'),
    ('api.ground_set(''{city}'', ''sign'', ''{"days": 5}'')', 'admin super', 'VA001'),
    ('api.order_import(''{city}'', ''traffic_unit'', ''[{"number": "1", "issued": "2026-03-01", "institution": "owner", "object": "sign", "what": "знак", "place": "тут"}]'')', 'admin super', 'VA001'),
    ('api.unit_head_set(''{city}'', ''traffic_unit'', ''{}'')', 'admin super', 'VA001'),

    ('api.district_import(''{city}'', ''{polygons}'')', 'admin super', 'VA001'),
    ('api.operator_add(''m_added'', ''Новий'', ''expert'', array[''{city}''])', 'admin super', 'VA001'),
    ('api.operator_set(''{officer}'', ''{"full_name": "Інший"}'')', 'admin super', 'VA001'),
    ('api.operators() where login = ''{officer}''', 'admin super', 'none'),
    ('api.source_add(''{city}'', ''added'', ''endpoint'', ''added'', null)', 'admin super', 'VA001'),
    ('api.source_set(''{city}-site'', ''{"active": true}'')', 'admin super', 'VA001'),
    ('api.sources_list() where city = ''{city}''', 'admin super', 'none'),
    ('api.polls() where city = ''{city}''', 'admin super', 'none'),
    ('api.poll_refusals(''{city}-poll'')', 'admin super', 'VA001'),
    ('api.poll_again(''{city}-poll'')', 'admin super', 'VA001'),
    ('api.streets_begin(''{city}'', ''Реєстр'', '''', null)', 'admin super', 'VA001'),
    ('api.streets_take(''{city}'', {import}, ''houses'', ''{}'', ''[]'') t right join (values (1)) v on true', 'admin super', 'VA001'),
    ('api.streets_end(''{city}'', {import}, ''houses'', false)', 'admin super', 'VA001'),
    ('api.address_find(''{city}'', ''Лісова 5'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.address_near(''{city}'', {lat}, {long})', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.streets_list(''{city}'')', 'moderator officer traffic expert auditor admin super', 'VA001'),
    ('api.beat_import(''{city}'', ''{polygons}'')', 'admin super', 'VA001'),
    ('api.beat_set(''{city}'', ''beat'', ''{"name": "Інша"}'')', 'admin super', 'VA001'),
    ('api.beat_assign(''{city}'', ''beat'', ''{officer}'')', 'admin super', 'VA001'),
    ('api.absence_add(''{officer}'', null, null, null)', 'admin super', 'VA001'),
    ('api.absence_end({absence})', 'admin super', 'VA001'),
    ('api.office_hours_set(''{officer}'', ''[]'')', 'admin super', 'VA001'),
    ('api.office_hours_add(''{officer}'', ''нд 09:00–12:00 тут'')', 'admin super', 'VA001'),
    ('api.office_hours_delete(''{officer}'', ''пн 09:00–13:00 вул. Лісова, 1'')', 'admin super', 'VA001'),
    ('api.unit_add(''{city}'', ''added'', ''partner'', ''Нова'')', 'admin super', 'VA001'),
    ('api.unit_set(''{city}'', ''patrol'', ''{"active": true}'')', 'admin super', 'VA001'),
    ('api.unit_area_import(''{city}'', ''patrol'', ''{polygons}'')', 'admin super', 'VA001'),
    ('api.units_list(''{city}'')', 'admin super', 'VA001'),
    ('api.rule_add(''{city}'', ''guard'')', 'admin super', 'VA001'),
    ('api.rule_set(''{city}'', {rule}, ''{"active": true}'')', 'admin super', 'VA001'),
    ('api.rules(''{city}'')', 'admin super', 'VA001'),
    ('api.publish_rebuild(''{city}-map'')', 'admin super', 'VA001'),
    ('api.publish_list() where city = ''{city}''', 'admin super', 'none'),

    ('sync.listen(''outbox'')', 'sync', '-'),
    ('sync.sources() where city_code = ''{city}''', 'sync', 'none'),
    ('sync.services({source})', 'sync', 'VA001'),
    ('sync.import({source}, ''[{"n": 0, "service_code": "question", "description": "Чому?", "raw": "x"}]'') where outcome = ''stored''', 'sync', 'VA001'),
    ('sync.comments({source}, ''[{"service_request_id": {new}, "update_id": "1", "description": "Ще"}]'') where outcome = ''stored''', 'sync', 'VA001'),
    ('sync.withdraw({source}, array[{new}]) where outcome = ''withdrawn''', 'sync', 'VA001'),
    ('sync.requests({source}, ''{"own": true}'', 10)', 'sync', 'VA001'),
    ('sync.updates({source}, ''-infinity'', ''infinity'')', 'sync', 'VA001'),
    ('sync.token({source}, {new})', 'sync', 'VA001'),
    ('sync.outbox_lease(''matrix'', ''push'') where city = ''{city}''', 'sync', 'none'),
    ('sync.push_lease(''matrix'') where source = ''{city}-push''', 'sync', 'none'),
    ('sync.outbox_next(''push'')', 'sync', '-'),
    ('sync.outbox_counts()', 'sync', '-'),
    ('sync.outbox_done({waiting}, {push})', 'sync', 'VA001'),
    ('sync.outbox_failed({waiting}, {push}, ''matrix'', ''HTTP 500'')', 'sync', 'VA001'),
    ('sync.outbox_release(''matrix'', {push})', 'sync', 'ok'),
    ('sync.outbox_retry(''{city}-push'')', 'sync', 'ok'),
    ('sync.publish_sources() where code = ''{city}-map''', 'sync', 'none'),
    ('sync.publish_lease(''matrix'', {map})', 'sync', 'VA001'),
    ('sync.publish_done(''matrix'', {map}, ''{1}'')', 'sync', 'ok'),
    ('sync.publish_requests({map}, array[{pending}])', 'sync', 'VA001'),
    ('sync.publish_shard({map}, {pending} / 1000)', 'sync', 'VA001'),
    ('sync.publish_files({map}, ''{day/2026-01-01}'')', 'sync', 'VA001'),
    ('sync.publish_plan({map})', 'sync', 'VA001'),
    ('sync.publish_map_tiles({map}) t right join (values (1)) v on true', 'sync', 'VA001'),
    ('sync.publish_map_written({map}, ''2026-01-01'', ''10/1/1'')', 'sync', 'ok'),
    ('sync.publish_map({map})', 'sync', 'VA001'),
    ('sync.publish_map_built({map}, ''2026-01-01'')', 'sync', 'ok'),
    ('sync.publish_feed({map})', 'sync', 'VA001'),
    ('sync.publish_statistics({map})', 'sync', 'VA001'),
    ('sync.publish_site({map})', 'sync', 'VA001'),
    ('sync.publish_built({map}, ''2026-01-01'')', 'sync', 'ok'),
    ('sync.document_lease(''matrix'', 1000, 60) where city_id = {number}', 'sync', 'none'),
    ('sync.document_next()', 'sync', '-'),
    ('sync.link_page(sha256(''{link}'')) p where p is not null', 'sync', 'none'),
    ('sync.link_act(sha256(''{link}''), ''order_accept'', 2, '''') r where r is not null', 'sync', 'none'),
    ('sync.party_mail_lease(''matrix'', 1000, 1000, 60)', 'sync', '-'),
    ('sync.party_mail_next(1000)', 'sync', '-'),
    ('sync.party_mail_sent({letter}, ''250 OK'') s where s', 'sync', 'none'),
    ('sync.party_mail_failed({letter}, ''matrix'', ''no'', ''again'')', 'sync', 'none'),
    ('sync.document_store({number}, {paper}, ''https://example.org/'', ''%PDF-1.5'') s where s', 'sync', 'none'),
    ('sync.document_failed({number}, {paper}, ''matrix'', ''why'') f where f is not null', 'sync', 'none'),
    ('sync.document_page(''{printed.key}'') p where p is not null', 'sync', 'none'),
    ('sync.media_lease(''matrix'', 1000, 60) where request_id = {photo}', 'sync', 'none'),
    ('sync.media_upload({source}, repeat(''ab'', 32), ''image/png'', 5)', 'sync', 'VA001'),
    ('sync.media_stored({number}, {photo}, 0, repeat(''ab'', 32), ''image/png'', 5) s where s', 'sync', 'none'),
    ('sync.media_failed({number}, {photo}, 0, ''matrix'', ''HTTP 500'', false) f', 'sync', 'ok'),
    ('sync.media_ticket(repeat(''ab'', 32), ''x'')', 'sync', 'ok'),
    ('sync.media_public(repeat(''ab'', 32))', 'sync', 'ok'),
    ('sync.media_unused(10)', 'sync', '-'),
    ('sync.media_gone(repeat(''cd'', 32))', 'sync', '-'),
    ('sync.subscribe({source}, ''new@example.org'', ''uk'', null, null, null, null)', 'sync', 'VA001'),
    ('sync.subscription({subscription})', 'sync', 'none'),
    ('sync.subscription_confirm({subscription}) c where c is not null', 'sync', 'none'),
    ('sync.subscription_end({subscription}) e where e', 'sync', 'none'),
    ('sync.mail_lease(''matrix'', 1000, 1000, 60)', 'sync', '-'),
    ('sync.mail_next(60)', 'sync', '-'),
    ('sync.mail_sent({mail}) s where s', 'sync', 'none'),
    ('sync.mail_failed({mail}, ''matrix'', ''450'', ''again'')', 'sync', 'none'),
    ('sync.mail_bounced({mail}, ''550'') b where b', 'sync', 'none'),
    ('sync.mail_release(''matrix'')', 'sync', '-'),
    ('sync.mail_tidy()', 'sync', '-'),
    ('sync.poll_lease(''other'')', 'sync', '-'),
    ('sync.poll_next()', 'sync', '-'),
    ('sync.poll_take({poll}, ''matrix'', ''[{"external_id": "m", "service_code": "question"}]'') where outcome = ''stored''', 'sync', 'VA001'),
    ('sync.poll_reread({poll}, ''matrix'', ''x'', null)', 'sync', 'VA001'),
    ('sync.poll_done({poll}, ''matrix'')', 'sync', 'VA001'),
    ('sync.poll_stale({poll})', 'sync', 'VA001'),
    ('sync.poll_release({poll}, ''matrix'') r where r', 'sync', 'none'),
    ('sync.poll_failed({poll}, ''matrix'', ''HTTP 500'')', 'sync', 'VA003'),
    ('sync.erase_due()', 'sync', '-'),
    ('sync.end_idle(3600000)', 'sync', '-'),
    ('sync.enlist(''matrix'')', 'sync', '-'),
    ('sync.beat(''matrix'', 3600000)', 'sync', '-'),
    ('sync.tasks_due()', 'sync', '-'),
    ('sync.media_next()', 'sync', '-'),
    ('sync.expire_keys()', 'sync', '-'),
    ('sync.orders_tick(10)', 'sync', '-'),
    ('sync.log_seal(10)', 'sync', 'all'),
    ('sync.log_leaves(0)', 'sync', 'all'),
    ('sync.log_state()', 'sync', '-'),
    ('sync.log_checkpoint_add(64, sha256(''root''), ''note'')', 'sync', 'all'),
    ('sync.log_alarm(''leaf 5 is not the one that was signed'')', 'sync', 'all'),
    ('sync.log_places(''[]'')', 'sync', 'all'),
    ('sync.receipt(''{receipt}'')', 'sync', 'none'),
    ('sync.address_find({source}, ''Лісова 5'', 5)', 'sync', 'VA001'),
    ('sync.address_near({source}, {lat}, {long})', 'sync', 'VA001'),
    ('sync.index_texts(10)', 'sync', '-');

create temp view named as
select substring(call from '^[a-z]+\.[a-z_]+') as object, regexp_split_to_array(roles, ' ') as allowed, play.* from play;

-- The table is whole, and it is what is granted and what the manual says ----------------------------

create temp view exposed as
select n.nspname || '.' || p.proname as object, r.code as role, has_function_privilege(r.group_role, p.oid, 'execute') as may
from pg_proc p join pg_namespace n on n.oid = p.pronamespace cross join varta.role r
where n.nspname in ('api', 'sync', 'audit')
union all
select n.nspname || '.' || c.relname, r.code, has_table_privilege(r.group_role, c.oid, 'select')
from pg_class c join pg_namespace n on n.oid = c.relnamespace cross join varta.role r
where n.nspname in ('api', 'sync', 'audit') and c.relkind in ('v', 'm', 'r', 'f', 'p');

select is_empty('select object from exposed except select object from named', 'every function and view has a row');
select is_empty('select object from named except select object from exposed', 'and nothing else has');
select is_empty('select object from named group by object having count(*) > 1', 'each has one');
select is_empty('select unnest(allowed) from named except select code from varta.role', 'the roles are roles');
select is_empty('select object, role, may from exposed join named using (object) where may <> (role = any(allowed))', 'grants are as in the table');

create temp table page (line bigint generated always as identity, text text);
\copy page (text) from 'man/vartactl.8' with (format csv, delimiter E'\x01', quote E'\x02')
create function pg_temp.array_sort(p_values text[]) returns text[] language sql as $$ select array_agg(v order by v) from unnest(p_values) v $$;
create temp view section as
select text, string_to_array(substr(text, 5), ' Ta ') as cells
from page cross join (select line as first, lead(line) over (order by line) as last, text as head from page where text like '.Sh %') s
where s.head = '.Sh ROLES' and line between s.first and s.last and text like '.It % Ta %';
create temp view manual as
select case when f like '%.%' then f else 'api.' || f end as object, array_agg(r.code order by r.sort) filter (where m.mark = 'x') as roles
from section cross join unnest(string_to_array(cells[9], ', ')) f cross join unnest(cells[:8]) with ordinality m (mark, n)
join varta.role r on r.sort = m.n
where cells[1] in ('x', '-') group by text, f;
select is_empty('select object, pg_temp.array_sort(roles) from manual except select object, pg_temp.array_sort(allowed) from named', 'the manual says nothing else');
select is_empty('select object, pg_temp.array_sort(allowed) from named except select object, pg_temp.array_sort(roles) from manual', 'and all of it');
select is_empty($$select k.code, r.code, m.mark from varta.kind k cross join varta.role r left join varta.role_kind rk on rk.kind = k.id and rk.role = r.code
    left join (section cross join unnest(cells[2:9]) with ordinality m (mark, n)) on m.n = r.sort and cells[1] = k.code
    where m.mark is distinct from case when rk.kind is null then '-' when rk.police_only then 'police' when not k.sealed then 'x'
                                       when r.code = 'officer' then 'own' else 'sealed' end$$, 'nor of the kinds that a role sees');

-- What is there to call them on ---------------------------------------------------------------------

create temp table thing (city text, role text, name text, value text);

create function pg_temp.value(p_city text, p_role text, p_name text) returns text language sql as $$
    select value from thing
    where city = p_city and name = p_name and role in (p_role, '', case when p_role not in ('officer', 'traffic', 'expert') then 'moderator' end)
    order by role = p_role desc, role = '' limit 1
$$;

create function pg_temp.filled(p_text text, p_city text, p_role text) returns text language plpgsql as $$
declare
    v_name text;
begin
    for v_name in select distinct m[1] from regexp_matches(p_text, '\{([a-z.]+)\}', 'g') m loop
        p_text := replace(p_text, '{' || v_name || '}', coalesce(pg_temp.value(p_city, p_role, v_name), '(nothing is ' || v_name || ')'));
    end loop;
    return p_text;
end
$$;

create function pg_temp.login(p_city text, p_role text) returns text language sql as $$
    select case p_role when 'nobody' then 'm_nobody' else left(p_city, 1) || '_' || p_role end
$$;

create function pg_temp.does(p_city text, p_role text, p_call text) returns text language plpgsql as $$
declare
    v_sql text := format('select x::text from %s x', pg_temp.filled(p_call, p_city, p_role));
    v_value text;
begin
    perform set_config('session_authorization', pg_temp.login(p_city, p_role), true);
    execute v_sql into v_value;
    perform set_config('session_authorization', 'postgres', true);
    return v_value;
end
$$;

create function pg_temp.report_for(p_city text, p_role text, p_name text) returns void language sql as $$
    insert into thing select p_city, p_role, p_name, pg_temp.report('Яма на дорозі ' || p_name || p_role, case p_role when 'officer' then 'message' else 'road' end,
        pg_temp.value(p_city, '', 'lat')::float8 + 0.02, pg_temp.value(p_city, '', 'long')::float8, p_city || '-site', '{"email": "o@example.org"}')::text;
$$;

create function pg_temp.versions() returns void language sql as $$
    insert into thing select t.city, t.role, t.name || '.v', r.version::text
    from thing t join varta.request r on r.id::text = t.value
    where t.name in ('new', 'pending', 'mine', 'drafted', 'answered', 'paused', 'referred', 'merged', 'commented', 'kept')
$$;

create function pg_temp.prepare_city(p_city text, p_lat float8, p_long float8) returns void language plpgsql as $$
declare
    v_role text;
    v_box text := format('[[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]]', p_long - 0.005, p_lat - 0.005, p_long + 0.005, p_lat + 0.005);
begin
    insert into thing values (p_city, '', 'city', p_city), (p_city, '', 'lat', p_lat), (p_city, '', 'long', p_long),
        (p_city, '', 'source', pg_temp.source(p_city || '-site')), (p_city, '', 'officer', pg_temp.login(p_city, 'officer')),
        (p_city, '', 'polygons', format('{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "beat", "name": "Лісова"},
            "geometry": {"type": "Polygon", "coordinates": %s}}]}', v_box));
    insert into thing select p_city, '', 'import', api.streets_begin(p_city, 'Реєстр', '', null);
    perform api.streets_take(p_city, pg_temp.value(p_city, '', 'import')::integer, 'houses', '{}', jsonb_build_array(jsonb_build_array(2,
        jsonb_build_object('street', 'вул. Лісова', 'number', '5', 'lat', p_lat, 'lon', p_long))));
    perform api.streets_take(p_city, pg_temp.value(p_city, '', 'import')::integer, 'places', '{}', jsonb_build_array(jsonb_build_array(2,
        jsonb_build_object('name', 'Ринок', 'kind', 'stop', 'lat', p_lat, 'lon', p_long))));
    for v_role in values ('moderator'), ('officer'), ('deputy'), ('traffic'), ('expert'), ('auditor'), ('admin'), ('super'), ('sync') loop
        perform api.operator_add(pg_temp.login(p_city, v_role), 'Оператор ' || v_role, replace(v_role, 'deputy', 'officer'), array[p_city], true);
        perform api.operator_set(pg_temp.login(p_city, v_role), jsonb_build_object('unit', pg_temp.unit(v_role)));
    end loop;
    insert into thing select p_city, '', 'push', api.source_add(p_city, p_city || '-push', 'push', p_city || '-push', null);
    insert into thing select p_city, '', 'map', api.source_add(p_city, p_city || '-map', 'publish', p_city || '-map', null);
    insert into thing select p_city, '', 'poll', api.source_add(p_city, p_city || '-poll', 'poll', p_city || '-poll', null);
    insert into varta.poll (city_id, source_id, leased_by, leased_until, from_at, to_at)
    select city_id, id, 'matrix', now() + interval '1 hour', now() - interval '1 hour', now() from varta.source where code = p_city || '-poll';
    insert into varta.poll_refusal (city_id, source_id, external_id, reason)
    select city_id, id, '1', 'no reason' from varta.source where code = p_city || '-poll';
    perform api.source_add(p_city, p_city || '-read', 'poll', p_city || '-read', null);
    perform api.source_set(p_city || '-read', '{"url": "http://127.0.0.1/"}');
    perform api.beat_import(p_city, pg_temp.value(p_city, '', 'polygons')::jsonb);
    perform api.beat_set(p_city, 'beat', '{"streets": [{"street": "вул. Лісова"}]}');
    perform api.beat_assign(p_city, 'beat', pg_temp.login(p_city, 'officer'));
    perform api.office_hours_set(pg_temp.login(p_city, 'officer'), '[{"weekday": 1, "from": "09:00", "to": "13:00", "place": "вул. Лісова, 1"}]');
    perform api.source_add(p_city, p_city || '-mail', 'mail', p_city, null);
    insert into thing select p_city, '', 'number', id from varta.city where code = p_city;
    insert into thing select p_city, '', 'photo', pg_temp.report('З фото', p_source => p_city || '-site', p_more => '{"media_url": "http://example.org/1.jpg"}');
    insert into thing select p_city, '', 'erased', pg_temp.report('Від когось', p_source => p_city || '-site', p_more => '{"email": "erased@example.org"}');
    perform api.erase_reporter(p_city, 'erased@example.org');
    insert into varta.media (city_id, hash, type, bytes, stored_at)
    select id, md5(p_city) || md5(p_city), 'image/png', 5, now() - interval '2 days' from varta.city where code = p_city;
    perform pg_temp.does(p_city, 'sync', 'sync.subscribe({source}, ''reader@example.org'', ''uk'', null, null, null, null)');
    perform pg_temp.does(p_city, 'sync', 'sync.mail_lease(''matrix'', 1000, 1000, 60)');
    insert into thing select p_city, '', 'subscription', s.id from varta.subscription s join varta.city c on c.id = s.city_id where c.code = p_city;
    insert into thing select p_city, '', 'mail', m.id from varta.mail m join varta.city c on c.id = m.city_id where c.code = p_city;
    perform pg_temp.does(p_city, 'sync', 'sync.subscribe({source}, ''late@example.org'', ''uk'', null, null, null, null)');
    insert into thing values (p_city, '', 'absence', api.absence_add(pg_temp.login(p_city, 'deputy'), null, null, null)),
        (p_city, '', 'rule', api.rule_add(p_city, 'patrol')),
        (p_city, '', 'guidance', (select id from api.guidance_save(null, null, p_city, null, null, 'uk', 'Назва', 'Текст')));
end
$$;

create function pg_temp.unit(p_role text) returns text language sql as $$
    select case p_role when 'officer' then 'district_officers' when 'traffic' then 'traffic_unit' when 'expert' then 'legal_aid' else 'patrol' end
$$;

-- What leaves is seen at once here, and nothing later.
create function pg_temp.prepare_outbox(p_city text) returns void language plpgsql as $$
declare
    v_request bigint;
    v_name text;
begin
    perform api.city_set(p_city, '{"recall_window": "0"}');
    foreach v_name in array array['dead', 'waiting', 'told'] loop
        v_request := pg_temp.report(v_name, 'question', null, null, p_city || case v_name when 'told' then '-site' else '-push' end);
        perform pg_temp.does(p_city, 'moderator', format('api.accept(%s, 1)', v_request));
        insert into thing select p_city, '', v_name, seq from varta.outbox where request_id = v_request;
        if v_name = 'dead' then
            perform pg_temp.does(p_city, 'sync', 'sync.outbox_lease(''matrix'', ''push'')');
            perform pg_temp.does(p_city, 'sync', 'sync.outbox_failed({dead}, {push}, ''matrix'', ''HTTP 404'', true)');
        elsif v_name = 'told' then
            perform pg_temp.does(p_city, 'moderator', format('api.draft(%s, 2, ''Відповідь'', true)', v_request));
            perform pg_temp.does(p_city, 'moderator', format('api.publish(%s, 3)', v_request));
        end if;
    end loop;
    perform api.city_set(p_city, '{"recall_window": "1 hour"}');
end
$$;

-- It waits for the end of the recall window.
create function pg_temp.prepare_newsletter(p_city text) returns void language sql as $$
    insert into thing select p_city, '', 'newsletter', pg_temp.does(p_city, 'officer', 'api.newsletter_send(''{city}'', ''beat'', ''Тема'', ''Текст'')')
$$;

create function pg_temp.prepare_role(p_city text, p_role text) returns void language plpgsql as $$
declare
    v_name text;
    v_calls text[];
    v_call text;
begin
    foreach v_name in array array['new', 'reported', 'pending', 'mine', 'drafted', 'answered', 'paused', 'referred', 'merged', 'commented', 'kept'] loop
        if v_name = 'kept' and p_role <> 'moderator' then
            insert into thing values (p_city, p_role, 'kept', pg_temp.value(p_city, p_role, 'pending'));
            continue;
        end if;
        perform pg_temp.report_for(p_city, p_role, v_name);
        continue when v_name in ('new', 'reported');
        perform pg_temp.does(p_city, 'moderator', replace('api.accept({x}, 1)', '{x}', pg_temp.value(p_city, p_role, v_name)));
        if p_role <> 'officer' then
            perform pg_temp.does(p_city, 'moderator', replace('api.give({x}, 2)', '{x}', pg_temp.value(p_city, p_role, v_name)));
        end if;
        v_calls := case v_name
            when 'mine' then '{"api.take({mine}, {v})"}'
            when 'drafted' then array['api.draft({drafted}, {v}, ''Відповідь'', true)']
            when 'answered' then array['api.draft({answered}, {v}, ''Відповідь'', true)', 'api.publish({answered}, {v})']
            when 'paused' then array['api.pause({paused}, {v}, ''Де саме?'')']
            when 'commented' then array['sync.comments({source}, ''[{"service_request_id": {commented}, "update_id": "' || p_role || '", "description": "Ще"}]'')']
            when 'merged' then array['api.merge({merged}, {v}, {new}, 1)']
            when 'kept' then array['api.private({kept}, {v})']
            when 'referred' then array[format('api.refer({referred}, {v}, %L, null)', pg_temp.unit(p_role))] else '{}' end;
        continue when p_role not in ('moderator', 'officer') and v_name in ('answered', 'paused');
        continue when p_role <> 'moderator' and v_name in ('merged', 'kept');
        foreach v_call in array v_calls loop
            v_call := replace(v_call, '{v}', pg_temp.version(pg_temp.value(p_city, p_role, v_name)::bigint)::text);
            perform pg_temp.does(p_city, case when v_name = 'commented' then 'sync' when v_name = 'referred' and p_role <> 'officer' then 'moderator' else p_role end, pg_temp.filled(v_call, p_city, p_role));
        end loop;
    end loop;
    insert into thing select p_city, p_role, 'referral', id from varta.referral where request_id = pg_temp.value(p_city, p_role, 'referred')::bigint;
    perform pg_temp.does(p_city, 'deputy', format('api.presence_set(%s, ''reply'')', pg_temp.value(p_city, p_role, 'new')));
end
$$;

-- A defect in each state, a draft and two orders, one with a protocol, a round and a campaign; the officer of the unit heads it.
create function pg_temp.prepare_orders(p_city text) returns void language plpgsql as $$
declare
    v_name text;
    v_defect bigint;
begin
    perform api.institution_add(p_city, 'owner', '{"name": "Власник", "email": "owner@example.org", "owns": {"sign": "everywhere"}}'),
            api.ground_set(p_city, 'sign', '{"object": "sign", "law": "Закон", "demand": "Полагодити: {що}"}'),
            api.unit_head_set(p_city, 'traffic_unit', array[pg_temp.login(p_city, 'traffic')]);
    foreach v_name in array array['defect', 'joined', 'confirmed', 'draft', 'issued', 'enforced'] loop
        perform pg_temp.does(p_city, 'traffic', 'api.defect_add(''{city}'', ''sign'', ''знак закрито'', ''вул. Лісова, 5'', {lat}, {long})');
        v_defect := (select max(id) from varta.defect);
        insert into thing select p_city, '', v_name, v_defect where v_name in ('defect', 'joined', 'confirmed');
        continue when v_name = 'defect';
        perform pg_temp.does(p_city, 'traffic', case v_name when 'joined' then format('api.defect_join(%s, 1, {photo})', v_defect) else format('api.defect_verify(%s, 1, ''confirmed'')', v_defect) end);
        continue when v_name in ('joined', 'confirmed');
        perform pg_temp.does(p_city, 'traffic', format('api.order_draft(array[%s])', v_defect));
        insert into thing select p_city, '', v_name, max(id) from varta.orders;
        continue when v_name = 'draft';
        perform pg_temp.does(p_city, 'traffic', format('api.order_issue({%s}, 1)', v_name));
        continue when v_name = 'issued';
        perform pg_temp.does(p_city, 'traffic', 'api.order_enforce({enforced}, 2, ''protocol'', ''1'', current_date)');
    end loop;
    perform pg_temp.does(p_city, 'sync', 'sync.document_lease(''matrix'', 1000, 0)');
    insert into thing select p_city, '', x.name, x.value from varta.document d
    cross join lateral (values (case d.of_id::text when pg_temp.value(p_city, '', 'issued') then 'printed' else 'paper' end, d.id::text), ('printed.key', d.key)) x (name, value)
    where d.of_id::text = pg_temp.value(p_city, '', 'issued') or d.of_id::text = pg_temp.value(p_city, '', 'enforced') and x.name = 'paper';
    perform pg_temp.does(p_city, 'sync', 'sync.document_store({number}, {printed}, '''', ''%PDF-1.5'')');
    perform pg_temp.does(p_city, 'traffic', 'api.round_make(''{city}'', null, array[{defect}])');
    insert into thing select p_city, '', 'round', max(id) from varta.round;
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_add(''{city}'', ''{"members": "Іван Гай, інженер", "streets": "вул. Лісова"}'')');
    insert into thing select p_city, '', 'campaign', max(id) from varta.campaign;
    perform pg_temp.does(p_city, 'traffic', 'api.finding_add({campaign}, ''sign'', ''знак погнуто'', ''вул. Лісова, 7'', {lat}, {long})');
    insert into thing select p_city, '', 'link', pg_temp.does(p_city, 'traffic', 'api.order_link(''{issued}'')');
    perform pg_temp.does(p_city, 'sync', 'sync.party_mail_lease(''matrix'', 1000, 1000, 0)');
    insert into thing select p_city, '', 'letter', m.id from varta.party_mail m where m.order_id::text = pg_temp.value(p_city, '', 'issued');
    perform pg_temp.does(p_city, 'traffic', 'api.order_give_time({enforced}, 3, current_date + 90)');
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_add(''{city}'', ''{"members": "Іван Гай", "streets": "вул. Лісова"}'')');
    insert into thing select p_city, '', 'signed', max(id) from varta.campaign;
    perform pg_temp.does(p_city, 'traffic', 'api.campaign_sign({signed})');
    insert into thing select p_city, '', 'act', d.id from varta.document d where d.kind = 'act' and d.of_id::text = pg_temp.value(p_city, '', 'signed');
    perform pg_temp.does(p_city, 'sync', 'sync.document_store({number}, {act}, '''', ''%PDF-1.5'')');
end
$$;

create role m_nobody login;
select pg_temp.prepare_city('kyiv', 50.46, 30.45), pg_temp.prepare_city('poltava', 49.58, 34.5) \g /dev/null
select pg_temp.prepare_orders(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_outbox(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.does(c, 'sync', 'sync.outbox_release(''matrix'', {push})') from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_newsletter(c) from unnest(array['kyiv', 'poltava']) c \g /dev/null
select pg_temp.prepare_role(c, r) from unnest(array['kyiv', 'poltava']) c cross join unnest(array['moderator', 'officer', 'traffic', 'expert']) r \g /dev/null
insert into thing select c, r, 'view', pg_temp.does(c, r, 'api.view_save(''Своє'', ''{"city": ["{city}"]}'')')
from unnest(array['kyiv', 'poltava']) c cross join unnest(array['moderator', 'officer', 'traffic', 'expert', 'auditor']) r;
select pg_temp.versions(), sync.index_texts(10000) \g /dev/null
-- Something is sealed and signed, and in each city a row was changed behind the triggers
insert into thing select c.code, '', 'receipt', varta.receipt_of(r.city_id, min(r.id)) from varta.request r join varta.city c on c.id = r.city_id group by r.city_id, c.code;
select size from sync.log_seal() \gset
select sync.log_checkpoint_add(:size, sha256('root'), 'note') \g /dev/null
select pg_temp.report('Ще не запечатано'), pg_temp.report('Ще не запечатано', 'road', 49.6, 34.5, 'poltava-site') \g /dev/null
set session_replication_role = replica;
update varta.request set title = 'Інший' where id in (select min(id) from varta.request group by city_id);
set session_replication_role = origin;

-- The play ------------------------------------------------------------------------------------------

-- Calls as an operator of Kyiv and takes it back. out: ok, none (no row), or SQLSTATE.
create function pg_temp.outcome(p_call text, p_role text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', pg_temp.login('kyiv', p_role), true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;

create temp view role as select code, sort from varta.role union all select 'nobody', 9;

select is(string_agg(r.code || ' ' || pg_temp.outcome(n.call, r.code, c.city), ', ' order by r.sort),
          string_agg(r.code || ' ' || case when not r.code = any(n.allowed) then '42501' when n.abroad = 'all' then 'VA004' when c.city = 'kyiv' or r.code = 'super' and n.object not in ('api.me', 'api.cities') then 'ok'
                                               else n.abroad end, ', ' order by r.sort),
          n.object || case c.city when 'kyiv' then ', own city' else ', foreign city' end)
from named n cross join (values ('kyiv'), ('poltava')) c (city) cross join role r
where c.city = 'kyiv' or n.abroad <> '-'
group by n.object, c.city order by n.object, c.city;

-- Who is no role of their own ----------------------------------------------------------------------

-- They may call what their role may, and nothing else; none of them gets anything in a foreign city. The table is the manual's.
create temp table standing (who text, role text, login text);
insert into standing values ('deputy', 'officer', 'k_standin'), ('head of a unit', 'officer', 'k_head'),
    ('inspector who judges answers', 'auditor', 'k_inspector'), ('outside party with a link', 'none', 'm_nobody');
select api.operator_add(login, 'Хтось', role, '{kyiv}', true) from standing where role <> 'none' \g /dev/null
select api.operator_set(login, jsonb_build_object('unit', pg_temp.unit(role))), case who when 'deputy' then api.absence_add('k_officer', login, null, null) end
from standing where role <> 'none' \g /dev/null

create function pg_temp.outcome_standing(p_login text, p_call text, p_role text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', p_login, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;

select is(string_agg(who || ' ' || (pg_temp.outcome_standing(login, n.call, role, 'kyiv') <> '42501'), ', ' order by who),
          string_agg(who || ' ' || (role = any(n.allowed)), ', ' order by who), n.object || ', who is no role of their own')
from named n cross join standing group by n.object order by n.object;
create temp table abroad as
select who, n.object, n.abroad, pg_temp.outcome_standing(login, n.call, role, 'poltava') as outcome
from named n cross join standing where role = any(n.allowed) and n.abroad not in ('-', 'ok');
select cmp_ok((select count(*) from abroad), '>', 100::bigint, 'they are played in a foreign city, too');
select is_empty('select * from abroad where outcome <> abroad', 'and get nothing there');
select results_eq($$select m[1], m[2] from page cross join regexp_matches(text, '^\.It ((?:(?! Ta ).)*) Ta (officer|auditor|none) Ta ') m order by 1$$,
    'select who, role from standing order by 1', 'the manual has them');

-- A daemon of all cities, and a login that is a daemon elsewhere -------------------------------------

-- out: ok, none (no row), or SQLSTATE.
create function pg_temp.outcome_of(p_login text, p_call text, p_city text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, p_city, 'sync');
    v_rows bigint;
begin
    perform set_config('session_authorization', p_login, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'none' end;
exception
    when no_data_found then return sqlerrm;
    when others then return sqlstate;
end
$$;
create role m_stray login in role varta_sync;

select is(pg_temp.outcome_of('t_syncd', n.call, 'kyiv') || ', ' || pg_temp.outcome_of('t_syncd', n.call, 'poltava'), 'ok, ok', n.object || ', a daemon that was given no city')
from named n where n.allowed = '{sync}' order by n.object;
select is(pg_temp.outcome_of('m_stray', n.call, 'kyiv'), case when n.object = 'sync.listen' or n.abroad = 'all' then 'VA004' else n.abroad end, n.object || ', a member of varta_sync who is no operator here')
from named n where n.allowed = '{sync}' and (n.abroad <> '-' or n.object = 'sync.listen') order by n.object;

-- An operator has other roles in another city ---------------------------------------------------------

-- Works in Kyiv in every role there is, and in Poltava in one; the calls are on what is of Poltava. What that one role
-- may not do there is refused, or there is nothing to do it on.
create function pg_temp.prepare_mixed(p_role text) returns void language plpgsql as $$
declare
    v_unit text := (select u.code from varta.operator o join varta.unit u on u.city_id = o.unit_city and u.id = o.unit_id where login = 'p_' || p_role);
begin
    perform api.operator_set('p_' || p_role, '{"cities": ["kyiv", "poltava"], "role.kyiv": ["moderator", "officer", "traffic", "expert", "auditor", "admin"]}'
        || jsonb_build_object('role.poltava', p_role));
end
$$;
select pg_temp.prepare_mixed(r) from unnest(array['moderator', 'officer', 'traffic', 'expert', 'auditor', 'admin']) r \g /dev/null
create function pg_temp.outcome_mixed(p_call text, p_role text) returns text language plpgsql as $$
declare
    v_sql text := 'select * from ' || pg_temp.filled(p_call, 'poltava', p_role);
    v_rows bigint;
begin
    perform set_config('session_authorization', 'p_' || p_role, true);
    execute v_sql;
    get diagnostics v_rows = row_count;
    raise exception using errcode = 'P0002', message = case when v_rows > 0 then 'ok' else 'refused' end;
exception
    when no_data_found then return sqlerrm;
    when others then return case when sqlstate in ('VA001', 'VA002', 'VA003', 'VA004') then 'refused' else sqlstate end;
end
$$;

select is(string_agg(r.code || ' ' || pg_temp.outcome_mixed(n.call, r.code), ', ' order by r.sort),
          string_agg(r.code || ' ' || case when r.code = any(n.allowed) then 'ok' else 'refused' end, ', ' order by r.sort),
          n.object || ', with that role in this city and all roles in another')
from named n cross join varta.role r
where r.code not in ('sync', 'super') and n.call ~ '\{' and n.allowed && '{moderator,officer,traffic,expert,auditor,admin}'
  and n.object not in ('api.me', 'api.cities', 'api.operators', 'api.presence_clear') -- of all cities, or of the operator
group by n.object order by n.object;

select * from finish();
