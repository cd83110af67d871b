import Foundation
import Reporting
import Testing

@testable import Probing

/// A probe that crashes or hangs costs only its own section.
struct FaultyProbeTests {
  private struct Run {
    var report: Report
    var errors: String
    var folder: [String]
  }

  private func run(_ faults: String...) throws -> Run {
    try Peer.withFolder { folder in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: builtAgent).deletingLastPathComponent()
        .appending(path: "faulty-probes")
      process.arguments = faults
      process.currentDirectoryURL = folder
      let (output, errors) = (Pipe(), Pipe())
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
      let said = try errors.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      try #require(process.terminationReason == .exit && process.terminationStatus == 0)
      return Run(
        report: try JSONDecoder().decode(Report.self, from: bytes),
        errors: String(decoding: said, as: UTF8.self),
        folder: try FileManager.default.contentsOfDirectory(atPath: folder.path))
    }
  }

  @Test(arguments: [
    ("index", "it crashed (signal 4)"), ("overflow", "it crashed (signal 4)"),
    ("division", "it crashed (signal 4)"), ("conversion", "it crashed (signal 4)"),
    ("nil", "it crashed (signal 4)"), ("slice", "it crashed (signal 4)"),
    ("segment", "it crashed (signal 11)"), ("abort", "it crashed (signal 6)"),
    ("deep", "it crashed (signal 11)"),
    ("hang", "it did not finish in 3 seconds and was given up"),
    ("spin", "it did not finish in 3 seconds and was given up"),
    ("exit", "it gave no answer that can be read"), ("status", "it failed (status 9)"),
  ])
  func reportsHowAProbeFailed(_ fault: String, _ reason: String) throws {
    let ended = try run(fault)
    #expect(ended.report.accounts?.reason == reason)
    #expect(ended.report.hardware?.facts != nil)
    // It leaves neither a backtrace nor a core file.
    #expect(ended.errors.isEmpty && ended.folder.isEmpty)
  }

  @Test func reportsAFailedExclusiveProbe() throws {
    let ended = try run("index", "overflow@line")
    #expect(ended.report.accounts?.reason == "it crashed (signal 4)")
    #expect(ended.report.bandwidth?.reason == "it crashed (signal 4)")
    #expect(ended.report.hardware?.facts != nil)
  }

  /// A probe's output is discarded, and closing descriptors affects only itself.
  @Test func discardsOutput() throws {
    let chatter = try run("chatter")
    #expect(chatter.report.accounts == .absent && chatter.errors.isEmpty)
    #expect(try run("close").report.accounts?.reason != nil)
    #expect(try run("none").report.accounts == .absent)
  }

  /// Processes that a probe leaves behind are killed.
  @Test func killsOrphans() throws {
    let ended = try run("orphan")
    #expect(ended.report.accounts == .absent)
    #expect(try Peer.text("pgrep -f '^sleep 613$' || true").isEmpty)
  }
}
