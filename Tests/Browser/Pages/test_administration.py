"""The administration as an officer and an administrator use it."""
import base64, pathlib, re, subprocess, unittest

from centre import BIN, PASSWORD
from page_test import PageTest, essential

COMMUNE, PROVINCE, OTHER_COMMUNE, OTHER_PROVINCE = "21250", "51", "00004", "01"

# A /sys of its own: two installations on one computer have one serial number.
ONE_COMPUTER = """
mount -t tmpfs tmpfs /sys/class
mkdir -p /sys/class/dmi/id
echo PF3XK07Q >/sys/class/dmi/id/product_serial
echo 4c4c4544-0031-4a10-8058-b7c04f4d3732 >/sys/class/dmi/id/product_uuid
exec "$0" "$@"
"""


class AdministrationTest(PageTest):
    def setUp(self):
        self.as_person("an")

    def as_person(self, name, role="administrator", *place):
        self.browser.driver.delete_all_cookies()
        self.browser.sign_in(self.centre, self.centre.person(name, role, *place))
        self.browser.complaints()

    def choose(self, selector, value):
        self.browser.find(f"{selector} option[value='{value}']").click()

    def status(self, path):
        """How the centre answers this browser."""
        return self.browser.driver.execute_async_script(
            "fetch(arguments[0]).then(r => arguments[1](r.status))", path)

    def enrol(self, name, token, *before):
        """Enrols an agent with its own folder; returns its machine's ID."""
        command = [BIN / "commune-probe", "enroll", "--server", self.centre.address, "--token",
                   token, "--state", f"{self.centre.folder.name}/{name}"]
        done = subprocess.run([*before, *command], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return re.search(r"as machine (\w+) of", done.stdout)[1]

    def make_token(self, commune=COMMUNE, uses="1"):
        """Creates a token on the page, as an officer for the country; returns the command shown."""
        self.open(f"/administration/tokens?province={PROVINCE}")
        self.choose("#commune", commune)
        for field, value in (("#uses", uses), ("#days", "7")):
            self.browser.find(field).clear()
            self.browser.find(field).send_keys(value)
        self.browser.submit("form.sheet button.main")
        self.assertEqual(self.browser.complaints(), [])
        return self.command()

    def command(self):
        """The only command of the card that contains the token, as a shell reads its lines."""
        commands = [card.text.replace(" \\\n", " ") for card in self.browser.all("pre.command")]
        return " ".join(next(text for text in commands if " enroll " in text).split())

    # Tokens

    @essential
    def test_a_token_is_shown_once_and_lets_a_machine_in(self):
        command = self.make_token()
        self.assertTrue(
            command.startswith(f"sudo commune-probe enroll --server {self.centre.address} --token "))
        code = self.browser.find("svg.qr")
        self.assertIn("Nghĩa Giang", code.get_attribute("aria-label"))
        self.assertTrue(self.browser.find("svg.qr path").get_attribute("d").startswith("M4 4h7"))
        token = command.split()[-1]
        self.enrol("by-page", token)
        page = self.open("/administration/tokens?show=all").driver.page_source
        self.assertNotIn(token, page)
        self.assertIn("1 / 1", self.browser.text("table"))
        self.assertIn("đã dùng hết", self.browser.text("table"))

    @essential
    def test_a_card_can_be_typed_from_paper_and_from_a_phone(self):
        self.make_token()
        lines = [line for card in self.browser.all("pre.command") for line in card.text.splitlines()]
        self.assertTrue(any("--token" in line for line in lines))
        done = self.browser.driver.execute_cdp_cmd(
            "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
        file = pathlib.Path(self.centre.folder.name) / "card.pdf"
        file.write_bytes(base64.b64decode(done["data"]))
        printed = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True,
                                 check=True).stdout
        sheets = [[line.strip() for line in sheet.splitlines()] for sheet in printed.split("\f")]
        for line in lines:
            self.assertTrue(any(line.strip() in row for sheet in sheets for row in sheet), line)
        self.assertTrue(any("PASSWORD=" in row for row in sheets[0]), "the first sheet is empty")
        self.assertFalse(any(".cmd" in row for sheet in sheets for row in sheet))
        with self.browser.window(390, 844, mobile=True):
            for card in self.browser.all("pre.command"):
                rows, shown = self.browser.driver.execute_script(
                    "const range = document.createRange();"
                    "range.selectNodeContents(arguments[0]);"
                    "const tops = [...range.getClientRects()].map((at) => Math.round(at.top));"
                    "return [arguments[0].textContent.trimEnd().split('\\n').length,"
                    " new Set(tops).size]", card)
                self.assertEqual(shown, rows, card.text)
            token = next(c for c in self.browser.all("pre.command") if "--token" in c.text)
            self.assertTrue(self.browser.driver.execute_script(
                "return arguments[0].scrollWidth <= arguments[0].clientWidth", token), token.text)

    def test_the_code_holds_the_command(self):
        """The QR code is read by another program from a picture of the page."""
        command = self.make_token()
        picture = pathlib.Path(self.centre.folder.name) / "code.png"
        self.browser.find("svg.qr").screenshot(str(picture))
        read = subprocess.run(
            ["zbarimg", "--quiet", "--raw", str(picture)], capture_output=True, text=True)
        self.assertEqual(read.stdout.strip(), command)

    def test_the_file_for_windows_is_downloaded(self):
        self.make_token()
        link = links = self.browser.all("a[download]")
        self.assertEqual(len(links), 1)
        link = links[0]
        self.assertEqual(link.get_attribute("download"), f"glpi-agent-{COMMUNE}.cmd")
        kind, content = link.get_attribute("href").split(",")
        self.assertEqual(kind, "data:application/octet-stream;base64")
        script = base64.b64decode(content).decode("ascii")
        # Both give the installer the same options.
        typed = next(card.text for card in self.browser.all("pre.command") if "msiexec" in card.text)
        # On the card, one a line.
        words = typed.partition('"%f"')[2].split()
        properties = " ".join(word for word in words if word != "^")
        self.assertIn(f"USER={COMMUNE} PASSWORD=", properties)
        self.assertIn(properties, script)

    def test_one_for_each_commune_of_a_province(self):
        self.open(f"/administration/tokens?province={PROVINCE}")
        self.choose("#commune", "all")
        self.browser.submit("form.sheet button.main")
        self.assertEqual(len(self.browser.all("section.token-sheet")), 96)
        cards = [c.text for c in self.browser.all("pre.command") if " enroll " in c.text]
        self.assertEqual(len(set(cards)), 96)
        self.assertEqual(self.browser.complaints(), [])

    def test_the_address_of_agents_is_remembered(self):
        self.open(f"/administration/tokens?province={PROVINCE}")
        field = self.browser.find("#server")
        field.clear()
        field.send_keys("https://agents.example:8443")
        field.submit()
        self.assertIn("server=https%3A%2F%2Fagents.example%3A8443", self.browser.path)
        self.choose("#commune", COMMUNE)
        self.browser.submit("form.sheet button.main")
        self.assertIn("--server https://agents.example:8443 --token", self.command())
        self.assertIn("agents.example", self.browser.find(".downloads a").get_attribute("href"))
        for bad in ("http://agents.example", "https://x;rm", "javascript:alert(1)", "https://a b"):
            self.assertEqual(self.status(f"/administration/tokens?server={bad}"), 400, bad)
        self.browser.complaints()

    def test_a_token_is_withdrawn(self):
        token = self.make_token().split()[-1]
        self.open("/administration/tokens")
        self.browser.submit("tbody button.grave")
        self.assertIn("thu hồi", self.browser.text("[role=status]"))
        refused = subprocess.run(
            [BIN / "commune-probe", "enroll", "--server", self.centre.address, "--token", token,
             "--state", f"{self.centre.folder.name}/refused"], capture_output=True, text=True)
        self.assertIn("tokenRevoked", refused.stderr)

    # Machines

    def test_a_machine_held_back_is_approved(self):
        machine = self.enrol("held", self.make_token().split()[-1])
        self.centre.inventory("machines", "quarantine", machine, "--reason", "<b>thấy ở nơi khác</b>")
        self.open("/administration")
        self.assertIn("1 trường hợp đang chờ", self.browser.text("ul.cards"))
        self.open("/administration/machines")
        self.assertIn("<b>thấy ở nơi khác</b>", self.browser.text("table"))
        self.browser.driver.find_element("link text", machine).click()
        self.assertEqual(self.browser.text("h1"), f"Máy tính {machine}")
        self.browser.find("details.approve summary").click()
        self.browser.submit("form[action$='/approve'] button")
        self.assertIn("Đã chấp thuận", self.browser.text("[role=status]"))
        self.assertIn("đang hoạt động", self.browser.text(".machine-state"))
        self.assertEqual(self.browser.complaints(), [])
        self.open(f"/administration/audit?subject={machine}")
        newest = self.browser.text("tbody tr")
        self.assertIn("Chấp thuận máy", newest)
        self.assertIn("an", newest)

    def test_retiring_wants_to_be_sure(self):
        machine = self.enrol("retired", self.make_token().split()[-1])
        self.open(f"/administration/machines?machine={machine}")
        self.browser.find("details.retire summary").click()
        self.browser.find("form[action$='/retire'] button").click()
        self.assertIn("đang hoạt động", self.browser.text(".machine-state"))
        self.browser.find("form[action$='/retire'] input[name=sure]").click()
        self.browser.submit("form[action$='/retire'] button")
        self.assertIn("ngừng sử dụng", self.browser.text("[role=status]"))
        self.assertEqual(self.browser.all("form[action$='/retire']"), [])

    def test_two_that_look_alike(self):
        command = self.make_token(uses="3").split()[-1]
        alone = ["/usr/bin/unshare", "--mount", "/bin/sh", "-euc", ONE_COMPUTER]
        first, second, third = [self.enrol(f"alike-{n}", command, *alone) for n in range(3)]

        def decide(former, later):
            self.open("/administration/machines")
            self.browser.driver.find_element("link text", f"{former} → {later}").click()
            self.assertEqual(self.browser.complaints(), [])

        decide(first, second)
        self.assertIn("số sê-ri, UUID phần cứng", self.browser.text("main"))
        self.assertEqual(
            [c.text.splitlines()[-1] for c in self.browser.all("thead th")[1:3]], [first, second])
        self.browser.submit("form[action$='/keep-apart'] button")
        self.assertIn("hai máy khác nhau", self.browser.text("[role=status]"))
        self.assertNotIn(f"{first} → {second}", self.browser.text("main"))
        self.assertEqual(self.status(f"/administration/machines/{first}/merge/{second}"), 404)
        self.browser.complaints()

        decide(first, third)
        self.browser.find("input[name=sure]").click()
        self.browser.submit("form[action$='/confirm'] button")
        self.assertIn("Đã gộp hai máy", self.browser.text("[role=status]"))
        self.open("/administration/audit?action=machine.mergeDismissed")
        self.assertIn(first, self.browser.text("tbody"))

    # Scope

    @essential
    def test_an_officer_of_a_province_does_not_see_another(self):
        machine = self.enrol("scoped", self.make_token().split()[-1])
        self.centre.inventory("machines", "quarantine", machine, "--reason", "x")
        for name, place, sees in (("o51", ("--province", PROVINCE), True),
                                  ("o01", ("--province", OTHER_PROVINCE), False),
                                  ("x21250", ("--commune", COMMUNE), True),
                                  ("x00004", ("--commune", OTHER_COMMUNE), False)):
            self.as_person(name, "officer", *place)
            self.open("/administration/machines")
            self.assertEqual(machine in self.browser.text("main"), sees, name)
            self.assertEqual(
                self.status(f"/machines/{machine}"), 200 if sees else 404, name)
            self.open("/administration/tokens?show=all")
            self.assertEqual("Nghĩa Giang" in self.browser.text("main"), sees, name)
            for hidden in ("users", "audit"):
                self.assertEqual(self.status(f"/administration/{hidden}"), 403, name)
            self.browser.complaints()
        self.centre.inventory("machines", "approve", machine)

    @essential
    def test_a_planner_sees_only_what_is_theirs(self):
        self.as_person("pl", "planner")
        self.open("/administration")
        shown = [a.get_attribute("href").rsplit("/", 1)[1] for a in self.browser.all(".parts a")]
        self.assertEqual(shown, ["administration", "programs", "account"])
        for hidden in ("users", "audit", "tokens", "machines"):
            self.assertEqual(self.status(f"/administration/{hidden}"), 403)
        self.browser.complaints()

    # Users

    def test_a_user_from_the_link_to_signing_in(self):
        self.open("/administration/users")
        self.browser.find("#name").send_keys("bình")
        self.browser.find("input[value=officer]").click()
        self.choose("#province", PROVINCE)
        self.browser.submit("main form button.main")
        link = self.browser.text("pre.command")
        self.assertTrue(link.startswith(f"{self.centre.address}/invitations/"))
        self.assertEqual(self.browser.complaints(), [])
        self.assertIn("chưa đặt", self.open("/administration/users").text("table"))

        self.browser.driver.delete_all_cookies()
        self.browser.open(link)
        self.browser.find("#password").send_keys(PASSWORD)
        self.browser.find("#again").send_keys(PASSWORD)
        self.browser.submit("main button")
        self.assertIn("bình (cán bộ công nghệ thông tin, Tỉnh Quảng Ngãi)", self.browser.text(".who"))
        self.browser.open(link)
        self.assertIn("Không tìm thấy", self.browser.text("h1"))
        self.browser.complaints()

        self.browser.driver.delete_all_cookies()
        self.browser.sign_in(self.centre, "bình", "không phải mật khẩu")
        self.assertIn("không đúng", self.browser.text("[role=alert]"))
        self.browser.complaints()
        self.browser.sign_in(self.centre, "bình")
        self.assertIn("bình", self.browser.text(".who"))

    def test_faults_of_the_form_come_back_with_what_was_typed(self):
        self.open("/administration/users")
        self.browser.find("#name").send_keys("an")
        self.browser.find("input[value=officer]").click()
        self.browser.submit("main form button.main")
        self.assertIn("Chưa chọn địa bàn", self.browser.text("[role=alert]"))
        self.choose("#province", "country")
        self.browser.submit("main form button.main")
        self.assertIn("Tên người dùng đã tồn tại", self.browser.text("[role=alert]"))
        self.assertEqual(self.browser.find("#name").get_attribute("value"), "an")
        self.browser.find("#name").send_keys("h")
        self.browser.find("input[value=administrator]").click()
        self.choose("#province", PROVINCE)
        self.browser.submit("main form button.main")
        self.assertIn("toàn quốc", self.browser.text("[role=alert]"))
        self.browser.complaints()

    def test_the_last_administrator_stays(self):
        self.open("/administration/users")
        self.browser.driver.find_element("link text", "an").click()
        self.assertIn("tài khoản đang đăng nhập", self.browser.text("[role=note]"))
        self.browser.find("input[value=planner]").click()
        self.browser.submit("form[action$='/change'] button")
        self.assertIn("quản trị viên cuối cùng", self.browser.text("[role=alert]"))
        self.browser.find("input[name=sure]").click()
        self.browser.submit("form[action$='/remove'] button")
        self.assertIn("quản trị viên cuối cùng", self.browser.text("[role=alert]"))
        self.browser.complaints()

    # My account

    def test_changing_the_password(self):
        self.as_person("chi", "planner")
        self.open("/administration/account")

        def change(old, new):
            for field, value in (("#old", old), ("#password", new), ("#again", new)):
                self.browser.find(field).send_keys(value)
            self.browser.submit("form[action$='/password'] button")

        change("không phải mật khẩu", "một câu khác hẳn")
        self.assertIn("không đúng", self.browser.text("[role=alert]"))
        before = self.browser.driver.get_cookie("__Host-session")["value"]
        change(PASSWORD, "một câu khác hẳn")
        self.assertIn("Đã đổi mật khẩu", self.browser.text("[role=status]"))
        self.assertNotEqual(self.browser.driver.get_cookie("__Host-session")["value"], before)
        self.browser.submit("form[action$='/sign-out-everywhere'] button")
        self.assertEqual(self.browser.path, "/sign-in")
        self.browser.sign_in(self.centre, "chi")
        self.assertIn("không đúng", self.browser.text("[role=alert]"))
        self.browser.sign_in(self.centre, "chi", "một câu khác hẳn")
        self.assertIn("chi", self.browser.text(".who"))
        self.browser.complaints()

    def test_choosing_letters(self):
        self.as_person("thu", "planner", "--province", PROVINCE)
        self.open("/administration/account")
        self.browser.find("#email").send_keys("thu@example.gov.vn")
        self.browser.find("#period option[value=daily]").click()
        self.browser.submit("form[action$='/letters'] button")
        self.assertIn("không đúng", self.browser.text("[role=alert]"))
        self.browser.find("#lettersPassword").send_keys(PASSWORD)
        self.browser.submit("form[action$='/letters'] button")
        self.assertIn("Đã lưu cài đặt bản tin", self.browser.text("[role=status]"))
        self.assertEqual(
            self.browser.find("#email").get_attribute("value"), "thu@example.gov.vn")
        self.assertEqual(
            self.browser.find("#period").get_attribute("value"), "daily")
        self.browser.complaints()

    def test_a_program_reads_with_its_token_until_it_is_withdrawn(self):
        self.as_person("prog", "planner", "--province", PROVINCE)
        self.open("/administration/programs")
        self.browser.find("#label").send_keys('<script>alert("x")</script>')
        self.browser.submit("main form button.main")
        command = self.browser.text("pre.command")
        self.assertEqual(self.browser.complaints(), [])

        def rows():
            read = subprocess.run(["sh", "-c", f"{command} -s"], capture_output=True, text=True)
            return read.stdout.count("\n")

        self.assertEqual(rows(), 97)
        self.open("/administration/programs")
        self.assertIn("<script>", self.browser.text("table"))
        self.browser.submit("tbody button.grave")
        self.assertIn("thu hồi", self.browser.text("[role=status]"))
        self.assertEqual(rows(), 0)

    # The log

    def test_the_log_is_checked_and_paged(self):
        self.open("/administration/audit")
        self.browser.submit("form[action$='/check'] button")
        self.assertIn("Toàn vẹn", self.browser.text("[aria-labelledby=chain] .done"))
        verified = self.centre.inventory("verify", self.centre.database)
        self.assertIn(self.browser.text("main code"), verified)
        first = self.browser.text("tbody td")
        self.browser.find("a[rel=next]").click()
        self.assertNotEqual(self.browser.text("tbody td"), first)
        self.assertEqual(self.browser.complaints(), [])
        self.open("/administration/audit?action=user.added")
        self.assertEqual(
            {row.text for row in self.browser.all("tbody th")}, {"Thêm người dùng"})

    def test_in_both_languages(self):
        for part in ("", "/machines", "/tokens", "/users", "/audit", "/programs", "/account"):
            self.in_both_languages(f"/administration{part}")


if __name__ == "__main__":
    unittest.main()
