-- Verify varta:text_key
select text_key from varta.request where false;
