"""The base map in a real browser: the city's streets on a canvas, wide and narrow, light and dark; names along them, none on
another; names and licence are text whatever they hold; few bytes a screen at every zoom; the pages of requests have it, too;
a server of pictures in its place where one is configured. BUILD/base_map.tsv
says what it costs, and what Mykolaiv's streets cost."""
import json
import os
import random
import sys

import ctl
import reports
import streets
import tree
import web
from reports import sql
from syncd import Syncd, wait_for
from tree import Tree, accept

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PUBLIC = f"{os.environ['TMPDIR']}/public"
MYKOLAIV = f"{ROOT}/../shared/data/streets/mykolaiv_streets.geojson"
EVIL = "<img src=x onerror='window.pwned = 1'>"
SIZES = ((1280, 800), (360, 740))
ZOOMS = (10, 11, 12, 13, 14, 15, 16, 18)
SCREEN = 60_000  # bytes of a screen, compressed
LAYER = "(() => { let found; site.map.eachLayer((one) => { if (one.written) found = one; }); return found; })()"
OVERLAP = f"""
const names = {LAYER}.written, found = [];
names.forEach((one, i) => names.slice(i + 1).forEach((other) => {{
    if (one.circles.some(([x, y]) => other.circles.some(([a, b]) => Math.hypot(x - a, y - b) < (one.height + other.height) / 2)))
        found.push([one.name, other.name]);
}}));
return found;"""


def figure(name, *values):
    """Shown, and kept beside the build."""
    line = "\t".join((f"base_map.{name}", *values))
    print(line)
    with open(f"{os.environ['VARTA_BUILD']}/base_map.tsv", "a", encoding="utf-8") as file:
        file.write(line + "\n")


def add_city():
    """A dense city with a few main streets, and names that would be markup or turn what is around them."""
    chance = random.Random(4)
    streets.add(streets.grid([f"Вулична {n}" for n in range(160)], step=0.0009), source=f"© {EVIL}")
    lanes = []
    for n in range(3000):
        long, lat = chance.uniform(30.42, 30.58), chance.uniform(50.41, 50.51)
        line = [[long + i * chance.uniform(0.0004, 0.0009), lat + i * chance.uniform(-0.0003, 0.0003)] for i in range(8)]
        lanes.append((f"провулок {chance.choice('АБВГДЖЗКЛМНПРСТ')}{chance.choice('аеиоу')}{chance.choice('бвгдклмнрст')}{n}", "провулок", 5, [line]))
    streets.add(lanes, source=f"© {EVIL}")
    streets.add([(f"{EVIL} \u202eвулиця", "вулиця", 2, [[[30.47, 50.4605], [30.53, 50.4605]]])], source=f"© {EVIL}")


def open_map(driver, url, code="kyiv-map"):
    driver.get(f"{url}/{code}/")
    wait_for("map", lambda: driver.execute_script("return Boolean(document.body.dataset.shown && !site.map._animatingZoom && document.querySelector('#map canvas[data-drawn]'))"))


def go(driver, at, zoom):
    """Shows a place; returns once the streets of that view are drawn."""
    driver.execute_script(f"site.map.setView({json.dumps(at)}, {zoom}, {{animate: false}})")
    wait_for("streets", lambda: driver.execute_script(f"const l = {LAYER}; return Number(l.canvas.dataset.drawn) === l.turn && l.shown.zoom === {zoom}"))


def screen_bytes(driver, public):
    names = driver.execute_script(f"const l = {LAYER}; return l.names(site.map.getPixelBounds(), site.map.getZoom())")
    return sum(os.path.getsize(public.path(f"street/{name}.geojson.gz")) for name in names)


def colours(driver):
    """How many different colours the canvas has, and whether the map is dark."""
    return driver.execute_script("""
const canvas = document.querySelector('#map canvas[data-drawn]'), data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
const seen = new Set();
for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
const land = getComputedStyle(document.getElementById('map')).backgroundColor.match(/\\d+/g).map(Number);
return [seen.size, land[0] < 100];""")


def resize(driver, size, dark):
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})


def measure(driver, public, at, label):
    """The figures of each zoom, on a wide screen."""
    for zoom in ZOOMS:
        go(driver, at, zoom)
        size, (count, took) = screen_bytes(driver, public), driver.execute_script(f"const l = {LAYER}; return [l.written.length, Number(l.canvas.dataset.took)]")
        figure(f"{label}.zoom{zoom}", f"{size / 1000:.1f} KB", "<=60", f"{count} names", f"{took:.0f} ms to draw")
        assert size <= SCREEN, (zoom, size)
        assert driver.execute_script(OVERLAP) == [], zoom


def check_screens(driver, server, public):
    at = [50.46, 30.50]
    for size in SIZES:
        for dark in (False, True):
            resize(driver, size, dark)
            open_map(driver, server.url)
            for zoom in (13, 15, 17):
                go(driver, at, zoom)
                names = driver.execute_script(f"return {LAYER}.written.map((one) => one.name)")
                assert names and driver.execute_script(OVERLAP) == [], (size, zoom, names)
            seen, is_dark = colours(driver)
            assert seen >= 4 and is_dark == dark, (size, dark, seen, is_dark)
            wide = driver.execute_script("return [document.documentElement.scrollWidth, innerWidth]")
            assert wide[0] <= wide[1], wide
    resize(driver, SIZES[0], False)
    open_map(driver, server.url)
    go(driver, at, 16)
    names = driver.execute_script(f"return {LAYER}.written.map((one) => one.name)")
    assert any(name.startswith(EVIL[:20]) and "\u202e" not in name for name in names), names
    measure(driver, public, at, "dense")


