import csv, io, re, time, unittest

from selenium.webdriver.support.ui import Select

from page_test import PageTest, essential


class PolicyTest(PageTest):
    def test_in_both_languages(self):
        self.assertEqual(
            self.in_both_languages("/policy"), ("Bộ tiêu chí", "Policy: what counts, and why"))
        self.in_both_languages("/policy/what-if?w.line=9")
        self.in_both_languages("/policy/pairs?p.0.1=5")

    def test_every_figure_with_its_source(self):
        text = self.open("/policy?language=vi").text("main")
        for words in ["Số máy tính đạt yêu cầu", "41,7%", "50.000.000", "Căn cứ ban đầu",
                      "giả định của địa phương", "8.000.000", "+25,0%", "treasury-payment"]:
            self.assertIn(words, text)
        self.assertEqual(len(self.browser.all("tbody tr[id]")), 8)

    @essential
    def test_other_weights_move_ranks(self):
        self.open("/policy/what-if?language=vi&province=51")
        self.assertEqual(self.browser.all(".movers"), [])
        fields = self.browser.all("input.weight")
        # those that count for points
        self.assertEqual(len(fields), 5)
        # unchanged weights change nothing
        self.browser.submit("form.weights button")
        self.assertIn("Không có đơn vị nào thay đổi thứ hạng", self.browser.text("main"))
        field = self.browser.find("[name='w.line']")
        field.clear()
        field.send_keys("20")
        # the script shows the share at once
        self.assertIn("66,7%", self.browser.text("#" + field.get_attribute("id") + "-share"))
        self.browser.submit("form.weights button")
        self.assertEqual(self.browser.complaints(), [])
        rows = [[cell.text for cell in row.find_elements("css selector", "th, td")]
                for row in self.browser.all(".movers tbody tr")]
        self.assertGreater(len(rows), 3)
        moves = [abs(int(row[1].split(" → ")[0]) - int(row[1].split(" → ")[1])) for row in rows]
        self.assertEqual(moves, sorted(moves, reverse=True))
        self.assertGreater(moves[0], 0)
        self.assertRegex(self.browser.text(".kept"), r"^\d+/20 đơn vị đầu")
        self.assertIn('id = "line"\nweight = 20.0', self.browser.text(".toml"))

        self.browser.find(".downloads a").click()
        for _ in range(100):
            if files := list(self.browser.downloads.glob("what-if-51*.csv")):
                break
            time.sleep(0.1)
        table = list(csv.DictReader(io.StringIO(files[0].read_text("utf-8-sig"))))
        self.assertEqual(len(table), 96)
        by_code = {row["Mã đơn vị"]: row for row in table}
        code = re.search(r"\d{5}", rows[0][0])[0]
        self.assertEqual(
            f"{by_code[code]['Hạng trước']} → {by_code[code]['Hạng sau']}", rows[0][1])
        # the ranking itself is unchanged
        self.open("/ranking?province=51")

    def test_weights_that_are_none(self):
        self.open("/policy/what-if?language=vi&w.line=nhiều")
        self.assertIn("không phải là trọng số", self.browser.text(".field .fault"))
        self.assertEqual(self.browser.find("[name='w.line']").get_attribute("value"), "nhiều")
        self.open("/policy/what-if?language=vi&" + "&".join(
            f"{field.get_attribute('name')}=0" for field in self.browser.all("input.weight")))
        self.assertIn("đều bằng 0", self.browser.text(".fault"))

    def test_comparisons_that_agree(self):
        self.open("/policy/pairs?language=vi")
        self.assertEqual(len(self.browser.all(".pairs select")), 10)
        self.browser.submit(".pairs button")
        self.assertEqual(self.browser.complaints(), [])
        self.assertIn("đủ nhất quán", self.browser.text(".verdict"))
        self.assertIn("ahp = [", self.browser.text(".toml"))
        self.assertLess(len(self.browser.path), 300)
        self.browser.submit("form[action='/policy/what-if'] button")
        self.assertEqual(self.browser.complaints(), [])
        self.assertTrue(self.browser.path.startswith("/policy/what-if?w.computers=0."))
        self.assertIn("đơn vị đầu", self.browser.text(".kept"))

    def test_comparisons_that_contradict(self):
        self.open("/policy/pairs?language=vi")
        Select(self.browser.find("[name='p.0.1']")).select_by_value("9")
        Select(self.browser.find("[name='p.1.2']")).select_by_value("9")
        Select(self.browser.find("[name='p.0.2']")).select_by_value("-9")
        self.browser.submit(".pairs button")
        self.assertIn("mâu thuẫn", self.browser.text(".verdict"))
        self.assertIn("Số máy tính đạt yêu cầu", self.browser.text(".worst"))
        self.assertIn("Đường truyền", self.browser.text(".worst"))
        self.assertEqual(self.browser.all(".toml"), [])
        self.assertEqual(
            Select(self.browser.find("[name='p.0.2']")).first_selected_option
            .get_attribute("value"), "-9")

    def test_on_a_phone_and_without_scripts(self):
        self.assert_fits_a_phone(["/policy", "/policy/what-if?w.line=20", "/policy/pairs?p.0.1=9&p.0.2=-9"])


if __name__ == "__main__":
    unittest.main()
