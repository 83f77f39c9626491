-- Deploy varta:quoted_addresses
-- Mail servers and peers quote addresses in what they refuse; … stands for those that were kept.
-- changes: varta.mail.last_error
-- changes: varta.poll.last_error
-- changes: varta.delivery.last_error
begin;
set local role varta_owner;

update varta.mail set last_error = regexp_replace(last_error, '[^[:space:]<>]*@[^[:space:]<>]*', '…', 'g') where last_error like '%@%';
update varta.poll set last_error = regexp_replace(last_error, '[^[:space:]<>]*@[^[:space:]<>]*', '…', 'g') where last_error like '%@%';
update varta.delivery set last_error = regexp_replace(last_error, '[^[:space:]<>]*@[^[:space:]<>]*', '…', 'g') where last_error like '%@%';

commit;
