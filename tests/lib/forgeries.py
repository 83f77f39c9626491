"""What a superuser of the database can do to a history that is sealed: random kinds, at random places.

Each forgery is (what, statements, named): named are the words of which the finding must contain one: the number of the event, of
its leaf or of the request. The statements run past all triggers.
"""
import random

TABLES = ("event", "request", "response", "outbox", "delivery", "comment", "photo", "subscription", "mail", "log_batch", "log_leaf", "log_tile", "log_queue", "log_checkpoint")

# The whole log made anew from the events that are there: what somebody does who knows everything but the key.
RESEAL = """
    truncate varta.log_batch, varta.log_leaf, varta.log_tile, varta.log_root, varta.log_queue, varta.log_checkpoint;
    insert into varta.log_queue select city_id, id from varta.event;
    select sync.log_seal();"""
REHASH = "update varta.event set content_hash = varta.event_content(salt, why, before, after) where {event};"
RELEAF = """update varta.log_tile set hashes = overlay(hashes placing (select varta.leaf_hash(varta.event_entry(e)) from varta.event e where {event})
    from {leaf} % 256 * 32 + 1 for 32) where index = {leaf} / 256;"""
ERASED = "update varta.event set salt = null, why = null, before = null, after = null where {event};"
GONE = "delete from varta.event where {event};"
GONE_WITH_LEAF = GONE + " delete from varta.log_leaf where leaf = {leaf};"

# of an event: who, when, what of it
FIELDS = ("who = 'mallory'", "at = at - interval '1 hour'", "verb = verb || 'ed'", "request_id = request_id + 1", "origin = 'local psql'")
CONTENTS = ("why = 'так було'", "after = coalesce(after, '{{}}') || '{{\"status\": \"answered\"}}'", "before = '{{\"operator\": \"mallory\"}}'", "salt = gen_random_uuid()")

EVENT_KINDS = (
    ("deleted", GONE), ("deleted with its leaf", GONE_WITH_LEAF),
    ("deleted and called padding", GONE_WITH_LEAF + " update varta.log_batch set events = {leaf} - first where {leaf} >= first and {leaf} < first + size;"),
    ("deleted, and all sealed anew", GONE + RESEAL),
    ("changed", "update varta.event set {field} where {event};"),
    ("changed, with its leaf in the tile", "update varta.event set {field} where {event};" + RELEAF),
    ("changed, and all sealed anew", "update varta.event set {field} where {event};" + RESEAL),
    ("what it says changed", "update varta.event set {content} where {event};"),
    ("what it says changed, with its hash", "update varta.event set {content} where {event};" + REHASH),
    ("what it says changed, with its hash and leaf", "update varta.event set {content} where {event};" + REHASH + RELEAF),
    ("what it says changed, and all sealed anew", "update varta.event set {content} where {event};" + REHASH + RESEAL),
    ("erased", ERASED),
    ("erased, with an event that nobody sealed", ERASED + """ insert into varta.event (city_id, id, request_id, at, who, origin, verb, after, salt, content_hash)
        select city_id, nextval('varta.event_id'), request_id, now(), 't_admin', origin, 'erase', x.after, x.salt, varta.event_content(x.salt, null, null, x.after)
        from varta.event cross join (select gen_random_uuid() as salt, jsonb_build_object('events', array[{id}]) as after) x where {event};"""),
    ("put in", """insert into varta.event (city_id, id, request_id, at, who, origin, verb, after, salt, content_hash)
        select city_id, 900000001, request_id, at, 't_moderator', origin, 'reject', null, x.salt, varta.event_content(x.salt, null, null, null)
        from varta.event cross join (select gen_random_uuid() as salt) x where {event};"""),
    ("put in for last week, and sealed", """insert into varta.event (city_id, id, request_id, at, who, origin, verb, after, salt, content_hash)
        select city_id, 900000001, request_id, at - interval '7 days', 't_moderator', origin, 'reject', null, x.salt, varta.event_content(x.salt, null, null, null)
        from varta.event cross join (select gen_random_uuid() as salt) x where {event};
        insert into varta.log_queue select city_id, 900000001 from varta.event where {event}; select sync.log_seal();"""),
    ("leaves of two swapped", """update varta.log_leaf set leaf = -1 where leaf = {leaf}; update varta.log_leaf set leaf = {leaf} where leaf = {other};
        update varta.log_leaf set leaf = {other} where leaf = -1;"""),
    ("sealed at another time", "update varta.log_batch set at = at - interval '1 day' where {leaf} >= first and {leaf} < first + size;"),
    ("cut off from there", """delete from varta.event e using varta.log_leaf l where l.city_id = e.city_id and l.event_id = e.id and l.leaf >= {batch};
        delete from varta.log_leaf where leaf >= {batch}; delete from varta.log_batch where first >= {batch}; delete from varta.log_checkpoint where size > {batch};
        delete from varta.log_tile where index * 256 >= {batch}; update varta.log_tile set hashes = substring(hashes for ({batch} - index * 256)::integer * 32)
        where (index + 1) * 256 > {batch};"""),
)

