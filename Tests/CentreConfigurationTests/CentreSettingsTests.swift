import Foundation
import InventoryServer
import InventoryStore
import Testing

@testable import CentreConfiguration

struct CentreSettingsTests {
  private func read(_ toml: String, _ environment: [String: String] = [:]) throws -> CentreSettings
  {
    var settings = CentreSettings()
    try settings.read(toml: toml, path: "/etc/centre.toml")
    try settings.read(environment)
    return settings
  }

  private static let example = """
    listen = "0.0.0.0:8443"
    agents-listen = "[::]:8444"
    tls-certificate = "/a.pem"
    tls-key = "/a.key"
    trusted-proxy = ["127.0.0.1", "::1"]
    check-service = ["official-mail=https://mail.example.vn"]
    reports-per-hour = 0
    log-format = "json"
    [retention]
    audit-months = 36
    [disk]
    least-free-percent = 10
    """

  @Test func everythingOfAFile() throws {
    let settings = try read(Self.example)
    var expected = CentreSettings()
    expected.listen = "0.0.0.0:8443"
    expected.agentsListen = "[::]:8444"
    expected.tlsCertificate = "/a.pem"
    expected.tlsKey = "/a.key"
    expected.trustedProxies = ["127.0.0.1", "::1"]
    expected.checkServices = ["official-mail=https://mail.example.vn"]
    expected.reportsPerHour = 0
    expected.logFormat = .json
    expected.retention.auditMonths = 36
    expected.disk.leastFreePercent = 10
    #expect(settings == expected)
  }

  @Test func environmentGoesBeforeTheFile() throws {
    let settings = try read(
      Self.example,
      [
        "COMMUNE_INVENTORY_LISTEN": "127.0.0.1:1", "COMMUNE_INVENTORY_RETENTION_AUDIT_MONTHS": "0",
        "COMMUNE_INVENTORY_TRUSTED_PROXY": "10.0.0.1, 10.0.0.2", "COMMUNE_INVENTORY_POLICY": "",
        "COMMUNE_INVENTORY_DEMONSTRATION": "true", "COMMUNE_INVENTORY_DATABASE": "var/x.sqlite",
        "HOME": "/root",
      ])
    #expect(settings.listen == "127.0.0.1:1" && settings.agentsListen == "[::]:8444")
    #expect(settings.retention.auditMonths == 0 && settings.demonstration)
    #expect(settings.trustedProxies == ["10.0.0.1", "10.0.0.2"])
    #expect(settings.policy == nil && settings.database == "var/x.sqlite")
  }

  /// Each error names file, line, key and what is allowed.
  @Test(arguments: [
    ("listen = \"0.0.0.0:8443\"\nlisten = 1", "/etc/centre.toml line 2"),
    ("listn = \"0.0.0.0:8443\"", "line 1, listn: is not a setting. Did you mean \"listen\"?"),
    ("\n[retension]\naudit-months = 1", "line 2, retension: is not a setting. Did you mean \"ret"),
    ("[retention]\nsections-days = 1", "line 2, retention.sections-days: is not a setting."),
    ("listen = 8443", "line 1, listen: must be \"ADDRESS:PORT\""),
    ("listen = \"8443\"", "line 1, listen: must be \"ADDRESS:PORT\""),
    ("agent-requests = 0", "line 1, agent-requests: must be a whole number from 1 to 65536."),
    ("agent-requests = 2.5", "must be a whole number from 1"),
    ("agent-requests = \"2\"", "must be a whole number from 1"),
    ("agent-requests = true", "must be a whole number from 1"),
    ("reports-per-hour = -1", "must be a whole number from 0"),
    ("tls-key = \"a.key\"", "line 1, tls-key: must be an absolute path in quotes."),
    ("demonstration = \"no\"", "must be true or false."),
    ("demonstration = 0", "must be true or false."),
    ("log-level = \"loud\"", "must be one of \"trace\", \"debug\""),
    ("log-format = \"xml\"", "must be one of \"text\", \"json\"."),
    ("trusted-proxy = \"127.0.0.1\"", "must be a list of texts such as [\"127.0.0.1\"]."),
    ("trusted-proxy = [\"proxy\"]", "must be a list of texts"),
    ("trusted-proxy = [1]", "must be a list of texts"),
    ("check-service = [\"mail\"]", "official-mail=https://mail.example.vn"),
    ("retention = 5", "line 1, retention: must be a table"),
    ("[disk]\nleast-free-percent = 100", "line 2, disk.least-free-percent: must be a whole"),
    ("[[disk]]\nleast-free-percent = 5", "disk: must be a table"),
    ("listen = ", "line 1: this is not TOML"),
    ("[", "line 1: a heading has no name"),
  ])
  func refusals(_ toml: String, _ says: String) {
    let error = #expect(throws: SettingsError.self) { try read(toml) }
    #expect(error?.message.hasPrefix("/etc/centre.toml") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("\n") == false)
  }

