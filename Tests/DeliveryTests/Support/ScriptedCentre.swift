import Synchronization

/// What a scripted centre knows and answers.
protocol CentreScript: Sendable {
  mutating func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Reply
}

/// A centre that plays a script: connections' threads ask it, the test reads and changes what it knows.
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
