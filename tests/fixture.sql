-- What every test's database begins with: two cities, their operators and sources, no requests.
-- Each operator is a login role of the test's private cluster, where everyone on the socket is trusted.

select api.city_add('kyiv', 'Київ', 'Kyiv'), api.city_add('poltava', 'Полтава', 'Poltava');
select api.city_set('kyiv', '{"recall_window": "0"}');

select * from api.district_import('kyiv', '{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"katotth": "podil", "name": "Подільський район", "name:en": "Podilskyi District"},
     "geometry": {"type": "Polygon", "coordinates": [[[30.40,50.45],[30.52,50.45],[30.52,50.52],[30.40,50.52],[30.40,50.45]]]}},
    {"type": "Feature", "properties": {"katotth": "dnipro", "name": "Дніпровський район", "name:en": "Dniprovskyi District"},
     "geometry": {"type": "Polygon", "coordinates": [[[30.52,50.40],[30.70,50.40],[30.70,50.52],[30.52,50.52],[30.52,50.40]]]}}]}');
select * from api.district_import('poltava', '{"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"katotth": "centre", "name": "Шевченківський район", "name:en": "Shevchenkivskyi District"},
     "geometry": {"type": "Polygon", "coordinates": [[[34.45,49.52],[34.65,49.52],[34.65,49.65],[34.45,49.65],[34.45,49.52]]]}}]}');

select api.operator_add('t_moderator', 'Олена Коваль', 'moderator', '{kyiv}', true),
       api.operator_add('t_moderator2', 'Ігор Мельник', 'moderator', '{kyiv}'),
       api.operator_add('t_officer', 'Тарас Бондар', 'officer', '{kyiv}', true),
       api.operator_add('t_traffic', 'Наталія Шевчук', 'traffic', '{kyiv}', true),
       api.operator_add('t_expert', 'Юрій Ткач', 'expert', '{kyiv}'),
       api.operator_add('t_auditor', 'Марія Лисенко', 'auditor', '{kyiv}'),
       api.operator_add('t_admin', 'Андрій Савченко', 'admin', '{kyiv,poltava}'),
       api.operator_add('t_poltava', 'Ганна Кравець', 'moderator', '{poltava}'),
       api.operator_add('t_super', 'Софія Гнатюк', 'super', '{}'),
       api.operator_add('t_syncd', 'varta-syncd', 'sync', '{}');
select api.operator_set('t_officer', '{"unit": "district_officers"}'), api.operator_set('t_traffic', '{"unit": "traffic_unit"}'),
       api.operator_set('t_expert', '{"unit": "legal_aid"}');

select api.source_add('kyiv', 'kyiv-site', 'endpoint', 'kyiv', sha256('test-key')),
       api.source_add('poltava', 'poltava-site', 'endpoint', 'poltava', sha256('poltava-key'));
