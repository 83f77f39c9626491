"""A daemon is given another city while it runs: what leaves there leaves at once, and so does what leaves later, though each city has a
channel of its own and the daemon asks for nothing that it has not heard of."""
import json
import os

import reports
from peers import FixMyStreet
from reports import act, sql
from syncd import Syncd, wait_for

LIMIT = 5  # seconds
TMP = os.environ["TMPDIR"]


def delivered(number):
    return sql("select 1 from varta.delivery where request_id = %s and delivered_at is not null", number)


def accepted(text):
    number = reports.add(text, source="fms")[0]
    act("t_moderator", "accept", number, 1)
    return number


def main():
    sql("select api.operator_add('t_city_syncd', 'Демон Полтави', 'sync', '{poltava}')")
    with FixMyStreet("a-key", "7") as peer:
        sql("select api.source_add('kyiv', 'fms', 'push', 'fms', sha256('fms'))")
        sql("select api.source_set('fms', %s)", json.dumps({"url": peer.url, "peer_jurisdiction": "7"}))
        with open(os.open(f"{TMP}/keys", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(f'fms: {{url: "{peer.url}", key: "a-key"}}\n')
        syncd = Syncd(user="t_city_syncd", settings=(f"keys_file: {TMP}/keys",))
        wait_for("sources", lambda: "sources: 1" in syncd.log())
        first = accepted("Перед тим")
        assert not delivered(first)
        sql("""select api.operator_set('t_city_syncd', '{"cities": ["poltava", "kyiv"]}')""")
        wait_for("what waited", lambda: delivered(first), LIMIT)
        second = accepted("Після того")
        wait_for("what came later", lambda: delivered(second), LIMIT)
        syncd.stop()


main()
