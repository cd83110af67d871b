import CZlib
import Foundation

/// Bounded inflation of a gzip body (RFC 1952): a body that would grow beyond the bounds is refused
/// before it does.
enum Inflate {
  static let maximumBytes = 2 << 20
  static let maximumRatio = 50

  /// Inflated `body`, or `body` itself if it is not gzip.
  ///
  /// - Throws: ``ServerError`` with `gzipMalformed` or `inflatedTooLarge`.
  static func body(_ body: Data) throws -> Data {
    guard body.starts(with: [0x1F, 0x8B]) else { return body }
    let limit = min(maximumBytes, max(body.count * maximumRatio, 4096))

    var stream = z_stream()
    // 16: gzip only; 15: the largest window
    guard
      inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { throw ServerError(.internalError, "zlib cannot start") }
    defer { inflateEnd(&stream) }

    var output = [UInt8](repeating: 0, count: limit + 1)
    var input = [UInt8](body)
    let (status, written, left) = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        let status = inflate(&stream, Z_FINISH)
        return (status, target.count - Int(stream.avail_out), stream.avail_in)
      }
    }
    if written > limit {
      throw ServerError(
        .inflatedTooLarge,
        "The body inflates to more than \(maximumRatio) times its size, or 2 MiB: it is rejected.")
    }
    guard status == Z_STREAM_END, left == 0 else {
      throw ServerError(.gzipMalformed, "The body is not a single complete gzip stream.")
    }
    return Data(output[..<written])
  }
}
