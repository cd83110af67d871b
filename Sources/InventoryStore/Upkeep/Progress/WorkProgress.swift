import Foundation
import Synchronization

/// Progress of long work, for display.
public enum WorkProgress {
  /// Receives the part done, 0 to 1. Called from any thread.
  @TaskLocal public static var report: (@Sendable (Double) -> Void)?

  /// Reports progress while `work` makes a file grow.
  ///
  /// - Parameter bytes: the file's approximate final size.
  static func watching<Value>(
    _ path: String, grow bytes: Int64, from first: Double = 0, to last: Double = 1,
    _ work: () throws -> Value
  ) rethrows -> Value {
    try polling({ Double(FileSize.of(path) ?? 0) / Double(max(bytes, 1)) }, first, last, work)
  }

  /// Reports progress while `work` reads a file about `times` times.
  static func reading<Value>(
    _ path: String, times: Double, from first: Double = 0, to last: Double = 1,
    _ work: () throws -> Value
  ) rethrows -> Value {
    let before = bytesRead()
    let total = Double(FileSize.of(path) ?? 0) * times
    return try polling({ Double(bytesRead() - before) / max(total, 1) }, first, last, work)
  }

  private static func polling<Value>(
    _ part: @escaping @Sendable () -> Double, _ first: Double, _ last: Double,
    _ work: () throws -> Value
  ) rethrows -> Value {
    guard let report else { return try work() }
    let isDone = Flag()
    Thread.detachNewThread {
      while !isDone.isSet {
        // Only the caller that knows the end reports it.
        report(first + (last - first) * min(0.99, max(0, part())))
        Thread.sleep(forTimeInterval: 0.1)
      }
    }
    defer { isDone.set() }
    return try work()
  }

  /// Bytes that this process has read, by the kernel's count.
  private static func bytesRead() -> Int64 {
    let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").first { $0.hasPrefix("rchar: ") }
      .flatMap { Int64($0.dropFirst(7)) } ?? 0
  }

  private final class Flag: Sendable {
    private let state = Mutex(false)
    var isSet: Bool { state.withLock { $0 } }
    func set() { state.withLock { $0 = true } }
  }
}

enum FileSize {
  /// nil if there is no such file.
  static func of(_ path: String) -> Int64? {
    (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.int64Value
  }

  /// Bytes that this user can still write in a file's folder; nil if the system does not say.
  static func free(at path: String) -> Int64? {
    var found = statvfs()
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard statvfs(folder, &found) == 0 else { return nil }
    return Int64(found.f_bavail) * Int64(found.f_frsize)
  }
}
