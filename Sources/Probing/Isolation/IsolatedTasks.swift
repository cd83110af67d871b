import CProcess
import Glibc

/// The tasks that run in a process of their own (``Isolation``), by name: a question's bytes in, an
/// answer's bytes out.
public enum IsolatedTasks {
  typealias Task = @Sendable ([UInt8]) -> [UInt8]?

  /// One line per task.
  static let all: [String: Task] = [
    "avahi": AvahiTask.run,
    "sane": SANETask.run,
    "pkcs11": TokenCheck.task,
  ]

  /// Maximum size of a question, in bytes.
  static let maximumQuestion = 256 << 10

  /// The exit status if nothing would keep the process from this machine's secrets
  /// (``Confinement``).
  static let unconfined: Int32 = 77

  /// Runs the task in this process, from standard input to standard output (``FramedAnswer``).
  ///
  /// - Parameters:
  ///   - seconds: the time limit, after which the process ends by itself.
  ///   - secrets: files and folders that the task must not read.
  /// - Returns: the status to exit with.
  public static func run(_ name: String, seconds: Int, secrets: [String] = []) -> Int32 {
    guard let task = all[name] else { return 64 }
    alarm(UInt32(clamping: max(1, min(seconds, 3600)) + 2))
    // Libraries print as they please: the answer has a descriptor of its own, and nothing that was
    // open in the parent is open here.
    cprocess_close_from(3)
    let answerEnd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
    guard answerEnd >= 0, let question = input() else { return 65 }
    // A crash ends the process at once, without a core file of what it had read: nobody reads a
    // backtrace here.
    cprocess_die_silently()
    // What it starts stays below it, so that it can be found and ended.
    cprocess_adopt_orphans(1)
    guard Confinement.apply(hiding: secrets, showing: shown(question)) else {
      return Self.unconfined
    }
    cprocess_end_with_parent(0)
    guard let answer = task(question) else { return 65 }
    var rest = FramedAnswer.framed(answer)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(answerEnd, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return 74 }
      rest = rest.dropFirst(max(0, count))
    }
    return 0
  }

  /// Paths of libraries and settings that the environment or the question names.
  private static func shown(_ question: [UInt8]) -> [String] {
    let folders = ["LD_LIBRARY_PATH", "SANE_CONFIG_DIR", "SOFTHSM2_CONF"].flatMap {
      (name: String) -> [String] in
      getenv(name).map { String(cString: $0).split(separator: ":").map(String.init) } ?? []
    }
    return folders.filter { $0.hasPrefix("/") } + TokenCheck.modules(in: question)
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
