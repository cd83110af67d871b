"""A programme from the saved plan to unconfirmed deliveries, as a planner uses it."""
import csv, io, pathlib, unittest

from page_test import PageTest, essential


class ProgrammeTest(PageTest):
    def keep(self, name, budget="4 tỷ"):
        self.open("/plan?language=vi&province=51&budget=" + budget.replace(" ", "+").replace("ỷ", "%E1%BB%B7"))
        field = self.browser.find("form[action^='/plan/saved'] [name=name]")
        field.clear()
        field.send_keys(name)
        self.browser.submit("form[action^='/plan/saved'] button")

    def adopt(self, name, budget="4 tỷ"):
        self.keep(name, budget)
        self.browser.driver.find_element("xpath", "//details[contains(@class, 'act')]/summary").click()
        self.browser.find("#adopt form [name=sure]").click()
        self.browser.submit("#adopt form button")
        self.assertIn("Đã phê duyệt", self.browser.text("[role=status]"))

    def record(self, kind, place, day, count, document):
        opened = self.browser.find("#record-title + details")
        if not opened.get_attribute("open"):
            opened.find_element("css selector", "summary").click()
        for name, value in (("kind", kind), ("item", place[1])):
            self.browser.find(f"#{name} option[value='{value}']").click()
        self.browser.driver.execute_script(
            "document.getElementById('day').value = arguments[0]", day)
        for name, value in (("commune", place[0]), ("count", count), ("document", document)):
            field = self.browser.find(f"#{name}")
            field.clear()
            field.send_keys(value)
        self.browser.submit("#record-title + details button.main")

    def place(self):
        row = self.browser.find(".programme-items tbody tr")
        label = row.find_element("css selector", "td").text.splitlines()[0]
        item = next(option.get_attribute("value") for option in self.browser.all("#item option")
                    if option.get_attribute("textContent") == label)
        return row.find_element("css selector", ".code").text, item

    @essential
    def test_adopted_ordered_and_never_seen(self):
        self.adopt("Chương trình thử")
        place = self.place()
        self.record("delivery", place, "2026-01-10", "1", "BB-1")
        self.browser.complaints()  # the answer is 400
        self.assertIn("ghi nhận đặt mua trước", self.browser.text("[role=alert]"))
        self.assertEqual(self.browser.find("#document").get_attribute("value"), "BB-1")
        self.browser.find("[role=alert] a").click()
        self.assertTrue(self.browser.driver.execute_script(
            "return document.querySelector('#kind').getBoundingClientRect().top < innerHeight"))
        self.record("order", place, "2026-01-05", "1", "HĐ-1")
        self.assertIn("Đã ghi nhận", self.browser.text("[role=status]"))
        self.record("delivery", place, "2026-01-10", "1", "BB-1")
        self.assertIn("HĐ-1; BB-1", self.browser.text("#unconfirmed ~ .scroll table"))
        self.assertIn("Bổ sung đầu mối liên hệ", self.browser.text("#unconfirmed ~ .scroll table"))
        self.assertEqual(self.browser.complaints(), [])
        # A withdrawn entry disappears from the list.
        self.browser.driver.find_element("css selector", ".programme-items summary").click()
        self.browser.submit(".programme-items li:nth-child(2) form button")
        self.assertIn("Đã hủy ghi nhận", self.browser.text("[role=status]"))
        self.assertNotIn("BB-1", self.browser.text("main"))

    def test_a_plan_is_adopted_once(self):
        self.adopt("Một lần", "5 tỷ")
        self.open("/plan/saved")
        self.browser.follow(self.browser.driver.find_element("link text", "Một lần"))
        self.browser.driver.find_element("xpath", "//details[contains(@class, 'act')]/summary").click()
        self.browser.find("#adopt form [name=sure]").click()
        self.browser.submit("#adopt form button")
        self.browser.complaints()  # the answer is 409
        self.assertIn("Một lần", self.browser.text("main"))

    def test_tables_are_all_or_nothing(self):
        self.adopt("Nhập tệp", "6 tỷ")
        number = self.browser.driver.current_url.split("/programmes/")[1].split("?")[0]
        template = self.centre.inventory("programme", "template", number)
        rows = list(csv.DictReader(io.StringIO(template.removeprefix("\ufeff"))))
        for row in rows:
            row.update(day="2026-02-01", document="HĐ-9")
        good, bad = io.StringIO(), io.StringIO()
        for file, table in ((good, rows), (bad, rows + [dict(rows[0], item="máy in")])):
            writer = csv.DictWriter(file, rows[0].keys())
            writer.writeheader()
            writer.writerows(table)
        self.upload(bad.getvalue())
        self.browser.complaints()  # the answer is 400
        self.assertIn(f"dòng {len(rows) + 2}", self.browser.text("[role=alert]").lower())
        self.assertEqual(self.centre.row(
            "SELECT count(*) FROM programme_entry e JOIN programme_item i ON i.number = e.lineItem"
            " WHERE i.programme = ?", int(number)), (0,))
        self.upload(good.getvalue())
        self.assertIn("Đã ghi nhận", self.browser.text("[role=status]"))

    def upload(self, text):
        file = pathlib.Path(self.centre.folder.name) / "table.csv"
        file.write_text(text)
        details = self.browser.find("#record-title ~ details:nth-of-type(2)")
        if not details.get_attribute("open"):
            details.find_element("css selector", "summary").click()
        self.browser.find("#table").send_keys(str(file))
        self.browser.submit("#record-title ~ details:nth-of-type(2) button.main")


if __name__ == "__main__":
    unittest.main()
