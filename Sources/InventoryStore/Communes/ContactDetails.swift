/// The contact for a commune, checked so that each part can be used in a link.
public struct ContactDetails: Sendable, Equatable, Codable {
  /// Maximum lengths in characters.
  public static let maximumName = 100
  public static let maximumPhone = 30
  public static let maximumEmail = 254

  public let name: String?
  /// Digits with spaces, dots, hyphens or parentheses between them, optionally preceded by a plus
  /// sign.
  public let phone: String?
  public let email: String?

  /// A part that cannot be accepted.
  public enum Fault: String, Error, Sendable, CaseIterable {
    case name, phone, phoneLacksZero, email
  }

  /// Accepts a contact that somebody enters.
  ///
  /// - Parameters:
  ///   - name: nil or blank if unknown, as the others.
  ///   - known: the contact that this one replaces; a phone number that stays is not checked again
  ///     for a missing 0.
  /// - Throws: ``Fault``, naming the part.
  public init(
    name: String?, phone: String?, email: String?, replacing known: ContactDetails? = nil
  ) throws(Fault) {
    try self.init(stored: name, phone: phone, email: email)
    if let phone = self.phone, phone != known?.phone, Self.lacksZero(phone) {
      throw .phoneLacksZero
    }
  }

  /// Accepts a stored contact, which an earlier version may have checked less strictly.
  init(stored name: String?, phone: String?, email: String?) throws(Fault) {
    self.name = try Self.name(Self.trimmed(name))
    self.phone = try Self.phone(Self.trimmed(phone))
    self.email = try Self.email(Self.trimmed(email))
  }

  public var isEmpty: Bool { name == nil && phone == nil && email == nil }

  /// The phone number in the form of `tel:` links (RFC 3966): digits, optionally preceded by a plus
  /// sign.
  public var dialled: String? {
    phone.map { phone in
      (phone.hasPrefix("+") ? "+" : "") + phone.filter { $0.isASCII && $0.isNumber }
    }
  }

  private static func trimmed(_ text: String?) -> String? {
    guard let text else { return nil }
    let kept = text.drop { $0 == " " }
    let end = kept.lastIndex { $0 != " " }
    return end.map { String(kept[...$0]) }
  }

  private static func name(_ text: String?) throws(Fault) -> String? {
    guard let text else { return nil }
    // Text that cleaning changes has line breaks, control characters or too many characters.
    guard text.cleaned(maximumName) == text else { throw .name }
    return text
  }

  private static func phone(_ text: String?) throws(Fault) -> String? {
    guard let text else { return nil }
    let digits = text.utf8.count { 48...57 ~= $0 }
    let isPlain = text.utf8.enumerated().allSatisfy { place, byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: " "), UInt8(ascii: "."),
        UInt8(ascii: "-"), UInt8(ascii: "("), UInt8(ascii: ")"):
        true
      case UInt8(ascii: "+"): place == 0
      default: false
      }
    }
    guard isPlain, 3...15 ~= digits, text.utf8.count <= maximumPhone else { throw .phone }
    return text
  }

  /// Whether a Vietnamese number has lost its leading 0, as in a spreadsheet's cell for numbers: 9
  /// digits of a mobile phone, 10 of a landline with its area code.
  private static func lacksZero(_ phone: String) -> Bool {
    guard !phone.hasPrefix("+") else { return false }
    let digits = phone.utf8.filter { 48...57 ~= $0 }
    switch digits.first {
    case UInt8(ascii: "2"): return digits.count == 10
    case UInt8(ascii: "3"), UInt8(ascii: "5"), UInt8(ascii: "7"), UInt8(ascii: "8"),
      UInt8(ascii: "9"):
      return digits.count == 9
    default: return false
    }
  }

  /// Accepts the addresses that offices have, and none with characters that are special in a
  /// `mailto:` link.
  private static func email(_ text: String?) throws(Fault) -> String? {
    guard let text else { return nil }
    let sides = text.split(separator: "@", omittingEmptySubsequences: false)
    guard sides.count == 2, text.utf8.count <= maximumEmail, 1...64 ~= sides[0].utf8.count,
      isDotted(sides[0], allowing: "._+-"), isDotted(sides[1], allowing: ".-"),
      sides[1].contains(".")
    else { throw .email }
    return text
  }

  private static func isDotted(_ text: Substring, allowing signs: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
      && text.allSatisfy { letter in
        letter.isASCII && (letter.isLetter || letter.isNumber || signs.contains(letter))
      }
  }
}

extension ContactDetails.Fault {
  /// The problem and the remedy, for the command line and programs.
  var message: String {
    switch self {
    case .name: "contactName has at most 100 characters on one line"
    case .phone:
      "contactPhone has 3 to 15 digits, perhaps with a plus before them and spaces, dots, hyphens or parentheses between them"
    case .phoneLacksZero:
      "contactPhone lacks the 0 in front, which spreadsheets drop; write it as 0255 3822 123, in a cell formatted as text"
    case .email: "contactEmail is one address such as vpubnd@example.gov.vn"
    }
  }
}
