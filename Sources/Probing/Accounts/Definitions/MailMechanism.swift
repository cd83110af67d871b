/// The one way in which a mail server is asked who we are; a second one is never tried.
enum MailMechanism: String, CaseIterable {
  case plain = "PLAIN"
  case login = "LOGIN"
}
