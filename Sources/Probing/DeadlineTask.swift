import CProcess
import Glibc
import Reporting
import Synchronization

/// Work on a separate thread with a deadline.
///
/// A thread that hangs (a dead disk behind a file of `/sys`) cannot be ended; it stays until the
/// process ends, and a late result is dropped.
struct DeadlineTask<Value: Sendable>: Sendable {
  private let box = Box()
  private let deadline: Double

  private final class Box: Sendable {
    let value = Mutex<Value?>(nil)
    let bell = Bell()
  }

  init(seconds: Double, _ work: @escaping @Sendable () -> Value) {
    deadline = MonotonicClock.seconds() + max(0, seconds)
    let box = box
    Thread.start {
      let value = work()
      box.value.withLock { $0 = value }
      box.bell.ring()
    }
  }

  /// The result; nil if the work has not finished by the deadline.
  func value() -> Value? {
    box.bell.wait(until: deadline) ? box.value.withLock { $0 } : nil
  }
}

/// A one-time signal from one thread to another.
private final class Bell: Sendable {
  private let ends: (read: Int32, write: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    _ = cprocess_pipe(&ends)
    self.ends = (ends[0], ends[1])
  }

  deinit {
    close(ends.read)
    close(ends.write)
  }

  func ring() {
    var byte: UInt8 = 1
    _ = write(ends.write, &byte, 1)
  }

  /// - Returns: whether it was signalled before the deadline.
  func wait(until deadline: Double) -> Bool {
    while true {
      let rest = max(0, deadline - MonotonicClock.seconds())
      var wanted = pollfd(fd: ends.read, events: Int16(POLLIN), revents: 0)
      let count = poll(&wanted, 1, Int32(min(rest * 1000 + 1, 1e9)))
      if count >= 0 || errno != EINTR { return count > 0 }
    }
  }
}

private enum Thread {
  private final class Work {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// If no thread can be created, the work is done here, without a deadline.
  static func start(_ run: @escaping @Sendable () -> Void) {
    let context = Unmanaged.passRetained(Work(run))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
        return nil
      }, context.toOpaque())
    if code == 0 {
      pthread_detach(thread)
    } else {
      context.release()
      run()
    }
  }
}
