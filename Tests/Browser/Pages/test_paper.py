"""Documents that planners hand on: pages as PDF on A4, workbooks as printed by LibreOffice."""
import base64, pathlib, re, subprocess, tempfile

from page_look import SHEET_WIDTH
from page_test import PageTest, essential


class PaperTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.files = tempfile.TemporaryDirectory(prefix="paper-")
        cls.addClassCleanup(cls.files.cleanup)

    def printed(self, path):
        """The texts of the sheets of a page as Chromium prints it."""
        self.open(path)
        done = self.browser.driver.execute_cdp_cmd(
            "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
        file = pathlib.Path(self.files.name) / "page.pdf"
        file.write_bytes(base64.b64decode(done["data"]))
        return self.texts(file)

    def texts(self, file):
        sizes = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
        width, height = (float(number) for number in
                         re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", sizes).groups())
        self.assertEqual({round(width), round(height)}, {595, 842}, "not A4")
        text = subprocess.run(
            ["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
        return [" ".join(page.split()) for page in text.split("\f")[:-1]]

    def communes(self, *conditions):
        return [row[0] for row in self.centre.rows(
            "SELECT code FROM commune WHERE province = '51'" + "".join(conditions))]

    @essential
    def test_a_ranking_prints_whole(self):
        pages = self.printed("/ranking?province=51&queue=all&language=vi")
        text = "".join(pages)
        for code in self.communes():
            self.assertIn(code, text)
        self.assertLessEqual(len(pages), 6)
        self.assertRegex(pages[0], r"Xếp hạng nhu cầu đầu tư.*Quảng Ngãi")
        self.assertRegex(pages[0], r"Bộ tiêu chí chuẩn, phiên bản \d+; tính đến \d")
        for number, page in enumerate(pages, 1):
            self.assertRegex(page, rf"{number} ?/ ?{len(pages)}$")
        self.assertRegex(pages[-1], "Người lập.*Thủ trưởng đơn vị")
        self.assertNotIn("Đăng xuất", text)
        # The meaning of the bars is collapsed on the screen and shown on paper.
        self.assertIn("Thanh đầy tương ứng", text)

    def test_the_paper_form_is_what_is_printed(self):
        self.open("/ranking?province=51&queue=all&language=vi&paper=1")
        self.assertIn("Thủ trưởng đơn vị", self.browser.text("main"))
        self.assertEqual(len(self.browser.all(".ranking tbody th")), len(self.communes()))
        self.assertFalse(self.browser.find("nav.main").is_displayed())
        self.browser.find(".paper-back a").click()
        self.assertNotIn("paper", self.browser.path)

    @essential
    def test_a_plan_prints_whole(self):
        self.open("/plan?province=51&budget=5000000000&language=vi")
        shown = {a.get_attribute("href")[-5:]
                 for a in self.browser.all(".plan-communes tbody th a")}
        pages = self.printed(self.browser.path)
        text = "".join(pages)
        self.assertGreater(len(shown), 10)
        for code in shown:
            self.assertIn(code, text)
        self.assertIn("Tổng cộng", text)
        self.assertRegex(pages[-1], "Người lập.*Thủ trưởng đơn vị")

    def test_a_plan_prints_without_its_form(self):
        pages = self.printed("/plan?province=51&budget=5000000000&language=vi")
        self.assertNotIn("Nhập kinh phí", pages[0])
        with self.browser.media("print"), self.browser.window(SHEET_WIDTH):
            purchases, points = self.browser.driver.execute_script("""
                const cells = document.querySelectorAll('.plan-communes tbody tr:first-child td');
                return [cells[0].clientWidth, cells[2].clientWidth];""")
        self.assertGreater(purchases, 1.5 * points)

    def test_a_commune_and_the_coverage_print(self):
        commune = self.centre.row("SELECT commune FROM machine")[0]
        for path in (f"/communes/{commune}", "/coverage?province=51", f"/compare?first={commune}"
                     "&firstAsOf=2026-01-31"):
            pages = self.printed(f"{path}{'&' if '?' in path else '?'}language=vi")
            self.assertRegex("".join(pages[-1:]), "Người lập.*Thủ trưởng đơn vị")
            self.assertRegex(pages[0], rf"1 ?/ ?{len(pages)}$")

    def test_workbooks_print_on_a4(self):
        folder = pathlib.Path(self.files.name)
        session = "; ".join(f"{cookie['name']}={cookie['value']}"
                            for cookie in self.browser.driver.get_cookies())
        for name, path in (("ranking", "/api/v1/ranking?province=51&format=xlsx&language=vi"),
                           ("plan", "/plan/file?province=51&budget=5000000000&format=xlsx"
                                    "&language=vi")):
            book = folder / f"{name}.xlsx"
            subprocess.run(["curl", "-sSf", "-o", book, "-H", f"Cookie: {session}",
                            self.centre.address + path], check=True)
            done = subprocess.run(
                ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile",
                 "--convert-to", "pdf", "--outdir", folder, book],
                capture_output=True, text=True, timeout=240, start_new_session=True)
            file = folder / f"{name}.pdf"
            self.assertTrue(file.exists(), done.stdout + done.stderr)
            pages = self.texts(file)
            self.assertIn("Tỉnh Quảng Ngãi", pages[0])
            self.assertRegex(pages[0], rf"1 ?/ ?{len(pages)}\b")
            self.assertRegex("".join(pages), "Người lập.*Thủ trưởng đơn vị")
