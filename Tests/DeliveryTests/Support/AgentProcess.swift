import Foundation

@testable import Delivery

/// The agent as shipped: `commune-probe` in a separate process.
struct AgentProcess {
  /// Built next to the test's own program.
  static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "commune-probe").path

  struct Ending {
    var status: Int32
    var output: String
  }

  let state: String
  var environment: [String: String] = [:]

  private func process(_ arguments: [String], output: Any?) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [Self.program] + arguments + ["--state", state]
    // These tests do not depend on this machine's drivers, and querying them takes seconds.
    process.environment = ProcessInfo.processInfo.environment
      .merging(["SANE_CONFIG_DIR": "/nowhere"]) { $1 }.merging(environment) { $1 }
    process.standardOutput = output
    process.standardError = output
    return process
  }

  /// Runs it until it exits and captures both output streams.
  func run(_ arguments: String...) throws -> Ending {
    let pipe = Pipe()
    let process = process(arguments, output: pipe)
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return Ending(
      status: process.terminationStatus, output: String(decoding: said, as: UTF8.self))
  }

  /// Runs it and sends SIGKILL after `seconds`.
  ///
  /// - Returns: whether it was still running.
  func runKilled(after seconds: Double, _ arguments: String...) throws -> Bool {
    let process = process(arguments, output: FileHandle.nullDevice)
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }
}

/// Every report that was ever spooled, and every one that the centre acknowledged: tests compare
/// the two.
final class SpoolWitness {
  let bench: Workbench
  let server: ScriptedServer
  private(set) var seen: Set<String> = []

  init(_ bench: Workbench, _ server: ScriptedServer) {
    self.bench = bench
    self.server = server
  }

  /// Checks that every file in the spool is whole, except those with a temporary name.
  ///
  /// - Returns: the faults found.
  func look() throws -> [String] {
    var faults: [String] = []
    for name in try bench.files("spool") where !name.hasSuffix(".tmp") {
      do throws(DeliveryError) {
        let path = "\(bench.path)/spool/\(name)"
        guard let contents = try FileContents.read(path, limit: 1 << 22) else { continue }
        seen.insert(try SpoolFile.decode(contents.bytes, name: name).id)
      } catch {
        faults.append("\(name): \(error)")
      }
    }
    return faults
  }

  var acknowledged: Set<String> {
    Set(server.reports.compactMap { $0.fields["report-id"] })
  }

  /// Ids that were spooled and are now neither at the centre nor in the spool.
  func lost() throws -> Set<String> {
    let waiting = try bench.files("spool").compactMap { name in
      SpoolFile.number(in: name).map { _ in String(name.dropFirst(13).dropLast(7)) }
    }
    return seen.subtracting(acknowledged).subtracting(waiting)
  }
}
