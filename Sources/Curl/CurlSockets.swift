import CCurl
import CProcess
import Glibc

/// The sockets that libcurl opens for one handle, and how many bytes the kernel received on them.
///
/// libcurl's own counts leave out what it discards: interim replies, extensions of chunks,
/// encryption. The kernel's do not.
public final class CurlSockets {
  /// More than one while libcurl tries the addresses of a name.
  public private(set) var open: [Int32] = []
  /// Called with each new socket, before it is connected.
  public var opened: (Int32) -> Void = { _ in }
  /// Called with each socket before it is closed, while it can still be examined.
  public var closing: (Int32) -> Void = { _ in }
  private var receivedOnClosed = 0

  public init() {}

  /// Bytes of TCP payload received on all sockets so far, including closed ones.
  public var receivedBytes: Int {
    open.reduce(receivedOnClosed) { $0 + Self.receivedBytes(on: $1) }
  }

  /// Maximum bytes that the kernel buffers before they are read; nil for its default. It bounds
  /// what is still on its way when an endless reply is given up.
  public var receiveBuffer: Int32?

  func add(_ socket: Int32) {
    if var receiveBuffer {
      setsockopt(
        socket, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, socklen_t(MemoryLayout<Int32>.size))
    }
    open.append(socket)
    opened(socket)
  }

  func close(_ socket: Int32) -> Int32 {
    closing(socket)
    receivedOnClosed += Self.receivedBytes(on: socket)
    open.removeAll { $0 == socket }
    return Glibc.close(socket)
  }

  /// 0 if unknown.
  private static func receivedBytes(on socket: Int32) -> Int {
    var found = cprocess_tcp()
    return cprocess_tcp_info(socket, &found) == 0 ? Int(clamping: found.bytes_received) : 0
  }
}

extension CurlHandle {
  /// Watches the sockets of this handle from now on; the handle keeps `sockets` as long as it
  /// lives.
  public func watch(_ sockets: CurlSockets) {
    watched = sockets
    let context = Unmanaged.passUnretained(sockets).toOpaque()
    setSocketCallbacks(
      context,
      made: { context, socket, _ in
        if let context {
          Unmanaged<CurlSockets>.fromOpaque(context).takeUnretainedValue().add(socket)
        }
        return Int32(CURL_SOCKOPT_OK)
      },
      close: { context, socket in
        guard let context else { return Glibc.close(socket) }
        return Unmanaged<CurlSockets>.fromOpaque(context).takeUnretainedValue().close(socket)
      })
  }
}
