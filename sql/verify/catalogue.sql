-- Verify varta:catalogue
select 1 / (count(*) = 6)::int from api.reasons();
select api.schema_version();
