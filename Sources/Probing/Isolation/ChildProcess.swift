import CProcess
import Glibc
import Reporting

/// A child process with pipes to its input and from its output; its errors are discarded.
struct ChildProcess {
  private let id: pid_t
  private let input: Int32
  private let output: Int32

  /// How often to check whether the child is gone while others hold its output open.
  private static let lookMilliseconds = 100.0

  /// Starts it in a group of its own, so that it ends with all that it started.
  ///
  /// - Parameter environment: the whole of it, `NAME=value`.
  init(
    _ program: String, _ arguments: [String], environment: [String]
  ) throws(Isolation.Failure) {
    // Writing to a child that is gone must be an error here, not the end of this process.
    signal(SIGPIPE, SIG_IGN)
    cprocess_keep_ended_children()
    var toChild: [Int32] = [-1, -1]
    var fromChild: [Int32] = [-1, -1]
    guard cprocess_pipe(&toChild) == 0 else { throw .notStarted(errno: errno) }
    guard cprocess_pipe(&fromChild) == 0 else {
      let code = errno
      toChild.forEach { _ = close($0) }
      throw .notStarted(errno: code)
    }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    var assignments = environment.map { strdup($0) } + [nil]
    defer { (words + assignments).forEach { free($0) } }
    var id = pid_t()
    let code = cprocess_spawn(&id, program, &words, &assignments, toChild[0], fromChild[1])
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

  /// Writes `question`, reads the answer until it is complete (``FramedAnswer``), and ends the
  /// process with all its descendants: when this returns or throws, it is over.
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
    var answer = FramedAnswer(limit: limit)
    if question.isEmpty { closeInput() }
    while true {
      let rest = deadline - MonotonicClock.seconds()
      guard rest > 0 else { throw stop(as: .timedOut) }
      var ends = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if isInputOpen { ends.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      let count = poll(
        &ends, nfds_t(ends.count), Int32(min(rest * 1000 + 1, Self.lookMilliseconds)))
      guard count >= 0 || errno == EINTR else { throw stop(as: .timedOut) }
      if isInputOpen, ends.count > 1, ends[1].revents != 0 {
        let count = question[sent...].withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 { sent += count }
        if count < 0 && errno != EAGAIN && errno != EINTR || sent == question.count { closeInput() }
      }
      // Others may hold its output open when it is gone: what it wrote is already there.
      let isOver = count == 0 && isGone
      guard count > 0 && ends[0].revents != 0 || isOver else { continue }
      let isOpen = take(&answer)
      if let whole = answer.whole {
        end()
        return whole
      }
      if answer.isTooLong { throw stop(as: .answerTooLong) }
      if !isOpen || isOver { throw howItEnded(before: deadline) }
    }
  }

  /// Reads the available output.
  ///
  /// - Returns: whether more may come.
  private func take(_ answer: inout FramedAnswer) -> Bool {
    var chunk = [UInt8](repeating: 0, count: 16384)
    while answer.whole == nil, !answer.isTooLong {
      let count = read(output, &chunk, chunk.count)
      if count > 0 {
        answer.add(chunk[..<count])
      } else if count == 0 {
        return false
      } else if errno != EINTR {
        return errno == EAGAIN
      }
    }
    return true
  }

  /// Whether it has ended; it still has to be reaped.
  private var isGone: Bool {
    var found = siginfo_t()
    return waitid(P_PID, id_t(id), &found, WEXITED | WNOHANG | WNOWAIT) == 0
      && found.si_signo == SIGCHLD
  }

  /// How it ended, after it closed its output without an answer.
  private func howItEnded(before deadline: Double) -> Isolation.Failure {
    var rest = deadline - MonotonicClock.seconds()
    while !isGone, rest > 0 {
      usleep(1000)
      rest = deadline - MonotonicClock.seconds()
    }
    guard isGone else { return stop(as: .timedOut) }
    let status = end()
    return status.flatMap(Isolation.Failure.init(status:)) ?? .incomplete
  }

  @discardableResult
  private func end() -> Int32? {
    ProcessTree.end(id)
    return ProcessTree.reap(id)
  }

  private func stop(as failure: Isolation.Failure) -> Isolation.Failure {
    end()
    return failure
  }
}
