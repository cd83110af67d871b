"""Headless Chromium, and what every page must be: without an error on its console."""
import pathlib, tempfile

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from centre import PASSWORD


class Browser:
    """One window; gone with `close`. `downloads` is the folder that files land in."""

    def __init__(self, width=1280, height=900, scripts=True):
        self.profile = tempfile.TemporaryDirectory(prefix="browser-")
        self.downloads = pathlib.Path(self.profile.name) / "downloads"
        options = Options()
        for argument in ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                         f"--window-size={width},{height}", "--lang=vi",
                         f"--user-data-dir={self.profile.name}/profile"]:
            options.add_argument(argument)
        preferences = {"download.default_directory": str(self.downloads)}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(
            service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(60)

    def open(self, address):
        self.driver.get(address)
        return self

    def sign_in(self, centre, name, password=PASSWORD):
        self.open(centre.address + "/sign-in")
        self.find("#name").send_keys(name)
        self.find("#password").send_keys(password)
        self.find("main button").click()
        return self

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector="body"):
        return self.find(selector).text

    @property
    def path(self):
        return self.driver.execute_script("return location.pathname + location.search")

    def complaints(self):
        """Errors on the console, reports of the content security policy among them, since last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")]

    def screenshot(self, file):
        """The whole page, however long."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        width = self.driver.execute_script("return window.innerWidth")
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": min(height, 8000), "deviceScaleFactor": 1, "mobile": False})
        self.driver.save_screenshot(str(file))
        self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def close(self):
        self.driver.quit()
        self.profile.cleanup()
