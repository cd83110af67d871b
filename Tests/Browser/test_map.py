import gzip, unittest, urllib.request

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from browser import Browser
from page_test import PageTest


class MapTest(PageTest):
    def test_in_both_languages(self):
        for colour in ("points", "reporting"):
            for province in ("", "51", "48", "01"):
                self.in_both_languages(f"/map?province={province}&colour={colour}")

    def test_the_country_leads_to_its_provinces(self):
        self.open("/map?language=vi")
        names = self.browser.all("text.province")
        self.assertEqual(len(names), 34)
        islands = [name.text for name in self.browser.all("text.island")]
        self.assertIn("Hoàng Sa", islands)
        self.assertIn("Trường Sa", islands)
        # One stop of the tab key for each province, not one for each commune.
        stops = self.browser.driver.execute_script(
            "return [...document.querySelectorAll('svg.map a')].filter(a => a.tabIndex == 0).length")
        self.assertEqual(stops, 34)
        next(name for name in names if name.text == "Quảng Ngãi").click()
        self.assertEqual(self.browser.path, "/map?language=vi&province=51")
        self.assertIn("Quảng Ngãi", self.browser.text("h1"))

    def test_every_commune_is_drawn_and_in_the_table(self):
        self.open("/map?province=51&colour=reporting")
        marks = self.browser.driver.execute_script(
            "return [...document.querySelectorAll('svg.communes a')].map(a => a.href.baseVal)")
        rows = [link.get_attribute("href") for link in self.browser.all("tbody th a")]
        self.assertEqual(len(rows), 96)
        self.assertEqual(sorted(mark.rsplit("/", 1)[1] for mark in marks),
                         sorted(row.rsplit("/", 1)[1] for row in rows))
        counted = sum(int(count.text.strip("()")) for count in self.browser.all(".legend .soft"))
        self.assertEqual(counted, 96)

    def test_names_show_on_focus_and_on_hover(self):
        self.open("/map?province=51&language=vi")
        link = self.browser.find("svg.communes a:last-of-type")
        name = link.find_element("css selector", "text")
        self.assertEqual(name.value_of_css_property("visibility"), "hidden")
        self.browser.driver.execute_script("arguments[0].focus()", link)
        self.assertEqual(name.value_of_css_property("visibility"), "visible")
        pointed = self.browser.find("text.pointed")
        self.assertEqual(pointed.text, name.text)
        self.assertRegex(link.find_element("css selector", "title").get_attribute("textContent"),
                         rf"^{name.text}: \d+ điểm")
        other = self.browser.find("svg.communes a:nth-of-type(60)")
        ActionChains(self.browser.driver).move_to_element(
            other.find_element("css selector", "path")).perform()
        self.assertNotEqual(pointed.text, "")
        ActionChains(self.browser.driver).send_keys(Keys.ENTER).perform()
        self.assertRegex(self.browser.path, r"^/communes/\d{5}$")
        self.browser.complaints()

    def test_what_is_not_known_has_a_form_of_its_own(self):
        """Of a commune that is silent no mark is filled, whatever the colours."""
        for colour, classes in (("points", ["unknown"]), ("reporting", ["s-silent", "s-neverEnrolled"])):
            self.open(f"/map?province=51&colour={colour}")
            for name in classes:
                marks = self.browser.all(f"svg.communes path.{name}")
                self.assertTrue(marks or name == "s-silent", name)
                for mark in marks:
                    self.assertIn(mark.get_attribute("class").split()[0], ("ring", "cross"))

    def test_islands_far_out_are_at_their_place_and_the_rest_is_enlarged(self):
        self.open("/map?province=48")
        whole, rest = self.browser.all("svg.communes")
        self.assertEqual([text.text for text in whole.find_elements("css selector", "a text")],
                         ["Đặc khu Hoàng Sa"])
        self.assertEqual(len(rest.find_elements("css selector", "a")), 93)

    def test_on_a_phone(self):
        browser = Browser(width=500)
        self.addCleanup(browser.close)
        browser.sign_in(self.centre, "an")
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        for path in ("/map", "/map?province=51", "/map?province=48"):
            browser.open(self.centre.address + path)
            self.assertEqual(
                browser.driver.execute_script("return document.documentElement.scrollWidth"), 390)

    def test_the_country_is_light_enough_for_a_bad_line(self):
        cookie = self.browser.driver.get_cookie("__Host-session")["value"]
        for colour in ("points", "reporting"):
            request = urllib.request.Request(
                f"{self.centre.address}/map?colour={colour}",
                headers={"Cookie": f"__Host-session={cookie}", "Accept-Encoding": "gzip"})
            with urllib.request.urlopen(request) as reply:
                body = reply.read()
                self.assertEqual(reply.headers["Content-Encoding"], "gzip")
            self.assertLessEqual(len(body), 60_000)
            self.assertEqual(gzip.decompress(body).count(b'class="province"'), 34)


if __name__ == "__main__":
    unittest.main()
