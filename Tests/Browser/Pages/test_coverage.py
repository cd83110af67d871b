import csv, io, unittest

from page_test import PageTest


class CoverageTest(PageTest):
    """Quảng Ngãi with machines in 40 communes, some of which have been made silent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        machines = cls.centre.machines()
        reported = [one for one in machines if one.get("lastReportAt")]
        communes = sorted({one["commune"] for one in reported})
        cls.silent, cls.partial = communes[0], next(
            code for code in communes[1:]
            if sum(one["commune"] == code for one in reported) > 1)
        cls.quiet = next(one["id"] for one in reported if one["commune"] == cls.partial)
        for one in reported:
            if one["commune"] == cls.silent:
                cls.centre.silence(one["id"], 30)
        cls.centre.silence(cls.quiet, 20)

    def row(self, code):
        return next(row for row in self.browser.all("table.urgent tbody tr")
                    if code in row.find_element("css selector", ".code").text)

    def test_in_both_languages(self):
        self.assertEqual(self.in_both_languages("/coverage"), ("Tình hình báo cáo", "Reporting status"))
        self.in_both_languages("/coverage?province=51")
        self.in_both_languages("/coverage?look=missing")

    def test_from_the_country_to_a_commune_to_call(self):
        self.open("/coverage")
        first = self.browser.find("table.provinces tbody tr")
        self.assertIn("Quảng Ngãi", first.text)
        self.browser.follow(first.find_element("css selector", "th a"))
        self.assertIn("province=51", self.browser.path)
        states = [row.find_element("css selector", ".state").text
                  for row in self.browser.all("table.urgent tbody tr")]
        order = ["mất liên lạc", "chưa từng báo cáo", "chưa đăng ký", "thiếu máy báo cáo",
                 "báo cáo chậm", "máy đã đăng ký đều báo cáo"]
        places = [order.index(state) for state in states]
        self.assertEqual(places, sorted(places))
        self.assertIn("mất liên lạc 30 ngày", self.row(self.silent).text)

    def test_a_commune_with_one_silent_machine_does_not_look_whole(self):
        self.open("/coverage?province=51&state=partial")
        row = self.row(self.partial)
        self.assertIn("thiếu máy", row.text)
        self.assertIn("20 ngày", row.text)
        self.browser.follow(row.find_element("link text", self.quiet))
        self.assertEqual(self.browser.path, f"/machines/{self.quiet}")

    def test_search_without_marks(self):
        self.open("/coverage")
        self.browser.find("#q").send_keys("mang but")
        self.browser.follow(self.browser.find("form.choice button"))
        self.assertIn("Măng Bút", self.browser.text("table.urgent tbody"))
        self.assertEqual(len(self.browser.all("table.urgent tbody tr")), 1)

    def test_filters_keep_the_province(self):
        self.open("/coverage?province=51")
        self.browser.follow(self.browser.driver.find_element("partial link text", "mất liên lạc"))
        self.assertIn("province=51", self.browser.path)
        self.assertIn("state=silent", self.browser.path)
        self.assertTrue(self.browser.all(".summary [aria-current]"))

    def test_a_table_of_what_is_shown(self):
        self.open("/coverage?province=51&state=silent")
        shown = len(self.browser.all("table.urgent tbody tr"))
        address = self.browser.find(".downloads a").get_attribute("href")
        text = self.browser.driver.execute_async_script(
            "const done = arguments[1];"
            "fetch(arguments[0]).then((reply) => reply.text()).then(done)", address)
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
        self.assertEqual(len(rows), shown + 1)
        self.assertIn(self.silent, [row[0] for row in rows])

    def test_what_to_do_leads_there_for_an_officer_alone(self):
        self.open("/coverage?province=51&state=neverEnrolled")
        link = self.browser.find("td.steps a").get_attribute("href")
        self.assertIn("/administration/tokens?commune=", link)
        planner = self.signed_in("ke", "planner")
        planner.open(self.centre.address + "/coverage?province=51&state=neverEnrolled")
        self.assertTrue(planner.all("td.steps"))
        self.assertFalse(planner.all("td.steps a"))

    def test_an_officer_of_one_province_sees_its_communes_at_once(self):
        officer = self.signed_in("tinh51", "officer", "--province", "51")
        officer.open(self.centre.address + "/coverage")
        self.assertEqual(len(officer.all("table.urgent tbody tr")), 96)
        officer.open(self.centre.address + "/coverage?province=01")
        self.assertIn("Không tìm thấy", officer.text("h1"))

    def test_on_a_phone(self):
        for path in ("/coverage", "/coverage?province=51"):
            with self.browser.window(390):
                self.open(path)
                self.assertEqual(self.browser.ask("widthFaults"), [], path)


if __name__ == "__main__":
    unittest.main()
