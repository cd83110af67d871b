import Foundation
import Probing
import Reporting
import Testing

/// Foundation has a `Host` of its own.
typealias Host = Probing.Host

/// The folder `probes/` of this repository.
let probesFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "probes")

/// A captured machine and the section that a probe is expected to report for it.
struct Case: Sendable, CustomTestStringConvertible {
  let probe: String
  let name: String

  var testDescription: String { "\(probe)/\(name)" }
  var folder: URL { probesFolder.appending(path: "cases/\(probe)/\(name)") }
  var host: Host { Host(root: folder.appending(path: "root").path) }

  static func all(of probe: String) throws -> [Case] {
    let folder = probesFolder.appending(path: "cases/\(probe)")
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { Case(probe: probe, name: $0) }
  }

  /// Compares with `expected.json`; with `RECORD=1`, rewrites it and fails.
  func expect(_ outcome: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let found = String(decoding: try encoder.encode(outcome), as: UTF8.self) + "\n"
    let file = folder.appending(path: "expected.json")
    guard ProcessInfo.processInfo.environment["RECORD"] == nil else {
      try Data(found.utf8).write(to: file)
      Issue.record("recorded \(testDescription): read it, then run without RECORD")
      return
    }
    #expect(found == String(decoding: try Data(contentsOf: file), as: UTF8.self))
  }
}
