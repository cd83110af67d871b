public import Reporting

/// Which of the ministries' services this office may use: one definition a service, each looked at
/// as its kind says.
///
/// A service is logged in to at most once a day, and never again after a refusal until a person has
/// mended something: a probe must not lock an account. Without a memory of that, nothing is tried.
/// Absent means that nothing is defined.
public struct AccountProbe: Probe {
  public static let name = "accounts"
  public static var section: WritableKeyPath<Report, Outcome<AccountFacts>?> { \.accounts }

  /// Time for all checks together; what is not reached in it says so.
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

  /// The services that the folder's definitions name, whether they can be read or not.
  public static func services(in folder: String) -> [String] {
    let path = String(folder.drop { $0 == "/" })
    return ((try? Host().entries(path)) ?? []).filter {
      $0.hasSuffix(".toml") && !$0.hasPrefix(".")
    }
    .map { String($0.dropLast(5)) }.filter(ServiceName.isValid)
  }

  /// The files with passwords that the folder's definitions name, also those that cannot be read
  /// as definitions.
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
