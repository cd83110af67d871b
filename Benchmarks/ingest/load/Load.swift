import Delivery
import Foundation

/// `ingest-load PORT PID TOKENS.json MACHINES MODE:CONNECTIONS:REPORTS…`: enrols, signs, then
/// sends. A mode is `full`, `unchanged` or `empty` (full ones to a server that files nothing).
@main
enum Load {
  private struct Token: Decodable { var token: String }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 5, let port = Int(arguments[1]), let pid = Int32(arguments[2]),
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
    for text in arguments[5...] {
      let parts = text.split(separator: ":")
      guard parts.count == 3, let connections = Int(parts[1]), let reports = Int(parts[2]) else {
        throw LoadError("\(text) is not MODE:CONNECTIONS:REPORTS")
      }
      let mode = String(parts[0])
      let plan = try Plan(mode, machines, connections: connections, reports: reports)
      let result = try Run(port: port, pid: pid, requests: plan.requests).go()
      print(
        "\(mode.padding(toLength: 10, withPad: " ", startingAt: 0))",
        String(format: "%3d connections", connections), result.line)
      fflush(nil)
      print("             \(plan.bytes) bytes on the line, body \(plan.bodyBytes) before gzip")
    }
  }

  /// Who sends what: a machine keeps to one connection, so that its sequence only grows.
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
  }
}
