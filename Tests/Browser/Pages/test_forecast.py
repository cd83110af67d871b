import re

from openpyxl import load_workbook
from page_test import PageTest, essential
import test_plan
from test_plan import number


class ForecastTest(PageTest):
    download = test_plan.PlanTest.download

    def forecast(self, query=""):
        self.open(f"/forecast?province=51&language=vi{query}")
        self.assertEqual(self.browser.complaints(), [])

    def figure(self, period, name):
        """Both ends of a figure; None for unknown."""
        text = self.browser.text(f"tr[data-period='{period}'] [data-figure={name}]")
        if text == "chưa rõ":
            return None
        ends = [number(end) for end in text.split("–")]
        return ends[0], ends[-1]

    def periods(self):
        return [row.get_attribute("data-period")
                for row in self.browser.all(".forecast-years tbody tr")]

    def test_in_both_languages(self):
        one, other = self.in_both_languages("/forecast?province=51")
        self.assertTrue(one.startswith("Dự báo nhu cầu") and other.startswith("Forecast"))

    @essential
    def test_every_period_has_its_interval(self):
        self.forecast("&years=3")
        periods = self.periods()
        self.assertEqual((periods[0], periods[1], periods[-1]), ("today", "before", "through"))
        self.assertEqual(len(periods), 6)
        whole = self.figure("through", "computers")
        for period in periods[:-1]:
            low, high = self.figure(period, "computers")
            self.assertLessEqual(low, high)
            self.assertLessEqual(high, whole[1])
        # The inventory knows no contracts.
        self.assertIsNone(self.figure("through", "lines"))
        self.assertEqual(len(self.browser.all("svg.forecast rect.low")), 5)

    @essential
    def test_a_wrong_form_says_why_and_stays_typed(self):
        for field, typed, says in [("years", "51", "từ 1 đến 50"), ("years", "0", "từ 1 đến 50"),
                                   ("from", "1999", "không phải năm"), ("budget", "0", "lớn hơn 0"),
                                   ("budget", "1.000.000 tỷ", "quá lớn"), ("budget", "x", "không phải")]:
            with self.subTest(f"{field} {typed}"):
                self.forecast()
                box = self.browser.find(f"#{field}")
                box.clear()
                box.send_keys(typed)
                self.browser.submit(".plan-form button")
                self.assertIn(says, self.browser.text(f"#{field}-fault"))
                self.assertEqual(self.browser.find(f"#{field}").get_attribute("value"), typed)
                self.assertEqual(self.browser.all(".forecast-years"), [])

    def test_a_plan_for_each_year_and_its_workbook(self):
        self.forecast("&years=4&budget=300+tri%E1%BB%87u")
        rows = self.browser.all(".forecast-plans tbody tr")
        self.assertEqual(len(rows), 4)
        for row in rows:
            spent, left = (number(row.find_elements("css selector", "td")[at].text) for at in (1, 2))
            self.assertEqual(spent + left, 300_000_000)
        book = load_workbook(self.download("a[href*='format=xlsx']", "xlsx"))
        self.assertEqual(book.sheetnames[0], "Phụ lục")
        self.assertIn("Phương án từng năm", book.sheetnames)
        text = self.download("a[href*='format=csv']", "csv").read_text(encoding="utf-8-sig")
        years = set(re.findall(r'"(20\d\d)"', text))
        self.assertEqual(len(years), 4)

    def test_on_a_phone_and_on_paper(self):
        with self.browser.window(390, mobile=True):
            self.forecast("&budget=300+tri%E1%BB%87u")
            self.assertLessEqual(self.browser.driver.execute_script(
                "return document.documentElement.scrollWidth"), 390)
        self.forecast("&budget=300+tri%E1%BB%87u&paper=1")
        self.assertTrue(self.browser.find(".signatures").is_displayed())
        self.assertFalse(self.browser.find(".plan-form").is_displayed())
