import csv, io, time, unittest

import openpyxl
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from page_test import PageTest, essential


class RankingTest(PageTest):
    def codes(self, browser=None):
        """Codes of the rows from top to bottom, read all at once because rows may be replaced
        meanwhile."""
        return (browser or self.browser).driver.execute_script(
            "return [...document.querySelectorAll('.ranking tbody th a')].map(a => a.href.slice(-5))")

    def until(self, holds, browser=None):
        WebDriverWait((browser or self.browser).driver, 20).until(lambda _: holds())

    def downloaded(self, label):
        """The only file that a click on a link downloads."""
        folder = self.browser.downloads
        before = set(folder.glob("*")) if folder.exists() else set()
        next(a for a in self.browser.all(".downloads a") if a.text == label).click()
        for _ in range(200):
            new = [f for f in set(folder.glob("*")) - before if f.suffix != ".crdownload"]
            if new:
                return new[0]
            time.sleep(0.05)
        raise AssertionError(f"{label} brought no file")

    def test_in_both_languages(self):
        for path in ("/ranking", "/ranking?province=51", "/ranking?province=51&queue=all&sort=-confidence&page=2",
                     "/ranking?place=remote", "/ranking?search=khong+co+xa+nay"):
            self.in_both_languages(path)

    def test_rows_say_where_points_come_from_and_lead_to_the_commune(self):
        self.open("/ranking?province=51&language=en")
        row = self.browser.find(".ranking tbody tr")
        self.assertRegex(row.text, r"^1 \(1–\d+\)")
        bar = row.find_element("css selector", "svg.bar")
        parts = [int(part.rsplit(": ", 1)[1]) for part in bar.get_attribute("aria-label").split("; ")]
        points = int(row.find_elements("css selector", "td")[1].text.split()[0])
        self.assertAlmostEqual(sum(parts), points, delta=len(parts))
        self.assertGreaterEqual(len(self.browser.all(".legend li")), len(parts))
        self.assertRegex(row.find_element("css selector", "th a").get_attribute("href"),
                         r"/communes/\d{5}$")
        self.assertIn("simulated", row.text)

    def test_typing_finds_without_a_page_load(self):
        self.open("/ranking?language=vi")
        self.open("/ranking")
        self.browser.driver.execute_script("window.same = true")
        field = self.browser.find("#search")
        field.send_keys("mang but")
        self.until(lambda: self.codes() == ["23455"])
        self.assertTrue(self.browser.driver.execute_script("return window.same"))
        self.assertEqual(self.browser.path, "/ranking?search=mang+but")
        self.assertEqual(self.browser.driver.switch_to.active_element, field)
        self.assertIn("1 trên tổng số 3.321 đơn vị", self.browser.text("#found"))
        field.clear()
        field.send_keys("LÍ SƠN")
        self.until(lambda: self.codes() == ["21548"])
        self.assertEqual(self.browser.complaints(), [])
        # The page shows the same as its address.
        self.open(self.browser.path)
        self.assertEqual(self.codes(), ["21548"])

    def test_choices_combine_and_stay_with_the_language(self):
        self.open("/ranking?province=51&language=vi")
        self.browser.find("details summary").click()
        self.browser.find("#kind option[value='phường']").click()
        self.until(lambda: "loại đơn vị: phường" in self.browser.text("#found").lower())
        self.browser.find("#reporting option[value='fresh']").click()
        self.until(lambda: "reporting=fresh" in self.browser.path)
        wards = self.codes()
        self.assertTrue(wards)
        self.assertTrue(all(row.text.startswith("Phường")
                            for row in self.browser.all(".ranking tbody th")))
        ranks = [row.text.split(" ")[0] for row in self.browser.all("td.rank")]
        self.assertGreater(int(ranks[-1]), len(ranks))  # a filter never renumbers
        self.browser.find(".switch").click()
        self.assertEqual(self.codes(), wards)
        self.assertEqual(self.browser.find("html").get_attribute("lang"), "en")
        self.browser.find(".switch").click()

    def test_headings_sort_by_keyboard(self):
        self.open("/ranking?province=51&queue=all")
        self.browser.find(".ranking thead th:nth-child(2) a").send_keys(Keys.ENTER)
        self.until(lambda: "sort=name" in self.browser.path)
        heading = self.browser.find(".ranking thead th:nth-child(2)")
        self.assertEqual(heading.get_attribute("aria-sort"), "ascending")
        up = self.codes()
        heading.find_element("css selector", "a").send_keys(Keys.ENTER)
        self.until(lambda: "sort=-name" in self.browser.path)
        self.assertEqual(self.codes(), up[::-1])

    @essential
    def test_files_hold_exactly_what_is_shown(self):
        self.open("/ranking?province=51&search=ba&sort=name&language=en")
        shown = self.codes()
        self.assertGreater(len(shown), 5)
        rows = list(csv.DictReader(io.StringIO(
            self.downloaded("Download CSV").read_text(encoding="utf-8-sig"))))
        self.assertEqual([row["Commune code"] for row in rows], shown)
        book = openpyxl.load_workbook(self.downloaded("Download XLSX"))
        cells = list(book.worksheets[1].iter_rows(values_only=True))
        code = cells[0].index("Commune code")
        self.assertEqual([row[code] for row in cells[1:]], shown)
        rank = cells[0].index("Rank")
        self.assertEqual([str(row[rank]) for row in cells[1:]], [row["Rank"] for row in rows])
        self.assertEqual(
            [row["Rank"] for row in rows],
            [cell.text.split(" ")[0] for cell in self.browser.all("td.rank")])
        # The workbook says that it is a part of the ranking, and which.
        said = " ".join(str(cell) for row in book.worksheets[3].iter_rows(values_only=True)
                        for cell in row if cell)
        self.assertIn("of 96 communes match", said)

    def test_all_pages_are_downloaded(self):
        self.open("/ranking?queue=verifyFirst&language=en")
        self.assertEqual(len(self.codes()), 100)
        total = int(self.browser.text(".pages span").rsplit(" ", 1)[1].replace(",", ""))
        rows = self.downloaded("Download CSV").read_text(encoding="utf-8-sig").splitlines()
        self.assertEqual(len(rows) - 1, total)
        self.browser.find(".pages a[rel=next]").click()
        self.assertEqual(len(self.codes()), 100)
        self.open("/ranking?language=vi")

    def test_on_a_phone_without_scripts(self):
        browser = self.phone(scripts=False)
        browser.open(self.centre.address + "/ranking?province=51")
        width = browser.find("html").size["width"]
        self.assertLessEqual(width, 390)
        for cell in browser.all(".ranking tbody tr:first-child > *"):
            self.assertLessEqual(cell.rect["x"] + cell.rect["width"], 391)
        browser.find("#search").send_keys("ba gia")
        browser.submit("#filter button")
        self.assertEqual(self.codes(browser), ["21205"])
        self.assertEqual(browser.find("#search").get_attribute("value"), "ba gia")

    @essential
    def test_an_officer_of_a_commune_sees_no_ranking_of_one(self):
        browser = self.signed_in("xa", "officer", "--commune", "21205")
        browser.open(self.centre.address + "/")
        self.assertEqual(browser.path, "/communes/21205")
        reply = browser.driver.execute_async_script(
            "fetch('/api/v1/ranking').then(r => r.json()).then(arguments[0])")
        [commune] = reply["communes"]
        self.assertEqual(commune["code"], "21205")
        self.assertGreater(commune["worstRank"], 1)  # among its province

    def test_an_officer_of_a_province_chooses_none(self):
        browser = self.signed_in("tinh", "officer", "--province", "51")
        browser.open(self.centre.address + "/ranking?search=ba")
        self.assertEqual(browser.all("#province"), [])
        self.assertIn("trên tổng số 96 đơn vị", browser.text("#found"))


