import Delivery
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import InventoryServer

/// A centre's routes without a socket: requests go straight to the router, as if from another
/// program on this machine.
struct RoutedCentre: Sendable {
  /// The centre's name in Host fields.
  static let authority = "127.0.0.1:8080"

  private let responder: RouterResponder<CentreContext>
  private let logger: Logger

  init(_ centre: Centre, logger: Logger) throws {
    let shared = try SharedResources(centre.limits, store: centre.store, clock: centre.clock)
    responder = try centre.router(.all, shared, isEncrypted: false).buildResponder()
    self.logger = logger
  }

  func answer(
    _ method: String, _ path: String, fields: [(String, String)], body: Data
  ) async throws -> IncomingReply {
    var head = HTTPRequest(
      method: try #require(HTTPRequest.Method(method)), scheme: "http", authority: Self.authority,
      path: path)
    for (name, value) in fields {
      if name.lowercased() == "host" {
        head.authority = value
      } else {
        head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
      }
    }
    if !body.isEmpty || method == "POST" { head.headerFields[.contentLength] = "\(body.count)" }
    let channel = NIOAsyncTestingChannel()
    channel.remoteAddress = try SocketAddress(ipAddress: "127.0.0.1", port: 50_000)
    let response = try await responder.respond(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body))),
      context: CentreContext(source: .init(channel: channel, logger: logger)))
    let writer = CollectingWriter()
    try await response.body.write(writer)
    _ = try await channel.finish(acceptAlreadyClosed: true)
    return IncomingReply(
      status: response.status.code,
      fields: Dictionary(
        response.headers.map { ($0.name.canonicalName, $0.value) },
        uniquingKeysWith: { "\($0), \($1)" }),
      body: writer.bytes.contents)
  }
}

/// Keeps what a response writes.
private struct CollectingWriter: ResponseBodyWriter {
  final class Bytes: @unchecked Sendable {
    // Written by the one task that writes the response.
    var contents = Data()
  }

  let bytes = Bytes()

  mutating func write(_ buffer: ByteBuffer) async throws {
    bytes.contents.append(contentsOf: buffer.readableBytesView)
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
