import json, unittest

from browser import Browser
from page_test import PageTest


class MachineTest(PageTest):
    """One machine, and what an officer decides about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        machines = cls.centre.machines()
        cls.machines = [one for one in machines if one.get("lastReportAt")]
        cls.officer = Browser()
        cls.addClassCleanup(cls.officer.close)
        cls.officer.sign_in(
            cls.centre, cls.centre.person("tinh51", "officer", "--province", "51"))

    def show(self, number, browser=None):
        """Opens the page of a machine; returns its ID."""
        browser = browser or self.officer
        machine = self.machines[number]["id"]
        browser.open(f"{self.centre.address}/machines/{machine}?language=vi")
        return machine

    def act(self, name, **fields):
        """Opens an action on the page, fills it in and sends it."""
        details = self.officer.find(f"details.act.{name}")
        if not details.get_attribute("open"):  # one that was refused is open
            details.find_element("css selector", "summary").click()
        for field, text in fields.items():
            entry = details.find_element("css selector", f"[name={field}]")
            entry.clear()
            entry.send_keys(text)
        for box in details.find_elements("css selector", "[name=sure]"):
            box.click()
        self.officer.follow(details.find_element("css selector", "button"))

    def known(self, machine):
        return json.loads(self.centre.inventory("machines", "show", machine, "--format", "json"))

    def test_in_both_languages(self):
        machine = self.machines[0]["id"]
        self.assertEqual(self.in_both_languages(f"/machines/{machine}"),
                         (f"Máy tính {machine}", f"Computer {machine}"))

    def test_what_it_is(self):
        self.show(0)
        facts = self.officer.text("main")
        for words in ("Bộ xử lý", "Bộ nhớ", "GiB", "Ổ đĩa", "Số sê-ri", "Hệ điều hành", "Báo cáo lần đầu"):
            self.assertIn(words, facts)

    def test_held_back_and_approved_with_the_reason_in_the_log(self):
        machine = self.show(0)
        self.act("quarantine", reason="hai máy dùng chung <b>ổ đĩa</b>")
        self.assertEqual(self.officer.path, f"/machines/{machine}?done=quarantined")
        self.assertIn("tạm ngừng nhận báo cáo", self.officer.text(".machine-state"))
        self.assertIn("hai máy dùng chung <b>ổ đĩa</b>", self.officer.text("dl.facts"))
        self.assertEqual(self.known(machine)["summary"]["state"], "quarantined")
        self.act("approve")
        self.assertIn("đang hoạt động", self.officer.text(".machine-state"))
        log = self.officer.text(".events")
        self.assertIn("Chấp thuận", log)
        self.assertIn("tinh51", log)
        acts = [(act["action"], act["actor"]) for act in self.known(machine)["acts"][:2]]
        self.assertEqual(acts, [("machine.approved", "tinh51"),
                                ("machine.quarantined", "tinh51")])
        self.assertEqual(self.officer.complaints(), [])

    def test_a_reason_of_blanks_is_none(self):
        machine = self.show(1)
        self.act("quarantine", reason="   ")
        self.assertIn("Vui lòng nhập lý do", self.officer.text("[role=alert]"))
        self.assertEqual(self.known(machine)["summary"]["state"], "active")
        self.officer.complaints()

    def test_what_somebody_else_has_decided_shows(self):
        machine = self.show(2)
        self.centre.inventory("machines", "quarantine", machine, "--reason", "x")
        self.act("quarantine", reason="y")
        self.assertIn("trạng thái của máy đã thay đổi", self.officer.text("[role=alert]"))
        self.assertIn("tạm ngừng nhận báo cáo", self.officer.text(".machine-state"))
        self.officer.complaints()

    def test_keys_and_retirement(self):
        machine = self.show(3)
        self.act("revoke", reason="bị lộ")
        self.assertIn("đã thu hồi", self.officer.text("[aria-labelledby=keys]"))
        self.assertIn("bị lộ", self.officer.text("[aria-labelledby=keys]"))
        self.act("retire")
        self.assertIn("ngừng sử dụng", self.officer.text(".machine-state"))
        self.assertFalse(self.officer.all("details.act"))
        self.assertEqual(self.known(machine)["summary"]["state"], "retired")

    def test_merge(self):
        commune = self.machines[-1]["commune"]
        pair = [at for at, one in enumerate(self.machines) if one["commune"] == commune]
        elsewhere = next(one["id"] for one in self.machines if one["commune"] != commune)
        self.assertGreater(len(pair), 1)
        former, later = pair[-2], pair[-1]
        self.show(former)
        self.act("merge", into=elsewhere)
        self.assertIn("cùng đơn vị", self.officer.text("[role=alert]"))
        self.act("merge", into="mkhongco")
        self.assertIn("Không có máy nào", self.officer.text("[role=alert]"))
        self.act("merge", into=self.machines[later]["id"])
        self.assertIn("ngừng sử dụng", self.officer.text(".machine-state"))
        self.officer.follow(
            self.officer.find(f"a[href='/machines/{self.machines[later]['id']}']"))
        self.assertIn(self.machines[former]["id"], self.officer.text("dl.facts"))
        self.officer.complaints()

    def test_a_planner_sees_no_forms(self):
        planner = self.signed_in("ke", "planner")
        self.show(4, planner)
        self.assertFalse(planner.all("main form"))
        self.assertNotIn("Số sê-ri", planner.text("main"))
        self.assertEqual(planner.complaints(), [])

    def test_to_another_provinces_officer_it_is_not_there(self):
        other = self.signed_in("tinh01", "officer", "--province", "01")
        machine = self.show(5, other)
        self.assertIn("Không tìm thấy", other.text("h1"))
        self.assertNotIn(machine, other.text("h1"))

    def test_on_a_phone(self):
        with self.browser.window(390):
            machine = self.show(6, self.browser)
            for details in self.browser.all("details"):
                self.browser.driver.execute_script("arguments[0].open = true", details)
            self.assertEqual(self.browser.ask("widthFaults"), [], machine)


if __name__ == "__main__":
    unittest.main()