if __name__ == "__main__":
    unittest.main()

    def test_a_planner_of_a_province_reads_its_name_once(self):
        browser = self.signed_in("tinh", "planner", "--province", "51")
        for path in ("/", "/ranking", "/coverage", "/plan", "/map", "/coverage/machines"):
            browser.open(self.centre.address + path)
            self.assertIn("Tỉnh Quảng Ngãi", browser.text("h1"), path)
        browser.open(self.centre.address + "/ranking")
        self.assertNotIn("Quảng Ngãi", browser.text(".ranking tbody"))

    @essential
    def test_the_first_row_is_seen_without_scrolling(self):
        browser = self.signed_in("an", width=1024)
        browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": 1024, "height": 768, "deviceScaleFactor": 1, "mobile": False})
        for path in ("/ranking?province=51", "/ranking?province=51&language=en", "/coverage?province=51",
                     "/coverage", "/coverage/machines?province=51", "/plan/saved",
                     "/administration/users"):
            browser.open(self.centre.address + path)
            top = browser.driver.execute_script(
                "const row = document.querySelector('main tbody tr');"
                "return row ? row.getBoundingClientRect().top : 0")
            self.assertLess(top, 420, path)

    def test_figures_instead_of_bars(self):
        self.open("/ranking?province=51&language=en")
        self.browser.find(".figures").click()
        cells = self.browser.find(".ranking tbody tr").find_elements("css selector", "td.number")
        figures = [float(cell.text.split()[0].replace(",", "")) for cell in cells[:-1]]
        self.assertAlmostEqual(sum(figures[1:]), figures[0], delta=1)
        self.assertFalse(self.browser.all(".ranking svg.bar"))
        self.browser.find(".figures").click()
        self.assertTrue(self.browser.all(".ranking svg.bar"))

    def test_ranks_of_the_other_list_are_named(self):
        self.open("/ranking?province=51&language=en")
        ranks = [int(row.text.split()[0]) for row in self.browser.all("td.rank")]
        missing = set(range(1, max(ranks) + 1)) - set(ranks)
        named = self.browser.all("tr.gap")
        self.assertEqual(bool(missing), bool(named))
        if named:
            self.assertIn(str(min(missing)), named[0].text)
