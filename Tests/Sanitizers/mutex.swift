// Checked by Tests/Sanitizers/run before it builds: guarded, the sanitizer must find nothing here,
// however the threads interleave; unguarded (an argument), it must find the race.
import Dispatch
import Glibc
import Synchronization

final class Counts: Sendable {
  let guarded = Mutex<[String: Int]>([:])
  nonisolated(unsafe) var bare = 0
}

let counts = Counts()
let isBare = CommandLine.arguments.count > 1
DispatchQueue.concurrentPerform(iterations: 8) { thread in
  for _ in 0..<200 {
    if isBare { counts.bare += 1 }
    // Held long enough for another thread to wait for it.
    counts.guarded.withLock {
      $0["waited", default: 0] += 1
      usleep(50)
    }
    let isFree: Void? = counts.guarded.withLockIfAvailable { $0["tried", default: 0] += 1 }
    if isFree == nil { counts.guarded.withLock { $0["refused", default: 0] += 1 } }
  }
}
guard counts.guarded.withLock({ $0.values.reduce(0, +) }) == 3_200 else { exit(1) }
