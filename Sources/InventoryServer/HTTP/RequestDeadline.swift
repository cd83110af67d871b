import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not arrive completely in time, whether it is silent or
/// sends a byte a second, and one that does not take its answer. The first head has a short
/// deadline: a silent connection takes a place from others.
///
/// There is one timer per connection; a request only moves the deadline that the timer checks.
final class RequestDeadline: ChannelDuplexHandler, ConnectionWatcher {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let request, first, answer: TimeAmount
  private var opened = NIODeadline.distantFuture
  private var deadline = NIODeadline.distantFuture
  private var isFirst = true
  /// Whole requests minus whole answers: negative if an answer came before the request's end.
  private var unanswered = 0
  private var timer: Scheduled<Void>?

  init(_ limits: CentreLimits) {
    request = .seconds(Int64(limits.requestSeconds))
    first = .seconds(Int64(min(limits.firstRequestSeconds, limits.requestSeconds)))
    answer = .seconds(Int64(limits.answerSeconds))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head where isFirst:
      isFirst = false
      deadline = opened + request
    case .end:
      unanswered += 1
      move()
    case .head, .body: break
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) {
      unanswered -= 1
      // A client answered early must still finish its request in time.
      if unanswered >= 0 { move() }
    }
    context.write(data, promise: promise)
  }

  /// Time for a file to arrive: 20 MB on a line of 512 kbit/s.
  private static let fileTime = TimeAmount.seconds(330)

  /// Gives an accepted request the time that a file takes on a slow line.
  static func extend(on channel: any Channel) async {
    try? await channel.eventLoop.submit {
      try channel.pipeline.syncOperations.handler(type: RequestDeadline.self)
        .deadline = .now() + fileTime
    }.get()
  }

  private func move() { deadline = .now() + (unanswered > 0 ? answer : request) }

  func begin(_ context: ChannelHandlerContext) {
    guard timer == nil else { return }
    opened = .now()
    deadline = opened + first
    schedule(context)
  }

  func end() {
    timer?.cancel()
    timer = nil
  }

  private func schedule(_ context: ChannelHandlerContext) {
    timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
      if self.deadline <= .now() {
        context.close(promise: nil)
      } else {
        self.schedule(context)
      }
    }
  }
}
