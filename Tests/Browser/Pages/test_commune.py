import datetime, unittest, urllib.request

from page_test import PageTest, essential

COMMUNE = "21040"


class CommuneTest(PageTest):
    path = f"/communes/{COMMUNE}"

    def test_in_both_languages(self):
        vietnamese, english = "Cơ sở tính điểm", "How the points are made up"
        self.assertIn(vietnamese, self.open(self.path + "?language=vi").text("main"))
        self.assertIn(english, self.open(self.path + "?language=en").text("main"))
        self.open(self.path + "?language=vi")
        self.assertEqual(len(self.browser.all("h1")), 1)

    def test_the_criteria_add_up_to_the_points(self):
        self.open(self.path + "?language=en")
        points = [cell.text.split("\n")[0] for cell in
                  self.browser.all(".criteria tbody td:nth-child(6) b")]
        total = self.browser.text(".criteria tfoot td:nth-child(3)")
        self.assertEqual(len(points), 8)
        self.assertEqual(round(sum(map(float, points)), 1), float(total))
        self.assertEqual(self.browser.text(".figure b"), total)

    def test_the_history_is_loaded_into_the_page(self):
        self.open(self.path + "?language=vi")
        self.browser.find("#history a").click()
        self.browser.driver.implicitly_wait(20)
        self.addCleanup(self.browser.driver.implicitly_wait, 0)
        self.assertTrue(self.browser.find("#history polygon.band").is_displayed())
        self.assertIn("được đăng ký", self.browser.text("#history"))
        self.assertEqual(self.browser.path, self.path + "?language=vi")
        self.assertEqual(self.browser.complaints(), [])

    def test_without_script_the_history_is_a_link(self):
        plain = self.signed_in("an", scripts=False)
        plain.open(self.centre.address + self.path)
        plain.find("#history a").click()
        self.assertEqual(plain.path, self.path + "/history")
        self.assertTrue(plain.find("polygon.band").is_displayed())

    def test_on_a_phone_nothing_goes_sideways(self):
        phone = self.phone()
        phone.open(self.centre.address + self.path)
        self.assertEqual(
            phone.driver.execute_script("return document.documentElement.scrollWidth"), 390)

    @essential
    def test_an_officer_attests_and_the_standing_changes(self):
        officer = self.signed_in("binh", "officer", "--province", "51")
        officer.open(self.centre.address + self.path + "?language=en")
        officer.complaints()
        before = float(officer.text(".figure b"))
        row = self.refused_service(officer)
        # The page has other forms that open the same way.
        form = "details:has(#attest-service)"
        officer.find(form + " summary").click()
        self.choose(officer, "#attest-service", row)
        self.choose(officer, "#attest-status", "active")
        officer.find("#attest-note").send_keys("đã cấp <b>lại</b>")
        soon = datetime.date.today() + datetime.timedelta(days=20)
        officer.driver.execute_script(
            "arguments[0].value = arguments[1]", officer.find("#attest-until"), soon.isoformat())
        officer.submit(form + " button")
        self.assertIn("Attestation recorded", officer.text(".done"))
        self.assertLess(float(officer.text(".figure b")), before)
        self.assertIn("đã cấp <b>lại</b>", officer.text(".attestations"))
        self.assertIn("days left", officer.text("main"))
        officer.submit(".attestations button")
        self.assertIn("withdrawn", officer.text(".done"))
        self.assertEqual(float(officer.text(".figure b")), before)
        self.assertEqual(officer.complaints(), [])

    def refused_service(self, browser):
        """The code of a required service that the commune cannot use."""
        for row in browser.all("tr"):
            if "not authorised" in row.text or "not issued" in row.text or "expired" in row.text:
                return row.find_element("css selector", ".code").text
        self.fail("the simulator gave this commune every right")

    def choose(self, browser, field, value):
        browser.find(f'{field} option[value="{value}"]').click()

    @essential
    def test_a_planner_has_no_form(self):
        planner = self.signed_in("chi", "planner", "--province", "51")
        planner.open(self.centre.address + self.path)
        self.assertEqual(planner.all("form.sheet"), [])

    @essential
    def test_an_officer_of_another_province_finds_nothing(self):
        other = self.signed_in("dung", "officer", "--province", "01")
        for path in [self.path, self.path + "/history"]:
            other.open(self.centre.address + path)
            self.assertIn("Không tìm thấy", other.text("h1"))
        session = other.driver.get_cookie("__Host-session")["value"]
        request = urllib.request.Request(
            f"{self.centre.address}/api/v1{self.path}",
            headers={"Cookie": f"__Host-session={session}"})
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        self.assertEqual(refused.exception.code, 404)


if __name__ == "__main__":
    unittest.main()
