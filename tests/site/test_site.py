"""The public site in a real browser, behind a real nginx with TLS: the map shows what is public and how it
stands, filters work, residents' texts are text, nothing comes from elsewhere; pages can be read without
scripts and on a small screen; what changes shows, in Ukrainian and in English."""
import os
import sys

import hostile
import tree
import web
from reports import act, version
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from syncd import Syncd, wait_for
from tree import Tree, accept, answer

ROOT = f"{os.environ['TMPDIR']}/public"
EVIL = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"
TITLES = [f"{EVIL} {n}" for n in range(3)] + ["Не працює світлофор"]


def shown(driver, seconds=30):
    """Waits until the map has drawn once more; call it with the last number."""
    def turn():
        return driver.execute_script("return Number(document.body.dataset.shown || 0)")
    before = getattr(driver, "turn", 0)
    wait_for("map", lambda: turn() > before, seconds)
    driver.turn = turn()


def settle(driver):
    """Waits until the map stands still, after what moved it."""
    wait_for("rest", lambda: driver.execute_script("return Number(document.body.dataset.shown) === site.turn && !site.map._animatingZoom"))
    driver.turn = driver.execute_script("return site.turn")


def visible_list(driver):
    return [link.text for link in driver.find_elements(By.CSS_SELECTOR, "#list a")]


def markers(driver):
    return driver.execute_script("return site.layer.getLayers().length")


def check_far(driver, url, numbers):
    driver.get(f"{url}/kyiv-map/")
    shown(driver)
    bubbles = [bubble.text for bubble in driver.find_elements(By.CSS_SELECTOR, ".bubble")]
    assert sum(map(int, bubbles)) == len(numbers), bubbles
    assert visible_list(driver) == []
    assert driver.find_element(By.TAG_NAME, "html").get_attribute("lang") == "uk"
    assert "Є відповідь" in driver.find_element(By.ID, "filter").text
    driver.execute_script("arguments[0].click()", driver.find_element(By.CSS_SELECTOR, ".bubble"))
    shown(driver)


def check_near(driver, numbers):
    driver.execute_script("site.map.setView([50.46, 30.50], 15, {animate: false})")
    settle(driver)
    wait_for("list", lambda: len(visible_list(driver)) == len(numbers))
    assert sorted(visible_list(driver)) == sorted(title[:80].strip() for title in TITLES), visible_list(driver)
    assert markers(driver) == len(numbers)
    driver.execute_script("site.layer.getLayers().find((one) => one.options.fillColor !== '#fff').openPopup()")
    popup = wait_for("popup", lambda: driver.find_elements(By.CSS_SELECTOR, ".leaflet-popup-content"))[0]
    assert popup.find_elements(By.CSS_SELECTOR, ".open") and not popup.find_elements(By.CSS_SELECTOR, "script, img")
    assert EVIL[:20] in popup.text, popup.text


def check_filter(driver, numbers):
    def choose(name, value):
        Select(driver.find_element(By.NAME, name)).select_by_value(value)
        settle(driver)

    driver.find_element(By.NAME, "open").click()
    settle(driver)
    assert visible_list(driver) == [TITLES[3]] and markers(driver) == 1, visible_list(driver)
    driver.find_element(By.NAME, "open").click()
    choose("code", "light")
    assert visible_list(driver) == [], visible_list(driver)
    choose("code", "road")
    choose("days", "7")
    assert len(visible_list(driver)) == len(numbers)
    choose("code", "")
    choose("days", "")


