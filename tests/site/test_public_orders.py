"""What everybody may read of orders in the static tree, behind a real nginx in a real browser without scripts: nothing until the city
switches it on; then a page for each order, one for each institution, with its months, and a list that the start page leads to; what
is done with an order follows within seconds; a month of many orders has several pages; hostile names stay text; what is switched off
is gone within a second, whatever else waits, also where the daemon was killed meanwhile."""
import json
import os
import sys
import time

import orders
import tree
import web
from reports import act, sql
from selenium.webdriver.common.by import By
from syncd import Syncd, wait_for
from tree import Tree

ROOT = f"{os.environ['TMPDIR']}/public"
SHOTS = os.environ.get("SHOTS")  # a folder where pictures of the pages are left
SETTINGS = (f"publish: {ROOT}",)
EVIL = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>\u202e"
SECRET = "Іваненко"


def switch(on):
    sql("select api.city_set('kyiv', %s)", json.dumps({"orders_public": on}), user="t_admin")


def settled():
    wait_for("orders in the tree", lambda: tree.is_built("kyiv-map") and not sql("select 1 from varta.tree_order where at <= clock_timestamp()"))


def page(number):
    return f"order/{number // 1000}/{number}.html"


def of_orders(public):
    """The files of the tree that say anything of orders."""
    return {name for name, data in public.files().items() if name.startswith(("order/", "institution")) or not name.endswith(".gz") and b"institutions.html" in data}


def hostile_order():
    """An order to an institution with a hostile name, at a hostile place."""
    act("t_admin", "institution_add", "kyiv", "evil", json.dumps({"name": EVIL, "owns": {"manhole": "everywhere"}}))
    act("t_admin", "ground_set", "kyiv", "manhole", json.dumps({"object": "manhole", "law": "Закон", "demand": "Закрити: {що}."}))
    defect = sql("select id from api.defect_add('kyiv', 'manhole', %s, %s, 50.46, 30.45)", f"{SECRET} {EVIL}", f"вул. {EVIL}, 5, {SECRET}", user="t_traffic")[0][0]
    act("t_traffic", "defect_verify", defect, 1, "confirmed")
    return sql("select i.id from api.order_draft(%s, null, 'evil') d cross join lateral api.order_issue(d.id, 1) i", [defect], user="t_traffic")[0][0]


def take_in(count):
    """An older register: so many orders of one month, to one institution."""
    rows = [{"line": n, "number": f"{n}-а", "issued": "2026-03-13", "due": "2026-04-13", "institution": "autodor", "object": "surface", "what": f"яма {SECRET}",
             "place": f"вул. Лісова, {n}, {SECRET}", "state": "verified-done", "done": "2026-03-20" if n % 4 else "2026-05-01"} for n in range(1, count + 1)]
    told = sql("select outcome, reason from api.order_import('kyiv', 'traffic_unit', %s)", json.dumps(rows), user="t_admin")
    assert {outcome for outcome, _ in told} == {"added"}, told


def check_off(public, server):
    wait_for("tree", lambda: tree.is_built("kyiv-map"))
    assert public.has("index.html") and of_orders(public) == set(), of_orders(public)
    assert server.get("/kyiv-map/institutions.html").status == 404


def check_text(public):
    """No text of an order, no note, no name; nothing of it is a program or markup."""
    for name in of_orders(public):
        if name.endswith(".html"):
            text = public.read(name)
            assert SECRET not in text and "яма" not in text and "<img" not in text and "\u202e" not in text, (name, text)
            assert "<script" not in text or name == "index.html", name


def fits(driver, name):
    """Nothing is wider than the screen, light and dark; a picture is left where one is wanted."""
    width = driver.find_element(By.TAG_NAME, "html").size["width"]
    for scheme in ("light", "dark"):
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        for part in driver.find_elements(By.CSS_SELECTOR, "body *"):
            assert part.location["x"] + part.size["width"] <= width + 1, (name, part.tag_name, part.text[:40], part.size)
        if SHOTS:
            driver.save_screenshot(f"{SHOTS}/{name}-{width}-{scheme}.png")


