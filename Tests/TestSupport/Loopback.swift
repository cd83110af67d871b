import Glibc

/// TCP on this computer.
public enum Loopback {
  /// Connects to a port.
  ///
  /// - Parameter source: The loopback address to connect from; nil for any.
  /// - Returns: The socket; nil if nobody listens.
  public static func connect(to port: Int, from source: String? = nil) -> Int32? {
    let descriptor = open()
    let isBound = source.map { own in withAddress(own, port: 0) { bind(descriptor, $0, $1) == 0 } }
    guard isBound != false, withAddress(port: port, { Glibc.connect(descriptor, $0, $1) == 0 })
    else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Whether anything listens on a port.
  public static func answers(_ port: Int) -> Bool {
    connect(to: port).map { close($0) } != nil
  }

  /// A socket with a port of its own, on which nothing listens yet.
  public static func bound() throws -> (descriptor: Int32, port: Int) {
    let descriptor = open()
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound =
      withAddress(port: 0) { bind(descriptor, $0, $1) == 0 }
      && withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          getsockname(descriptor, $0, &length) == 0
        }
      }
    guard isBound else { throw Failure(errno: errno) }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  /// A port that is free at present.
  public static func freePort() throws -> Int {
    let (descriptor, port) = try bound()
    close(descriptor)
    return port
  }

  public struct Failure: Error { public let errno: Int32 }

  private static func open() -> Int32 {
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  }

  private static func withAddress(
    _ text: String = "127.0.0.1", port: Int, _ use: (UnsafePointer<sockaddr>, socklen_t) -> Bool
  ) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = inet_addr(text)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafePointer(to: address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { use($0, length) }
    }
  }
}
