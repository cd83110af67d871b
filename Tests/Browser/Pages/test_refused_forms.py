"""Refused and lost forms as people meet them: the message is in view, and nothing typed is lost."""
import contextlib, sqlite3, unittest

from selenium.webdriver.support.select import Select

from page_test import PageTest, essential

COMMUNE = "21250"
IN_VIEW = """
const {top, bottom} = arguments[0].getBoundingClientRect();
return bottom > 0 && top >= -1 && top < innerHeight - 20;"""


class RefusedFormTest(PageTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.centre.person("tinh", "officer", "--province", "51")

    def officer(self, width):
        """A browser of the province's officer."""
        officer = self.signed_in("tinh", width=max(width, 500))
        if width < 500:
            officer.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
                "width": width, "height": 844, "deviceScaleFactor": 2, "mobile": True})
        return officer

    def fill(self, browser, form, fields):
        """Types into the fields of a form, and opens what it is folded into."""
        browser.driver.execute_script(
            "const form = document.querySelector(arguments[0]); form.noValidate = true;"
            "const folded = form.closest('details'); if (folded) folded.open = true;", form)
        for name, text in fields.items():
            field = browser.find(f"{form} [name='{name}']")
            if field.tag_name == "select":
                Select(field).select_by_value(text)
            elif field.get_attribute("type") == "checkbox":
                field.click()
            else:
                browser.driver.execute_script("arguments[0].value = arguments[1]", field, text)

    def send(self, browser, form, **fields):
        self.fill(browser, form, {name.replace("_", "."): text for name, text in fields.items()})
        browser.submit(f"{form} button")

    def assertInView(self, browser, selector):
        browser.wait(lambda page: page.driver.execute_script(IN_VIEW, page.find(selector)), 5)

    def assertRefused(self, browser, form, fields):
        """The refusal is in view and keeps what was typed; the page's links lead to pages."""
        self.send(browser, form, **fields)
        self.assertInView(browser, "main .fault")
        for name, text in fields.items():
            field = browser.find(f"{form} [name='{name}']")
            if field.get_attribute("type") == "checkbox":
                # A confirmation is given anew each time; whatever else was ticked stays so.
                self.assertEqual(field.is_selected(), name != "sure", name)
            else:
                self.assertEqual(field.get_attribute("value"), text)
        links = {link.get_attribute("href") for link in browser.all("a.switch, .see a, .looks a")}
        self.assertTrue(links)
        for link in links:
            kind = browser.driver.execute_async_script(
                "const done = arguments[1];"
                "fetch(arguments[0], {headers: {Accept: 'text/html'}}).then((reply) =>"
                " done(`${reply.status} ${reply.headers.get('content-type')}`))", link)
            self.assertEqual(kind, "200 text/html; charset=utf-8", link)
        # As after Enter in the address bar.
        browser.open(browser.driver.current_url.split("#")[0])
        self.assertTrue(browser.all("main h1"))

    @essential
    def test_refusals_are_in_view(self):
        plan = "/plan?budget=2000000000&province=51"
        for width in (1280, 390):
            officer = self.officer(width)
            page = f"{self.centre.address}/communes/{COMMUNE}"
            for form, fields in (
                    ("#visit-form form", {"adequate": "3,5", "others": "2", "note": "tại xã"}),
                    ("#visit-form form", {"adequate": "3", "note": "thiếu số kia"}),
                    ("#contact-form", {"name": "Bà Lan", "phone": "abc"}),
                    ("#note-form", {"note": ""}),
                    ("#attest-form form", {"service": "official-mail", "status": "active",
                                           "until": "2020-01-31", "note": "số 1"})):
                with self.subTest(width=width, form=form):
                    officer.open(page)
                    self.assertRefused(officer, form, fields)
            save = "form[action^='/plan/saved']"
            name = f"Đã có {width}"
            officer.open(self.centre.address + plan)
            self.send(officer, save, name=name)
            self.assertInView(officer, ".done")
            kept = officer.path.split("?")[0]
            with self.subTest(width=width, form="plan"):
                officer.open(self.centre.address + plan)
                self.assertRefused(officer, save, {"name": name})
            officer.open(self.centre.address + kept)
            self.send(officer, "#adopt form", name=name, sure="yes")
            self.assertInView(officer, ".done")
            programme = officer.path.split("?")[0]
            officer.open(self.centre.address + plan + "&cap=100000000")
            self.send(officer, save, name=f"{name} lần 2")
            with self.subTest(width=width, form="adoption"):
                self.assertRefused(officer, "#adopt form", {"name": name, "sure": "yes"})
            with self.subTest(width=width, form="purchase"):
                officer.open(self.centre.address + programme)
                self.assertRefused(officer, f"form[action='{programme}/purchases']",
                                   {"commune": COMMUNE, "document": "HĐ 1"})
            with self.subTest(width=width, form="change"):
                officer.open(self.centre.address + programme)
                self.assertRefused(officer, f"form[action='{programme}/changes']",
                                   {"commune": COMMUNE, "reason": "giá trúng thầu"})

    @essential
    def test_boxes_stay_ticked(self):
        officer = self.officer(1280)
        for path, form, fields in (
                ("account", "form[action$='/account/password']", {"keepPrograms": "yes"}),
                ("programs", "form[action='/administration/programs']",
                 {"label": "kho dữ liệu", "days": "9999", "records": "yes"})):
            with self.subTest(path=path):
                officer.open(f"{self.centre.address}/administration/{path}")
                self.assertRefused(officer, form, fields)

    @essential
    def test_forms_that_ask_by_get(self):
        """The page comes back with what was typed, the reason, and the field that it is about."""
        browser = self.signed_in("an")
        today = "2999-12-31"
        for form, fields, wrong in (
                ("/compare", {"first": COMMUNE, "second": "99999"}, ["second"]),
                ("/compare", {"first": "11111", "second": COMMUNE}, ["first"]),
                ("/compare", {"first": COMMUNE, "second": COMMUNE}, []),
                ("/compare", {"first": COMMUNE, "firstAsOf": today}, ["firstAsOf"]),
                ("/administration/machines", {"machine": "zzz"}, ["machine"]),
                ("/administration/tokens", {"server": "ftp://x"}, ["server"]),
                ("/check", {"commune": "212"}, ["commune"])):
            with self.subTest(form=form, fields=fields):
                browser.open(self.centre.address + form)
                last = f"form[action='{form}']:has([name={list(fields)[0]}]:not([type=hidden]))"
                self.send(browser, last, **fields)
                self.assertInView(browser, "main .fault")
                self.assertEqual(browser.path.split("?")[0], form)
                for name, text in fields.items():
                    self.assertEqual(
                        browser.find(f"form [name='{name}']:not([type=hidden])")
                        .get_attribute("value"), text)
                found = [field.get_attribute("name") for field in browser.all("[aria-invalid=true]")]
                if wrong:
                    self.assertEqual(found, wrong)

    def test_successes_are_in_view(self):
        for width in (1280, 390):
            officer = self.officer(width)
            for form, fields in (
                    ("#visit-form form", {"scanners": "2"}), ("#contact-form", {"name": "Bà Lan"}),
                    ("#note-form", {"note": "Gọi buổi sáng"}),
                    ("#attest-form form", {"service": "official-mail", "status": "active"})):
                with self.subTest(width=width, form=form):
                    officer.open(f"{self.centre.address}/communes/{COMMUNE}")
                    self.send(officer, form, **fields)
                    self.assertInView(officer, ".done")

    def end_sessions(self):
        with contextlib.closing(sqlite3.connect(self.centre.database, timeout=30)) as database:
            database.execute("DELETE FROM user_session")
            database.commit()

    @essential
    def test_a_session_that_ends_in_a_form(self):
        officer = self.officer(390)
        officer.open(f"{self.centre.address}/communes/{COMMUNE}")
        self.end_sessions()
        self.send(officer, "#visit-form form", scanners="3", note="đã đếm tại xã")
        self.assertTrue(officer.path.startswith("/sign-in"))
        self.assertIn("chưa lưu nội dung nào", officer.text("[role=alert]"))
        officer.find("#name").send_keys("tinh")
        officer.find("#password").send_keys("một câu dễ nhớ để thử")
        officer.submit("main button")
        self.assertEqual(officer.path, f"/communes/{COMMUNE}")
        self.assertEqual(self.visits(), 0)
        # Back to the form as it was typed, which the ended session had made.
        officer.driver.execute_script("history.go(-2)")
        officer.wait(lambda page: page.all("#visit-form"))
        officer.wait(lambda page: page.find("#visit-note").get_attribute("value"))
        self.fill(officer, "#visit-form form", {})
        old = officer.driver.execute_script(
            "return document.querySelector('#visit-form [name=token]').value")
        officer.submit("#visit-form form button")
        self.assertIn("Biểu mẫu đã hết hạn", officer.text("main .fault"))
        self.assertInView(officer, "main .fault")
        note = officer.find("#visit-note").get_attribute("value")
        self.assertEqual(note, "đã đếm tại xã")
        self.assertNotEqual(
            old, officer.find("#visit-form [name=token]").get_attribute("value"))
        officer.submit("#visit-form form button")
        self.assertInView(officer, ".done")
        self.assertEqual(self.visits(), 1)

    def visits(self):
        return self.centre.row(
            "SELECT count(*) FROM commune_visit WHERE note = 'đã đếm tại xã'")[0]


if __name__ == "__main__":
    unittest.main()
