"""The register's import on a page, as an administrator uses it."""
import csv, io, pathlib, unittest

from page_test import PageTest


class RegisterTest(PageTest):
    def upload(self, text, source="Báo cáo số 12"):
        """Chooses a file with `text` on the register's page and sends it."""
        file = pathlib.Path(self.centre.folder.name) / "register.csv"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.open("/administration/register?language=vi")
        self.browser.find("#source").send_keys(source)
        self.browser.find("#table").send_keys(str(file))
        self.browser.submit("form.sheet button.main")

    @staticmethod
    def table(rows):
        out = io.StringIO()
        table = csv.DictWriter(out, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
        return out.getvalue()

    def officials(self, commune):
        return self.centre.row("SELECT officials FROM commune WHERE code = ?", commune)[0]

    def test_from_the_template_to_the_figures_source(self):
        self.open("/administration/register")
        text = self.browser.driver.execute_async_script(
            "const done = arguments[0];"
            "fetch('/administration/register/template.csv').then((r) => r.text()).then(done)")
        rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
        self.assertEqual(len(rows), 3321)
        # The template itself changes nothing, except the mark of invented figures.
        self.upload(text)
        self.assertEqual(self.browser.text("ul.looks"), "Số liệu giả lập (1 hoặc 0): 96")
        self.upload(self.table([row for row in rows if row["provinceCode"] == "01"]))
        self.assertIn("đúng các số liệu này", self.browser.text("[role=note]"))
        changed = [row for row in rows if row["code"] in ("21250", "21244")]
        for row in changed:
            row["officials"] = "37"
        before = self.officials("21250")
        self.upload(self.table(changed))
        self.assertIn("→ 37", self.browser.text("table"))
        self.assertEqual(self.officials("21250"), before)
        # Two communes' figures were made up until now.
        self.assertIn("2 đơn vị đang mang số liệu giả lập", self.browser.text("form.sheet"))
        self.browser.find("input[name=real]").click()
        self.browser.submit("form.sheet button.main")
        self.assertIn("Đã nhập bảng", self.browser.text("[role=status]"))
        self.assertEqual(self.officials("21250"), 37)
        self.open("/communes/21250?language=vi")
        self.assertIn("37 (nguồn: Báo cáo số 12, nhập ngày", self.browser.text("main"))
        self.assertIn("người nhập: an", self.browser.text("main"))

    def test_a_bad_table_names_the_line_and_changes_nothing(self):
        before = self.officials("21250")
        for text, says in (
                ("code,officials\n21250,40\n21244,nhiều\n", "Dòng 3, cột \"officials\""),
                ("code,officials\n21250,40\n21244\n", "Dòng 3: Dòng có 1 ô"),
                ("mã,số\n1,2\n", "Dòng 1: Thiếu cột code"),
                ("code,officials\n21250,40\n".encode("utf-16"), "UTF-16"),
                ("code,officials\n21250,40\n21250,41\n", "Dòng 3: Đơn vị 21250 đã có ở dòng 2")):
            self.upload(text)
            self.browser.complaints()  # the answer is 400
            self.assertIn(says, self.browser.text("[role=alert]"))
            self.assertEqual(self.officials("21250"), before)

    def test_groups_are_imported_and_filter(self):
        file = pathlib.Path(self.centre.folder.name) / "groups.csv"
        file.write_text("code,group\n21250,Huyện Tư Nghĩa (cũ)\n21244,Huyện Tư Nghĩa (cũ)\n")
        self.open("/administration/groups?language=vi")
        self.browser.find("#table").send_keys(str(file))
        self.browser.submit("form.sheet button.main")
        self.assertIn("Đã nhập các nhóm", self.browser.text("[role=status]"))
        self.browser.follow(self.browser.driver.find_element("link text", "Huyện Tư Nghĩa (cũ)"))
        self.assertEqual(len(self.browser.all("table.urgent tbody tr")), 2)
        self.open("/ranking?queue=all&language=vi")
        self.browser.find("#results details:not(.how) summary").click()
        self.browser.follow(self.browser.driver.find_element("link text", "Huyện Tư Nghĩa (cũ)"))
        self.assertEqual(len(self.browser.all("table.ranking tbody tr")), 2)
        with self.browser.window(390):
            for path in ("/administration/groups", "/administration/register", "/ranking?queue=all"):
                self.open(path)
                self.assertEqual(self.browser.ask("widthFaults"), [], path)


if __name__ == "__main__":
    unittest.main()
