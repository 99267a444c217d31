"""Pages say what the register holds, in one language each, and escape all of it."""

import dataclasses
import re

import lxml.html
import pytest

from pvfootprint.certification.verification.given import Given
from pvfootprint.certification.verification.proving import not_proven
from pvfootprint.certification.verification.steps import MEANINGS
from pvfootprint.web import pages
from pvfootprint.web.pages import certificate_page
from pvfootprint.web.rendering import formula, visible
from pvfootprint.web.wording import ABOUT, LABELS, NAMES, NOT_PROVEN

WORDS = {
    "valid": ("有效", "valid"),
    "suspended": ("已暂停", "suspended"),
    "withdrawn": ("已撤销", "withdrawn"),
    "cancelled": ("已注销", "cancelled on request"),
    "superseded": ("已被替代", "superseded"),
    "expired": ("已到期", "expired"),
}
LANGUAGES = ("zh", "en")


def tree_of(page):
    return lxml.html.fromstring(page.encode())


def squeezed(element):
    return " ".join(element.text_content().split())


def cells(row):
    return [squeezed(cell) for cell in row]


@pytest.fixture
def site(register_facts):
    return register_facts.site()


@pytest.fixture
def page(register_facts, site):
    """Render the page of a certificate and read it back."""

    def made(language="en", **changes):
        return tree_of(certificate_page(register_facts.public(**changes), site, language))

    return made


