"""A complete inspection of an open page."""
import os, re

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from centre import ROOT
from pages import message_keys

MOST_LINKS = 350
MOST_STEPS = 25
# Phones, a tablet held upright, and the smallest desk.
WIDTHS = (320, 390, 768, 1024)
# A4 between its margins, in pixels: 186 mm.
SHEET_WIDTH = 703
LEFT_OVER = re.compile(
    r"\{\w*\}|\{\{|\}\}|\bnil\b|Optional\(|\bnull\b|\bundefined\b|\bNaN\b|\binf\b")
SCREENSHOTS = ROOT / ".build/screenshots"


class PageLook:
    """`faults`: sentences by kind of fault; `links`: the page's targets; `content`: what a browser
    without scripts must show as well."""

    def __init__(self, browser, page, language):
        self.browser = browser
        ask = browser.ask
        self.content = ask("mainContent")
        self.links = []
        self.faults = {
            "complaints": self.complaints(page),
            "frame": ask("frameFaults", language) + self.link_faults(page),
            "texts": self.text_faults(),
            "hearing": ask("structureFaults") + ask("nameFaults") + ask("tableFaults"),
            "print": self.print_faults(),
            **{f"{width} px": self.width_faults(width) for width in WIDTHS},
        }
        if language == "vi":
            self.faults |= {
                "light": self.colour_faults("light"), "dark": self.colour_faults("dark"),
                "keyboard": self.keyboard_faults()}
            if "SCREENSHOTS" in os.environ:
                self.take_pictures(page)
        else:
            self.faults |= dict.fromkeys(("light", "dark", "keyboard"), ())

    def complaints(self, page):
        return [one for one in self.browser.complaints()
                if page.status == 200 or f"status of {page.status}" not in one]

    def text_faults(self):
        text = self.browser.ask("everyText")
        words = set(re.findall(r"\w+\.[\w.]*\w", text)) & message_keys()
        return sorted(words) + LEFT_OVER.findall(text)

    def link_faults(self, page):
        faults = []
        for link in self.browser.ask("links") if page.status == 200 else ():
            if link.startswith("#"):
                faults += [] if self.browser.all(link) else [f"{link} is not on the page"]
            elif "://" in link:
                faults += [] if link.startswith("https://") else [f"{link} is not encrypted"]
            else:
                self.links.append(link)
        return faults

    def width_faults(self, width):
        with self.browser.window(width, mobile=width < 600):
            return self.browser.ask("widthFaults") + self.browser.ask("targetFaults")

    def colour_faults(self, scheme):
        with self.browser.media(scheme=scheme):
            paper = self.browser.ask("paperLuminance")
            fits = paper > 0.8 if scheme == "light" else paper < 0.1
            return self.browser.ask("contrastFaults") + ([] if fits else [f"paper is {paper}"])

    def print_faults(self):
        with self.browser.media("print"), self.browser.window(SHEET_WIDTH):
            return self.browser.ask("printFaults")

    def keyboard_faults(self):
        """Tab goes to the skip link first, then follows the order of the page, and is always
        visible."""
        faults = []
        steps = [self.press(Keys.TAB)]
        # A page that consists of one form starts in its first field.
        begins_inside = bool(self.browser.all("[autofocus]"))
        if not begins_inside and not steps[0]["isSkip"]:
            faults.append(f"first is {steps[0]['element']}")
        while len(steps) < MOST_STEPS and (step := self.press(Keys.TAB))["at"] > steps[-1]["at"]:
            steps.append(step)
        faults += [f"not seen: {step['element']}" for step in steps if not step["seen"]]
        if self.browser.all("main a, main button") and not any(step["inMain"] for step in steps):
            faults.append("the main part is not reached")
        if not begins_inside:
            self.browser.find(".skip").send_keys(Keys.ENTER)
            if not self.browser.ask("focused")["isMain"]:
                faults.append("the skip link does not lead to the main part")
        return faults

    def press(self, key):
        ActionChains(self.browser.driver, 0).send_keys(key).perform()
        return self.browser.ask("focused")

    def take_pictures(self, page):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for scheme in ("light", "dark"):
            with self.browser.media(scheme=scheme):
                for width in (1280, 390):
                    name = f"{page.name}-{width}-{scheme}.png".replace(" ", "-")
                    self.browser.screenshot(SCREENSHOTS / name, width)
