import Foundation

/// Runs `Tests/Servers/hostile_centre.py` in one of its modes until it is released.
public final class HostileCentre {
  public struct Counts: Decodable { public var sent, received, requests: Int }

  public let address: String
  private let process = Process()

  public init(_ mode: String) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Servers/hostile_centre.py")
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, mode]
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw CocoaError(.fileReadCorruptFile)
    }
    address = "http://127.0.0.1:\(port)"
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Bytes it has sent and received, and the number of requests without those of this function.
  public func counts() throws -> Counts {
    guard let url = URL(string: "\(address)/counts") else { throw URLError(.badURL) }
    return try JSONDecoder().decode(Counts.self, from: Data(contentsOf: url))
  }
}
