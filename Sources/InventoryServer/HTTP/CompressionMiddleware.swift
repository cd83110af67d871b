import Compression
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// Compresses text for clients that accept gzip, since many lines here are slow.
struct CompressionMiddleware<Context: RequestContext>: RouterMiddleware {
  /// Smaller bodies are not worth it.
  private static var minimumBytes: Int { 1024 }
  /// Larger bodies are sent as they are: compressing would hold them in memory twice.
  private static var maximumBytes: Int { 32 << 20 }
  /// Level 6 of 9: higher levels take twice the time for a hundredth of the size.
  private static var level: Int { 6 }
  /// Level 4 from this many bytes on, such as for the map of the country: it takes a third of the
  /// time for a twentieth more bytes.
  private static var largeBytes: Int { 100_000 }
  private static var largeLevel: Int { 4 }

  func handle(
    _ request: Request, context: Context, next: NextResponder<Context>
  ) async throws -> Response {
    var response = try await next(request, context)
    guard let length = response.body.contentLength,
      Self.minimumBytes...Self.maximumBytes ~= length, Self.takesGzip(request),
      response.headers[.contentEncoding] == nil,
      Self.isText(response.headers[.contentType] ?? "")
    else { return response }
    let plain = ByteCollector()
    try await response.body.write(plain)
    let level = plain.bytes.count < Self.largeBytes ? Self.level : Self.largeLevel
    guard let packed = GzipEncoder.encode(plain.bytes, level: level) else {
      response.body = .init(byteBuffer: ByteBuffer(bytes: plain.bytes))
      return response
    }
    response.body = .init(byteBuffer: ByteBuffer(bytes: packed))
    response.headers[.contentEncoding] = "gzip"
    response.headers[.contentLength] = String(packed.count)
    response.headers[.vary] =
      response.headers[.vary].map { "\($0), Accept-Encoding" } ?? "Accept-Encoding"
    return response
  }

  private static func takesGzip(_ request: Request) -> Bool {
    (request.headers[.acceptEncoding] ?? "").split(separator: ",").contains { coding in
      let parts = coding.split(separator: ";").map {
        $0.trimmingCharacters(in: .whitespaces).lowercased()
      }
      return parts.first == "gzip" && !parts.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
    }
  }

  private static func isText(_ type: String) -> Bool {
    type.hasPrefix("text/") || type.hasPrefix("application/json")
      || type.hasPrefix("image/svg") || type.hasPrefix("application/yaml")
  }
}

/// Collects a body's bytes.
private final class ByteCollector: ResponseBodyWriter {
  private(set) var bytes = Data()

  func write(_ buffer: ByteBuffer) async throws {
    bytes.append(contentsOf: buffer.readableBytesView)
  }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