@pytest.mark.parametrize("status", WORDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_status_stands_first_with_its_word_its_sign_and_its_meaning(page, status, language):
    tree = page(language, status=status)
    (panel,) = tree.xpath("//section[contains(@class, 'status') and not(@hidden)]")
    word = WORDS[status][language == "en"]
    assert squeezed(panel.xpath(".//*[contains(@class, 'word')]")[0]) == word
    assert panel.xpath(".//use/@href") == [f"#i-{status}"]
    assert tree.xpath(f"//symbol[@id='i-{status}']")
    meaning = MEANINGS.get(status)
    assert meaning is None or meaning.said(language) in squeezed(panel)
    assert word in tree.findtext(".//title")


def test_every_status_has_a_sign_of_its_own(page):
    tree = page()
    drawn = {
        status: str(lxml.html.tostring(tree.get_element_by_id(f"i-{status}"))) for status in WORDS
    }
    assert len({said.replace(status, "") for status, said in drawn.items()}) == len(WORDS)


def test_a_superseded_certificate_leads_to_the_one_in_its_place(page, certificate_records):
    number = certificate_records.number_of(7)
    assert page("zh", status="superseded").xpath(f"//a[@href='../../c/{number}/']")
    assert page("en", status="superseded").xpath(f"//a[@href='../../../c/{number}/en/']")


@pytest.mark.parametrize("status", ["withdrawn", "suspended", "cancelled"])
def test_a_certificate_upstream_that_does_not_hold_is_a_warning(page, register_facts, status):
    tree = page(upstream=(register_facts.linked(3), register_facts.linked(1, status, depth=2)))
    (warning,) = tree.xpath("//div[contains(@class, 'warning')]")
    assert MEANINGS["upstream"].en in squeezed(warning)
    assert WORDS[status][1] in squeezed(warning)
    assert len(warning.xpath(".//a")) == 1


@pytest.mark.parametrize("status", ["unknown", "not issued"])
def test_a_certificate_upstream_that_the_register_does_not_have_is_a_warning(
    page, register_facts, status
):
    tree = page(upstream=(register_facts.linked(3, status),))
    (warning,) = tree.xpath("//div[contains(@class, 'warning')]")
    assert register_facts.linked(3).number in squeezed(warning)
    assert not tree.xpath(f"//a[contains(@href, '{register_facts.linked(3).number}')]")
    assert "i-doubt" in warning.xpath(".//use/@href")[0]


@pytest.mark.parametrize("status", ["valid", "expired", "superseded"])
def test_a_certificate_upstream_that_did_hold_is_no_warning(page, register_facts, status):
    tree = page(upstream=(register_facts.linked(3, status),))
    assert not tree.xpath("//div[contains(@class, 'warning')]")
    assert WORDS[status][1] in squeezed(tree.xpath("//section[@aria-labelledby='upstream']")[0])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_test_says_so_on_every_page(register_facts, site, language):
    said = LABELS["test_only"].said(language)
    rendered = [
        certificate_page(register_facts.public(), site, language),
        pages.home_page(register_facts.summary(), [register_facts.row()], site, language),
        pages.list_page([register_facts.row()], site, language, 1, 1),
        pages.about_page(site, language),
    ]
    assert all(f"<b>TEST 测试</b> {said}" in one for one in rendered)
    assert "TEST 测试" in pages.not_found_page(site)


def test_a_test_among_others_says_so_on_its_own_page(register_facts, certificate_records):
    site = register_facts.site(test=False)
    real = register_facts.public(said=certificate_records.record(test=False))
    assert "TEST 测试" in certificate_page(register_facts.public(), site, "en")
    assert "TEST 测试" not in certificate_page(real, site, "en")
    assert "noindex" not in certificate_page(real, site, "en")


def test_numbers_are_those_of_the_certificate(page):
    tree = page("en")
    assert squeezed(tree.xpath("//p[@class='figure']")[0]) == "382.7 kgCO2e/kWp"
    stages, gases = tree.xpath("//table")
    assert cells(stages.xpath(".//tbody/tr")[0]) == ["MG silicon", "24.62", "6.4 %"]
    assert cells(stages.xpath(".//tfoot/tr")[0]) == ["Total", "382.7", "100.0 %"]
    assert cells(gases.xpath(".//tbody/tr")[1]) == ["CO2", "94.52", "87.57", "22.9 %"]
    bars = stages.xpath(".//*[name()='rect'][not(@class)]/@width")
    assert [float(width.rstrip("%")) for width in bars] == [6.43, 15.41, 12.61, 11.03, 54.51]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_what_verify_says_is_not_proven(page, language):
    found = page(language)
    listed = [
        squeezed(item) for item in found.xpath("//section[@aria-labelledby='not-proven']//li")
    ]
    given = Given(name="", kind="number")
    of_number = [
        one.said(language) for one in not_proven(given, "genuine", None, None, snapshot=True)
    ]
    assert set(of_number[:2]) <= set(listed)
    assert len(listed) == len(NOT_PROVEN)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_hostile_is_obeyed(register_facts, site, language):
    facts = register_facts.hostile()
    row = register_facts.row(
        company=facts.record.client.name,
        company_en=facts.record.client.name_en,
        product=facts.record.product.name,
    )
    for page in (
        certificate_page(facts, site, language),
        pages.list_page([row], site, language, 1, 1),
        pages.home_page(register_facts.summary(), [row], site, language),
    ):
        tree = tree_of(page)
        assert register_facts.TURN not in page
        assert "[U+202E]" in page
        assert [one for one in tree.xpath("//script") if one.text_content().strip()] == []
        assert all(
            src.startswith("../") or src.startswith("assets/")
            for src in tree.xpath("//script/@src")
        )
        assert tree.xpath("//@*[starts-with(name(), 'on')]") == []
        assert tree.xpath("//@style | //style | //base | //iframe | //object") == []


def test_many_models_are_folded_away_and_all_there(register_facts, site):
    tree = tree_of(certificate_page(register_facts.hostile(), site, "en"))
    (folded,) = tree.xpath("//details[.//ul[@class='models']]")
    assert len(folded.xpath(".//li")) == 60
    assert squeezed(folded.xpath("summary")[0]) == "all 60 models"


def test_each_page_names_its_language_and_leads_to_the_other(folder):
    for path in folder.rglob("index.html"):
        tree = tree_of(path.read_text())
        english = "en" in path.relative_to(folder).parts
        assert tree.get("lang") == ("en" if english else "zh-CN")
        (other,) = tree.xpath("//nav//a[@hreflang]")
        assert other.get("hreflang") == ("zh-CN" if english else "en")
        target = (path.parent / other.get("href") / "index.html").resolve()
        back = tree_of(target.read_text()).xpath("//nav//a[@hreflang]/@href")[0]
        assert (target.parent / back / "index.html").resolve() == path.resolve()


def test_no_page_says_a_word_in_the_wrong_language(register_facts, site):
    page = certificate_page(register_facts.public(), site, "zh")
    for key, said in LABELS.items():
        assert said.zh != said.en, key
    for kind in ("meaning", "act", "file", "script"):
        assert all(said.zh != said.en for said in NAMES[kind].values()), kind
    assert all(one.zh != one.en for _, said in ABOUT for one in said)
    assert "{" not in re.sub(r"data-\w+=\"[^\"]*\"", "", page)


def test_no_link_leads_nowhere(folder, dead_links):
    missing = [one for one in dead_links(folder) if "/c/YC-PCF-2026-99998" not in one]
    assert missing == []


def test_a_dead_link_and_a_dead_anchor_are_found(tmp_path, dead_links):
    (tmp_path / "index.html").write_text(
        '<a href="#a"></a><a id="b" href="x/"></a><a href="#b"></a>'
    )
    assert dead_links(tmp_path) == ["index.html: #a", "index.html: x/"]


def test_only_the_last_two_pages_of_the_list_change_when_one_is_added(register_facts, site):
    rows = [register_facts.row()]

    def made(pages_now):
        return [pages.list_page(rows, site, "zh", i, pages_now) for i in range(1, 4)]

    before, after = made(3), made(4)
    assert before[:2] == after[:2]
    assert before[2] != after[2]
    assert 'href="../../list/004/"' in after[2]


def test_an_address_that_leads_nowhere_is_answered_under_any_path(register_facts):
    site = register_facts.site(base_url="https://host.example/pcf/register")
    tree = tree_of(pages.not_found_page(site))
    references = tree.xpath("//@href | //@src")
    assert all(one.startswith(("/pcf/register/", "#")) for one in references)
    assert [part.get("lang") for part in tree.xpath("//main/section")] == ["zh-CN", "en"]


def test_an_asset_is_named_by_its_content():
    names = pages.assets()
    assert {name.rsplit(".", 2)[0] + "." + name.rsplit(".", 1)[1] for name in names} == {
        "register.css",
        "search.js",
        "status.js",
        "mark.svg",
    }
    for content in names.values():
        assert not re.search(rb"https?://(?!www\.w3\.org/2000/svg)", content)


def test_the_home_page_counts_what_there_is(register_facts, site):
    tree = tree_of(pages.home_page(register_facts.summary(), [], site, "en"))
    assert [squeezed(one) for one in tree.xpath("//ul[@class='counts']/li")] == [
        "valid 4",
        "suspended 1",
    ]
    assert "There is no certificate yet." in squeezed(tree)
    assert tree.xpath("//noscript//a/@href") == ["../en/list/001/"]


def test_the_same_facts_give_the_same_page(register_facts, site):
    facts = register_facts.public()
    later = dataclasses.replace(facts)
    assert certificate_page(facts, site, "zh") == certificate_page(later, site, "zh")


def test_hidden_characters_are_named():
    said = "a\N{RIGHT-TO-LEFT OVERRIDE}b\N{ZERO WIDTH SPACE}c\x07\x85\n\N{NO-BREAK SPACE}%"
    assert visible(said) == "a[U+202E]b[U+200B]c[U+0007][U+0085]\n\N{NO-BREAK SPACE}%"


def test_a_formula_is_set_low_and_escaped():
    assert formula("kgCO2e/m2 <b>") == "kgCO<sub>2</sub>e/m² &lt;b&gt;"
