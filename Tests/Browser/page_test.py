"""The common base of the page tests: one centre and one browser for all tests of a file."""
import unittest

from browser import Browser
from centre import Centre
from pages import LANGUAGES, pages


def essential(test):
    """Marks a test, or each test of a class, that also belongs to `make test`."""
    test.essential = True
    return test


class PageTest(unittest.TestCase):
    """`self.centre`, signed in by default as the administrator `an` in `self.browser`."""

    @classmethod
    def setUpClass(cls):
        cls.centre = Centre()
        cls.addClassCleanup(cls.centre.close)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.browser.sign_in(cls.centre, cls.centre.person("an"))

    def setUp(self):
        # Discards what the previous test left.
        self.browser.complaints()

    def open(self, path):
        """Opens a page of the centre in the browser, without any complaints."""
        self.browser.complaints()  # what a test asked for by itself, and was refused
        self.browser.open(self.centre.address + path)
        self.assertEqual(self.browser.complaints(), [], path)
        return self.browser

    def in_both_languages(self, path):
        """The page's heading in Vietnamese and in English."""
        joint = "&" if "?" in path else "?"
        headings = [self.open(f"{path}{joint}language={language}").text("h1")
                    for language in ("en", "vi")]
        self.assertNotEqual(*headings)
        return headings[1], headings[0]

    def signed_in(self, name, *rights, **options):
        """Another browser for one test, in which this person is signed in.

        `rights`: role and place of a new person, as for `user add`; `options`: those of `Browser`.
        """
        browser = Browser(**options)
        self.addCleanup(browser.close)
        browser.sign_in(self.centre, self.centre.person(name, *rights) if rights else name)
        return browser

    def phone(self, scripts=True):
        """A browser 390 pixels wide for one test, signed in as `an`."""
        phone = self.signed_in("an", width=500, scripts=scripts)
        phone.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        return phone

    def assert_fits_a_phone(self, paths):
        """No page scrolls sideways on a phone that runs no scripts."""
        phone = self.phone(scripts=False)
        for path in paths:
            phone.open(self.centre.address + path)
            self.assertLessEqual(phone.driver.execute_script(
                "return document.documentElement.scrollWidth"), 390, path)


class EachPageTest(PageTest):
    """The checks that apply to every page of the list."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pages = pages(cls.centre, cls.browser)

    @classmethod
    def each_page(cls, languages=LANGUAGES, browser=None):
        """Opens the pages one after the other, each as its visitor."""
        browser = browser or cls.browser
        for person in dict.fromkeys(page.person for page in cls.pages):
            browser.driver.delete_all_cookies()
            if person:
                browser.sign_in(cls.centre, person)
            browser.complaints()
            for page in cls.pages:
                for language in languages if page.person == person else ():
                    browser.open(cls.centre.address + page.address(language))
                    yield page, language

    def assertFaultless(self, faults):
        """`faults`: sentences."""
        if faults := list(faults):
            self.fail("\n".join(faults))
