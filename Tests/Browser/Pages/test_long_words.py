"""Words longer than a line, which people type at the limits of the forms, tear no page apart."""
import pathlib, unittest

from page_test import PageTest, essential
from pages import kept_plan

COMMUNE = "21250"
ADDRESS = ("https://vanban.quangngai.gov.vn/QuanLyVanBan/XemChiTiet.aspx?MaVanBan="
           "QD_2026_1130_PHEDUYETDAUTUTHIETBICAPXA_DOT2&loai=pdf")
MAILBOX = "vanphong.ubnd.phuongtruongquangtrong@quangngai.gov.vn"
NOTHING_TORN = """
const faults = [];
if (document.documentElement.scrollWidth > innerWidth) {
  faults.push(`${document.documentElement.scrollWidth} px wide`);
}
// Ordinary words stay whole, whatever stands beside them.
const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
const word = document.createRange();
while (texts.nextNode()) {
  const node = texts.currentNode;
  if (!node.parentElement.checkVisibility() || node.parentElement.closest('.hidden, svg')) continue;
  for (const {0: letters, index} of node.data.matchAll(/[\\p{L}\\p{M}\\p{N}]+/gu)) {
    const before = node.data.slice(0, index).match(/\\S*$/)[0].length;
    const whole = before + node.data.slice(index).match(/^\\S*/)[0].length;
    if (whole > 12) continue;
    word.setStart(node, index);
    word.setEnd(node, index + letters.length);
    const tops = new Set([...word.getClientRects()].map((box) => Math.round(box.top)));
    if (tops.size > 1) faults.push(`${letters} in ${node.parentElement.outerHTML.slice(0, 80)}`);
  }
}
return [...new Set(faults)].slice(0, 5);"""


def letters(count):
    return "W" * count


class LongWordTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        centre = cls.centre
        cls.person = centre.person(letters(64), "officer", "--province", "51")
        cls.machine, = centre.row("SELECT id FROM machine WHERE commune = ?", COMMUNE)
        folder = pathlib.Path(centre.folder.name)
        groups = folder / "groups.csv"
        groups.write_text(f"code,group\n{COMMUNE},{letters(100)}\n")
        centre.inventory("communes", "groups", "import", str(groups))
        centre.inventory("machines", "quarantine", cls.machine, "--reason", letters(300))
        cls.browser.driver.delete_all_cookies()
        cls.browser.sign_in(centre, cls.person)
        commune = f"/communes/{COMMUNE}"
        for note in (ADDRESS, MAILBOX, letters(500)):
            cls.post(commune, f"{commune}/notes", note=note)
        cls.post(commune, f"{commune}/contact", name=letters(100), phone="0255 3822 123",
                 email=MAILBOX)
        cls.post(commune, f"{commune}/visits", scanners="2", note=letters(200))
        cls.post(commune, f"{commune}/attestations", service="official-mail", status="active",
                 note=letters(200))
        cls.post("/administration/programs", "/administration/programs", label=letters(100), days="9")
        plans = [kept_plan(centre, cls.browser, f"budget=4000000000&province=51&cap={cap}", name)
                 for cap, name in ((300_000_000, letters(100)), (100_000_000, ADDRESS[:100]))]
        cls.post(f"/plan/saved/{plans[0]}", f"/plan/saved/{plans[0]}/adopt", name=letters(100),
                 sure="yes")
        cls.programme, = centre.row("SELECT max(number) FROM programme")
        item = centre.row("SELECT commune, item FROM programme_item WHERE item <> '(visit)'"
                          " ORDER BY commune <> ?, commune", COMMUNE)
        page = f"/programmes/{cls.programme}"
        for kind, day in (("order", "2026-01-05"), ("delivery", "2026-02-05")):
            cls.post(page, f"{page}/purchases", kind=kind, commune=item[0], item=item[1],
                     day=day, count="1", document=letters(100), note=letters(200))
        cls.post(page, f"{page}/changes", commune=item[0], item=item[1], field="price",
                 value="9000000", reason=letters(300))
        cls.paths = [
            commune, f"/communes/{item[0]}", f"/machines/{cls.machine}",
            "/plan?budget=2000000000&province=51", *(f"/plan/saved/{plan}" for plan in plans),
            "/plan/saved", f"/plan/compare?a={plans[0]}&b={plans[1]}", "/programmes", page,
            "/administration/machines", "/administration/programs", "/administration/account",
            "/ranking?province=51", "/coverage", "/", "/administration"]
        cls.admin = ["/administration/groups", "/administration/users", "/administration/audit"]

    @classmethod
    def post(cls, page, address, **fields):
        """Submits a form of a page as a script would, and expects the next page."""
        cls.browser.open(cls.centre.address + page)
        status = cls.browser.driver.execute_async_script(
            "const [address, fields, done] = arguments;"
            "fields.token = document.querySelector('[name=token]').value;"
            "fetch(address, {method: 'POST', body: new URLSearchParams(fields)})"
            ".then((reply) => done(`${reply.status} ${reply.redirected}`))", address, fields)
        assert status == "200 true" or address.endswith("/programs"), f"{address}: {status}"

    def expect_nothing_torn(self, paths):
        for path in paths:
            for language in ("vi", "en"):
                self.browser.open(
                    f"{self.centre.address}{path}{'&' if '?' in path else '?'}language={language}")
                self.browser.driver.execute_script(
                    "document.querySelectorAll('details').forEach((part) => { part.open = true; })")
                for width in (1280, 390):
                    with self.subTest(path=path, language=language, width=width), \
                            self.browser.window(width, mobile=width < 500):
                        self.assertEqual(self.browser.driver.execute_script(NOTHING_TORN), [])
                # A4 within its margins.
                with self.subTest(path=path, language=language, width="A4"), \
                        self.browser.media("print"), self.browser.window(703):
                    self.assertEqual(self.browser.driver.execute_script(NOTHING_TORN), [])

    @essential
    def test_long_words_are_broken(self):
        self.expect_nothing_torn(self.paths)

    def test_long_words_are_broken_in_administration(self):
        self.browser.driver.delete_all_cookies()
        self.browser.sign_in(self.centre, "an")
        try:
            self.expect_nothing_torn(self.admin)
        finally:
            self.browser.driver.delete_all_cookies()
            self.browser.sign_in(self.centre, self.person)

    def test_a_commune_prints_on_as_few_sheets(self):
        """Two columns stay two columns."""
        self.open(f"/communes/{COMMUNE}?language=vi")
        with self.browser.media("print"), self.browser.window(703):
            widths = self.browser.driver.execute_script(
                "return [...document.querySelector('.commune-head').children]"
                ".map((part) => part.getBoundingClientRect().width)")
        self.assertEqual(len(widths), 2)
        for width in widths:
            self.assertGreater(width, 300)


if __name__ == "__main__":
    unittest.main()
