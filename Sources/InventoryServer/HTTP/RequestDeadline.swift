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
  /// Of a file that is arriving.
  private var file: (began: NIODeadline, bytes: Int64)?

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
    case .body(let part): advance(part.readableBytes)
    case .end:
      file = nil
      unanswered += 1
      move()
    case .head: break
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
  /// The slowest line for files, 128 kbit/s: a file that arrives more slowly keeps a place for
  /// uploads from others.
  private static let leastBytesPerSecond: Int64 = 16 << 10

  /// Gives an accepted request the time that a file takes on a slow line, as long as it keeps
  /// arriving.
  static func extend(on channel: any Channel) async {
    try? await channel.eventLoop.submit {
      let handler = try channel.pipeline.syncOperations.handler(type: RequestDeadline.self)
      handler.file = (.now(), 0)
      handler.advance(0)
    }.get()
  }

  /// Counts bytes of a file: each gives it the time that the slowest line takes for one.
  private func advance(_ bytes: Int) {
    guard let file else { return }
    let arrived = file.bytes + Int64(bytes)
    self.file = (file.began, arrived)
    let earned = TimeAmount.nanoseconds(arrived * 1_000_000_000 / Self.leastBytesPerSecond)
    deadline = file.began + min(request + earned, Self.fileTime)
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
