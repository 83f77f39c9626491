-- Verify varta:poll_doubts
select news_at, warned_at, shown, aside from varta.poll where false;
