"""Whom to call: contacts, notes, and the list of silent machines, as officers use them."""
import csv, io, unittest

from page_test import PageTest

COMMUNE = "21040"
DAY = 86_400_000_000


class ContactTest(PageTest):
    def fill(self, **fields):
        for name, text in fields.items():
            field = self.browser.find(f"#contact-{name}")
            field.clear()
            field.send_keys(text)

    def test_a_contact_is_kept_and_called(self):
        self.open(f"/communes/{COMMUNE}?language=vi")
        self.browser.find("#contact summary").click()
        self.fill(name="Lê Thị Hoa, Văn phòng", phone="+84 (255) 3822-123", email="hoa@example.gov.vn")
        self.browser.submit("#contact form button.main")
        self.assertIn("Đã lưu đầu mối liên hệ", self.browser.text("[role=status]"))
        links = [link.get_attribute("href") for link in self.browser.all("#contact a.call")]
        self.assertEqual(links, ["tel:+842553822123", "mailto:hoa@example.gov.vn"])
        self.browser.find("#contact summary").click()
        self.browser.find("#contact-note").send_keys("Gọi buổi sáng")
        self.browser.submit("#contact form:last-of-type button")
        self.assertIn("Gọi buổi sáng (an,", self.browser.text("#contact .notes"))
        self.browser.submit("#contact .notes button")
        self.assertFalse(self.browser.all("#contact .notes"))

    def test_what_was_typed_stays_after_a_fault(self):
        self.open(f"/communes/{COMMUNE}?language=vi")
        self.browser.find("#contact summary").click()
        self.fill(name="Trần Văn Nam", phone="máy lẻ 12", email="")
        self.browser.submit("#contact form button.main")
        self.browser.complaints()  # the answer is 400
        self.assertIn("số điện thoại có từ 3 đến 15 chữ số", self.browser.text("[role=alert]"))
        self.assertEqual(self.browser.find("#contact-name").get_attribute("value"), "Trần Văn Nam")
        self.assertTrue(self.browser.find("#contact-name").is_displayed())

    def test_silent_machines_with_whom_to_call(self):
        machine, commune = self.centre.row(
            "SELECT id, commune FROM machine WHERE lastReportAt IS NOT NULL ORDER BY number")
        self.centre.silence(machine, days=16)
        self.centre.inventory(
            "communes", "contact", commune, "--phone", "0905 123 456", "--name", "Hoa")
        self.open("/coverage?language=vi")
        self.browser.follow(self.browser.driver.find_element(
            "partial link text", "Máy tính mất liên lạc"))
        self.browser.find("#since option[value='7']").click()
        self.browser.follow(self.browser.find("form.choice button"))
        rows = self.browser.all("table.cards tbody tr")
        self.assertEqual([row.find_element("css selector", "th a").text for row in rows], [machine])
        self.assertEqual(
            rows[0].find_element("css selector", "a.call").get_attribute("href"), "tel:0905123456")
        address = self.browser.find(".downloads a").get_attribute("href")
        text = self.browser.driver.execute_async_script(
            "const done = arguments[1];"
            "fetch(arguments[0]).then((reply) => reply.text()).then(done)", address)
        table = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
        self.assertEqual([row[0] for row in table[1:]], [machine])
        self.assertIn("0905 123 456", table[1])
        listed = self.centre.inventory("machines", "list", "--silent", "--since", "7")
        self.assertIn(machine, listed)
        with self.browser.window(390):
            self.open("/coverage/machines")
            self.assertEqual(self.browser.ask("widthFaults"), [])

    def test_a_planner_sees_it_and_cannot_change_it(self):
        self.centre.inventory("communes", "contact", "21250", "--email", "a@example.vn")
        planner = self.signed_in("ke", "planner", "--province", "51")
        planner.open(self.centre.address + "/communes/21250")
        self.assertEqual(
            planner.find("#contact a.call").get_attribute("href"), "mailto:a@example.vn")
        self.assertFalse(planner.all("#contact form"))


if __name__ == "__main__":
    unittest.main()
