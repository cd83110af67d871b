import CProcess
import Glibc
import Reporting

/// Finds and ends processes with all that descends from them.
enum ProcessTree {
  /// How often to look for descendants again, as they may multiply meanwhile.
  private static let rounds = 50

  /// Ends the process, its group and all that descends from it. The parent must still reap it.
  static func end(_ id: pid_t) {
    // Stopped, so that it starts nothing more; its children are known as long as it lives.
    kill(id, SIGSTOP)
    for _ in 0..<rounds {
      let alive = descendants(of: id)
      if alive.isEmpty { break }
      for descendant in alive { kill(descendant, SIGKILL) }
    }
    kill(-id, SIGKILL)
    kill(id, SIGKILL)
  }

  /// Waits until a child that was ended is gone; one that hangs in the kernel is left behind.
  ///
  /// - Returns: its status, as waitpid(2) gives it; nil if it is not gone in time.
  @discardableResult
  static func reap(_ id: pid_t, seconds: Double = 1) -> Int32? {
    let deadline = MonotonicClock.seconds() + seconds
    var status: Int32 = 0
    while true {
      let found = waitpid(id, &status, WNOHANG)
      if found == id { return status }
      guard found == 0 || errno == EINTR, MonotonicClock.seconds() < deadline else { return nil }
      usleep(200)
    }
  }

  /// The children of a process, including those that have ended and are not reaped yet.
  static func children(of id: pid_t) -> [pid_t] {
    let folder = "/proc/\(id)/task"
    guard let tasks = names(in: folder) else { return [] }
    var found: [pid_t] = []
    for task in tasks {
      guard let list = text("\(folder)/\(task)/children") else {
        // The process is gone, or the kernel has no such lists.
        if hasLists { continue }
        return searched(id)
      }
      found += list.split(separator: " ").compactMap { pid_t($0) }
    }
    return found
  }

  private static var hasLists: Bool {
    access("/proc/self/task/\(getpid())/children", F_OK) == 0
  }

  private static func descendants(of id: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var seen: Set<pid_t> = [id]
    var open = [id]
    while let next = open.popLast(), found.count < 10_000 {
      for child in children(of: next) where seen.insert(child).inserted {
        open.append(child)
        if !isOver(child) { found.append(child) }
      }
    }
    return found
  }

  private static func isOver(_ id: pid_t) -> Bool {
    guard let fields = fields(of: id) else { return true }
    return fields.first == "Z" || fields.first == "X"
  }

  /// The children of a process, found by asking every process for its parent.
  private static func searched(_ parent: pid_t) -> [pid_t] {
    (names(in: "/proc") ?? []).compactMap { pid_t($0) }.filter { id in
      fields(of: id).map { $0.count > 1 && pid_t($0[1]) == parent } ?? false
    }
  }

  /// State, parent and so on from `/proc/ID/stat`: the fields behind the name in parentheses.
  private static func fields(of id: pid_t) -> [Substring]? {
    guard let text = text("/proc/\(id)/stat"), let end = text.lastIndex(of: ")") else { return nil }
    return text[end...].dropFirst().split(separator: " ")
  }

  private static func text(_ path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while bytes.count < 1 << 20 {
      let count = read(file, &chunk, chunk.count)
      if count <= 0 { break }
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if pid_t(name) != nil { names.append(name) }
    }
    return names
  }
}

/// The children of this process while it runs probes: it adopts those whose parents end, so that
/// none of them keeps running.
struct AdoptedOrphans {
  /// Not ours: what ran in this process before may have started others.
  private let others: Set<pid_t>

  init() {
    others = Set(ProcessTree.children(of: getpid()))
    cprocess_adopt_orphans(1)
    cprocess_keep_ended_children()
  }

  /// Ends all children except those that are still working.
  ///
  /// - Returns: whether there were any.
  @discardableResult
  func end(except working: [pid_t] = []) -> Bool {
    let orphans = ProcessTree.children(of: getpid())
      .filter { !others.contains($0) && !working.contains($0) }
    for orphan in orphans {
      ProcessTree.end(orphan)
      ProcessTree.reap(orphan)
    }
    return !orphans.isEmpty
  }

  /// Ends orphans until there are none, or the time is over, and adopts no more.
  func endAll(seconds: Double = 2) {
    let deadline = MonotonicClock.seconds() + seconds
    while end(), MonotonicClock.seconds() < deadline {}
    cprocess_adopt_orphans(0)
  }
}
