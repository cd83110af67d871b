import InventoryStore
import Presentation

/// A user's settings for letters, as typed.
struct LetterForm: Sendable {
  var email = ""
  var period = "none"
  var language = LetterLanguage.vi.rawValue

  /// A fault, by the key of its text.
  struct Fault: Error {
    let key: String
  }

  init(_ settings: LetterSettings) {
    email = settings.email ?? ""
    period = settings.period?.rawValue ?? "none"
    language = settings.language.rawValue
  }

  init(_ form: PageForm) {
    email = form["email"] ?? ""
    period = form["period"] ?? "none"
    language = form["letterLanguage"] ?? LetterLanguage.vi.rawValue
  }

  /// The settings, or the first fault.
  var checked: Result<LetterSettings, Fault> {
    guard let address = try? LetterSettings.checkedAddress(email) ?? "" else {
      return .failure(Fault(key: "account.badEmail"))
    }
    guard let language = LetterLanguage(rawValue: language),
      period == "none" || LetterPeriod(rawValue: period) != nil
    else { return .failure(Fault(key: "account.badPeriod")) }
    let period = LetterPeriod(rawValue: period)
    guard !address.isEmpty || period == nil else {
      return .failure(Fault(key: "account.noEmail"))
    }
    return .success(
      LetterSettings(
        email: address.isEmpty ? nil : address, language: language, period: period))
  }

  func values(_ call: PageCall) -> PageValues {
    func option(_ value: String, _ label: String, _ chosen: String) -> PageValues {
      ["value": value, "label": label, "selected": value == chosen]
    }
    return [
      "email": email,
      "periods": ["none", "daily", "weekly"].map {
        option($0, call.text("account.period.\($0)"), period)
      },
      "letterLanguages": [("vi", "Tiếng Việt"), ("en", "English")].map {
        option($0.0, $0.1, language)
      },
    ]
  }
}
