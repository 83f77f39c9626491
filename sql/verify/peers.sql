-- Verify varta:peers
select 1 / (count(*) = 7)::int from pg_proc where pronamespace = 'sync'::regnamespace or proname = 'request_filter_check';
select * from sync.sources() where false;
