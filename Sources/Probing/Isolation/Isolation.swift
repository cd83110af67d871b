import Glibc

/// Runs a part of a probe in a process of its own: code that calls a vendor's library may crash,
/// hang or print, and the report is still sent. It sees neither this process's environment nor its
/// secrets (``Confinement``).
public struct Isolation: Sendable {
  /// Maximum size of a task's answer, in bytes.
  public static let maximumAnswer = 256 << 10

  /// The program that has the command `isolated`, with its whole path.
  let program: String
  /// Files and folders that no task may read, besides those that ``Confinement`` knows.
  let secrets: @Sendable () -> [String]

  public init(program: String, secrets: @escaping @Sendable () -> [String] = { [] }) {
    self.program = program
    self.secrets = secrets
  }

  /// Why a task gave no answer.
  enum Failure: Error, Equatable {
    case notStarted(errno: Int32)
    /// Killed because it did not finish in time.
    case timedOut
    case crashed(signal: Int32)
    case failed(status: Int32)
    case answerTooLong
    /// It exited with success before its answer was complete.
    case incomplete

    /// How a process ended (waitpid(2)); nil if it succeeded.
    init?(status: Int32) {
      if status & 0x7F != 0 {
        self = .crashed(signal: status & 0x7F)
      } else if status >> 8 & 0xFF != 0 {
        self = .failed(status: status >> 8 & 0xFF)
      } else {
        return nil
      }
    }
  }

  /// Runs the task with that name (``IsolatedTasks``), with `question` on its standard input.
  ///
  /// - Returns: its answer.
  func answer(
    of task: String, to question: [UInt8] = [], seconds: Double
  ) throws(Failure) -> [UInt8] {
    let child = try ChildProcess(
      program,
      ["isolated", task, "\(Int(seconds.rounded(.up)))"]
        + secrets().prefix(300).map { $0.hasPrefix("/") ? $0 : "./\($0)" },
      environment: ChildEnvironment.needed)
    return try child.converse(question, seconds: seconds, limit: Self.maximumAnswer)
  }
}

extension Isolation.Failure {
  /// For a reason in a report: `crashed (signal 11)`.
  var phrase: String {
    switch self {
    case .notStarted(let code): "could not be started (\(String(cString: strerror(code))))"
    case .timedOut: "did not answer in time and was ended"
    case .crashed(let signal): "crashed (signal \(signal))"
    case .failed(IsolatedTasks.unconfined):
      "was not asked, for nothing would have kept it from this machine's key"
    case .failed(let status): "failed (status \(status))"
    case .answerTooLong: "answered more than \(Isolation.maximumAnswer) bytes"
    case .incomplete: AccountDetail.moduleGarbage
    }
  }
}

/// The part of this process's environment that a task needs: nothing that could be secret.
enum ChildEnvironment {
  /// Where to find programs, libraries, drivers' settings and the system's bus.
  private static let names: Set = [
    "PATH", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "SANE_CONFIG_DIR", "SOFTHSM2_CONF",
    "DBUS_SYSTEM_BUS_ADDRESS",
  ]

  /// Assignments, `NAME=value`.
  static var needed: [String] {
    var kept: [String] = []
    var entry = environ
    while let text = entry.pointee {
      let assignment = String(cString: text)
      let name = assignment.prefix { $0 != "=" }
      if names.contains(String(name)) || name.hasPrefix("LC_") { kept.append(assignment) }
      entry += 1
    }
    return kept
  }
}
