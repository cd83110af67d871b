import CZlib
public import FoundationEssentials

/// gzip (RFC 1952), using zlib.
public enum GzipEncoder {
  /// Equal bytes give equal output: neither name nor time is written.
  ///
  /// - Parameter level: 1, fastest, to 9, smallest.
  /// - Returns: nil if zlib cannot allocate memory.
  public static func encode(_ bytes: Data, level: Int) -> Data? {
    var stream = z_stream()
    let gzipWindow: Int32 = 15 + 16
    guard
      deflateInit2_(
        &stream, Int32(level), Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }

    var input = [UInt8](bytes)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(input.count))))
    let ended = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = uInt(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(target.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
    }
    return ended ? Data(output.prefix(Int(stream.total_out))) : nil
  }
}
