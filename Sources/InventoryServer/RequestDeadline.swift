import NIOCore
import NIOHTTPTypes

/// Closes a connection whose request does not arrive whole in time, whether it is silent or sends
/// a byte a second, and one that does not take its answer.
///
/// There is one timer a connection, and a request only moves the time that it looks at.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let request: TimeAmount
  private let answer: TimeAmount
  private var deadline = NIODeadline.distantFuture
  private var timer: Scheduled<Void>?

  init(_ limits: CentreLimits) {
    request = .seconds(Int64(limits.requestSeconds))
    answer = .seconds(Int64(limits.answerSeconds))
  }

  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { start(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    start(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    stop()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { stop() }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .end = unwrapInboundIn(data) { deadline = .now() + answer }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { deadline = .now() + request }
    context.write(data, promise: promise)
  }

  private func start(_ context: ChannelHandlerContext) {
    guard timer == nil else { return }
    deadline = .now() + request
    schedule(context)
  }

  private func stop() {
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