# Rows past the triggers; of requests with an answer that was published, each delivered to two sources and mailed, with a photo and a later word
ROW_KINDS = (
    ("status", "update varta.request set status = 2 where id = {request};"),
    ("owner", "update varta.request set operator_id = (select id from varta.operator where login = 't_admin') where id = {request};"),
    ("due date", "update varta.request set due_at = due_at + interval '3 days' where id = {request};"),
    ("when it came in", "update varta.request set received_at = received_at + interval '1 day' where id = {request};"),
    ("its text", "update varta.request set body = body || ' Дякую!' where id = {request};"),
    ("its place", "update varta.request set address = 'вул. Інша, 1' where id = {request};"),
    ("its key", "update varta.request set text_key = null where id = {request};"),
    ("the text of the answer", "update varta.response set body = 'Інша відповідь' where request_id = {request};"),
    ("the state of the answer", "update varta.response set state = 1, visible_at = null where request_id = {request};"),
    ("an answer deleted", "delete from varta.outbox where response_id in (select id from varta.response where request_id = {request}); "
                          "delete from varta.response where request_id = {request};"),
    ("an answer put in", "insert into varta.response (city_id, request_id, public, body, author_id) select city_id, request_id, public, 'Ще одна', author_id "
                         "from varta.response where request_id = {request};"),
    ("what left", "update varta.outbox set text = 'Інше' where request_id = {request} and text <> '';"),
    ("that something left", "delete from varta.outbox where request_id = {request} and text <> '';"),
    ("its status outside", "update varta.outbox set status = 2 where request_id = {request} and status = 3;"),
    ("that it was not delivered", "update varta.delivery set delivered_at = null where seq = (select min(seq) from varta.delivery where request_id = {request} "
                                  "and delivered_at is not null) and delivered_at is not null;"),
    ("that it was delivered", "update varta.delivery set delivered_at = now(), dead_at = null where request_id = {request} and delivered_at is null;"),
    ("when it was delivered", "update varta.delivery set delivered_at = delivered_at - interval '2 days' where request_id = {request};"),
    ("a delivery given up", "update varta.delivery set dead_at = now() where request_id = {request} and delivered_at is null;"),
    ("a delivery held back", "update varta.delivery set next_at = 'infinity' where request_id = {request} and delivered_at is null;"),
    ("a delivery deleted", "delete from varta.delivery where seq = (select max(seq) from varta.delivery where request_id = {request});"),
    ("a delivery put in", "insert into varta.delivery (seq, source_id, city_id, request_id) select max(seq), (select id from varta.source where code = 'kyiv-site'), "
                          "city_id, request_id from varta.delivery where request_id = {request} group by 3, 4;"),
    ("that it was mailed", "update varta.mail set sent_at = now() where sent_at is null and kind = 'notice' and seq in (select seq from varta.outbox where request_id = {request});"),
    ("to whom it is mailed", "update varta.mail set subscription_id = 1 where kind = 'notice' and seq in (select seq from varta.outbox where request_id = {request});"),
    ("a mail deleted", "delete from varta.mail where kind = 'notice' and seq in (select seq from varta.outbox where request_id = {request});"),
    ("a mail put in", "insert into varta.mail (city_id, subscription_id, kind, seq, visible_at) select city_id, 1, 'notice', max(seq), now() "
                      "from varta.outbox where request_id = {request} group by 1;"),
    ("a later word", "update varta.comment set body = 'Дякую, все добре' where request_id = {request};"),
    ("when it was written", "update varta.comment set written_at = written_at + interval '1 day' where request_id = {request};"),
    ("a later word deleted", "delete from varta.comment where request_id = {request};"),
    ("a later word put in", "insert into varta.comment (city_id, request_id, source_id, update_id, body, raw, written_at) "
                            "select city_id, request_id, source_id, 'x' || update_id, 'Ні', '', now() from varta.comment where request_id = {request};"),
    ("its photo", "update varta.photo set hash = (select max(hash) from varta.media m where m.hash <> photo.hash) where request_id = {request};"),
    ("where its photo is", "update varta.photo set url = 'https://evil.example.org/1.jpg' where request_id = {request};"),
    ("a photo refused", "update varta.photo set hash = null, refused = 'no photo' where request_id = {request};"),
    ("a photo deleted", "delete from varta.photo where request_id = {request};"),
    ("the request deleted", "delete from varta.request where id = {request};"),
)


def pick(rng, events, requests, batches):
    """events: rows (city_id, id, request_id, leaf) that are sealed; requests: numbers with a published answer; batches: first leaves,
    but for the oldest. Returns a forgery."""
    if rng.random() < 0.5:
        what, statements = rng.choice(ROW_KINDS)
        request = rng.choice(requests)
        return f"{what} of request {request}", statements.format(request=request), [str(request)]
    what, statements = rng.choice(EVENT_KINDS)
    city, event, request, leaf = rng.choice(events)
    other = rng.choice([e for e in events if e[3] != leaf])
    values = {"event": f"city_id = {city} and id = {event}", "id": event, "leaf": leaf, "other": other[3], "batch": rng.choice(batches),
              "field": rng.choice(FIELDS), "content": rng.choice(CONTENTS)}
    text = statements.format(**values).replace("{{", "{").replace("}}", "}")
    named = ["event 900000001"] if what.startswith("put in") else [f"event {event}", f"leaf {leaf}"]  # of what was put in, that event
    return f"event {event} of request {request}, leaf {leaf}: {what}", text, named


def some(seed, count, *places):
    rng = random.Random(seed)
    return [pick(rng, *places) for _ in range(count)]
