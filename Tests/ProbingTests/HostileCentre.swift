import Foundation
import Testing

/// `Tests/Servers/hostile_centre.py` in one of its modes.
final class HostileCentre {
  struct Counts: Decodable { var sent, received, requests: Int }

  let address: String
  private let process = Process()

  init(_ mode: String) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Servers/hostile_centre.py")
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, mode]
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(Int(line.trimmingCharacters(in: .whitespacesAndNewlines)))
    address = "http://127.0.0.1:\(port)"
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Bytes that it handed to the kernel and got from it, and requests but for these.
  func counts() throws -> Counts {
    let url = try #require(URL(string: "\(address)/counts"))
    return try JSONDecoder().decode(Counts.self, from: Data(contentsOf: url))
  }
}
