import NIOCore
import NIOHTTPTypes
import Synchronization

/// Signals that a client has closed its side of a connection, so that its request can be abandoned.
final class Disconnection: Sendable {
  private struct State {
    var isGone = false
    var next = 0
    var actions: [Int: @Sendable () -> Void] = [:]
  }

  private let state = Mutex(State())

  /// The signal of the client at the other end of `channel`; nil if the channel has no handler for
  /// it.
  static func of(_ channel: any Channel) async -> Disconnection? {
    try? await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: DisconnectionHandler.self).disconnection
    }.get()
  }

  /// Calls `action` once when the client leaves; immediately if it has left already.
  ///
  /// - Returns: An id for ``forget(_:)``.
  func onDisconnect(_ action: @escaping @Sendable () -> Void) -> Int {
    let (id, isGone) = state.withLock { state in
      state.next += 1
      if !state.isGone { state.actions[state.next] = action }
      return (state.next, state.isGone)
    }
    if isGone { action() }
    return id
  }

  func forget(_ id: Int) { _ = state.withLock { $0.actions.removeValue(forKey: id) } }

  fileprivate func leave() {
    let actions = state.withLock { state in
      defer { state.actions = [:] }
      state.isGone = true
      return Array(state.actions.values)
    }
    for action in actions { action() }
  }
}

/// Watches one connection for its client's disconnection.
final class DisconnectionHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart

  let disconnection = Disconnection()

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event as? ChannelEvent == .inputClosed { disconnection.leave() }
    context.fireUserInboundEventTriggered(event)
  }

  func channelInactive(context: ChannelHandlerContext) {
    disconnection.leave()
    context.fireChannelInactive()
  }
}
