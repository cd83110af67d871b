import pathlib, re, urllib.parse, urllib.request

from agent import Agent
from browser import HERE, Browser
from centre import ROOT, Centre
from hostile_texts import RUNNING, TEXTS, failures, register, report, shown
from page_test import PageTest, essential
from pages import pages
from spreadsheets import cells, opened_by_libreoffice, sheets

# Names of communes have a maximum length and no characters that move a cursor. The register's
# import refuses formulas that only quote a text, with a message.
NAMES = sorted(name for name in {shown(text).strip() for text in TEXTS} - {""}
               if not name.startswith('="'))
PROVINCE = "98"


class HostileTextTest(PageTest):
    """Texts of machines, registers, addresses and forms remain text wherever they are shown."""

    @classmethod
    def setUpClass(cls):
        cls.centre = Centre("--reports-per-hour", "0")
        cls.addClassCleanup(cls.centre.close)
        cls.browser = Browser(watched=True)
        cls.addClassCleanup(cls.browser.close)
        cls.communes = cls.file_register()
        cls.machines = cls.file_reports()
        cls.browser.sign_in(cls.centre, cls.centre.person("an"))
        cls.pages = [page for page in pages(cls.centre, cls.browser, PROVINCE) if page.person == "an"]
        cls.own = own_parts()

    @classmethod
    def file_register(cls):
        """Communes with hostile names in a province with a hostile name."""
        table, codes = register(NAMES, 90_000, PROVINCE, NAMES[len(NAMES) // 2])
        file = f"{cls.centre.folder.name}/register.csv"
        with open(file, "w", newline="") as register_file:
            register_file.write(table)
        cls.centre.inventory("communes", "import", file)
        return dict(zip(codes, NAMES))

    @classmethod
    def file_reports(cls):
        """Reports of a machine for each text: what it saw, and then why it saw nothing."""
        tokens = cls.centre.tokens("--province", PROVINCE)
        machines = {}
        for at, text in enumerate(TEXTS):
            agent = Agent(cls.centre.address, tokens[at % len(tokens)]["token"],
                          installId=text[:100], agentVersion=text[:100],
                          evidence={text[:40]: f"{at:064}", "serial": (text * 64)[:64]})
            for body in (report(text), failures(text)):
                agent.report(body)
            machines[agent.machine] = text
        return machines

    def visit(self, path):
        """Opens a page as people do, with all its scripts."""
        self.browser.open(self.centre.address + path)
        self.assertIsNone(
            self.browser.driver.execute_script("return window.__pwned ?? null"), path)
        return self.browser

    def tearDown(self):
        """The browser reported no faults, and no other host was contacted."""
        complaints = [one for one in self.browser.complaints() if "status of 4" not in one]
        self.assertEqual(complaints, [])
        others = {address for address in self.browser.requests()
                  if not address.startswith((self.centre.address, "data:", "chrome:", "about:"))}
        self.assertEqual(others, set())

    def assertOwn(self, wanted):
        """Each address answers with a page whose elements are all from our templates. `wanted`:
        addresses, what to post to each or None, and a text that the page must show or None."""
        source = (HERE / "page_answers.js").read_text()
        self.browser.driver.set_script_timeout(600)
        faults = self.browser.driver.execute_async_script(
            f"{source}\nconst done = arguments[2];"
            "faultsOfAll(arguments[0], arguments[1]).then(done, (error) => done([`${error}`]))",
            wanted, self.own)
        if faults:
            self.fail("\n".join(faults[:20]))

    def ask(self, function):
        source = (HERE / "page_answers.js").read_text()
        return self.browser.driver.execute_script(f"{source}\nreturn {function}()")

    @essential
    def test_machines_stay_text(self):
        self.assertOwn([(f"/machines/{machine}", None, shown(text))
                        for machine, text in self.machines.items()])
        for machine, text in self.machines.items():
            if text in RUNNING:
                self.visit(f"/machines/{machine}")

    def test_communes_stay_text(self):
        self.assertOwn([(f"/communes/{code}", None, name)
                        for code, name in self.communes.items()])
        for code in list(self.communes)[::12]:
            self.visit(f"/communes/{code}")

    def test_lists_stay_text(self):
        for page in self.pages:
            self.visit(page.address("vi"))

    def test_names_are_there_literally(self):
        said = ""
        for number in range(1, 8):
            said += self.visit(f"/ranking?province={PROVINCE}&page={number}").driver.execute_script(
                "return document.body.textContent")
            said += self.visit(f"/ranking?province={PROVINCE}&queue=verifyFirst&page={number}") \
                .driver.execute_script("return document.body.textContent")
        self.assertEqual([name for name in NAMES if name not in said], [])

    def test_addresses_stay_text(self):
        for path, page in {page.path.split("?")[0]: page for page in self.pages}.items():
            self.visit(page.path)
            asked = self.ask("queryNames")
            # Free-text fields get all texts; choices get some, different ones for every page and
            # name.
            wanted = [address(path, name, text) for name in asked["free"][:1] for text in TEXTS]
            for at, name in enumerate(asked["free"][1:] + asked["choices"]):
                wanted += [address(path, name, text) for text in TEXTS[at % 29::29]]
            with self.subTest(page=page.name):
                self.assertOwn([(one, None, None) for one in wanted])
                for text in RUNNING[::12] if asked["free"] else []:
                    self.visit(address(path, asked["free"][0], text))

    def test_paths_stay_text(self):
        starts = ("/communes/", "/machines/", "/", "/sign-in?then=")
        self.assertOwn([(starts[at % 4] + urllib.parse.quote(text[:500], safe=""), None, None)
                        for at, text in enumerate(TEXTS)])

    def test_forms_stay_text(self):
        done = set()
        for page in self.pages:
            self.visit(page.path)
            for form in self.ask("changingForms"):
                kind = re.sub(r"[0-9]+|/m[0-9a-z]{12}", "#", form["address"])
                if not form["free"] or kind in done:
                    continue
                done.add(kind)
                wanted = [
                    (form["address"], {**form["values"], **dict.fromkeys(form["free"], text)}, None)
                    for text in TEXTS if len(text) < 6000]
                with self.subTest(page=page.name, form=form["address"]):
                    self.assertOwn(wanted)
        # Stored texts are shown.
        for page in self.pages:
            self.visit(page.path)

    def test_files_open_as_they_are_written(self):
        found = {}
        for page in self.pages:
            self.visit(page.path)
            for link in self.ask("downloads"):
                found.setdefault(re.sub(r"[0-9A-Z]{4,}", "#", link), link)
        files = [self.download(link, at) for at, link in enumerate(sorted(found.values()))]
        tables = [file for file in files if file.suffix == ".csv"]
        self.assertTrue(tables)
        for file, sheet in zip(tables, opened_by_libreoffice(tables)):
            with self.subTest(file=file.name):
                self.assertSameCells(cells(file.read_bytes().decode("utf-8-sig")), sheet)
        for file in files:
            if file.suffix == ".xlsx":
                for sheet in sheets(file):
                    for row in sheet:
                        self.assertEqual([cell for cell in row if cell[0] == "f"], [], file.name)

    def assertSameCells(self, written, opened):
        """Quoted values are exact texts; the others are numbers and times."""
        self.assertEqual(len(written), len(opened))
        for row, found in zip(written, opened):
            for (quoted, value), (kind, shown) in zip(row, found):
                if not value:
                    self.assertIn(shown, (None, ""))
                elif quoted or value.endswith("Z"):
                    self.assertEqual((kind, shown), ("s", value))
                else:
                    self.assertEqual((kind, float(shown)), ("n", float(value)))

    def download(self, link, number):
        cookies = "; ".join(f"{cookie['name']}={cookie['value']}"
                            for cookie in self.browser.driver.get_cookies())
        request = urllib.request.Request(self.centre.address + link, headers={"Cookie": cookies})
        with urllib.request.urlopen(request, timeout=120) as reply:
            kind = "xlsx" if "spreadsheet" in reply.headers["Content-Type"] else "csv"
            file = pathlib.Path(self.centre.folder.name) / f"{number}.{kind}"
            file.write_bytes(reply.read())
        return file


def address(path, name, text):
    return f"{path}?{urllib.parse.urlencode({name: text[:2000]}, errors='replace')}"


def own_parts():
    """The elements and attributes that our templates contain."""
    source = "".join(file.read_text() for file in (ROOT / "inventory/pages").rglob("*.mustache"))
    elements = set(re.findall(r"<([a-z][a-z0-9]*)", source)) | {"html", "head", "body", "tbody"}
    tags = re.findall(r"<[a-z][^<>]*>", source)
    attributes = {name for tag in tags for name in re.findall(r"([a-zA-Z0-9-]+)=\"", tag)}
    attributes |= {name for tag in tags for name in re.findall(r"[\s}]([a-z-]+)(?=[\s>{])", tag)}
    return {"elements": sorted(elements), "attributes": sorted(attributes)}