def check_harmless(driver, url):
    assert driver.execute_script("return window.pwned") is None
    credit = driver.find_element("css selector", ".leaflet-control-attribution")
    assert EVIL in credit.text and not credit.find_elements("css selector", "img"), credit.text
    asked = driver.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert [name for name in asked if "/street/" in name] and all(name.startswith(url) for name in asked), asked
    assert not web.complaints(driver), web.complaints(driver)


def check_page(driver, server, public, number):
    """The place of a request among its streets; without a place, none."""
    for size in SIZES:
        resize(driver, size, size == SIZES[1])
        driver.get(f"{server.url}/kyiv-map/{public.page(number)}")
        wait_for("place", lambda: driver.execute_script("return document.querySelector('#place[data-shown=true] canvas[data-drawn]') !== null"))
        box = driver.find_element("id", "place")
        assert box.is_displayed() and box.size["height"] > 200 and box.size["width"] <= size[0], box.size
        assert EVIL in box.text and driver.execute_script("return window.pwned") is None, box.text
        assert not web.complaints(driver)


def check_without(server, driver, public, nowhere, far):
    """A page without a place, and one of a city without streets."""
    assert "place" not in public.read(public.page(nowhere)) and "<script" not in public.read(public.page(nowhere))
    other = Tree(PUBLIC, "poltava-map")
    driver.get(f"{server.url}/poltava-map/{other.page(far)}")
    wait_for("page", lambda: driver.execute_script("return document.getElementById('place').dataset.shown === 'false'"))
    assert not driver.find_element("id", "place").is_displayed()
    driver.get(f"{server.url}/poltava-map/")
    wait_for("map", lambda: driver.execute_script("return Boolean(document.body.dataset.shown)"))
    assert not driver.find_elements("css selector", "#map canvas[data-drawn]") and driver.find_elements("css selector", ".district.filled")
    assert not web.complaints(driver), web.complaints(driver)


def check_pictures(driver, server):
    """Pictures of another server, where they are configured, in place of the streets."""
    with Syncd(settings=(f"publish: {PUBLIC}", "map_tiles: https://tiles.example.org/{z}/{x}/{y}.png")):
        sql("select api.publish_rebuild('kyiv-map')", user="t_admin")
        wait_for("tree", lambda: tree.is_built("kyiv-map"))
    driver.get(f"{server.url}/kyiv-map/")
    wait_for("pictures", lambda: driver.find_elements("css selector", "#map img[src^='https://tiles.example.org/']"))
    assert not driver.find_elements("css selector", "#map canvas[data-drawn]")


def check_mykolaiv(driver, server):
    """What the streets of a real city cost."""
    if not os.path.exists(MYKOLAIV):
        figure("mykolaiv", "skipped: no ../shared")
        return
    sql("select api.city_add('mykolaiv', 'Миколаїв', 'Mykolaiv')")
    done = ctl.run("streets", "import", "mykolaiv", MYKOLAIV, "--source", "© OpenStreetMap contributors", "--licence", "ODbL", user="t_super")
    assert "added" in done.stdout, done.stdout + done.stderr
    sql("select api.source_add('mykolaiv', 'mykolaiv-map', 'publish', 'mykolaiv-map', null)")
    wait_for("map", lambda: tree.is_built("mykolaiv-map"))
    resize(driver, SIZES[0], False)
    open_map(driver, server.url, "mykolaiv-map")
    measure(driver, Tree(PUBLIC, "mykolaiv-map"), [46.968, 31.998], "mykolaiv")


def check_lines():
    with open(f"{ROOT}/syncd/page/streets.js", encoding="utf-8") as file:
        lines = len(file.readlines())
    figure("lines", f"{lines} lines", "<=200")
    assert lines <= 200, lines


def main():
    os.mkdir(PUBLIC)
    check_lines()
    add_city()
    tree.add_source("kyiv-map")
    sql("select api.source_add('poltava', 'poltava-map', 'publish', 'poltava-map', null)")
    sql("select api.city_set('poltava', '{\"recall_window\": \"0\"}')")
    number, = accept("Тут люк")
    nowhere, = accept("Питання без місця", code="question", at=None)
    far, = reports.add("Без вулиць", at=(49.58, 34.55), source="poltava-site")
    reports.act("t_poltava", "accept", far, 1)
    public = Tree(PUBLIC, "kyiv-map")
    syncd = Syncd(settings=(f"publish: {PUBLIC}",))
    with web.Nginx(PUBLIC, syncd.port) as server:
        wait_for("trees", lambda: tree.is_built("kyiv-map") and tree.is_built("poltava-map"))
        driver = web.browser()
        try:
            check_screens(driver, server, public)
            check_harmless(driver, server.url)
            check_page(driver, server, public, number)
            check_without(server, driver, public, nowhere, far)
            check_mykolaiv(driver, server)
            syncd.kill()
            check_pictures(driver, server)
        finally:
            syncd.kill()
            driver.quit()


sys.exit(main())
