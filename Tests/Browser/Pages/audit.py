"""All pages under axe-core, in both themes, wide and narrow: `make audit`."""
import zipfile

from centre import ROOT
from page_test import EachPageTest

GRAVE = ("serious", "critical")


class Audit(EachPageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        wheel, = (ROOT / ".build/axe").glob("*.whl")
        cls.axe = zipfile.ZipFile(wheel).read("axe_playwright_python/axe.min.js").decode()

    def violations(self):
        """The findings of axe-core about the open page. It is injected from outside, because the
        page's policy allows only the centre's scripts."""
        self.browser.driver.execute_cdp_cmd("Runtime.evaluate", {"expression": self.axe})
        found = self.browser.driver.execute_cdp_cmd("Runtime.evaluate", {
            "expression": "axe.run({resultTypes: ['violations']}).then(({violations}) => violations)",
            "awaitPromise": True, "returnByValue": True})
        return [f"{one['impact']} {one['id']}: {one['help']}: " + "; ".join(
            node["html"][:120] for node in one["nodes"][:5]) for one in found["result"]["value"]]

    def test_no_barriers(self):
        light = []

        for page, _ in self.each_page(("vi",)):
            for scheme in ("light", "dark"):
                for width in (1280, 390):
                    with self.subTest(page=page.name, scheme=scheme, width=width), \
                            self.browser.media(scheme=scheme), \
                            self.browser.window(width, mobile=width < 600):
                        found = self.violations()
                        light += [one for one in found if not one.startswith(GRAVE)]
                        self.assertFaultless(one for one in found if one.startswith(GRAVE))
        print("\n".join(sorted(set(light))))
