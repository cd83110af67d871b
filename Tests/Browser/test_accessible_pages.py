import os, unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from centre import ROOT
from page_test import EachPageTest

MOST_STEPS = 40


class AccessiblePagesTest(EachPageTest):
    def test_can_be_heard(self):
        self.each_page(lambda *_: self.assertFaultless(
            *map(self.browser.ask, ("structureFaults", "nameFaults", "tableFaults"))))

    def test_can_be_used_by_keyboard(self):
        def check(page, _):
            self.browser.driver.execute_script("document.activeElement.blur()")
            steps = [self.press(Keys.TAB) for _ in range(MOST_STEPS)]
            # Where a page begins with its one field, the keyboard begins there too.
            if not self.browser.all("[autofocus]"):
                self.assertTrue(steps[0]["isSkip"], steps[0])
            order = []
            for step in steps:
                if order and step["at"] <= order[-1]["at"]:
                    break
                order.append(step)
            self.assertFaultless([step["element"] for step in order if not step["seen"]])
            self.assertTrue(any(step["inMain"] for step in order)
                            or not self.browser.all("main a, main button"))
            if not self.browser.all("[autofocus]"):
                self.browser.find(".skip").send_keys(Keys.ENTER)
                self.assertTrue(self.browser.ask("focused")["isMain"])
        self.each_page(check, ("vi",))

    def press(self, key):
        ActionChains(self.browser.driver, 0).send_keys(key).perform()
        return self.browser.ask("focused")

    def test_fits_a_phone(self):
        for width in (390, 320):
            with self.browser.window(width):
                self.each_page(lambda *_: self.assertFaultless(
                    *map(self.browser.ask, ("widthFaults", "targetFaults"))))

    def test_can_be_read_by_day_and_by_night(self):
        for scheme in ("light", "dark"):
            def check(page, _):
                self.assertFaultless(self.browser.ask("contrastFaults"))
                paper = self.browser.ask("paperLuminance")
                self.assertTrue(paper > 0.8 if scheme == "light" else paper < 0.1, paper)
            with self.browser.media(scheme=scheme):
                self.each_page(check, ("vi",))

    def test_can_be_printed(self):
        with self.browser.media("print"):
            self.each_page(
                lambda *_: self.assertFaultless(self.browser.ask("printFaults")), ("vi",))

    @unittest.skipUnless("SCREENSHOTS" in os.environ, "pictures are taken with SCREENSHOTS=1")
    def test_pictures(self):
        folder = ROOT / ".build/screenshots"
        folder.mkdir(parents=True, exist_ok=True)

        def check(page, _):
            for scheme in ("light", "dark"):
                with self.browser.media(scheme=scheme):
                    for width in (1280, 390):
                        name = f"{page.name}-{width}-{scheme}.png".replace(" ", "-")
                        self.browser.screenshot(folder / name, width)
        self.each_page(check, ("vi",))
