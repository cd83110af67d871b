import re, urllib.error, urllib.request

from browser import Browser
from centre import ROOT
from page_test import EachPageTest
from pages import message_keys

MOST_LINKS = 250
LEFT_OVER = re.compile(r"\{\w*\}|\{\{|\}\}|\bnil\b|Optional\(|\bnull\b|\bundefined\b|\bNaN\b|\binf\b")


class EveryPageTest(EachPageTest):
    def test_nothing_complains_and_the_frame_is_whole(self):
        def check(page, language):
            complaints = [one for one in self.browser.complaints()
                          if page.status == 200 or f"status of {page.status}" not in one]
            self.assertFaultless(complaints, self.browser.ask("frameFaults", language))
        self.each_page(check)

    def test_texts_are_whole(self):
        keys = re.compile("|".join(rf"\b{re.escape(key)}\b" for key in message_keys()))

        def check(page, language):
            text = self.browser.ask("everyText")
            self.assertFaultless(keys.findall(text), LEFT_OVER.findall(text))
        self.each_page(check)

    def test_templates_name_texts_that_are_there(self):
        keys = {key.replace(".", "_") for key in message_keys()}
        for template in (ROOT / "inventory/pages").glob("*.mustache"):
            named = set(re.findall(r"\{\{[#^]?text\.(\w+)\}\}", template.read_text()))
            self.assertEqual(named - keys, set(), template.name)

    def test_pages_say_the_same_without_script(self):
        content = {}
        self.each_page(
            lambda page, _: content.update({page.name: self.browser.ask("mainContent")}), ("vi",))
        plain = Browser(scripts=False)
        self.addCleanup(plain.close)
        plain.open("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        self.assertEqual(plain.driver.title, "off")
        plain.sign_in(self.centre, "an")

        def check(page, _):
            found, wanted = plain.ask("mainContent"), content[page.name]
            for part in ("heading", "rows", "fields"):
                self.assertEqual(found[part], wanted[part], part)
            self.assertGreater(found["length"], 0.9 * wanted["length"])
        self.each_page(check, ("vi",), plain)

    def test_links_lead_somewhere(self):
        found = {}

        def collect(page, _):
            for link in self.browser.ask("links") if page.status == 200 else []:
                if link.startswith("#"):
                    self.assertTrue(self.browser.all(link), link)
                elif "://" in link:
                    self.assertTrue(link.startswith("https://"), link)
                else:
                    # Of many that differ in their numbers alone, three are enough.
                    same = found.setdefault(re.sub(r"[0-9A-F]{2,}", "#", link), {})
                    if len(same) < 3:
                        same[link] = page.name
        self.each_page(collect, ("vi",))
        every = {link: name for same in found.values() for link, name in same.items()}
        self.assertLess(len(every), MOST_LINKS)
        for link, name in every.items():
            with self.subTest(page=name, link=link):
                self.assertEqual(self.status(link), 200)

    def status(self, path):
        """Of an address of the centre, for the person who is signed in."""
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}"
                            for cookie in self.browser.driver.get_cookies())
        request = urllib.request.Request(self.centre.address + path, headers={"Cookie": cookies})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status
        except urllib.error.HTTPError as reply:
            return reply.code
