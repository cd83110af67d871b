import Reporting
import Synchronization

/// Caches the judgement of operating systems: thousands of computers share a few kinds.
struct SystemKinds<Value> {
  /// Maximum number of kinds: more than a country has. At the maximum, the cache is emptied.
  private static var maximum: Int { 16_384 }

  /// By the bytes of the columns; nil for a system without a name.
  private var known: [[UInt8]: Value?] = [:]

  /// - Returns: nil if the kind is not cached.
  func value(_ kind: [UInt8]) -> Value?? { known[kind] }

  mutating func remember(_ value: Value?, of kind: [UInt8]) {
    if known.count >= Self.maximum { known.removeAll(keepingCapacity: true) }
    known[kind] = .some(value)
  }

  /// The result of `make` for a computer's system, made once per kind.
  ///
  /// - Parameter columns: those of ``ComputerSystem/columns(of:)`` come next.
  mutating func value(
    _ columns: inout ColumnReader, _ make: (HardwareFacts) -> Value?
  ) -> Value? {
    let kind = ComputerSystem.kind(&columns)
    if let known = value(kind) { return known }
    columns.goBack(by: ComputerSystem.columnCount)
    let made = ComputerSystem.facts(&columns).flatMap(make)
    remember(made, of: kind)
    return made
  }
}

/// The judgements of systems on one day, shared by all readers of measures.
final class JudgedSystems: Sendable {
  static let shared = JudgedSystems()

  private struct State {
    var day = ""
    var systems = SystemKinds<ComputerSystem>()
  }

  private let state = Mutex(State())

  /// - Parameters:
  ///   - columns: those of ``ComputerSystem/columns(of:)`` come next.
  ///   - day: in Vietnam, `YYYY-MM-DD`.
  func system(_ columns: inout ColumnReader, on day: String) -> ComputerSystem? {
    let kind = ComputerSystem.kind(&columns)
    let known = state.withLock { $0.day == day ? $0.systems.value(kind) : nil }
    if let known { return known }
    columns.goBack(by: ComputerSystem.columnCount)
    let system = ComputerSystem.facts(&columns).map { ComputerSystem($0, on: day) }
    state.withLock { state in
      if state.day != day { state = State(day: day) }
      state.systems.remember(system, of: kind)
    }
    return system
  }
}
