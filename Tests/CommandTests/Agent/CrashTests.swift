import Foundation
import TestSupport
import Testing

/// The real agent while one of its probes crashes: the others' sections are complete, and the
/// report is sent. The crash is a signal from outside, sent while a scanner does not answer.
struct CrashTests {
  /// Accepts connections and sends nothing.
  private final class SilentScanner {
    private let listener: Int32
    let port: Int

    init() throws {
      (listener, port) = try Loopback.bound()
      try #require(listen(listener, 16) == 0)
    }

    deinit { close(listener) }
  }

  /// Starts the agent, sends the signal to its copy that queries the scanner, and waits.
  private func run(
    _ arguments: [String], signal: Int32, in scratch: Scratch, state: String = "state"
  ) throws -> Command {
    let scanner = try SilentScanner()
    let settings = try scratch.write(
      "[scanners]\nsane = false\ndiscovery = false\n"
        + "addresses = [\"http://127.0.0.1:\(scanner.port)\"]\n", "probe.toml")
    let process = try Command.start(
      "commune-probe",
      arguments + ["--config", settings, "--state", scratch.file(state).path],
      output: scratch.file("output"), errors: scratch.file("errors"))
    let copy = try #require(try waiting(below: process.processIdentifier))
    kill(copy, signal)
    process.waitUntilExit()
    return Command(
      status: process.terminationStatus, output: try scratch.text("output"),
      errors: try scratch.text("errors"))
  }

  /// The last remaining child.
  private func waiting(below parent: pid_t) throws -> pid_t? {
    var last: [pid_t] = []
    var times = 0
    for _ in 0..<400 {
      let list =
        (try? String(
          contentsOfFile: "/proc/\(parent)/task/\(parent)/children", encoding: .utf8)) ?? ""
      let children = list.split(separator: " ").compactMap { pid_t($0) }
      times = children == last && children.count == 1 ? times + 1 : 0
      if times > 10 { return children.first }
      last = children
      usleep(20_000)
    }
    return nil
  }

  @Test(arguments: [SIGILL, SIGSEGV, SIGKILL]) func collect(_ signal: Int32) throws {
    let scratch = try Scratch()
    let said = try run(["collect", "--format", "json"], signal: signal, in: scratch)
    #expect(said.status == 0 && said.errors.isEmpty, "\(said.errors)")
    #expect(said.output.contains("it crashed (signal \(signal))"))
    #expect(said.output.contains(#""hardware":{"disks""#), "\(said.output.prefix(400))")
  }

  @Test func doctor() throws {
    let scratch = try Scratch()
    let said = try run(["doctor"], signal: SIGILL, in: scratch)
    #expect(said.status == 0 && said.errors.isEmpty, "\(said.errors)")
    #expect(said.output.contains("blind   this probe: it crashed (signal 4)"))
    for probe in ["Hardware", "Scanners", "Bandwidth", "Accounts"] {
      #expect(said.output.contains(probe))
    }
  }

  @Test func report() throws {
    let centre = try ServingCentre()
    let id = try centre.enrol("a")
    let said = try run(["report"], signal: SIGILL, in: centre.scratch, state: "a")
    #expect(said.status == 0 && said.errors.isEmpty, "\(said.errors)")
    #expect(said.output == "1 delivered, 0 waiting.\n")
    let shown = try centre.inventory("machines", "show", id).output
    #expect(shown.contains("hardware") && shown.contains("scanners"), "\(shown)")
  }
}
