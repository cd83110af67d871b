import re, unittest

from page_test import PageTest, essential


class OverviewTest(PageTest):
    """The start page of Quảng Ngãi's demonstration."""

    def test_in_both_languages(self):
        self.assertEqual(self.in_both_languages("/"), ("Tổng quan", "Overview"))

    @essential
    def test_is_seen_without_scrolling(self):
        browser = self.signed_in("tinh", "officer", "--province", "51", width=1280)
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 1280, "height": 800, "deviceScaleFactor": 1, "mobile": False})
        for language in ("vi", "en"):
            browser.open(f"{self.centre.address}/?language={language}")
            for part in ("#communes", "#machines", "#below", "#moves", "#waiting"):
                self.assertTrue(browser.find(part).is_displayed(), part)
            last = max(part.rect["y"] + part.rect["height"] for part in browser.all(".overview > section"))
            self.assertLessEqual(last, 800, language)

    @essential
    def test_each_figure_leads_to_what_it_counts(self):
        self.open("/?language=en")
        rows = [(row.find_element("css selector", "a").get_attribute("href"),
                 row.find_element("css selector", "a").text,
                 row.find_element("css selector", ".number b").text)
                for row in self.browser.all("table[aria-labelledby=communes] tr")]
        self.assertEqual(
            [name for _, name, _ in rows],
            ["Ranked", "Verify first", "Silent or never reported", "No computer enrolled"])
        for address, name, count in rows:
            self.open(address.removeprefix(self.centre.address))
            shown = re.sub(r"\D", "", self.browser.text(".queues [aria-current]"))
            self.assertEqual(shown, re.sub(r"\D", "", count), name)
        self.open("/?language=en")
        below = self.browser.find("table[aria-labelledby=below] tr")
        count = re.sub(r"\D", "", below.find_element("css selector", ".number .soft").text.split("/")[0])
        self.browser.follow(below.find_element("css selector", "a"))
        self.assertIn("below=", self.browser.path)
        shown = re.sub(r"\D", "", self.browser.text(".queues [aria-current]"))
        self.assertEqual(shown, count)

    def test_old_links_lead_to_the_ranking(self):
        self.open("/?province=51&queue=all")
        self.assertEqual(self.browser.path, "/ranking?province=51&queue=all")

    def test_on_a_phone(self):
        browser = self.phone()
        browser.open(self.centre.address + "/")
        self.assertLessEqual(browser.find("html").size["width"], 390)
        for cell in browser.all(".overview tr > *"):
            self.assertLessEqual(cell.rect["x"] + cell.rect["width"], 391)
        for link in browser.all(".overview tbody th a"):
            self.assertGreaterEqual(link.rect["height"], 43)


if __name__ == "__main__":
    unittest.main()
