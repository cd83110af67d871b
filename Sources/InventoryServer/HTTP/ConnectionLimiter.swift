import NIOCore
import NIOHTTPTypes
import Synchronization

/// Shares connections among addresses: an address with too many loses its idle ones, so that a new
/// client always finds a place.
///
/// A connection is idle from its opening to its first request, and between requests.
final class ConnectionLimiter: Sendable {
  /// One connection; its handler tells whether it is idle.
  fileprivate final class Place: Sendable {
    let channel: any Channel
    let address: String
    let isIdle = Atomic(true)

    init(_ channel: any Channel, _ address: String) {
      (self.channel, self.address) = (channel, address)
    }
  }

  private struct State {
    var total = 0
    /// Oldest first.
    var byAddress: [String: [Place]] = [:]

    mutating func remove(_ at: Int, of address: String) {
      total -= 1
      byAddress[address]?.remove(at: at)
      if byAddress[address]?.isEmpty == true { byAddress[address] = nil }
    }

    /// Removes the oldest idle connection, or the newest if none is idle.
    mutating func evict(from address: String) -> (any Channel)? {
      guard let places = byAddress[address], !places.isEmpty else { return nil }
      let at =
        places.firstIndex { $0.isIdle.load(ordering: .relaxed) } ?? places.count - 1
      remove(at, of: address)
      return places[at].channel
    }
  }

  private let perAddress, crowded: Int
  private let isUnlimited: @Sendable (SocketAddress?) -> Bool
  private let state = Mutex(State())

  /// - Parameters:
  ///   - perAddress: The most connections of one address.
  ///   - crowded: The total beyond which the address with the most gives one up for each newcomer:
  ///     the remaining places stay free for agents and this machine's own programs.
  ///   - isUnlimited: Tells addresses for which `perAddress` does not apply: a proxy serves many
  ///     clients.
  init(
    perAddress: Int, crowded: Int,
    isUnlimited: @escaping @Sendable (SocketAddress?) -> Bool = { _ in false }
  ) {
    (self.perAddress, self.crowded, self.isUnlimited) = (perAddress, crowded, isUnlimited)
  }

  var count: Int { state.withLock { $0.total } }

  /// A place for a new connection; if necessary another is closed for it.
  fileprivate func open(_ channel: any Channel) -> Place {
    let address = channel.remoteAddress.map(CallerName.of) ?? "-"
    let isUnlimited = self.isUnlimited(channel.remoteAddress)
    let place = Place(channel, address)
    let victim = state.withLock { state -> (any Channel)? in
      state.total += 1
      state.byAddress[address, default: []].append(place)
      return crowd(in: state, address, isUnlimited: isUnlimited)
        .flatMap { state.evict(from: $0) }
    }
    victim?.close(promise: nil)
    return place
  }

  /// The address that must give up a connection for a new one of `address`; nil if there is room.
  private func crowd(in state: State, _ address: String, isUnlimited: Bool) -> String? {
    if !isUnlimited, state.byAddress[address]?.count ?? 0 > perAddress { return address }
    guard state.total > crowded else { return nil }
    // Never closes an address's only connection for another.
    return state.byAddress.max { $0.value.count < $1.value.count }
      .flatMap { $0.value.count > 1 ? $0.key : nil }
  }

  fileprivate func close(_ place: Place) {
    state.withLock { state in
      // A connection closed for another has already given up its place.
      guard let at = state.byAddress[place.address]?.firstIndex(where: { $0 === place }) else {
        return
      }
      state.remove(at, of: place.address)
    }
  }
}

/// Holds one connection's place.
final class ConnectionLimitHandler: ChannelDuplexHandler, ConnectionWatcher {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let places: ConnectionLimiter
  private var place: ConnectionLimiter.Place?
  /// Requests whose answer has not been fully written.
  private var unanswered = 0

  init(_ places: ConnectionLimiter) { self.places = places }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { change(by: 1) }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { change(by: -1) }
    context.write(data, promise: promise)
  }

  func begin(_ context: ChannelHandlerContext) {
    if place == nil { place = places.open(context.channel) }
  }

  func end() {
    if let place { places.close(place) }
    place = nil
  }

  private func change(by difference: Int) {
    let wasIdle = unanswered <= 0
    unanswered += difference
    guard let place, wasIdle != (unanswered <= 0) else { return }
    place.isIdle.store(!wasIdle, ordering: .relaxed)
  }
}
