import CPQ
import Glibc

/// A connection to a PostgreSQL database through libpq. Every wait has a limit: a server or a
/// network that stalls causes a timeout, never a process that hangs.
///
/// Used by one thread at a time; blocks it.
public final class PostgreSQLConnection {
  /// Seconds.
  public struct Timeouts: Sendable, Equatable {
    public var connect: Int
    /// For one statement, and for each wait without a byte from the server.
    public var statement: Int

    public init(connect: Int = 15, statement: Int = 60) {
      self.connect = connect
      self.statement = statement
    }
  }

  let connection: OpaquePointer
  let timeouts: Timeouts
  /// The server's name, for messages.
  let server: String

  /// Connects. To another computer only with TLS that verifies the server's name
  /// (`sslmode=verify-full`): nothing is sent before that is certain.
  ///
  /// - Throws: ``PostgreSQLError``.
  public init(
    _ address: PostgreSQLAddress, timeouts: Timeouts = Timeouts(), application: String
  ) throws(PostgreSQLError) {
    var keywords = ["dbname", "fallback_application_name", "client_encoding", "gssencmode"]
    // GSSAPI's encryption would replace TLS.
    var values = [address.text, application, "UTF8", "disable"]
    // Milliseconds, for data that the other side does not acknowledge.
    let usual = [
      ("tcp_user_timeout", "\(timeouts.statement * 1000)"), ("keepalives_idle", "30"),
      ("keepalives_interval", "10"), ("keepalives_count", "3"),
    ]
    for (keyword, value) in usual where !address.keys.contains(keyword) {
      keywords.append(keyword)
      values.append(value)
    }
    guard let connection = Self.start(keywords, values) else {
      throw PostgreSQLError(.failed, "There is no memory for a connection.")
    }
    let options = ConnectionOptions(of: connection)
    self.connection = connection
    self.timeouts = timeouts
    server = "The national database at \(options.server)"
    // While it connects, libpq gives an error's code only in this form of its text.
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    if PQstatus(connection) == CONNECTION_BAD { throw connectionError() }
    guard options.isLocal || options.verifiesServer else {
      throw PostgreSQLError(
        .insecure,
        "\(server) is not on this computer: add sslmode=verify-full to its address, so that the connection is encrypted and the server proves its name, and sslrootcert=FILE for its authority."
      )
    }
    try connect()
    PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
    guard PQsetnonblocking(connection, 1) == 0 else { throw connectionError() }
    // A transaction of a publisher that is gone must not hold its lock for long.
    try run(
      """
      SET statement_timeout = '\(timeouts.statement)s';
      SET lock_timeout = '\(timeouts.statement)s';
      SET idle_in_transaction_session_timeout = '\(timeouts.statement * 2)s';
      SET tcp_keepalives_idle = 30;
      SET tcp_keepalives_interval = 10;
      SET tcp_keepalives_count = 3;
      SET tcp_user_timeout = \(timeouts.statement * 1000);
      SET client_min_messages = warning;
      SET TimeZone = 'UTC';
      SET DateStyle = 'ISO';
      SET extra_float_digits = 1;
      """)
  }

  deinit { PQfinish(connection) }

  private static func start(_ keywords: [String], _ values: [String]) -> OpaquePointer? {
    withCStrings(keywords) { keywords in
      withCStrings(values) { values in PQconnectStartParams(keywords, values, 1) }
    }
  }

  private func connect() throws(PostgreSQLError) {
    let deadline = ContinuousClock.now + .seconds(timeouts.connect)
    var isReading = false
    while true {
      try wait(isReading ? POLLIN : POLLOUT, until: deadline)
      switch PQconnectPoll(connection) {
      case PGRES_POLLING_OK: return
      case PGRES_POLLING_READING: isReading = true
      case PGRES_POLLING_WRITING: isReading = false
      default: throw connectionError()
      }
    }
  }

  /// - Parameter events: `POLLIN` or `POLLOUT`, or both.
  /// - Throws: ``PostgreSQLError`` with `unreachable` after the deadline.
  func wait(_ events: Int32, until deadline: ContinuousClock.Instant) throws(PostgreSQLError) {
    while true {
      let left = ContinuousClock.now.duration(to: deadline).components
      let milliseconds =
        left.seconds * 1000 + Int64(left.attoseconds / 1_000_000_000_000_000)
      guard milliseconds > 0 else {
        throw PostgreSQLError(
          .unreachable,
          "\(server) does not answer: nothing is half-done, the next run goes on from there. Check the network and the server."
        )
      }
      var descriptor = pollfd(fd: PQsocket(connection), events: Int16(events), revents: 0)
      let ready = poll(&descriptor, 1, Int32(min(milliseconds, 60_000)))
      if ready > 0 { return }
      guard ready == 0 || errno == EINTR else { throw connectionError() }
    }
  }

  /// When the server must have made progress.
  var nextDeadline: ContinuousClock.Instant { .now + .seconds(timeouts.statement + 2) }

  /// The error that libpq reports for the connection.
  func connectionError() -> PostgreSQLError {
    let said = String(cString: PQerrorMessage(connection))
    // FATAL:  28P01: password authentication failed for user "x"\nLOCATION: …
    if let state = said.split(separator: " ").first(where: Self.isState)?.dropLast(),
      let start = said.firstRange(of: "\(state): ")
    {
      let rest = said[start.upperBound...].prefix { !$0.isNewline }
      return PostgreSQLError(sqlState: String(state), said: String(rest), server: server)
    }
    if said.contains("certificate") || said.contains("SSL") || said.contains("root.crt") {
      return PostgreSQLError(
        .insecure,
        "\(server) cannot be trusted (\(said.oneLine)): check sslrootcert and the server's certificate."
      )
    }
    if PQconnectionNeedsPassword(connection) == 1 || said.contains("fe_sendauth") {
      return PostgreSQLError(
        .refused,
        "\(server) wants a password and none was found: name the password file in PGPASSFILE; it must belong to this user with mode 0600."
      )
    }
    if Self.lacksDefinition(said), PQsocket(connection) < 0 {
      return PostgreSQLError(.malformed, "\(server) cannot be found (\(said.oneLine)).")
    }
    return PostgreSQLError(
      .unreachable, "\(server) cannot be reached (\(said.oneLine)): try again later.")
  }

  /// Whether libpq says that it has no definition of a service: a host whose name does not resolve
  /// is "not known" as a "service", too.
  private static func lacksDefinition(_ said: String) -> Bool {
    said.contains(/definition of service|service file/)
  }

  private static func isState(_ word: Substring) -> Bool {
    word.utf8.count == 6 && word.last == ":"
      && word.dropLast().allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) }
      && word.contains(where: \.isNumber)
  }
}

/// Calls `body` with the texts as a list of C strings that ends with NULL.
func withCStrings<Value>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Value
) -> Value {
  let copies = texts.map { $0.flatMap { strdup($0) } }
  defer { for copy in copies { free(copy) } }
  let pointers = copies.map { $0.map { UnsafePointer<CChar>($0) } } + [nil]
  return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
}
