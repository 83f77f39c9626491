-- Verify varta:photo_ticket
select ticket, hash, until from varta.photo_ticket where false;
