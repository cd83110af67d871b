import Compression
import Foundation

/// Bounded inflation of a gzip body (RFC 1952): a body that would exceed the bounds is refused
/// before it is inflated that far.
enum Inflate {
  static let maximumBytes = 2 << 20
  static let maximumRatio = 50

  /// The inflated body; `body` itself if it is not gzip.
  ///
  /// - Throws: ``ServerError`` with `gzipMalformed` or `inflatedTooLarge`.
  static func body(_ body: Data) throws -> Data {
    guard body.starts(with: [0x1F, 0x8B]) else { return body }
    let limit = min(maximumBytes, max(body.count * maximumRatio, 4096))
    do throws(ZlibStream.Failure) {
      return try ZlibStream.inflated(body, limit: limit)
    } catch {
      switch error {
      case .tooLarge:
        throw ServerError(
          .inflatedTooLarge,
          "The body inflates to more than \(maximumRatio) times its size, or 2 MiB: it is rejected."
        )
      case .malformed:
        throw ServerError(.gzipMalformed, "The body is not a single complete gzip stream.")
      case .outOfMemory: throw ServerError(.internalError, "zlib cannot start")
      }
    }
  }
}
