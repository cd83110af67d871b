"""What the tests of pages share: one centre and one browser for all tests of a file."""
import unittest

from browser import Browser
from centre import Centre


class PageTest(unittest.TestCase):
    """`self.centre`, signed in by default as the administrator `an` in `self.browser`."""

    @classmethod
    def setUpClass(cls):
        cls.centre = Centre()
        cls.addClassCleanup(cls.centre.close)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)
        cls.browser.sign_in(cls.centre, cls.centre.person("an"))

    def open(self, path):
        """Opens a page of the centre in the browser; nothing may complain."""
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
