import CProcess
import Glibc

/// A child process with a pipe to its input and one from its output; its errors go nowhere.
struct ChildProcess {
  private let id: pid_t
  private let input: Int32
  private let output: Int32

  /// Starts it, in a group of its own so that it ends with all that it started.
  init(_ program: String, _ arguments: [String]) throws(Isolation.Failure) {
    // A write to a child that is gone must be an error here, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard cprocess_pipe(&toChild) == 0 else { throw .notStarted(errno: errno) }
    guard cprocess_pipe(&fromChild) == 0 else {
      let code = errno
      toChild.forEach { _ = close($0) }
      throw .notStarted(errno: code)
    }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { words.forEach { free($0) } }
    var id = pid_t()
    let code = posix_spawn(&id, program, &actions, &attributes, &words, environ)
    close(toChild[0])
    close(fromChild[1])
    guard code == 0 else {
      close(toChild[1])
      close(fromChild[0])
      throw .notStarted(errno: code)
    }
    self.id = id
    input = toChild[1]
    output = fromChild[0]
    for end in [input, output] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  /// Writes `question`, reads the answer to its end, and waits for the process: it is over when
  /// this returns, in one way or the other.
  func converse(
    _ question: [UInt8], seconds: Double, limit: Int
  ) throws(Isolation.Failure) -> [UInt8] {
    let deadline = MonotonicClock.seconds() + seconds
    var isInputOpen = true
    func closeInput() {
      if isInputOpen { close(input) }
      isInputOpen = false
    }
    defer {
      closeInput()
      close(output)
    }
    var sent = 0
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16384)
    if question.isEmpty { closeInput() }
    while true {
      let rest = deadline - MonotonicClock.seconds()
      guard rest > 0 else { throw stop(as: .timedOut) }
      var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if isInputOpen { ends.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&ends, nfds_t(ends.count), Int32(min(rest * 1000 + 1, 1e9))) >= 0 || errno == EINTR
      else { throw stop(as: .timedOut) }
      if isInputOpen, ends.count > 1, ends[1].revents != 0 {
        let count = question[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 { sent += count }
        if count < 0 && errno != EAGAIN && errno != EINTR || sent == question.count { closeInput() }
      }
      guard ends[0].revents != 0 else { continue }
      let count = read(output, &chunk, chunk.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EAGAIN || errno == EINTR { continue }
        break
      }
      answer += chunk[..<count]
      guard answer.count <= limit else { throw stop(as: .answerTooLong) }
    }
    try waitForEnd(before: deadline)
    return answer
  }

  /// It has closed its output: what is left is to see how it ended.
  private func waitForEnd(before deadline: Double) throws(Isolation.Failure) {
    var status: Int32 = 0
    while true {
      let found = waitpid(id, &status, WNOHANG)
      if found == id { break }
      guard found == 0 || errno == EINTR, MonotonicClock.seconds() < deadline else {
        throw stop(as: .timedOut)
      }
      usleep(1000)
    }
    kill(-id, SIGKILL)
    if status & 0x7F != 0 { throw .crashed(signal: status & 0x7F) }
    let code = status >> 8 & 0xFF
    guard code == 0 else { throw .failed(status: code) }
  }

  private func stop(as failure: Isolation.Failure) -> Isolation.Failure {
    kill(-id, SIGKILL)
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    return failure
  }
}
