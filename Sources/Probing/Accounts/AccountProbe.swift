public import Reporting

/// Which of the ministries' services this office may use: one definition per service, each checked
/// according to its kind.
///
/// A service is logged in to at most once a day, and after a refusal not until a person has
/// corrected something: a probe must not lock an account. If attempts cannot be recorded, none is
/// made. Absent means that nothing is defined.
public struct AccountProbe: Probe {
  public static let name = "accounts"
  public static var section: WritableKeyPath<Report, Outcome<AccountFacts>?> { \.accounts }

  /// Time for all checks together, in seconds; services that are not reached in it are reported so.
  static let roundSeconds = 60.0

  public let deadlineSeconds = roundSeconds + 20

  let settings: ProbeSettings

  public init(_ settings: ProbeSettings = ProbeSettings()) { self.settings = settings }

  public func observe(_ host: Host) throws(ProbeError) -> AccountFacts? {
    guard let services = try AccountFolder.read(settings.accounts.folder, on: host) else {
      return nil
    }
    let round = AccountRound(host: host, settings: settings, seconds: Self.roundSeconds)
    return AccountFacts(accounts: round.accounts(services))
  }

  /// The services that definitions in the folder name, whether the files can be read or not.
  public static func services(in folder: String) -> [String] {
    let path = String(folder.drop { $0 == "/" })
    return ((try? Host().entries(path)) ?? []).filter {
      $0.hasSuffix(".toml") && !$0.hasPrefix(".")
    }
    .map { String($0.dropLast(5)) }.filter(ServiceName.isValid)
  }

  /// The password files that definitions in the folder name, even those that are not valid
  /// definitions.
  public static func credentialFiles(in folder: String) -> [String] {
    let host = Host()
    let path = String(folder.drop { $0 == "/" })
    let names = ((try? host.entries(path)) ?? []).filter { $0.hasSuffix(".toml") }
    return names.prefix(AccountFacts.maximumCount).flatMap { name in
      ((try? host.text("\(path)/\(name)")) ?? "").split(whereSeparator: \.isNewline)
        .filter { $0.drop { " \t\"'".contains($0) }.hasPrefix("credentials") }
        .compactMap { line in
          guard let sign = line.firstIndex(of: "=") else { return nil }
          let parts = line[sign...].split { $0 == "\"" || $0 == "'" }
          // Only an absolute path is ever read.
          return parts.count >= 2 && parts[1].hasPrefix("/") ? String(parts[1]) : nil
        }
    }
  }
}
