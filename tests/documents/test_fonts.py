import pytest
from matplotlib import font_manager

from pvfootprint.documents.fonts import FAMILY, FILES, chinese_font, required_font
from pvfootprint.model.findings import OutputError


@pytest.fixture
def known(monkeypatch):
    """Set of the font families that matplotlib knows; empty at first."""
    families = set()
    monkeypatch.setattr(font_manager, "get_font_names", lambda: sorted(families))
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    return families


def test_the_font_is_installed():
    assert required_font() == FAMILY


def test_the_font_holds_the_words_of_the_figure():
    path = font_manager.findfont(FAMILY, fallback_to_default=False)
    characters = font_manager.get_font(path).get_charmap()
    assert all(ord(character) in characters for character in "产品部分碳足迹（从摇篮到大门）")


@pytest.mark.usefixtures("known")
def test_without_the_font_there_is_an_error_that_says_how_to_get_it():
    assert chinese_font() is None
    with pytest.raises(OutputError) as caught:
        required_font()
    (finding,) = caught.value.findings
    assert (finding.code, finding.expected) == ("OUT-002", FAMILY)
    assert finding.hint == "apt-get install fonts-noto-cjk"


def test_a_font_installed_just_now_is_found(known, monkeypatch):
    files = ["fonts/DejaVuSans.ttf", f"fonts/{FILES}-Regular.ttc"]
    added = []

    def add(path):
        added.append(path)
        known.add(FAMILY)

    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: files)
    monkeypatch.setattr(font_manager.fontManager, "addfont", add)
    assert chinese_font() == FAMILY
    assert added == files[1:]
