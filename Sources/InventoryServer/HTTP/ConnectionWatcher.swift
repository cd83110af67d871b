import NIOCore

/// A handler that does something while its connection is open, whether it joins the pipeline before
/// or after the connection opens, and leaves it before or after that closes.
protocol ConnectionWatcher: ChannelInboundHandler, RemovableChannelHandler {
  /// May be called twice.
  func begin(_ context: ChannelHandlerContext)
  /// May be called twice.
  func end()
}

extension ConnectionWatcher {
  func handlerAdded(context: ChannelHandlerContext) {
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }
}