def walk(url, size, order, replaced):
    """From the start page to an institution, its month, an order and the one in its place."""
    driver = web.browser(scripts=False, size=size)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})
    try:
        driver.get(f"{url}/kyiv-map/")
        driver.find_element(By.LINK_TEXT, "Приписи установам").click()
        assert "Приписи установам" in driver.find_element(By.TAG_NAME, "h1").text
        assert EVIL[:30] in driver.find_element(By.TAG_NAME, "main").text
        fits(driver, "institutions")
        driver.find_element(By.LINK_TEXT, "КК «Автодор»").click()
        text = driver.find_element(By.TAG_NAME, "main").text
        for said in ("Відкрито зараз\n1", "Виконано вчасно\n154", "Виконано із запізненням\n51", "03.2026: 205"):
            assert said in text, (said, text)
        fits(driver, "institution")
        driver.find_element(By.LINK_TEXT, "03.2026: 205").click()
        assert len(driver.find_elements(By.CSS_SELECTOR, ".orders li")) == 200
        driver.find_element(By.LINK_TEXT, "2").click()
        assert len(driver.find_elements(By.CSS_SELECTOR, ".orders li")) == 5
        fits(driver, "month")
        driver.find_element(By.LINK_TEXT, "КК «Автодор»").click()
        driver.get(f"{url}/kyiv-map/{page(replaced)}")
        assert "видано заново" in driver.find_element(By.TAG_NAME, "main").text
        fits(driver, "replaced")
        driver.find_element(By.XPATH, "//dt[contains(., 'Замість нього')]/following-sibling::dd[1]/a").click()
        assert driver.current_url.endswith(page(order)), driver.current_url
        text = driver.find_element(By.TAG_NAME, "main").text
        assert "дорожній знак: вул. Лісова, 5" in text and "КК «Автодор»" in text, text
        fits(driver, "order")
        driver.find_element(By.LINK_TEXT, "КК «Автодор»").click()
        assert not web.complaints(driver), web.complaints(driver)
    finally:
        driver.quit()


def check_changes(public, order):
    """Each step follows, on the order's page and its institution's; so does the end of its time."""
    orders.does("order_accept", order)
    settled()
    assert "прийнято до виконання" in public.read(page(order)) and "прийнято до виконання" in public.read("institution/autodor.html")
    sql("update varta.orders set due_at = clock_timestamp() + interval '1 hour' where id = %s", order)
    orders.does("order_remind", order)
    settled()
    assert "прострочено" not in public.read(page(order))
    sql("update varta.orders set due_at = clock_timestamp() + interval '3 seconds' where id = %s", order)
    orders.does("order_remind", order)
    wait_for("late", lambda: "прострочено" in public.read(page(order)))
    wait_for("late in the list", lambda: "прострочено 1" in public.read("institutions.html"))
    orders.does("order_verify", order)
    settled()
    assert "✓ усунено, перевірено" in public.read(page(order)) and "Таких немає" in public.read("institution/autodor.html")


def check_gone(public, server):
    """All of it is gone in the first turn of the daemon, which the switch wakes up, and nothing comes back."""
    switch(False)
    wait_for("withdrawal", lambda: not of_orders(public))
    assert server.get("/kyiv-map/institutions.html").status == 404 and server.get("/kyiv-map/").status == 200
    orders.issued("ще один")
    wait_for("tree", lambda: tree.is_built("kyiv-map"))
    assert not of_orders(public) and not sql("select 1 from varta.tree_order")


def check_killed(public):
    """Switched off while no daemon runs, and killed in the middle of taking it away: in the end nothing is left."""
    syncd = Syncd(settings=SETTINGS).ready()
    try:
        switch(True)
        settled()
        assert public.has("institutions.html")
    finally:
        syncd.kill()
    switch(False)
    assert public.has("institutions.html"), "nobody is there to take it away"
    syncd = Syncd(settings=SETTINGS).ready()
    try:
        wait_for("begin of it", lambda: not public.has("institutions.html"))
    finally:
        syncd.kill()
    with Syncd(settings=SETTINGS):
        wait_for("tree", lambda: tree.is_built("kyiv-map"))
        assert not of_orders(public), of_orders(public)


def main():
    os.mkdir(ROOT)
    orders.prepare()
    tree.add_source("kyiv-map")
    public = Tree(ROOT, "kyiv-map")
    replaced = orders.issued(f"знак збито, {SECRET}")
    take_in(205)
    with Syncd(settings=SETTINGS) as syncd, web.Nginx(ROOT, syncd.port) as server:
        check_off(public, server)
        switch(True)
        settled()
        evil = hostile_order()
        order = sql("select id from api.order_reissue(%s, %s, 'не той строк')", replaced, orders.state(replaced)[1], user="t_traffic")[0][0]
        settled()
        for number in (replaced, evil, order):
            assert public.has(page(number)), number
        check_text(public)
        assert len(public.read(page(order)).encode()) < 5_000, len(public.read(page(order)).encode())
        walk(server.url, (360, 740), order, replaced)
        walk(server.url, (1280, 800), order, replaced)
        check_changes(public, order)
        check_gone(public, server)
    check_killed(public)


sys.exit(main())
