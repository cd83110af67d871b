"""Headless Chromium, and the requirement on every page: no error on its console."""
import contextlib, json, pathlib, tempfile

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from centre import PASSWORD

HERE = pathlib.Path(__file__).resolve().parent
# For small pages on a slow machine: no GPU, no sandbox as root, no connections to the vendor.
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             "--disable-background-networking", "--disable-component-update", "--no-first-run",
             "--lang=vi"]


class Browser:
    """One window, removed by `close`. `downloads` is the folder for downloaded files."""

    def __init__(self, width=1280, height=900, scripts=True, watched=False):
        """`scripts`: whether pages may run scripts; `watched`: whether `requests` is needed."""
        self.profile = tempfile.TemporaryDirectory(
            prefix="browser-", ignore_cleanup_errors=True)
        self.downloads = pathlib.Path(self.profile.name) / "downloads"
        options = Options()
        for argument in [*ARGUMENTS, f"--window-size={width},{height}",
                         f"--user-data-dir={self.profile.name}/profile"]:
            options.add_argument(argument)
        preferences = {"download.default_directory": str(self.downloads)}
        if not scripts:
            preferences["profile.managed_default_content_settings.javascript"] = 2
        options.add_experimental_option("prefs", preferences)
        logs = {"browser": "ALL"} | ({"performance": "ALL"} if watched else {})
        options.set_capability("goog:loggingPrefs", logs)
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
        self.submit("main button")
        return self

    def submit(self, button):
        """Submits a form by a button, and waits for the page that answers."""
        self.follow(self.find(button))

    def follow(self, element):
        """Clicks a link to another page, and waits until this one is gone."""
        element.click()
        WebDriverWait(self.driver, 60, 0.05).until(lambda _: is_gone(element))

    def find(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector="body"):
        return self.find(selector).text

    def wait(self, condition, seconds=20):
        """Waits until `condition` of the browser returns a true value, and returns it."""
        return WebDriverWait(self.driver, seconds, 0.05).until(lambda _: condition(self))

    @property
    def path(self):
        return self.driver.execute_script("return location.pathname + location.search")

    def ask(self, function, *arguments):
        """The result of a function of page_faults.js or contrast_faults.js for the page."""
        source = "".join((HERE / f"{name}_faults.js").read_text() for name in ("page", "contrast"))
        return self.driver.execute_script(
            f"{source}\nreturn {function}(...arguments)", *arguments)

    def complaints(self):
        """Errors on the console since the last call, including reports of the content security
        policy."""
        return [entry["message"] for entry in self.driver.get_log("browser")
                if entry["level"] in ("SEVERE", "WARNING")]

    def requests(self):
        """Every address that the browser has requested since the last call."""
        messages = [json.loads(entry["message"])["message"]
                    for entry in self.driver.get_log("performance")]
        return [message["params"]["request"]["url"] for message in messages
                if message["method"] == "Network.requestWillBeSent"]

    @contextlib.contextmanager
    def media(self, medium="", scheme="light"):
        """A context in which the page is shown as on paper, or in the `dark` scheme."""
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "media": medium, "features": [{"name": "prefers-color-scheme", "value": scheme}]})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})

    @contextlib.contextmanager
    def window(self, width, height=900, mobile=False):
        """A context in which the window has another size, in CSS pixels; scroll bars overlay the
        page as on a phone."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    def screenshot(self, file, width=None):
        """A picture of the whole page, however long, at the window's width unless another is
        given."""
        width = width or self.driver.execute_script("return window.innerWidth")
        mobile = width < 600
        with self.window(width, mobile=mobile):
            height = self.driver.execute_script("return document.documentElement.scrollHeight")
        with self.window(width, min(height, 8000), mobile):
            self.driver.save_screenshot(str(file))

    def close(self):
        self.driver.quit()
        self.profile.cleanup()


def is_gone(element):
    """Whether the element's page is gone; while one page replaces another, the driver raises
    various errors."""
    try:
        element.is_enabled()
        return False
    except WebDriverException:
        return True


def cannot_start():
    """Why no browser is available for the tests, or None."""
    try:
        Browser().close()
    except (WebDriverException, OSError) as error:
        return str(error).strip() or repr(error)
    return None
