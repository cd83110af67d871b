import Foundation
import Testing

/// A line of known rate, delay and loss between two network namespaces (`Tests/Line/shaper.c`),
/// removed when the value is released.
final class ShapedLine {
  static let centre = "10.77.0.1"

  /// Traffic in one direction.
  struct Passage: Decodable {
    let passedBytes: Int
    /// How much later packets arrived than this line intends.
    let lateSeconds: Double
  }

  struct Truth: Decodable {
    let seconds: Double
    let down, up: Passage

    /// Whether the machine was too busy for the line to have its stated properties.
    var isLate: Bool { max(down.lateSeconds, up.lateSeconds) > 0.02 * seconds }
  }

  private let process: Process
  private let questions = Pipe()
  private let answers = Pipe()
  private var rest = Data()
  private var spaces = (centre: "", agent: "")

  private static let program = Result { () throws -> String in
    let folder = FileManager.default.temporaryDirectory.appending(path: "shaper-\(getpid())").path
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Line/shaper.c").path
    let built = try Command.run("/usr/bin/gcc", ["-O2", "-o", folder, source])
    try #require(built.status == 0, "\(built.errors)")
    return folder
  }

  /// - Parameters:
  ///   - megabits: per second, in each direction.
  ///   - milliseconds: round trip.
  ///   - loss: share of packets, in each direction.
  init(megabits: Double, milliseconds: Double, loss: Double) throws {
    process = Process()
    process.executableURL = URL(fileURLWithPath: try Self.program.get())
    let rate = String(Int(megabits * 1e6))
    process.arguments = [rate, rate, String(milliseconds * 500), String(loss), "7"]
    process.standardInput = questions
    process.standardOutput = answers
    try process.run()
    let words = try Self.line(answers, &rest).split(separator: " ").map(String.init)
    try #require(
      words.count == 4 && words[0] == "ready",
      "no line: the tests need root, /dev/net/tun and network namespaces")
    let place = "--net=/proc/\(words[1])/fd"
    spaces = ("\(place)/\(words[2])", "\(place)/\(words[3])")
  }

  deinit { stop() }

  /// Cuts the line.
  func stop() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Traffic since the last call.
  func truth() throws -> Truth {
    try questions.fileHandleForWriting.write(contentsOf: Data("?\n".utf8))
    return try JSONDecoder().decode(Truth.self, from: Data(Self.line(answers, &rest).utf8))
  }

  private static func line(_ pipe: Pipe, _ rest: inout Data) throws -> String {
    while true {
      if let end = rest.firstIndex(of: 10) {
        defer { rest = Data(rest[(end + 1)...]) }
        return String(decoding: rest[..<end], as: UTF8.self)
      }
      let more = pipe.fileHandleForReading.availableData
      guard !more.isEmpty else { return String(decoding: rest, as: UTF8.self) }
      rest.append(more)
    }
  }

  /// One of our programs at the agent's end.
  func atAgent(_ program: String, _ arguments: [String]) -> [String] {
    [spaces.agent, "--", Command.folder.appending(path: program).path] + arguments
  }

  func atCentre(_ program: String, _ arguments: [String]) -> [String] {
    [spaces.centre, "--", Command.folder.appending(path: program).path] + arguments
  }

  static let enter = "/usr/bin/nsenter"
}
