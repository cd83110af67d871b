import Foundation
import TestSupport

/// The real `commune-inventory serve` in a separate process, with its inventory in a temporary
/// folder.
final class RealCentre: @unchecked Sendable {
  let folder: String
  private(set) var port = 0
  private(set) var pid: pid_t = 0
  private let arguments: [String]
  private let environment: [String: String]
  private var starts = 0
  private let ownsFolder: Bool

  /// The agents' own address, with `--agents-listen`.
  private(set) var agentsPort = 0

  var database: String { "\(folder)/inventory.sqlite" }
  var address: String { "http://127.0.0.1:\(port)" }

  init(
    in folder: String? = nil, _ arguments: [String] = [], environment: [String: String] = [:]
  ) throws {
    ownsFolder = folder == nil
    self.folder = folder ?? "/tmp/centre-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: self.folder, withIntermediateDirectories: true)
    self.arguments = arguments
    self.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try start()
  }

  deinit {
    end(SIGKILL)
    if ownsFolder { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// Starts it, the second time on the same port, and returns once it accepts connections.
  ///
  /// - Parameters:
  ///   - more: further variables of its environment.
  ///   - wrapper: a program that becomes the centre.
  func start(environment more: [String: String] = [:], wrapper: String? = nil) throws {
    starts += 1
    let log = "\(ownsFolder ? folder : NSTemporaryDirectory())/centre-\(UUID().uuidString).log"
    defer { if !ownsFolder { unlink(log) } }
    pid = try Program.spawn(
      wrapper ?? "commune-inventory",
      (wrapper == nil ? [] : ["\(Program.folder)/commune-inventory"])
        + ["serve", "--demonstration", "--listen", "127.0.0.1:\(port)", "--database", database]
        + arguments,
      environment: environment.merging(more) { $1 }.map { "\($0.key)=\($0.value)" },
      output: log)
    let deadline = Date().addingTimeInterval(30)
    while Date() < deadline {
      let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
      let main = said.firstMatch(of: /Serving on http:\/\/127\.0\.0\.1:([0-9]+)\//)
      let agents = said.firstMatch(of: /Agents on http:\/\/127\.0\.0\.1:([0-9]+)\//)
      if let main, agents != nil || !arguments.contains("--agents-listen") {
        port = Int(main.1) ?? 0
        agentsPort = agents.flatMap { Int($0.1) } ?? 0
        return
      }
      var status: Int32 = 0
      if waitpid(pid, &status, WNOHANG) == pid {
        pid = 0
        throw Program.Failure(message: "the centre ended: \(said)")
      }
      usleep(10_000)
    }
    end(SIGKILL)
    throw Program.Failure(message: "the centre does not listen")
  }

  var isRunning: Bool {
    var status: Int32 = 0
    return pid > 0 && waitpid(pid, &status, WNOHANG) == 0
  }

  /// Ends this process and waits until it is gone.
  ///
  /// - Returns: the status of waitpid: 0 if it exited normally with 0.
  @discardableResult
  func end(_ signal: Int32) -> Int32 {
    guard pid > 0 else { return 0 }
    kill(pid, signal)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    pid = 0
    return status
  }

  /// A token for `uses` machines of a commune.
  func token(uses: Int, commune: String = "21025") throws -> String {
    let text = try Program.output(
      "commune-inventory",
      [
        "token", "create", "--commune", commune, "--uses", "\(uses)", "--format", "json",
        "--database", database,
      ])
    struct Made: Decodable { var token: String }
    return try JSONDecoder().decode(Made.self, from: Data(text.utf8)).token
  }
}

/// The programs next to the test's own binary.
enum Program {
  struct Failure: Error, CustomStringConvertible {
    var message: String
    var description: String { message }
  }

  static let folder = BuiltPrograms.folder.path

  static func spawn(
    _ name: String, _ arguments: [String], environment: [String]? = nil, output: String
  ) throws -> pid_t {
    let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var settings: [UnsafeMutablePointer<CChar>?] =
      (environment ?? ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" })
      .map { strdup($0) } + [nil]
    defer { for text in words + settings { free(text) } }
    var pid: pid_t = 0
    let status = posix_spawn(&pid, path, &actions, nil, &words, &settings)
    guard status == 0 else {
      throw Failure(message: "cannot start \(path): \(String(cString: strerror(status)))")
    }
    return pid
  }

  /// The output of a program.
  ///
  /// - Throws: if it does not exit with 0.
  static func output(_ name: String, _ arguments: [String]) throws -> String {
    let file = "\(NSTemporaryDirectory())/output-\(UUID().uuidString)"
    defer { unlink(file) }
    let pid = try spawn(name, arguments, output: file)
    var status: Int32 = 0
    waitpid(pid, &status, 0)
    let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    guard status == 0 else { throw Failure(message: "\(name) \(arguments): \(text)") }
    return text
  }
}
