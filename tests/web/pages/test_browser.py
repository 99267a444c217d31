"""The pages in a real browser: accessible, on a phone, under the strict policy, searched."""

import importlib.resources

import pytest

# Long too, so that they run with the heavy tests, but not with all others.
pytestmark = [pytest.mark.heavy, pytest.mark.long]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}
"""WCAG 2.2, 1.4.10: no scrolling sideways at 320 pixels."""


def told(page):
    """Expect something of what is said to those who do not see it."""
    from playwright.sync_api import expect

    return expect(page.locator("#count"))


@pytest.fixture
def opened(browser, served):
    """Open a page; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_page(place, *, base=served, size=DESKTOP, colours="light", scripts=True):
        context = browser.new_context(
            viewport=size, color_scheme=colours, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("requestfailed", lambda request: complaints.append(request.url))
        page.on("request", lambda one: one.url.startswith(base) or complaints.append(one.url))
        page.goto(base + place, wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def places(shown):
    """Give every kind of page in both languages."""
    first, third, hostile = (shown[i].record.number for i in (0, 2, 6))
    return [
        *("", "list/001/", "about/", f"c/{first}/", f"c/{hostile}/", "#q=topcon"),
        *("en/", "en/list/001/", "en/about/", f"c/{third}/en/", f"c/{hostile}/en/"),
        *("en/#status=suspended&stage=module", "404.html"),
    ]


@pytest.fixture(scope="session")
def axe():
    """Give the source of axe-core."""
    return importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing(opened, places, axe, size, colours):
    found = []
    for place in places:
        page = opened(place, size=size, colours=colours)
        # Through the inspector, which the policy of the page does not bind.
        page.evaluate(axe)
        options = {"runOnly": {"type": "tag", "values": RULES}}
        result = page.evaluate("options => axe.run(document, options)", options)
        assert len(result["passes"]) > 10
        found += [
            (place, one["id"], node["html"], node["failureSummary"])
            for one in result["violations"]
            for node in one["nodes"]
        ]
        page.context.close()
    assert found == []


@pytest.mark.parametrize("size", [NARROW, PHONE, DESKTOP], ids=["narrow", "phone", "desktop"])
def test_no_page_scrolls_sideways(opened, places, size):
    for place in places:
        page = opened(place, size=size)
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"], place
        page.context.close()


def test_text_may_be_twice_as_large(opened, places):
    """WCAG 2.2, 1.4.4: nothing is lost or covered with text of twice the size."""
    for place in places:
        page = opened(place)
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert page.evaluate("document.documentElement.scrollWidth") == DESKTOP["width"], place
        page.context.close()


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("组件有限公司", [6, 5, 4, 3, 2, 1]),
        ("EXAMPLE module", [6, 5, 4, 3, 2, 1]),
        ("ycpcf202600003", [3]),
        ("yc-pcf-2026-00003", [3]),
        ("M144T-580", [7, 6, 5, 4, 3, 2, 1]),
        ("ＴＯＰＣｏｎ双玻", [6, 5, 4, 3, 2, 1]),
        ("恶意", [7]),
        ("nothing like it", []),
    ],
)
def test_search_finds_chinese_and_latin(opened, certificate_records, typed, numbers):
    page = opened("")
    page.fill("#q", typed)
    told(page).not_to_be_empty()
    wanted = [certificate_records.number_of(i) for i in numbers]
    assert page.locator("#lines .number").all_inner_texts() == wanted
    said = {0: "未找到证书", 1: "找到 1 张证书"}.get(len(numbers), f"找到 {len(numbers)} 张证书")
    assert page.inner_text("#count").startswith(said)
    assert page.locator("#recent").is_hidden()


def test_what_is_found_looks_like_the_list(opened):
    page = opened("en/#q=00005")
    page.wait_for_selector("#lines li")
    found = page.locator("#lines li").first
    listed = page.locator("#recent li", has_text="00005")
    assert found.inner_html() == listed.inner_html()


def test_hostile_names_are_words_in_what_is_found(opened):
    page = opened("en/#q=evil")
    page.wait_for_selector("#lines li")
    assert page.locator("#lines script").count() == 0
    assert "[U+202E]" in page.inner_text("#lines .product")
    assert "<script>alert(1)</script>" in page.inner_text("#lines .by")


def test_filters_are_kept_in_the_address(opened, certificate_records):
    page = opened("")
    page.select_option("#status", "withdrawn")
    page.fill("#company", "示例组件")
    page.wait_for_url("**/#*company*")
    kept = page.evaluate("location.hash")
    again = opened(kept)
    again.wait_for_selector("#lines li")
    number = certificate_records.number_of(3)
    assert again.locator("#lines .number").all_inner_texts() == [number]
    assert again.input_value("#status") == "withdrawn"
    again.click("a.language")
    again.wait_for_selector("#lines li")
    assert again.locator("html").get_attribute("lang") == "en"
    assert again.locator("#lines .number").all_inner_texts() == [number]
    again.click("#lines .number")
    assert again.inner_text("h1").endswith(number)


def test_all_is_cleared_again(opened):
    page = opened("#q=topcon&year=2026&technology=topcon")
    page.wait_for_selector("#lines li")
    page.click("#clear")
    page.wait_for_selector("#recent:visible")
    assert page.evaluate("location.hash") == ""
    assert page.input_value("#q") == page.input_value("#year") == ""
    assert page.evaluate("document.activeElement.id") == "q"


def test_the_count_is_told_to_those_who_do_not_see_it(opened):
    page = opened("en/")
    assert page.get_attribute("#count", "role") == "status"
    page.fill("#q", "topcon")
    told(page).to_have_text("6 certificates found")


def test_twenty_thousand_stay_fluid(opened, served_many):
    page = opened("", base=served_many)
    page.wait_for_selector("#year option[value='2026']", state="attached")
    for typed, count in (("示例299号", 66), ("module", 20000), ("00199", 1)):
        page.fill("#q", typed)
        told(page).to_have_text(f"找到 {count} 张证书")
        assert page.locator("#lines li").count() == min(count, 50)
    took = page.evaluate(
        "() => { const start = performance.now(); search(); return performance.now() - start; }"
    )
    assert took < 200
    page.fill("#q", "module")
    told(page).to_have_text("找到 20000 张证书")
    page.click("#more")
    assert page.locator("#lines li").count() == 100
    assert page.evaluate(
        "document.activeElement.closest('li') === document.querySelectorAll('#lines li')[50]"
    )


def test_without_scripts_there_is_the_plain_list(opened, served_many):
    page = opened("en/", base=served_many, scripts=False)
    assert page.locator("#search").is_hidden()
    page.click("noscript a")
    seen = page.locator(".lines .number").all_inner_texts()
    assert len(seen) == 100
    page.locator("a[rel=next]").first.click()
    older = page.locator(".lines .number").all_inner_texts()
    assert len(older) == 100
    assert max(older) < min(seen)
    page.locator("a[rel=prev]").first.click()
    assert page.locator(".lines .number").all_inner_texts() == seen


def test_an_index_that_cannot_be_read_is_said(browser, served):
    page = browser.new_page()
    page.route("**/index.json", lambda route: route.abort())
    page.goto(f"{served}en/#q=topcon")
    told(page).to_contain_text("could not be loaded")
    page.close()


def test_a_certificate_whose_time_is_over_since_the_page_was_made_says_so(browser, served, shown):
    page = browser.new_page()
    page.clock.install(time="2030-01-01T00:00:00Z")
    page.goto(f"{served}c/{shown[0].record.number}/en/")
    assert page.inner_text("section.status:visible h2").lower().endswith("expired")
    page.close()


def test_a_register_that_was_not_renewed_says_so(browser, served, shown):
    page = browser.new_page()
    page.clock.install(time="2100-01-01T00:00:00Z")
    page.goto(f"{served}c/{shown[1].record.number}/en/")
    page.wait_for_selector("#stale:visible")
    assert "renewed by 2099-12-21" in page.inner_text("#stale")
    page.close()


def test_a_page_says_as_of_when_the_register_is(opened, shown):
    page = opened(f"c/{shown[0].record.number}/en/")
    page.wait_for_selector("#published:not(:empty)")
    assert page.inner_text("#published").endswith("2026-11-21")


def test_the_keyboard_reaches_everything_and_shows_where_it_is(opened, shown):
    page = opened(f"c/{shown[0].record.number}/en/")
    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Skip to the content"
    box = page.locator(":focus").bounding_box()
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    links = page.locator("main a").count()
    for _ in range(links):
        page.keyboard.press("Tab")
        drawn = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert drawn == "solid"
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_page_can_be_printed(opened, shown):
    page = opened(f"c/{shown[6].record.number}/")
    page.emulate_media(media="print")
    assert page.locator(".top nav").is_hidden()
    assert page.locator("section.status").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
