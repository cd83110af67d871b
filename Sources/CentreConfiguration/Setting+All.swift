import InventoryServer
import InventoryStore

extension Setting {
  /// Every setting, in the order of the shipped file.
  static let all: [Setting] = [
    .optional("listen", .address, \.listen),
    .optional("agents-listen", .address, \.agentsListen),
    .flag("demonstration", \.demonstration),
    .optional("tls-certificate", .path, \.tlsCertificate),
    .optional("tls-key", .path, \.tlsKey),
    .optional("agents-tls-certificate", .path, \.agentsTLSCertificate),
    .optional("agents-tls-key", .path, \.agentsTLSKey),
    .optional("tls-ca", .path, \.tlsCA),
    .optional("policy", .path, \.policy),
    .optional("database", .path, \.database),
    .optional("mail", .path, \.mail),
    .list("trusted-proxy", example: "127.0.0.1", CentreLimits.isAddress, \.trustedProxies),
    .list(
      "check-service", example: "official-mail=https://mail.example.vn",
      { CheckService($0) != nil }, \.checkServices),
    .whole("", "reports-per-hour", 0...1_000_000, \.reportsPerHour),
    .whole("", "agent-requests", 1...65_536, \.agentRequests),
    .whole("", "largest-group", 1...10_000, \.largestGroup),
    .optional(
      "log-level",
      .choice(["trace", "debug", "info", "notice", "warning", "error", "critical"]), \.logLevel),
    logFormat,
    .optional(
      "nation", "publish-to",
      .text(
        example: "postgresql://commune_inventory_51@nation.example.vn/nation?sslmode=verify-full",
        isValid: isDatabase), \.nation.publishTo),
    .optional(
      "nation", "province",
      .text(example: "51") { $0.utf8.count == 2 && $0.utf8.allSatisfy { 48...57 ~= $0 } },
      \.nation.province),
    .whole("retention", "section-bodies-days", days, \.retention.sectionBodiesDays),
    .whole("retention", "receipts-days", days, \.retention.receiptsDays),
    .whole("retention", "measure-history-months", months, \.retention.measureHistoryMonths),
    .whole("retention", "audit-months", months, \.retention.auditMonths),
    .whole("retention", "sign-ins-months", months, \.retention.signInsMonths),
    .whole("retention", "retired-machines-months", months, \.retention.retiredMachinesMonths),
    .whole("retention", "unknown-sections-days", days, \.retention.unknownSectionsDays),
    .whole("retention", "unknown-sections-bytes", 0...1 << 40, \.retention.unknownSectionsBytes),
    .whole("disk", "least-free-percent", 0...99, \.disk.leastFreePercent),
    .whole("disk", "least-free-megabytes", 0...100_000_000, \.disk.leastFreeMegabytes),
  ]

  static let tables = ["nation", "retention", "disk"]

  @Sendable private static func isDatabase(_ text: String) -> Bool {
    text.hasPrefix("postgresql://") && text.utf8.count <= 4096 && !text.utf8.contains(0)
  }

  private static let days = 0...36_500
  private static let months = 0...1_200

  private static let logFormat = Setting(
    table: "", key: "log-format", kind: .choice(LogFormat.allCases.map(\.rawValue)),
    set: { settings, value in
      if case .text(let text) = value, let format = LogFormat(rawValue: text) {
        settings.logFormat = format
      }
    }, get: { .text($0.logFormat.rawValue) })

  private static func optional(
    _ key: String, _ kind: Kind, _ path: any WritableKeyPath<CentreSettings, String> & Sendable
  ) -> Setting {
    Setting(
      table: "", key: key, kind: kind,
      set: { settings, value in
        if case .text(let text) = value { settings[keyPath: path] = text }
      }, get: { .text($0[keyPath: path]) })
  }

  private static func optional(
    _ key: String, _ kind: Kind, _ path: any WritableKeyPath<CentreSettings, String?> & Sendable
  ) -> Setting {
    optional("", key, kind, path)
  }

  private static func optional(
    _ table: String, _ key: String, _ kind: Kind,
    _ path: any WritableKeyPath<CentreSettings, String?> & Sendable
  ) -> Setting {
    Setting(
      table: table, key: key, kind: kind,
      set: { settings, value in
        if case .text(let text) = value { settings[keyPath: path] = text }
      }, get: { $0[keyPath: path].map(SettingValue.text) })
  }

  private static func flag(
    _ key: String, _ path: any WritableKeyPath<CentreSettings, Bool> & Sendable
  ) -> Setting {
    Setting(
      table: "", key: key, kind: .flag,
      set: { settings, value in
        if case .flag(let flag) = value { settings[keyPath: path] = flag }
      }, get: { .flag($0[keyPath: path]) })
  }

  private static func list(
    _ key: String, example: String, _ isValid: @escaping @Sendable (String) -> Bool,
    _ path: any WritableKeyPath<CentreSettings, [String]> & Sendable
  ) -> Setting {
    Setting(
      table: "", key: key, kind: .list(example: example, isValid: isValid),
      set: { settings, value in
        if case .list(let texts) = value { settings[keyPath: path] = texts }
      }, get: { .list($0[keyPath: path]) })
  }

  private static func whole(
    _ table: String, _ key: String, _ range: ClosedRange<Int>,
    _ path: any WritableKeyPath<CentreSettings, Int> & Sendable
  ) -> Setting {
    Setting(
      table: table, key: key, kind: .whole(range),
      set: { settings, value in
        if case .whole(let number) = value { settings[keyPath: path] = number }
      }, get: { .whole($0[keyPath: path]) })
  }
}