  @Test(arguments: [
    ("COMMUNE_INVENTORY_LISTN", "127.0.0.1:1", "Did you mean \"COMMUNE_INVENTORY_LISTEN\"?"),
    ("COMMUNE_INVENTORY_LISTEN", "8080", "must be \"ADDRESS:PORT\""),
    ("COMMUNE_INVENTORY_REPORTS_PER_HOUR", "ten", "must be a whole number"),
    ("COMMUNE_INVENTORY_DEMONSTRATION", "yes", "must be true or false."),
    ("COMMUNE_INVENTORY_TRUSTED_PROXY", "proxy", "must be a list separated by commas"),
  ])
  func refusedVariables(_ name: String, _ value: String, _ says: String) {
    let error = #expect(throws: SettingsError.self) { try read("", [name: value]) }
    #expect(error?.message.contains(name) == true)
    #expect(error?.message.contains(says) == true, "\(error?.message ?? "")")
  }

  /// No setting accepts a value of another type in the file.
  @Test func everySettingMistyped() throws {
    for setting in Setting.all {
      let table = setting.table.isEmpty ? "" : "[\(setting.table)]\n"
      for value in ["1979-05-27", "{ a = 1 }", "[[]]", "1.5", "\"\"", "-1"] {
        let error = #expect(throws: SettingsError.self, "\(setting.name) = \(value)") {
          try read("\(table)\(setting.key) = \(value)")
        }
        #expect(error?.message.contains(setting.name) == true)
      }
    }
  }

  @Test func pairs() throws {
    func fault(_ toml: String) throws -> String? {
      let settings = try read(toml)
      do {
        try settings.check()
        return nil
      } catch { return error.message }
    }
    #expect(try fault("") == nil && fault(Self.example) == nil)
    #expect(try fault("tls-key = \"/a\"")?.hasPrefix("tls-certificate is missing") == true)
    #expect(try fault("agents-tls-certificate = \"/a\"")?.contains("agents-tls-key") == true)
    #expect(
      try fault("agents-tls-certificate = \"/a\"\nagents-tls-key = \"/b\"")?
        .contains("agents-listen") == true)
    #expect(try fault("tls-ca = \"/a\"") != nil)
  }

  @Test func filesThatCannotBeRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func fault(_ path: String) -> String? {
      do {
        _ = try CentreSettings(file: path, environment: [:])
        return nil
      } catch { return error.message }
    }
    #expect(fault("/nowhere.toml")?.contains("/nowhere.toml") == true)
    #expect(fault(folder.path) != nil)
    let file = folder.appending(path: "centre.toml")
    try Data([0x61, 0xFF]).write(to: file)
    #expect(fault(file.path)?.contains("UTF-8") == true)
    try Data("listen = \"127.0.0.1:9\"\n".utf8).write(to: file)
    let named = try CentreSettings(
      file: nil, environment: ["COMMUNE_INVENTORY_CONFIG": file.path])
    #expect(named.listen == "127.0.0.1:9")
  }
}

/// The file that the package installs.
struct ShippedFileTests {
  private static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().appending(path: "../../inventory/deploy/centre.toml").path

  private func settings(_ text: String) throws -> CentreSettings {
    var settings = CentreSettings()
    try settings.read(toml: text, path: "centre.toml")
    return settings
  }

  /// Every command that is given the file finds the service's database.
  @Test func changesNothingButNamesTheDatabase() throws {
    let text = try String(contentsOfFile: Self.path, encoding: .utf8)
    var expected = CentreSettings()
    expected.database = "/var/lib/commune-inventory/inventory.sqlite"
    #expect(try settings(text) == expected)
  }

  /// Each line that shows a value is uncommented.
  @Test func namesEverySettingWithItsDefault() throws {
    let text = try String(contentsOfFile: Self.path, encoding: .utf8)
    let active = text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        line.firstMatch(of: /^# ([a-z-]+ = .*)$/).map { String($0.1) } ?? String(line)
      }.joined(separator: "\n")
    let all = try settings(active)
    let defaults = CentreSettings()
    var table = ""
    var named: Set<String> = []
    for line in active.split(separator: "\n") {
      if let heading = line.firstMatch(of: /^\[([a-z]+)\]$/) { table = "\(heading.1)." }
      if let key = line.firstMatch(of: /^([a-z-]+) =/) { named.insert("\(table)\(key.1)") }
    }
    for setting in Setting.all {
      #expect(named.contains(setting.name), "\(setting.name)")
      // A setting without a default shows an example.
      if let usual = setting.get(defaults) {
        #expect(setting.get(all) == usual, "\(setting.name)")
      } else {
        #expect(setting.get(all) != nil, "\(setting.name)")
      }
    }
  }
}
