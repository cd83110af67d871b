import csv, io, re, time, unittest

from openpyxl import load_workbook
from page_test import PageTest, essential


def number(text):
    """A whole number as Vietnamese pages write it."""
    return int(re.sub(r"[^0-9]", "", text))


class PlanTest(PageTest):
    def plan(self, budget, **fields):
        """Fills in the form; other fields by their names."""
        self.open("/plan?language=vi")
        if fields:
            self.browser.find("summary").click()
        self.type("budget", budget)
        for name, text in fields.items():
            self.type(name, text)
        self.browser.submit(".plan-form button")
        self.assertEqual(self.browser.complaints(), [])

    def type(self, name, text):
        field = self.browser.find(f"[name={name}]")
        field.clear()
        field.send_keys(text)

    def fact(self, name):
        return self.browser.text(f"[data-fact={name}]")

    def keep(self, name):
        self.type("name", name)
        self.browser.submit("form[action^='/plan/saved'] button")

    def download(self, selector, ending):
        for file in self.browser.downloads.glob("*"):
            file.unlink()
        self.browser.find(selector).click()
        for _ in range(100):
            if files := list(self.browser.downloads.glob(f"*.{ending}")):
                return files[0]
            time.sleep(0.1)
        raise AssertionError(f"no {ending} arrived")

    def test_in_both_languages(self):
        self.assertEqual(
            self.in_both_languages("/plan"), ("Phương án đầu tư", "Investment plan"))
        self.in_both_languages("/plan?budget=2+t%E1%BB%B7&province=51")
        self.in_both_languages("/plan/saved")

    def test_money_as_people_type_it(self):
        self.plan("2 tỷ")
        self.assertEqual(self.fact("budget"), "2.000.000.000 đ")
        self.assertEqual(self.browser.find("#budget").get_attribute("value"), "2 tỷ")
        self.assertEqual(
            number(self.fact("spent")) + number(self.fact("left")), 2_000_000_000)
        self.plan("1,5 tỷ")
        self.assertEqual(self.fact("budget"), "1.500.000.000 đ")

    @essential
    def test_a_wrong_budget_says_why_and_stays_typed(self):
        for typed, says in [("5e10", "không phải là số tiền"), ("-3", "nhỏ hơn 0"), ("0", "0 đồng"),
                            ("1.500 triệu", "hai cách"), ("1.5", "phần lẻ"), ("9999999 tỷ", "quá lớn")]:
            with self.subTest(typed):
                self.plan(typed)
                self.assertIn(says, self.browser.text("#budget-fault"))
                field = self.browser.find("#budget")
                self.assertEqual(field.get_attribute("value"), typed)
                self.assertEqual(field.get_attribute("aria-invalid"), "true")
                self.assertEqual(self.browser.all("[data-fact]"), [])

    def test_limits_for_this_plan_alone(self):
        self.plan("2 tỷ", cap="30 triệu", quota="0")
        notices = [notice.text for notice in self.browser.all(".notice")]
        self.assertTrue(any("30.000.000" in text and "500.000.000" in text for text in notices))
        for cell in self.browser.all(".plan-communes td.number:nth-child(3)"):
            self.assertLessEqual(number(cell.text), 30_000_000)
        self.plan("2 tỷ", cap="1 triệu", floor="5 triệu")
        self.assertIn("thấp hơn", self.browser.text("#cap-fault"))

    def test_what_is_not_to_be_bought(self):
        self.open("/plan?budget=2000000000&without.scanner=on&language=vi")
        self.assertNotIn("Máy quét", self.browser.text("table.items"))
        self.assertTrue(self.browser.find("[name='without.scanner']").is_selected())
        self.open("/plan?budget=2000000000&language=vi&" + "&".join(
            f"{box.get_attribute('name')}=on" for box in self.browser.all(".box input")))
        self.assertIn("Không còn hạng mục để mua", self.browser.text(".plan-form > .fault"))

    @essential
    def test_the_workbook_has_the_pages_totals(self):
        self.plan("2 tỷ")
        sheet = load_workbook(self.download(".downloads a", "xlsx")).worksheets
        rows = {row[0]: row for row in sheet[2].iter_rows(values_only=True)}
        shown = [[cell.text for cell in row.find_elements("css selector", "th, td")]
                 for row in self.browser.all("table.items tbody tr")]
        self.assertGreater(len(shown), 2)
        for label, _, _, count, cost in shown[:-1]:
            if label != "Kiểm tra thực tế":
                self.assertEqual(rows[label][2:4], (number(count), number(cost)))
        self.assertEqual(rows["Tổng cộng"][3], number(shown[-1][4]))
        self.assertEqual(rows["Tổng cộng"][3], number(self.fact("spent")))
        text = self.download(".downloads a:last-child", "csv").read_text("utf-8-sig")
        bought = [row for row in csv.DictReader(io.StringIO(text)) if row["Quyết định"] == "mua sắm"]
        self.assertEqual(len(bought), number(self.fact("communes")))
        self.assertEqual(
            sum(int(row["Kinh phí mua sắm (đồng)"]) for row in bought),
            sum(number(row[4]) for row in shown[:-1] if row[0] != "Kiểm tra thực tế"))

    @essential
    def test_keep_open_compare_delete(self):
        self.plan("2 tỷ")
        spent = self.fact("spent")
        self.keep("Hai tỷ <b>&")
        self.assertIn("Đã lưu", self.browser.text(".done"))
        self.assertEqual(self.browser.text("h1"), "Hai tỷ <b>&")
        self.assertEqual(self.fact("spent"), spent)
        first = self.browser.path.split("?")[0]
        # a saved plan does not change with the inventory
        self.centre.inventory("token", "create", "--commune", "21250")
        self.open(first)
        self.assertEqual(self.fact("spent"), spent)
        self.assertEqual(self.fact("budget"), "2.000.000.000 đ")

        self.plan("500 triệu")
        self.keep("Hai tỷ <b>&")
        self.assertIn("tên này", self.browser.text("section .fault"))
        self.keep("Nửa tỷ")
        second = self.browser.path.split("?")[0]
        self.assertNotEqual(first, second)
        self.browser.complaints()

        self.open("/plan/saved")
        rows = {row.find_element("css selector", "th").text: row
                for row in self.browser.all("tbody tr")}
        rows["Hai tỷ <b>&"].find_element("css selector", "[name=a]").click()
        rows["Nửa tỷ"].find_element("css selector", "[name=b]").click()
        self.browser.submit("form.compare button")
        self.assertEqual(self.browser.complaints(), [])
        facts = [[cell.text for cell in row.find_elements("css selector", "th, td")]
                 for row in self.browser.all(".compared tbody tr")]
        self.assertEqual(facts[0][1:], ["2.000.000.000", "500.000.000", "−1.500.000.000"])
        self.assertEqual(number(facts[1][1]), number(spent))
        self.in_both_languages(self.browser.path)

        self.open(second)
        self.browser.submit("form[action$='/delete'] button.grave")
        self.assertIn("Đã xóa", self.browser.text(".done"))
        self.browser.open(self.centre.address + second)
        self.assertIn("Không tìm thấy", self.browser.text("h1"))
        self.browser.complaints()

    @essential
    def test_a_plan_is_seen_where_its_area_is(self):
        self.open("/plan?budget=1000000000&language=vi")
        self.keep("Cả nước")
        country = self.browser.path.split("?")[0]
        self.open("/plan?budget=1000000000&province=51&language=vi")
        self.keep("Quảng Ngãi")
        province = self.browser.path.split("?")[0]
        try:
            self.browser.sign_in(
                self.centre, self.centre.person("quang", "planner", "--province", "51"))
            self.open(province)
            self.assertEqual(self.browser.all("form[action$='/delete']"), [])
            self.open("/plan/saved")
            self.assertIn("Quảng Ngãi", self.browser.text("main table"))
            self.assertNotIn("Cả nước", self.browser.text("main table"))
            self.browser.open(self.centre.address + country)
            self.assertIn("Không tìm thấy", self.browser.text("h1"))
            self.browser.complaints()
            # a province's planner saves own plans, and only for the planner's own area
            self.open("/plan?budget=100000000&language=vi")
            self.keep("Của tôi")
            self.assertIn("Quảng Ngãi", self.browser.text("main"))
            self.browser.sign_in(
                self.centre, self.centre.person("khac", "planner", "--province", "01"))
            self.browser.open(self.centre.address + province)
            self.assertIn("Không tìm thấy", self.browser.text("h1"))
            self.browser.complaints()
        finally:
            self.browser.sign_in(self.centre, "an")

    def test_on_a_phone_and_without_scripts(self):
        self.assert_fits_a_phone(["/plan", "/plan?budget=2000000000", "/plan/saved"])


if __name__ == "__main__":
    unittest.main()
