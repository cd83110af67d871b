import base64, pathlib, re, subprocess, tempfile, time

from selenium.webdriver.common.by import By

import scans
from browser import Browser
from page_test import PageTest, essential

COMMUNE = "21040"


class CheckTest(PageTest):
    """The six steps, as an officer takes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.person("binh", "officer", "--province", "51")
        cls.officer = Browser()
        cls.addClassCleanup(cls.officer.close)
        cls.officer.sign_in(cls.centre, "binh")
        cls.files = tempfile.TemporaryDirectory(prefix="scans-")
        cls.addClassCleanup(cls.files.cleanup)

    def setUp(self):
        super().setUp()
        # Discards complaints about what was refused on purpose.
        self.officer.complaints()

    def step(self, name, language="en", browser=None, more=""):
        browser = browser or self.officer
        browser.open(f"{self.centre.address}/check?commune={COMMUNE}&step={name}"
                     f"&language={language}{more}")
        return browser

    def sheet(self, browser=None):
        """A sheet of the step, as printed by the browser: the path of a PDF."""
        browser = self.step("scanner", browser=browser)
        driver = browser.driver
        own = driver.current_window_handle
        browser.find('form[action="/check/sheet"] button').click()
        browser.wait(lambda b: len(b.driver.window_handles) == 2)
        driver.switch_to.window([h for h in driver.window_handles if h != own][0])
        browser.wait(lambda b: b.all(".check-sheet .code"))
        printed = driver.execute_cdp_cmd(
            "Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})["data"]
        driver.close()
        driver.switch_to.window(own)
        file = pathlib.Path(self.files.name) / f"sheet-{time.monotonic_ns()}.pdf"
        file.write_bytes(base64.b64decode(printed))
        return file

    def send(self, file, browser=None):
        """The page's message about a scan."""
        browser = self.step("scanner", browser=browser)
        browser.find("#check-file").send_keys(str(file))
        browser.submit('form[action="/check/scan"] button')
        return browser.text("main")

    @essential
    def test_each_step_in_both_languages(self):
        for name in ("computer", "line", "system", "services", "scanner", "accounts"):
            headings = [self.step(name, language).text(".check h2") for language in ("vi", "en")]
            self.assertNotEqual(*headings)
        self.assertEqual(self.officer.complaints(), [])

    def test_on_a_phone_nothing_goes_sideways(self):
        with self.officer.window(390, 844, mobile=True):
            for name in ("computer", "line", "system", "services", "scanner", "accounts"):
                self.step(name, "vi")
                self.assertEqual(self.officer.driver.execute_script(
                    "return document.documentElement.scrollWidth"), 390, name)

    @essential
    def test_a_scan_proves_the_scanner_once(self):
        sheet = self.sheet()
        scan = scans.scanned(sheet, self.files.name, dpi=200, turn=1.5, noise=12)
        self.assertIn("proven to work", self.send(scan))
        self.officer.open(f"{self.centre.address}/communes/{COMMUNE}?language=en")
        self.assertIn("works, proven by a scan", self.officer.text("main"))
        self.assertIn("binh", self.officer.text("main"))
        self.assertIn("has been used", self.send(scan))

    def test_poor_scans_are_read(self):
        for options in (dict(dpi=100), dict(dpi=300, bilevel=True), dict(dpi=150, turn=90),
                        dict(dpi=200, turn=180, noise=30)):
            with self.subTest(**options):
                self.assertIn("proven to work", self.send(
                    scans.scanned(self.sheet(), self.files.name, **options)))

    def test_sheets_of_others_are_refused(self):
        scan = scans.scanned(self.sheet(), self.files.name, dpi=150)
        database = self.centre.database
        subprocess.run(["sqlite3", "-cmd", ".timeout 20000", database,
                        "UPDATE check_sheet SET createdAt = createdAt - 86400000000, "
                        "expiresAt = expiresAt - 86400000000 WHERE usedAt IS NULL"], check=True)
        self.assertIn("expired", self.send(scan))
        scan = scans.scanned(self.sheet(), self.files.name, dpi=150)
        subprocess.run(["sqlite3", "-cmd", ".timeout 20000", database,
                        "UPDATE check_sheet SET commune = '21250' WHERE usedAt IS NULL"],
                       check=True)
        self.assertIn("another commune", self.send(scan))

    def test_what_is_no_scan_is_refused(self):
        folder = pathlib.Path(self.files.name)
        photo = scans.photographed(
            scans.scanned(self.sheet(), folder, dpi=200), folder / "photo.png")
        self.assertIn("looks like a photograph", self.send(photo))
        (folder / "note.pdf").write_bytes(b"hello")
        self.assertIn("not a PDF, JPEG, PNG or TIFF", self.send(folder / "note.pdf"))
        (folder / "heavy.png").write_bytes(scans.png_header(2480, 3508) + bytes(21 << 20))
        self.assertIn("at most 20 MB", self.send(folder / "heavy.png"))
        (folder / "huge.png").write_bytes(scans.png_header(30_000, 30_000))
        self.assertIn("too large", self.send(folder / "huge.png"))
        whole = self.sheet().read_bytes()
        (folder / "half.pdf").write_bytes(whole[:len(whole) // 2])
        self.assertIn("incomplete", self.send(folder / "half.pdf"))
        (folder / "many.pdf").write_bytes(scans.pdf_of(10_000))
        self.assertIn("too many pages", self.send(folder / "many.pdf"))

    def test_the_line_is_measured_and_kept(self):
        self.step("line")
        self.officer.find("[data-start]").click()
        self.assertFalse(self.officer.find("[data-result]").is_displayed())
        self.officer.wait(lambda b: b.find("[data-result]").is_displayed(), 60)
        self.assertRegex(self.officer.text('[data-show="download"]'), r"^[\d.]+ Mbit/s$")
        self.officer.submit("[data-result] button")
        self.assertIn("measurement is on file", self.officer.text(".done"))
        # Loopback is so fast that uploads reach the slot's limit: 403, which tells the browser.
        self.assertEqual(
            [one for one in self.officer.complaints() if "/bandwidth/upload" not in one], [])

    def test_the_system_is_told(self):
        self.step("system")
        self.officer.wait(lambda b: b.find("[data-result]").is_displayed())
        self.officer.submit("[data-result] button")
        self.assertIn("Linux", self.officer.text(".check-found"))

    def test_accounts_are_attested(self):
        self.step("accounts")
        self.officer.find('[name="status.treasury-payment"] option[value="locked"]').click()
        self.officer.submit('form[action="/check/accounts"] button')
        self.assertIn("on file", self.officer.text(".done"))
        self.assertIn("Last attested by binh", self.officer.text(".check"))

    def test_a_link_opens_once_without_signing_in(self):
        self.step("computer")
        made = self.officer.driver.execute_async_script("""
            const done = arguments[0];
            const token = document.querySelector('[name=token]').value;
            fetch('/check/links', {method: 'POST',
              body: new URLSearchParams({token, commune: '%s'})})
              .then((answer) => answer.text()).then(done);""" % COMMUNE)
        path = re.search(r"/check/open/[\w-]{43}", made)[0]
        stranger = Browser(width=390)
        self.addCleanup(stranger.close)
        stranger.open(self.centre.address + path)
        stranger.submit("main button")
        self.assertEqual(stranger.path.split("?")[0], "/check")
        self.assertTrue(stranger.all("#check-machine"))
        stranger.open(self.centre.address + path)
        stranger.submit("main button")
        self.assertIn("đã được dùng hoặc đã hết hạn", stranger.text("main"))

    def test_without_script_it_says_what_it_cannot(self):
        plain = self.signed_in("binh", scripts=False)
        self.assertIn("JavaScript", self.step("line", browser=plain).text("main"))
        sheet_form = self.step("scanner", browser=plain).find("#check-file")
        self.assertTrue(sheet_form.is_displayed())
