-- Institutions of Kyiv, what they own, and grounds of orders; for tests, in the fixture's database.
set session authorization t_admin;
select api.institution_add('kyiv', 'autodor', '{"name": "КК «Автодор»", "address": "вул. Набережна, 2", "email": "autodor@example.org",
           "owns": {"surface": "everywhere", "marking": "everywhere", "sign": ["вул. Лісова, непарні 1-33"]}}'),
       api.institution_add('kyiv', 'svitlo', '{"name": "КП «Світло»", "email": "svitlo@example.org", "owns": {"light": "everywhere", "traffic-light": "everywhere", "sign": "everywhere"}}'),
       api.ground_set('kyiv', 'sign', '{"object": "sign", "law": "Закон України «Про дорожній рух», стаття 9", "demand": "Відновити видимість: {що} ({місце}).", "days": 10, "danger_days": 1}'),
       api.ground_set('kyiv', 'surface', '{"object": "surface", "law": "ДСТУ 3587", "demand": "Усунути: {що} ({місце}).", "days": 5, "working": true, "danger_days": 1}'),
       api.ground_set('kyiv', 'light', '{"object": "light", "law": "Правила утримання", "demand": "Полагодити: {що} ({місце}).", "days": 3}') \g /dev/null
reset session authorization;
