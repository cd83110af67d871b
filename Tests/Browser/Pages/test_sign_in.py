import unittest

from centre import PASSWORD
from page_test import PageTest, essential


class SignInTest(PageTest):
    def setUp(self):
        self.browser.driver.delete_all_cookies()

    @essential
    def test_pages_ask_for_a_sign_in_and_go_on_to_where_one_wanted(self):
        self.open("/ranking?province=51")
        self.assertTrue(self.browser.path.startswith("/sign-in?then="))
        self.browser.find("#name").send_keys("an")
        self.browser.find("#password").send_keys(PASSWORD)
        self.browser.submit("main button")
        self.assertEqual(self.browser.path, "/ranking?province=51")
        self.assertIn("an", self.browser.text(".who"))

    @essential
    def test_a_wrong_password_says_so_and_keeps_the_name(self):
        self.browser.sign_in(self.centre, "an", "không phải mật khẩu")
        self.assertIn("không đúng", self.browser.text("[role=alert]"))
        self.assertEqual(self.browser.find("#name").get_attribute("value"), "an")
        self.assertIsNone(self.browser.driver.get_cookie("__Host-session"))
        self.browser.complaints()

    @essential
    def test_signing_out_ends_the_session_at_the_centre(self):
        self.browser.sign_in(self.centre, "an")
        cookie = self.browser.driver.get_cookie("__Host-session")
        self.assertTrue(cookie["httpOnly"] and cookie["secure"])
        self.browser.submit(".person button")
        self.assertEqual(self.browser.path, "/sign-in")
        self.browser.driver.add_cookie(cookie)
        self.open("/")
        self.assertTrue(self.browser.path.startswith("/sign-in"))

    def test_in_both_languages(self):
        self.assertEqual(self.in_both_languages("/sign-in"), ("Đăng nhập", "Sign in"))


if __name__ == "__main__":
    unittest.main()