def check_harmless(driver, url):
    """No text became markup, nothing was asked elsewhere, no policy was broken."""
    assert driver.execute_script("return window.pwned") is None
    asked = driver.execute_script("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert asked and all(name.startswith(url) for name in asked), asked
    assert not web.complaints(driver), web.complaints(driver)


def check_page(driver, url, public, number):
    """From the list to the page of a request."""
    link = driver.find_element(By.LINK_TEXT, TITLES[3])
    assert link.get_attribute("href") == f"{url}/kyiv-map/{public.page(number)}"
    link.click()
    wait_for("page", lambda: driver.find_elements(By.CSS_SELECTOR, "body.page h1"))
    assert driver.find_element(By.TAG_NAME, "h1").text == TITLES[3]
    assert driver.find_element(By.CSS_SELECTOR, ".answer .text").text == f"Полагодили\n{EVIL}"
    assert driver.find_element(By.CSS_SELECTOR, ".status.closed").value_of_css_property("font-weight") == "600"
    assert not web.complaints(driver)
    driver.find_element(By.CSS_SELECTOR, "header a").click()
    wait_for("map", lambda: driver.find_elements(By.CSS_SELECTOR, "body.map"))


def check_language(driver, url):
    driver.get(f"{url}/kyiv-en/")
    driver.turn = 0
    shown(driver)
    assert driver.find_element(By.TAG_NAME, "h1").text == "Kyiv"
    assert "Answered" in driver.find_element(By.ID, "filter").text and "Road sign" in driver.find_element(By.ID, "filter").text


def check_small(url, public, numbers):
    """A telephone, without scripts: everything can be read, nothing is wider than the screen."""
    driver = web.browser(scripts=False, size=(400, 700))
    try:
        for page in (public.page(numbers[0]), "answers.html", ""):
            driver.get(f"{url}/kyiv-map/{page}")
            wide = driver.find_element(By.TAG_NAME, "body").size["width"]
            for part in driver.find_elements(By.CSS_SELECTOR, "body *"):
                assert part.location["x"] + part.size["width"] <= wide + 1, (page, part.tag_name, part.size)
        driver.get(f"{url}/kyiv-map/{public.page(numbers[0])}")
        assert EVIL[:30] in driver.find_element(By.TAG_NAME, "h1").text
        driver.get(f"{url}/kyiv-map/")
        driver.find_element(By.CSS_SELECTOR, "noscript a").click()
        driver.find_element(By.LINK_TEXT, TITLES[3]).click()
        assert driver.find_element(By.TAG_NAME, "h1").text == TITLES[3]
    finally:
        driver.quit()


def check_leaving(driver, url, server, public, number):
    """What is withdrawn leaves the map and has no page any more."""
    assert server.get(f"/kyiv-map/{public.page(number)}").status == 200
    act("t_moderator", "withdraw", number, version(number), None)
    wait_for("withdrawal", lambda: tree.waiting("kyiv-map") == 0)
    assert server.get(f"/kyiv-map/{public.page(number)}").status == 404
    driver.get(f"{url}/kyiv-map/")
    driver.turn = 0
    shown(driver)
    driver.execute_script("site.map.setView([50.46, 30.50], 15, {animate: false})")
    settle(driver)
    wait_for("list", lambda: len(visible_list(driver)) == 3)


def main():
    os.mkdir(ROOT)
    tree.add_source("kyiv-map")
    tree.add_source("kyiv-en", lang="en")
    numbers = accept(*(f"{title}\n\nДокладно {EVIL} {hostile.TITLES['escape']}" for title in TITLES))
    answer(numbers[3], f"Полагодили\n{EVIL}")
    public = Tree(ROOT, "kyiv-map")
    with Syncd(settings=(f"publish: {ROOT}",)) as syncd, web.Nginx(ROOT, syncd.port) as server:
        wait_for("trees", lambda: tree.is_built("kyiv-map") and tree.is_built("kyiv-en"))
        driver = web.browser()
        try:
            check_far(driver, server.url, numbers)
            check_near(driver, numbers)
            check_filter(driver, numbers)
            check_harmless(driver, server.url)
            check_page(driver, server.url, public, numbers[3])
            check_language(driver, server.url)
            check_leaving(driver, server.url, server, public, numbers[0])
            check_harmless(driver, server.url)
        finally:
            driver.quit()
        check_small(server.url, public, numbers[1:])


sys.exit(main())
