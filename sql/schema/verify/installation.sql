-- Verify varta:installation
select one, mark, database, secret from varta.installation where false;
