import Synchronization

/// The state and replies of a scripted centre.
protocol CentreScript: Sendable {
  mutating func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply
}

/// A scripted centre: the connections' threads query it, and the test reads and changes its state.
@dynamicMemberLookup
final class ScriptedCentre<Script: CentreScript>: Sendable {
  private let script: Mutex<Script>

  init(_ script: Script) { self.script = Mutex(script) }

  subscript<Value: Sendable>(dynamicMember path: WritableKeyPath<Script, Value>) -> Value {
    get { script.withLock { $0[keyPath: path] } }
    set { script.withLock { $0[keyPath: path] = newValue } }
  }

  func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply {
    script.withLock { $0.answer(request) }
  }
}
