import InventoryServer
public import InventoryStore

/// All settings of the centre, from `centre.toml`, environment variables and the command line, with
/// their defaults.
public struct CentreSettings: Sendable, Equatable {
  /// Path of the database; nil for the default one.
  public var database: String?
  /// Address for users, programs and agents.
  public var listen = "127.0.0.1:8080"
  /// Address for agents only.
  public var agentsListen: String?
  /// Lets anyone read the pages without signing in.
  public var demonstration = false

  /// Certificate and key in PEM; those of agents are only for ``agentsListen``.
  public var tlsCertificate: String?
  public var tlsKey: String?
  public var agentsTLSCertificate: String?
  public var agentsTLSKey: String?
  public var tlsCA: String?

  /// Policy file; nil for the built-in standard policy.
  public var policy: String?
  /// IP addresses.
  public var trustedProxies: [String] = []
  /// `NAME=URL`.
  public var checkServices: [String] = []
  /// Settings of letters, a file of their own because it names secrets; nil for the default one.
  public var mail: String?

  public var reportsPerHour = CentreLimits().reportsPerHour
  public var agentRequests = CentreLimits().agentRequests
  public var largestGroup = InventoryStore.largestGroup

  public var logLevel = "notice"
  public var logFormat = LogFormat.text

  public var nation = NationSettings()
  public var retention = RetentionSettings()
  public var disk = DiskSettings()

  public init() {}
}

/// The publication of the province: `[nation]` in `centre.toml`.
public struct NationSettings: Sendable, Equatable {
  /// Address of the national database, `postgresql://…`; nil for no publication.
  public var publishTo: String?
  /// Two digits; nil for the only one that the inventory has computers in.
  public var province: String?
}

/// The format of log entries.
public enum LogFormat: String, CaseIterable, Sendable {
  case text, json
}

/// A setting that cannot be used: where it is, what is wrong, what is allowed.
public struct SettingsError: Error, Equatable, Sendable, CustomStringConvertible {
  public let message: String
  public var description: String { message }

  public init(_ message: String) { self.message = message }
}
