import CProcess
import Glibc
import Reporting

/// Runs jobs at once, each in a copy of this process (fork without exec): one that crashes or hangs
/// costs only its own answer. A copy costs a third of a millisecond, and shares the memory that it
/// does not change; starting the program again would cost 11 ms and 16 MB.
///
/// A process that already has other threads cannot be copied soundly: there the jobs run on threads
/// of their own, where a crash ends them all.
enum ProcessCopies {
  struct Job: Sendable {
    var seconds: Double
    /// Returns nil if there is no answer.
    var work: @Sendable () -> [UInt8]?
  }

  typealias Answer = Result<[UInt8], Isolation.Failure>

  /// Maximum size of an answer, in bytes. A section is a few kilobytes.
  private static let largestAnswer = 8 << 20
  /// How often to look for children that somebody has left behind.
  private static let lookSeconds = 0.25

  /// - Returns: one answer for each job, in their order.
  static func run(_ jobs: [Job]) -> [Answer] {
    guard cprocess_threads() == 1 else { return onThreads(jobs) }
    let orphans = AdoptedOrphans()
    var copies: [Copy] = []
    for job in jobs { copies.append(Copy(job)) }
    wait(for: copies, orphans)
    orphans.endAll()
    return zip(jobs, copies).map { job, copy in
      if case .failure(.notStarted)? = copy.answer { return onThreads([job])[0] }
      return copy.answer ?? .failure(.timedOut)
    }
  }

  private static func wait(for copies: [Copy], _ orphans: AdoptedOrphans) {
    var nextLook = MonotonicClock.seconds() + lookSeconds
    while true {
      let open = copies.filter { $0.answer == nil }
      guard let deadline = open.map(\.deadline).min() else { return }
      let now = MonotonicClock.seconds()
      if now >= nextLook {
        nextLook = now + lookSeconds
        orphans.end(except: open.map(\.id))
      }
      let rest = max(0, min(deadline, nextLook) - now)
      var ends = open.map { pollfd(fd: $0.end, events: Int16(POLLIN), revents: 0) }
      let count = poll(&ends, nfds_t(ends.count), Int32(min(rest * 1000 + 1, 1e9)))
      for (copy, end) in zip(open, ends) {
        if count > 0, end.revents != 0 {
          copy.read(limit: largestAnswer)
        } else if MonotonicClock.seconds() >= copy.deadline {
          copy.finish(.failure(.timedOut))
        }
      }
    }
  }

  private static func onThreads(_ jobs: [Job]) -> [Answer] {
    jobs.map { job in DeadlineTask(seconds: job.seconds, job.work) }.map { task in
      guard let answer = task.value() else { return .failure(.timedOut) }
      return answer.map(Answer.success) ?? .failure(.failed(status: 65))
    }
  }

  /// One copy of this process at work.
  private final class Copy {
    let id: pid_t
    let end: Int32
    let deadline: Double
    private(set) var answer: Answer?
    private var frame = FramedAnswer(limit: largestAnswer)

    /// Where a copy writes its answer: its only descriptor besides the standard ones.
    private static let answerEnd: Int32 = 3

    init(_ job: Job) {
      deadline = MonotonicClock.seconds() + max(0, job.seconds)
      var ends: [Int32] = [-1, -1]
      guard cprocess_pipe(&ends) == 0 else {
        let code = errno
        id = -1
        end = -1
        answer = .failure(.notStarted(errno: code))
        return
      }
      let parent = getpid()
      let id = cprocess_fork()
      if id == 0 {
        // A group of its own, so that it ends with all that it starts; and it ends with its parent.
        setpgid(0, 0)
        cprocess_end_with_parent(parent)
        cprocess_die_silently()
        // Open descriptors, above all of a lock, must not outlive their owner in a copy that hangs.
        if ends[1] != Self.answerEnd { dup2(ends[1], Self.answerEnd) }
        _ = fcntl(Self.answerEnd, F_SETFD, FD_CLOEXEC)
        cprocess_close_from(Self.answerEnd + 1)
        guard let answer = job.work() else { _exit(65) }
        _exit(Self.write(FramedAnswer.framed(answer), to: Self.answerEnd) ? 0 : 74)
      }
      close(ends[1])
      guard id > 0 else {
        let code = errno
        close(ends[0])
        self.id = -1
        end = -1
        answer = .failure(.notStarted(errno: code))
        return
      }
      setpgid(id, id)
      self.id = id
      end = ends[0]
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }

    /// Reads the available output.
    func read(limit: Int) {
      var chunk = [UInt8](repeating: 0, count: 65536)
      let count = Glibc.read(end, &chunk, chunk.count)
      if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
      guard count > 0 else {
        // It has ended, or is about to: find out how.
        return finish(.failure(.incomplete))
      }
      frame.add(chunk[..<count])
      if let whole = frame.whole {
        finish(.success(whole))
      } else if frame.isTooLong {
        finish(.failure(.answerTooLong))
      }
    }

    /// Ends the copy: when this returns, it is over, unless it hangs in the kernel.
    func finish(_ said: Answer) {
      answer = said
      close(end)
      var status: Int32?
      // A copy that has closed its end without an answer ends by itself.
      if case .failure(.incomplete) = said { status = ProcessTree.reap(id) }
      if status == nil {
        ProcessTree.end(id)
        ProcessTree.reap(id)
      }
      if let status, let failure = Isolation.Failure(status: status) {
        answer = .failure(failure)
      }
    }

    private static func write(_ bytes: [UInt8], to end: Int32) -> Bool {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(end, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else { return false }
        rest = rest.dropFirst(max(0, count))
      }
      return true
    }
  }
}
