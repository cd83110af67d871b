import CProcess
import Glibc

/// What runs in a process of its own (``Isolation``), by name: a question's bytes in, an answer's
/// bytes out.
public enum IsolatedTasks {
  typealias Task = @Sendable ([UInt8]) -> [UInt8]?

  /// One line a task.
  static let all: [String: Task] = [
    "avahi": AvahiTask.run,
    "sane": SANETask.run,
    "pkcs11": TokenCheck.task,
  ]

  /// Most bytes of a question.
  static let maximumQuestion = 256 << 10

  /// Runs the task in this process, from standard input to standard output.
  ///
  /// - Parameter seconds: after so many the process ends, whoever waits for it.
  /// - Returns: the status to exit with.
  public static func run(_ name: String, seconds: Int) -> Int32 {
    guard let task = all[name] else { return 64 }
    // What crashes here leaves no core file with what it had read.
    cprocess_forbid_core()
    // A crash ends it at once: nobody reads a backtrace here.
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP] { signal(number, SIG_DFL) }
    alarm(UInt32(clamping: max(1, seconds) + 2))
    // Libraries print as they please: the answer has a descriptor of its own.
    let answerEnd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    let nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC)
    guard answerEnd >= 0, nowhere >= 0 else { return 71 }
    dup2(nowhere, STDOUT_FILENO)
    guard let question = input(), let answer = task(question) else { return 65 }
    var rest = answer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(answerEnd, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return 74 }
      rest = rest.dropFirst(max(0, count))
    }
    return 0
  }

  private static func input() -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count < 0 && errno == EINTR { continue }
      guard count > 0, bytes.count + count <= maximumQuestion else { return nil }
      bytes += chunk[..<count]
    }
  }
}
