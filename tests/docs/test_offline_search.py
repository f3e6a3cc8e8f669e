"""The search of the site works in pages that are opened as files."""

import json

import pytest

from tests import browser
from tests.docs.test_site import built  # noqa: F401 - a fixture

pytestmark = pytest.mark.skipif(not browser.is_installed(), reason=browser.MISSING)


def test_the_search_finds_pages_that_are_opened_as_files(built):  # noqa: F811 - the fixture
    folder, _ = built
    with browser.browser() as tab:
        tab.open((folder / "index.html").as_uri())
        tab.run("document.querySelector('[data-md-component=search-query]').focus()")
        tab.write("PostgreSQL")
        tab.wait_for("document.querySelector('.md-search-result__link') !== null")
        links = json.loads(
            tab.run("JSON.stringify([...document.querySelectorAll('.md-search-result__link')].map(each => each.href))")
        )
        assert all(link.startswith("file://") for link in links)
        assert any("scaling.html" in link for link in links)
        assert [each for each in tab.wanted if not each.startswith(("file:", "data:"))] == []
