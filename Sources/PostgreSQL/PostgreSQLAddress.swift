import CPQ

/// The address of a database, in libpq's form:
/// `postgresql://user@host:port/database?sslmode=verify-full`. What it leaves open comes from the
/// environment (`PGUSER`, `PGPASSFILE`, `PGSERVICE`, …).
public struct PostgreSQLAddress: Sendable, Equatable {
  public let text: String
  /// Whether the address itself contains a password, which other users of the computer can read on
  /// a command line.
  public let holdsPassword: Bool
  /// The keys that the address sets.
  let keys: Set<String>

  private static let maximumBytes = 4096

  /// - Throws: ``PostgreSQLError`` with `malformed`.
  public init(_ text: String) throws(PostgreSQLError) {
    guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://"),
      text.utf8.count <= Self.maximumBytes, !text.utf8.contains(0)
    else {
      throw PostgreSQLError(
        .malformed,
        "The address of the national database must begin with postgresql://, for example postgresql://commune_inventory_51@nation.example.vn/nation?sslmode=verify-full."
      )
    }
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &problem) else {
      defer { PQfreemem(problem) }
      let why = problem.map { String(cString: $0).oneLine } ?? "out of memory"
      throw PostgreSQLError(
        .malformed, "The address of the national database cannot be read (\(why)): correct it.")
    }
    defer { PQconninfoFree(options) }
    var keys: Set<String> = []
    for option in ConnectionOptions.sequence(options) where option.val != nil {
      keys.insert(String(cString: option.keyword))
    }
    self.text = text
    self.keys = keys
    holdsPassword = keys.contains("password") || keys.contains("sslpassword")
  }
}

/// The options of a connection, including those from the environment and from a service file.
struct ConnectionOptions {
  private let values: [String: String]

  /// - Parameter connection: started, with nothing sent yet.
  init(of connection: OpaquePointer) {
    guard let options = PQconninfo(connection) else {
      values = [:]
      return
    }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    for option in Self.sequence(options) {
      if let value = option.val { values[String(cString: option.keyword)] = String(cString: value) }
    }
    self.values = values
  }

  static func sequence(_ options: UnsafeMutablePointer<PQconninfoOption>) -> [PQconninfoOption] {
    var found: [PQconninfoOption] = []
    var at = options
    while at.pointee.keyword != nil {
      found.append(at.pointee)
      at += 1
    }
    return found
  }

  /// The server's name, for messages.
  var server: String {
    let host = values["host"] ?? values["hostaddr"] ?? ""
    let port = values["port"] ?? "5432"
    return host.isEmpty || host.hasPrefix("/") ? "the local server" : "\(host.prefix(100)):\(port)"
  }

  /// Whether what is sent stays on this computer, whichever of several hosts is used.
  var isLocal: Bool {
    let hosts = Self.list(values["host"])
    let addresses = Self.list(values["hostaddr"])
    return (0..<max(hosts.count, addresses.count, 1)).allSatisfy { place in
      let address = place < addresses.count ? addresses[place] : ""
      return Self.isLocal(address.isEmpty ? (place < hosts.count ? hosts[place] : "") : address)
    }
  }

  /// Whether the server must prove by its certificate that it is the named one.
  var verifiesServer: Bool { values["sslmode"] == "verify-full" }

  private static func list(_ text: String?) -> [String] {
    guard let text, !text.isEmpty else { return [] }
    return text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// An empty name means the default socket.
  private static func isLocal(_ host: String) -> Bool {
    if host.isEmpty || host.hasPrefix("/") || host.hasPrefix("@") { return true }
    if host == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}
