import Foundation

/// Header lines of mail, in ASCII whatever their text.
enum MailHeader {
  /// An encoded word has at most 75 characters (RFC 2047): of these, twelve are its frame.
  private static let wordBytes = 45

  /// A text for a header: as it is, or in encoded words on lines of their own. Line breaks and
  /// other control characters, which could begin another header, become spaces.
  static func text(_ text: String) -> String {
    let clean = cleaned(text)
    let isPlain =
      clean.utf8.count <= 60 && clean.utf8.allSatisfy { 0x20...0x7E ~= $0 }
      && !clean.contains("=?") && !clean.hasPrefix(" ") && !clean.hasSuffix(" ")
    return isPlain ? clean : words(clean).joined(separator: "\r\n ")
  }

  /// A name before an address: `"lan" <lan@example.vn>`.
  static func mailbox(_ name: String?, _ address: String) -> String {
    let name = cleaned(name ?? "").trimmingCharacters(in: .whitespaces)
    guard !name.isEmpty else { return address }
    let isPlain =
      name.utf8.count <= 60
      && name.utf8.allSatisfy { byte in
        0x20...0x7E ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      }
      && !name.contains("=?")
    let shown = isPlain ? "\"\(name)\"" : words(name).joined(separator: "\r\n ")
    return "\(shown)\(isPlain ? " " : "\r\n ")<\(address)>"
  }

  /// `Sun, 29 Nov 2026 06:30:00 +0700`
  static func date(_ date: Date) -> String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let seconds = Int(max(0, min(date.timeIntervalSince1970, 2e11))) + 7 * 3600
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day], from: Date(timeIntervalSince1970: Double(seconds)))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let month = months[max(0, min(11, (parts.month ?? 1) - 1))]
    return "\(days[seconds / 86_400 % 7]), \(two(parts.day ?? 1)) \(month) \(parts.year ?? 1970) "
      + "\(two(seconds / 3600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) +0700"
  }

  private static func cleaned(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .surrogate: clean.append(" ")
      default: clean.append(scalar)
      }
    }
    return String(clean)
  }

  /// UTF-8 in Base64, cut between characters.
  private static func words(_ text: String) -> [String] {
    var parts = [""]
    for letter in text {
      if let last = parts.last, last.utf8.count + letter.utf8.count > wordBytes, !last.isEmpty {
        parts.append("")
      }
      parts[parts.count - 1].append(letter)
    }
    // A letter with many marks may be longer than a word.
    return parts.flatMap { part -> [String] in
      guard part.utf8.count > wordBytes else { return [part] }
      var pieces = [""]
      for scalar in part.unicodeScalars {
        if (pieces.last ?? "").utf8.count + 4 > wordBytes { pieces.append("") }
        pieces[pieces.count - 1].unicodeScalars.append(scalar)
      }
      return pieces
    }.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
  }
}
