import Delivery
import Foundation

/// `ingest-load PORT PID TOKENS.json MACHINES MODE:CONNECTIONS:REPORTS[:RATE]…`: enrols, signs,
/// then sends, as fast as it can or RATE reports a second. A mode is `full`, `unchanged` or
/// `inventory`: GLPI Agent's, with the two requests that are refused before it. PORT:OTHER enrols
/// at the centre and sends to another server; `verify COUNT` only verifies signatures. With
/// `$DATABASE` it also says by how much that file grew.
@main
enum Load {
  private struct Token: Decodable {
    var token: String
    var commune: String
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 3, arguments[1] == "verify", let count = Int(arguments[2]), count > 0 {
      return print(Verification.line(count: count))
    }
    let ports = arguments.dropFirst().first?.split(separator: ":").compactMap { Int($0) } ?? []
    guard arguments.count > 5, let port = ports.first, let pid = Int32(arguments[2]),
      let count = Int(arguments[4])
    else {
      throw LoadError("ingest-load PORT PID TOKENS.json MACHINES MODE:CONNECTIONS:REPORTS…")
    }
    let centre = try CentreAddress("http://127.0.0.1:\(port)")
    let tokens = try JSONDecoder().decode(
      [Token].self, from: Data(contentsOf: URL(fileURLWithPath: arguments[3])))
    var connection = try Connection(port: port)
    let machines = try (0..<count).map {
      try Machine(
        number: $0, token: tokens[$0 % tokens.count].token, at: centre, over: &connection)
    }
    connection.end()
    let inventories = (0..<count).map {
      let token = tokens[$0 % tokens.count]
      return Inventories(number: $0, commune: token.commune, token: token.token, at: centre)
    }
    for text in arguments[5...] {
      let parts = text.split(separator: ":")
      guard 3...4 ~= parts.count, let connections = Int(parts[1]), let reports = Int(parts[2])
      else {
        throw LoadError("\(text) is not MODE:CONNECTIONS:REPORTS[:RATE]")
      }
      let mode = String(parts[0])
      let plan =
        try mode == "inventory"
        ? Plan(inventories, connections: connections, reports: reports)
        : Plan(mode, machines, connections: connections, reports: reports)
      if ProcessInfo.processInfo.environment["HOLD"] != nil {
        // Everything is signed; the caller gives the start signal.
        print("ready")
        fflush(nil)
        _ = readLine()
      }
      let pages = try pages()
      let result = try Run(
        port: ports.last ?? port, pid: pid, requests: plan.requests,
        rate: parts.count == 4 ? Double(parts[3]) : nil
      ).go()
      print(
        "\(mode.padding(toLength: 10, withPad: " ", startingAt: 0))",
        String(format: "%3d connections", connections), result.line)
      print(
        "             \(plan.bytes) bytes on the line, body \(plan.bodyBytes) before gzip",
        pages == nil
          ? "" : "\(((try self.pages() ?? 0) - (pages ?? 0)) * 4096 / reports) bytes on disk")
      fflush(nil)
    }
  }

  /// Number of 4,096-byte pages of the database, including the write-ahead log.
  private static func pages() throws -> Int? {
    guard let path = ProcessInfo.processInfo.environment["DATABASE"] else { return nil }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sqlite3")
    process.arguments = ["-cmd", "PRAGMA wal_autocheckpoint = 0", path, "PRAGMA page_count"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return said.split(separator: "\n").last.flatMap { Int($0) }
  }

  /// Assigns machines to connections: one connection per machine, so that its sequence only grows.
  struct Plan {
    var requests: [[[UInt8]]]
    var bytes = 0
    var bodyBytes = 0

    init(_ mode: String, _ machines: [Machine], connections: Int, reports: Int) throws {
      requests = Array(repeating: [], count: connections)
      for number in 0..<reports {
        let place = number % machines.count
        let machine = machines[place]
        let (request, body) = try mode == "unchanged" ? machine.unchanged() : machine.full()
        requests[place % connections].append(request)
        bytes += request.count
        bodyBytes += body
      }
      bytes /= max(reports, 1)
      bodyBytes /= max(reports, 1)
    }

    init(_ agents: [Inventories], connections: Int, reports: Int) throws {
      var agents = agents
      requests = Array(repeating: [], count: connections)
      for number in 0..<reports {
        let place = number % agents.count
        let (exchange, body) = try agents[place].exchange()
        requests[place % connections] += exchange
        bytes += exchange.last?.count ?? 0
        bodyBytes += body
      }
      bytes /= max(reports, 1)
      bodyBytes /= max(reports, 1)
    }
  }
}
