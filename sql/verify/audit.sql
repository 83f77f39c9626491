-- Verify varta:audit
select 1 / (to_regprocedure('audit.verify(text)') is not null)::int;
