import re, urllib.error, urllib.request

from browser import Browser
from centre import ROOT
from page_look import MOST_LINKS, WIDTHS, PageLook
from page_test import EachPageTest, essential
from pages import message_keys


class EveryPageTest(EachPageTest):
    """Each page is opened once in each language and inspected completely; the tests then assert the
    findings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.looks = {(page, language): PageLook(cls.browser, page, language)
                     for page, language in cls.each_page()}

    def expect_nothing(self, side):
        for (page, language), look in self.looks.items():
            with self.subTest(page=page.name, language=language):
                self.assertFaultless(look.faults[side])

    @essential
    def test_nothing_complains(self):
        self.expect_nothing("complaints")

    @essential
    def test_frame_is_whole(self):
        self.expect_nothing("frame")

    @essential
    def test_texts_are_whole(self):
        self.expect_nothing("texts")

    @essential
    def test_can_be_heard(self):
        self.expect_nothing("hearing")

    def test_can_be_used_by_keyboard(self):
        self.expect_nothing("keyboard")

    @essential
    def test_fits_every_width(self):
        for width in WIDTHS:
            self.expect_nothing(f"{width} px")

    def test_can_be_read_by_day_and_by_night(self):
        self.expect_nothing("light")
        self.expect_nothing("dark")

    @essential
    def test_can_be_printed(self):
        self.expect_nothing("print")

    @essential
    def test_templates_name_texts_that_are_there(self):
        keys = {key.replace(".", "_") for key in message_keys()}
        for template in (ROOT / "inventory/pages").rglob("*.mustache"):
            named = set(re.findall(r"\{\{[#^]?text\.(\w+)\}\}", template.read_text()))
            self.assertEqual(named - keys, set(), template.name)

    def test_pages_say_the_same_without_script(self):
        plain = Browser(scripts=False)
        self.addCleanup(plain.close)
        plain.open("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        self.assertEqual(plain.driver.title, "off")
        for page, language in self.each_page(("vi",), plain):
            found, wanted = plain.ask("mainContent"), self.looks[page, language].content
            with self.subTest(page=page.name):
                self.assertEqual(found["heading"], wanted["heading"])
                self.assertGreaterEqual(found["rows"], wanted["rows"])
                self.assertGreaterEqual(found["fields"], wanted["fields"])
                self.assertGreater(found["length"], 0.9 * wanted["length"])

    def test_links_lead_somewhere(self):
        # Of many links that differ only in numbers and values, three are enough.
        found = {}
        for (page, _), look in self.looks.items():
            for link in look.links if page.person == "an" else []:
                same = found.setdefault(re.sub(r"[0-9]{2,}|/m[0-9a-z]{12}|=[^&]*", "#", link), {})
                if len(same) < 3:
                    same[link] = page.name
        every = {link: name for same in found.values() for link, name in same.items()}
        self.assertLess(len(every), MOST_LINKS)
        self.browser.sign_in(self.centre, "an")
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}"
                            for cookie in self.browser.driver.get_cookies())
        for link, name in every.items():
            with self.subTest(page=name, link=link):
                self.assertEqual(self.status(link, cookies), 200)

    def status(self, path, cookies):
        request = urllib.request.Request(self.centre.address + path, headers={"Cookie": cookies})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status
        except urllib.error.HTTPError as reply:
            return reply.code
