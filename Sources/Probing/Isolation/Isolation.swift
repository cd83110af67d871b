import Glibc

/// Runs a part of a probe in a process of its own: what calls a vendor's library may crash, hang or
/// print, and the report still comes.
public struct Isolation: Sendable {
  /// Most bytes that a task may answer.
  public static let maximumAnswer = 256 << 10

  /// The program that knows the command `isolated`, with its whole path.
  let program: String

  public init(program: String) { self.program = program }

  /// Why there is no answer.
  enum Failure: Error, Equatable {
    case notStarted(errno: Int32)
    /// Killed, for it did not finish in time.
    case timedOut
    case crashed(signal: Int32)
    case failed(status: Int32)
    case answerTooLong
  }

  /// Runs the task of that name (``IsolatedTasks``) with `question` on its standard input.
  ///
  /// - Returns: what it wrote on its standard output.
  func answer(
    of task: String, to question: [UInt8] = [], seconds: Double
  ) throws(Failure) -> [UInt8] {
    let child = try ChildProcess(program, ["isolated", task, "\(Int(seconds.rounded(.up)))"])
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
    case .failed(let status): "failed (status \(status))"
    case .answerTooLong: "answered more than \(Isolation.maximumAnswer) bytes"
    }
  }
}
