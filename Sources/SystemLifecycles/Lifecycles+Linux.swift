/// The releases of Linux distributions, by the numbers in their versions.
extension Lifecycles {
  func linuxListing(_ name: String, _ version: String?) -> Listing {
    guard let family = family(of: name), let releases = linux[family] else { return .unlisted }
    // Some agents have the version only in the name: `Debian GNU/Linux 7 (wheezy)`.
    guard let own = ReleaseNumber(version ?? "") ?? ReleaseNumber(in: name) else {
      return .unlisted
    }
    // Ubuntu's release is `24.04`, of which `24.04.2` is an edition; Debian's is `12`.
    if let entry = releases[own.text(2)] ?? releases[own.text(1)] { return .listed(entry) }
    if family == "Ubuntu", let entry = Self.interimUbuntu(own) { return .listed(entry) }
    let listed = releases.compactMap { version, entry in
      ReleaseNumber(version).map { (number: $0, entry: entry) }
    }
    guard let first = listed.min(by: { $0.number < $1.number }),
      let last = listed.map(\.number).max()
    else { return .unlisted }
    if own < first.number, !first.number.begins(with: own) {
      var entry = first.entry
      (entry.name, entry.isEarlier) = ("\(family) \(own.text(2))", true)
      return .listed(entry)
    }
    return last < own ? .newer : .unlisted
  }

  /// The distribution, of which `name` may be a longer name: `CentOS Linux`.
  private func family(of name: String) -> String? {
    if name.hasPrefix("Debian") { return "Debian GNU/Linux" }
    return linux.keys.filter { name == $0 || name.hasPrefix("\($0) ") }
      .max { $0.count < $1.count }
  }

  /// The releases of Ubuntu between those with long-term support, which get updates for nine months
  /// (https://ubuntu.com/about/release-cycle); until 2012, for longer.
  private static func interimUbuntu(_ number: ReleaseNumber) -> Entry? {
    guard number.parts.count >= 2 else { return nil }
    let (year, month) = (number.parts[0], number.parts[1])
    guard (13...99).contains(year), month == 10 || month == 4 && year % 2 == 1 else { return nil }
    return Entry(
      name: "Ubuntu \(number.text(2))", ends: Months.end(ofYear: 2000 + year, month: month + 9),
      source: "https://ubuntu.com/about/release-cycle")
  }
}

/// The number of a release, `24.04.2`.
struct ReleaseNumber: Comparable {
  private let words: [String]
  let parts: [Int]

  /// nil if the text does not begin with a number.
  init?(_ text: some StringProtocol) {
    let number = String(text).prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    words = number.split(separator: ".").map(String.init)
    parts = words.compactMap { Int($0) }
    guard !parts.isEmpty, parts.count == words.count else { return nil }
  }

  /// The first word of a name that begins with a number.
  init?(in name: String) {
    let found = name.split(separator: " ").lazy.compactMap { ReleaseNumber($0) }.first
    guard let found else { return nil }
    self = found
  }

  /// The first `count` parts as they are written.
  func text(_ count: Int) -> String { words.prefix(count).joined(separator: ".") }

  func begins(with other: ReleaseNumber) -> Bool { parts.starts(with: other.parts) }

  static func == (one: ReleaseNumber, other: ReleaseNumber) -> Bool { one.parts == other.parts }

  static func < (one: ReleaseNumber, other: ReleaseNumber) -> Bool {
    one.parts.lexicographicallyPrecedes(other.parts)
  }
}
