"""The usual tasks of planners and officers: the number of clicks from the page they land on."""
import datetime, unittest

from selenium.webdriver.support.select import Select

from browser import Browser
from page_test import PageTest


class Walk:
    """A signed-in person who counts every click; typing does not count."""

    def __init__(self, test, name, *place, role="officer", width=1280):
        self.browser = Browser(width=max(width, 500))
        test.addCleanup(self.browser.close)
        if width < 500:
            self.browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        self.browser.sign_in(test.centre, test.centre.person(name, role, *place))
        self.clicks = 0

    def click(self, selector):
        self.clicks += 1
        self.browser.find(selector).click()

    def follow(self, selector):
        self.clicks += 1
        self.browser.submit(selector)

    def write(self, selector, text):
        field = self.browser.find(selector)
        field.clear()
        field.send_keys(text)

    def text(self, selector="main"):
        return self.browser.text(selector)


class JourneyTest(PageTest):
    province = ("--province", "51")

    def commune_at(self, walk, rank):
        rows = walk.browser.all("main table tbody tr")
        return rows[rank - 1].find_element("css selector", "a")

    def test_why_is_one_commune_before_another(self):
        walk = Walk(self, "binh", *self.province)
        walk.follow("nav a[href='/ranking']")
        other = self.commune_at(walk, 8).get_attribute("href").rsplit("/", 1)[1].split("?")[0]
        walk.clicks += 1
        walk.browser.follow(self.commune_at(walk, 3))
        walk.follow("a[href^='/compare']")
        self.assertTrue(walk.browser.all(f"#communes option[value='{other}']"))
        walk.write("#second", other)
        walk.follow("main form .act button")
        self.assertEqual(len(walk.browser.all("table.compared thead th")), 7)
        self.assertTrue(walk.text("table.compared tfoot"))
        self.assertLessEqual(walk.clicks, 4)

    def test_a_plan_on_paper_for_the_chairman(self):
        walk = Walk(self, "binh", *self.province)
        walk.follow("nav a[href='/plan']")
        walk.write("#budget", "5 tỷ")
        walk.follow("form.plan-form button")
        walk.follow("a[href*='paper=1']")
        self.assertIn("Thủ trưởng đơn vị", walk.text("body"))
        self.assertLessEqual(walk.clicks, 3)

    def test_who_fell_silent_this_week_and_whom_to_call(self):
        machine = self.centre.machines()[0]["id"]
        self.centre.silence(machine, 16)
        commune, = self.centre.row("SELECT commune FROM machine WHERE id = ?", machine)
        self.centre.inventory(
            "communes", "contact", commune, "--name", "Bà Lan", "--phone", "0901 234 567")
        walk = Walk(self, "binh", *self.province)
        walk.follow("a[href^='/coverage/machines']")
        walk.browser.find("#since option[value='7']").click()
        walk.follow("main form button")
        self.assertIn(machine, walk.text())
        self.assertTrue(walk.browser.all("a[href^='tel:']"))
        self.assertLessEqual(walk.clicks, 2)

    def test_one_commune_a_month_ago_and_now(self):
        walk = Walk(self, "binh", *self.province)
        walk.follow("nav a[href='/ranking']")
        walk.clicks += 1
        walk.browser.follow(self.commune_at(walk, 1))
        walk.follow("a[href^='/compare']")
        today = datetime.date.today().isoformat()
        walk.browser.driver.execute_script(
            "arguments[0].value = arguments[1]", walk.browser.find("#firstAsOf"), today)
        walk.follow("main form .act button")
        self.assertIn("firstAsOf", walk.browser.path)
        self.assertLessEqual(walk.clicks, 4)

    def test_what_became_of_the_money(self):
        self.centre.inventory(
            "programme", "adopt", "--budget", "500000000", "--province", "51", "--name", "2026", "--yes")
        walk = Walk(self, "binh", *self.province)
        walk.follow("nav a[href='/programmes']")
        walk.follow("main table a[href^='/programmes/']")
        self.assertTrue(walk.text("h1"))
        self.assertLessEqual(walk.clicks, 2)

    def test_attesting_on_a_phone(self):
        code = self.centre.row("SELECT commune FROM machine WHERE state = 'active'")[0]
        walk = Walk(self, "tai-cho", "--commune", code, width=390)
        walk.browser.wait(lambda browser: browser.path.startswith(f"/communes/{code}"))
        form = "details:has(#attest-service)"
        jump = "nav.tasks a[href='#services']"
        self.assertLess(walk.browser.find(jump).rect["y"], 900)
        walk.click(jump)
        walk.click(form + " summary")
        Select(walk.browser.find("#attest-service")).select_by_value("treasury-payment")
        Select(walk.browser.find("#attest-status")).select_by_value("active")
        walk.follow(form + " button")
        self.assertTrue(walk.browser.all(".done"))
        self.assertLessEqual(walk.clicks, 3)


if __name__ == "__main__":
    unittest.main()
