import Dispatch
import Foundation
import Glibc
import InventoryStore
import Synchronization

/// One line on the terminal that shows the progress of long work and the time left. Nothing is
/// written if standard error is not a terminal.
public final class ProgressLine: Sendable {
  /// Work that ends sooner shows nothing.
  private static let silentSeconds = 0.4
  private static let pauseSeconds = 0.15
  private static let clear = "\r\u{1B}[K"

  private struct State {
    var shownAt = -Double.infinity
    var isShown = false
    var isEnded = false
  }

  private let label: String
  private let begin = ContinuousClock.now
  private let state = Mutex(State())

  private init(_ label: String) { self.label = label }

  private static let words = Mutex<@Sendable (String) -> String>({ $0 })

  /// Sets the language of lines.
  ///
  /// - Parameter words: translates a sentence from English.
  public static func speak(_ words: @escaping @Sendable (String) -> String) {
    Self.words.withLock { $0 = words }
  }

  private static func said(_ english: String) -> String { words.withLock { $0 }(english) }

  private var seconds: Double {
    let (seconds, attoseconds) = begin.duration(to: .now).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }

  /// - Parameter part: the part done, 0 to 1.
  public func show(_ part: Double) {
    let elapsed = seconds
    state.withLock { state in
      // A report from another thread may come late, when the result is on the terminal already.
      guard !state.isEnded, elapsed > Self.silentSeconds,
        elapsed - state.shownAt > Self.pauseSeconds
      else { return }
      state.shownAt = elapsed
      state.isShown = true
      let percent = Int((min(1, max(0, part)) * 100).rounded(.down))
      let left = part > 0.02 ? " · \(Self.left(elapsed / part * (1 - part)))" : ""
      Self.write("\(Self.clear)\(Self.said(label)): \(percent) %\(left)")
    }
  }

  /// Removes the line until the next ``show(_:)``, so that something else can be printed in its
  /// place.
  public func hide() {
    state.withLock { Self.hide(&$0) }
  }

  public func end() {
    state.withLock { state in
      state.isEnded = true
      Self.hide(&state)
    }
  }

  private static func hide(_ state: inout State) {
    if state.isShown { write(clear) }
    state.isShown = false
  }

  private static func left(_ seconds: Double) -> String {
    let seconds = max(0, Int(seconds.rounded(.up)))
    if seconds < 100 { return said("\(seconds) s left") }
    return said("\((seconds + 59) / 60) min left")
  }

  private static let isSilent = Mutex(false)

  private static func write(_ text: String) {
    isSilent.withLock { isSilent in
      guard !isSilent else { return }
      try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
  }

  /// Removes the line and prevents further ones: the work continues for a moment while the process
  /// ends.
  static func silence() {
    isSilent.withLock { isSilent in
      isSilent = true
      if isTerminal { try? FileHandle.standardError.write(contentsOf: Data(clear.utf8)) }
    }
  }

  private static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line that the caller updates and ends; nil if there is no terminal.
  public static func begin(_ label: String) -> ProgressLine? {
    Interruption.install()
    return isTerminal ? ProgressLine(label) : nil
  }

  /// Shows the progress that `work` reports through ``WorkProgress``. An interrupt leaves no
  /// half-made files.
  public static func showing<Value>(_ label: String, _ work: () throws -> Value) throws -> Value {
    Interruption.install()
    guard isTerminal else { return try work() }
    let line = ProgressLine(label)
    defer { line.end() }
    return try WorkProgress.$report.withValue({ line.show($0) }) { try work() }
  }

  /// As ``showing(_:_:)-1``, for asynchronous work.
  public static func showing<Value>(_ label: String, _ work: () async throws -> Value) async throws
    -> Value
  {
    Interruption.install()
    guard isTerminal else { return try await work() }
    let line = ProgressLine(label)
    defer { line.end() }
    return try await WorkProgress.$report.withValue({ line.show($0) }) { try await work() }
  }
}

/// Handles SIGINT, SIGTERM and SIGHUP during work that makes files: they are removed, and SQLite
/// undoes what was not committed.
public enum Interruption {
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  public static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for number in [SIGINT, SIGTERM, SIGHUP] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
          TemporaryFiles.removeAll {
            ProgressLine.silence()
            // The exit code that a shell gives a program ended by a signal.
            _exit(128 + number)
          }
        }
        source.resume()
        sources.append(source)
      }
    }
  }
}
