-- Verify varta:field_limits
select 1 / (count(*) = 15)::integer from pg_constraint
where conrelid in ('varta.reporter'::regclass, 'varta.request'::regclass, 'varta.comment'::regclass)
  and conname in ('reporter_email', 'reporter_first_name', 'reporter_last_name', 'reporter_phone', 'reporter_device_id', 'reporter_account_id',
                  'request_address_length', 'request_address_id', 'request_media_url', 'request_body', 'request_attributes',
                  'comment_update_id', 'comment_status', 'comment_body', 'comment_media_url');
