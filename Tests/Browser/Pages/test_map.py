import base64, gzip, pathlib, re, subprocess, unittest, urllib.request

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

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
        """A silent commune's area is never filled, whatever the colours: it is hatched on the
        page's own background."""
        paper = self.open("/map").find("body").value_of_css_property("background-color")
        for colour, classes in (("points", ["unknown"]), ("reporting", ["s-silent", "s-neverEnrolled"])):
            self.open(f"/map?province=51&colour={colour}")
            for name in classes:
                areas = self.browser.all(f'svg.communes path.area[fill="url(#fill-{name})"]')
                self.assertTrue(areas or name == "s-silent", name)
                ground = self.browser.find(f"#fill-{name} .ground").value_of_css_property("fill")
                self.assertEqual(ground, re.sub(r"rgba\((.*), 1\)", r"rgb(\1)", paper), name)
                self.assertTrue(self.browser.all(f"#fill-{name} .lines"), name)

    def press(self, what, times=1):
        for _ in range(times):
            self.browser.find(f".zoom [data-zoom={what}]").click()

    def view(self):
        return [float(part) for part in self.browser.find("svg.map").get_dom_attribute("viewBox").split()]

    def test_the_country_enlarged_leads_to_its_communes(self):
        self.open("/map?language=vi")
        whole = self.view()
        self.assertFalse(self.browser.all("a.near"))
        self.press("in", 5)
        self.assertAlmostEqual(whole[2] / self.view()[2], 1.6 ** 5, places=3)
        near = self.browser.wait(lambda browser: browser.all("a.near"))
        titles = [link.find_element("css selector", "title").get_attribute("textContent") for link in near]
        self.assertRegex(titles[0], r"^(Xã|Phường|Đặc khu) .+: [0-9.]+ điểm")
        self.browser.wait(lambda browser: browser.all("svg.map text.name.fits"))
        self.press("all")
        self.assertEqual(self.view(), whole)
        self.press("in", 5)
        self.browser.driver.execute_script(
            "document.querySelector('svg.map').scrollIntoView({block: 'center'})")
        middle = self.browser.driver.execute_script(
            "const map = document.querySelector('svg.map').getBoundingClientRect();"
            "return [...document.querySelectorAll('a.near path')].findIndex(area => {"
            "  const box = area.getBoundingClientRect();"
            "  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];"
            "  return document.elementFromPoint(x, y) === area; })")
        self.assertGreaterEqual(middle, 0)
        self.browser.follow(self.browser.all("a.near path")[middle])
        self.assertRegex(self.browser.path, r"^/communes/\d{5}$")
        self.assertEqual(self.browser.complaints(), [])

    def test_the_keyboard_enlarges_and_moves(self):
        self.open("/map?province=51&language=vi")
        whole = self.view()
        shown = len(self.browser.all("text.name.fits"))
        self.assertGreater(shown, 20)
        self.browser.driver.execute_script("document.querySelector('.zoom button').focus()")
        keys = ActionChains(self.browser.driver)
        keys.send_keys("+", "+", "+", "+").perform()
        enlarged = self.view()
        self.assertAlmostEqual(whole[2] / enlarged[2], 1.6 ** 4, places=3)
        self.assertGreater(len(self.browser.all("text.name.fits")), shown)
        ActionChains(self.browser.driver).send_keys(Keys.ARROW_RIGHT).perform()
        self.assertGreater(self.view()[0], enlarged[0])
        # Whatever the tab key reaches is visible.
        link = self.browser.find("svg.communes a")
        self.browser.driver.execute_script("arguments[0].focus()", link)
        x, y, width, height = self.view()
        text = link.find_element("css selector", "text")
        self.assertTrue(x <= float(text.get_attribute("x")) <= x + width)
        self.assertTrue(y <= float(text.get_attribute("y")) <= y + height)
        ActionChains(self.browser.driver).send_keys("0").perform()
        self.assertEqual(self.view(), whole)

    def test_a_drag_moves_the_map_and_follows_no_link(self):
        self.open("/map?province=51&language=vi")
        self.press("in", 3)
        before, path = self.view(), self.browser.path
        area = self.browser.find("svg.map")
        self.browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", area)
        ActionChains(self.browser.driver).move_to_element(area).click_and_hold().move_by_offset(
            -60, -40).move_by_offset(-20, -10).release().perform()
        after = self.view()
        self.assertGreater(after[0], before[0])
        self.assertGreater(after[1], before[1])
        self.assertEqual(self.browser.path, path)

    def test_without_scripts_the_map_is_whole(self):
        browser = self.signed_in("an", scripts=False)
        browser.open(self.centre.address + "/map?province=51&language=vi")
        self.assertFalse(browser.find(".zoom").is_displayed())
        self.assertEqual(len(browser.all("svg.communes a path.area")), 96)

    def test_on_paper(self):
        """The map fits on one sheet, with names, also in black and white."""
        for path, names in (("/map?language=vi", ["Quảng Ngãi", "Cà Mau", "Hoàng Sa"]),
                            ("/map?province=51&language=vi", ["Măng Bút", "Đăk Pxi", "Lý Sơn"])):
            self.open(path)
            printed = self.browser.driver.execute_cdp_cmd("Page.printToPDF", {
                "paperWidth": 8.27, "paperHeight": 11.69, "printBackground": False})
            file = pathlib.Path(self.browser.profile.name) / "map.pdf"
            file.write_bytes(base64.b64decode(printed["data"]))
            first = subprocess.run(["pdftotext", "-l", "1", "-layout", file, "-"], check=True,
                                   capture_output=True, text=True).stdout
            for name in names:
                self.assertIn(name, first)
            self.assertLess(file.stat().st_size, 4_000_000, path)

    def test_islands_far_out_are_at_their_place_and_the_rest_is_enlarged(self):
        self.open("/map?province=48")
        whole, rest = self.browser.all("svg.communes")
        self.assertEqual([text.text for text in whole.find_elements("css selector", "a text")],
                         ["Đặc khu Hoàng Sa"])
        self.assertEqual(len(rest.find_elements("css selector", "a")), 93)

    def test_on_a_phone(self):
        browser = self.phone()
        for path in ("/map", "/map?province=51", "/map?province=48"):
            browser.open(self.centre.address + path)
            self.assertEqual(
                browser.driver.execute_script("return document.documentElement.scrollWidth"), 390)
            for button in browser.all(".zoom button"):
                self.assertGreaterEqual(button.size["height"], 44)

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
